"""Back in stock: who waits for a product, and who is told first when it is there again."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.inventory.actions.ledger import actor_name
from shopkeeper.inventory.contracts import Availability
from shopkeeper.inventory.errors import LocationNotFound, RestockRequestNotFound
from shopkeeper.inventory.models import Location, RestockRequest
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.restock import Awaited, list_awaited
from shopkeeper.inventory.rules.restock import PATIENCE, how_many_to_tell
from shopkeeper.messages import public as messages
from shopkeeper.organization import public as organization

CHANNEL, BY_MAIL, TEXT = "web", "email", "inventory.back_in_stock"
TOLD, HELD_BACK, WITHDRAWN, TOO_LATE = "told", "held_back", "withdrawn", "too_late"


@action
def request_restock(
    *, sku: str, customer_id: UUID, by: Actor, now: datetime, location: str = "", record_id: UUID | None = None
) -> UUID:
    """A customer wants to be told once a product is back, anywhere or at a location. Asked twice is asked once.

    :raises CustomerNotFound: when there is no such customer, or they were erased
    """
    product = catalog.get_products([sku])[sku]
    place = Location.objects.filter(code=location).first() if location else None
    if location and place is None:
        raise LocationNotFound(what="location", key=location)
    customer = customers.find_customer_card(customer_id)
    if customer is None:
        raise customers.CustomerNotFound(key=customer_id)
    row, _is_new = RestockRequest.objects.get_or_create(
        product_id=product.id, location=place, customer_id=customer.id, ended_at=None,
        defaults={"record_id": record_id, "asked_at": now, "by": actor_name(by)},
    )  # fmt: skip
    RestockRequest.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=now)
    return row.id


@action
def withdraw_restock(*, request_id: UUID, by: Actor, now: datetime) -> None:
    """The customer does not wait any more. Twice changes nothing.

    :raises RestockRequestNotFound: when there is no such request
    """
    row = RestockRequest.objects.select_for_update(no_key=True).filter(pk=request_id).first()
    if row is None:
        raise RestockRequestNotFound(what="request", key=request_id)
    if row.ended_at is None:
        _end(row, WITHDRAWN, now)


@action
def tell_who_waits(*, by: Actor, now: datetime) -> int:
    """Tell as many people as there are pieces that what they wait for is back, in the order in which they asked.

    Each is told once. Who cannot be written to takes nobody's turn. Gives how many were told.
    """
    waiting = RestockRequest.objects.filter(ended_at=None)
    waiting.filter(asked_at__lt=now - PATIENCE).update(ended_at=now, why_ended=TOO_LATE)
    awaited = list_awaited(now=now)
    stock = get_availability({each.sku for each in awaited}, by=by, now=now, channel=CHANNEL) if awaited else {}
    return sum(_tell_some(each, stock[each.sku], by=by, now=now) for each in awaited)


def _tell_some(awaited: Awaited, stock: Availability, *, by: Actor, now: datetime) -> int:
    turns = how_many_to_tell(_available(awaited, stock), awaited.told_lately)
    if not turns:
        return 0
    waiting = RestockRequest.objects.filter(product=awaited.product_id, location=awaited.location_id, ended_at=None)
    told = 0
    for row in (
        waiting.filter(confirmed_at__isnull=False)
        .order_by("asked_at", "id")
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
    ):
        if told == turns:
            break
        told += _tell(row, awaited, by=by, now=now)
    return told


def _available(awaited: Awaited, stock: Availability) -> int:
    """Pieces at the location that they wait for, or all that can be sent."""
    places = stock.locations
    if awaited.location:
        return sum(place.available for place in places if place.location == awaited.location)
    return sum(place.available for place in places if place.may_ship)


def _tell(row: RestockRequest, awaited: Awaited, *, by: Actor, now: datetime) -> bool:
    customer = customers.find_customer_card(row.customer_id) if row.customer_id else None
    if customer is None:
        _end(row, HELD_BACK, now)
        return False
    retailer = organization.get_retailer()
    messages.offer_text(
        code=TEXT, language=retailer.language, channel=BY_MAIL, purpose=customers.Purpose.SERVICE,
        subject=_("{product} is back"),
        body=_("You asked us to tell you when {product} is back. It is, {where}.\n\nSee where it is now: {link}"
               "\n\nWe write to you about it only this once."),
        by=by, now=now,
    )  # fmt: skip
    ref = f"restock:{row.id}"
    messages.queue_message(
        customer_id=customer.id, template=TEXT, ref=ref, values=_values(row, awaited), channel=BY_MAIL,
        contact_point=row.contact_point, by=by, now=now,
    )  # fmt: skip
    sent = next(card for card in messages.list_messages_to(customers.ids_of(customer.id)) if card.ref == ref)
    _end(row, HELD_BACK if sent.held_back else TOLD, now)
    return not sent.held_back


def _values(row: RestockRequest, awaited: Awaited) -> dict[str, str]:
    others = RestockRequest.objects.filter(product=row.product_id, location=row.location_id, ended_at=None)
    is_rush = others.filter(confirmed_at__isnull=False).exclude(pk=row.pk).exists()
    where = _("in %(place)s") % {"place": awaited.location_name} if awaited.location else _("in our web shop")
    if is_rush:
        where = _("%(where)s. Others wait for it too, so it may go quickly") % {"where": where}
    link = settings.PUBLIC_URL + reverse("inventory:in_stock", args=[awaited.sku])
    return {"product": awaited.name, "where": where, "link": link}


def _end(row: RestockRequest, why: str, now: datetime) -> None:
    row.ended_at, row.why_ended, row.told_at = now, why, now if why == TOLD else None
    row.save(update_fields=["ended_at", "why_ended", "told_at"])
