"""Visitors ask to be told when a product is back. It counts once they confirm it from the address that they gave."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.customers import public as customers
from shopkeeper.inventory.actions.ledger import actor_name
from shopkeeper.inventory.actions.restock import BY_MAIL
from shopkeeper.inventory.errors import LocationNotFound, RestockLinkClosed
from shopkeeper.inventory.models import Location, RestockRequest
from shopkeeper.inventory.queries.restock import count_unconfirmed
from shopkeeper.inventory.rules.restock import MOST_AN_ADDRESS, MOST_FROM_OUTSIDE, TO_CONFIRM
from shopkeeper.messages import public as messages
from shopkeeper.organization import public as organization

CONFIRM, SOURCE = "inventory.confirm_restock", "back in stock"
_SALT, UNCONFIRMED = "inventory.restock", "unconfirmed"
_ENDED_AT_ONCE = 20


@action
def ask_from_outside(*, sku: str, address: str, by: Actor, now: datetime, location: str = "") -> bool:
    """Somebody typed an address: write to it for a confirmation, once, and few times in all.

    Gives whether a letter goes out, which nobody outside is told: the address may be another person's.
    """
    product = catalog.get_products([sku])[sku]
    place = Location.objects.filter(code=location).first() if location else None
    if location and place is None:
        raise LocationNotFound(what="location", key=location)
    point = address.strip().lower()
    waiting = RestockRequest.objects.filter(product=product.id, location=place, contact_point=point, ended_at=None)
    if waiting.exists() or _is_too_much(point, now):
        return False
    request_id = new_id()
    record = customers.record_person(
        data=customers.RecordData(source=SOURCE, source_key=str(request_id), email=point, changed_at=now),
        by=by,
        now=now,
    )
    row, is_new = RestockRequest.objects.get_or_create(
        product_id=product.id, location=place, customer_id=record.customer_id, ended_at=None,
        defaults={"id": request_id, "record_id": record.record_id, "contact_point": point, "asked_at": now,
                  "by": actor_name(by)},
    )  # fmt: skip
    if is_new:
        _write(row, record.customer_id, product.name, by=by, now=now)
    return is_new


@action
def confirm_restock(*, request: RestockRequest, by: Actor, now: datetime) -> None:
    """The person pressed the button: from now on they wait. Pressed again, nothing happens."""
    RestockRequest.objects.filter(pk=request.pk, confirmed_at=None, ended_at=None).update(confirmed_at=now)


@action
def end_unconfirmed(*, by: Actor, now: datetime) -> int:
    """Requests that nobody confirmed in time end; who is known by them alone is erased. Gives how many ended."""
    waiting = RestockRequest.objects.filter(confirmed_at=None, ended_at=None, asked_at__lte=now - TO_CONFIRM)
    rows = list(
        waiting.order_by("asked_at").select_for_update(no_key=True, skip_locked=True, of=("self",))[:_ENDED_AT_ONCE]
    )
    RestockRequest.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=now, why_ended=UNCONFIRMED)
    for customer_id in sorted({row.customer_id for row in rows if row.customer_id}):
        _forget(customer_id, by=by, now=now)
    return len(rows)


def _forget(customer_id: UUID, *, by: Actor, now: datetime) -> None:
    asked = RestockRequest.objects.filter(customer__in=customers.ids_of(customer_id))
    if not asked.exclude(why_ended=UNCONFIRMED).exists():
        records = [record_id for record_id in asked.values_list("record", flat=True) if record_id]
        customers.erase_unconfirmed(
            customer_id=customer_id, record_ids=records, besides=("inventory", "messages"), by=by, now=now
        )  # fmt: skip


def open_restock(token: str, *, now: datetime) -> RestockRequest:
    """The request behind a link, confirmed already or still to be.

    :raises RestockLinkClosed: when the link is not ours, or it is too late
    """
    try:
        row = RestockRequest.objects.select_related("product", "location").get(pk=signing.loads(token, salt=_SALT))
    except (signing.BadSignature, RestockRequest.DoesNotExist):
        raise RestockLinkClosed from None
    if row.confirmed_at is None and (row.ended_at is not None or row.asked_at <= now - TO_CONFIRM):
        raise RestockLinkClosed
    return row


def link_of(row: RestockRequest) -> str:
    """The page on which the person confirms: only whoever got the letter can know it."""
    token = signing.dumps(str(row.pk), salt=_SALT, compress=True)
    return settings.PUBLIC_URL + reverse("inventory:restock_confirmation", args=[token])


def _is_too_much(point: str, now: datetime) -> bool:
    return (
        count_unconfirmed(since=now - TO_CONFIRM, contact_point=point) >= MOST_AN_ADDRESS
        or count_unconfirmed(since=now - timedelta(hours=1)) >= MOST_FROM_OUTSIDE
    )


def _write(row: RestockRequest, customer_id: UUID, product: str, *, by: Actor, now: datetime) -> None:
    retailer = organization.get_retailer()
    messages.offer_text(
        code=CONFIRM, language=retailer.language, channel=BY_MAIL, purpose=customers.Purpose.SERVICE,
        subject=_("Please confirm: tell me when {product} is back"),
        body=_("Somebody asked {retailer} to write to this address when {product} is back. If that was you, confirm "
               "it here:\n\n{link}\n\nIf it was not you, do nothing: no more will come. The link works for {hours} "
               "hours."),
        by=by, now=now,
    )  # fmt: skip
    values = {
        "product": product, "retailer": retailer.name, "link": link_of(row),
        "hours": str(TO_CONFIRM // timedelta(hours=1)),
    }  # fmt: skip
    messages.queue_message(
        customer_id=customer_id, template=CONFIRM, ref=f"restock-confirmation:{row.id}", values=values,
        channel=BY_MAIL, contact_point=row.contact_point, by=by, now=now,
    )  # fmt: skip
