"""What is written to the customers of orders: ready to collect, still waiting, let go. Each once, with their link."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import yaml
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import Refusal
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.contracts import ShelfDays
from shopkeeper.orders.errors import NobodyToTell
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.policies import SHELF
from shopkeeper.orders.queries import find_order, ref_of
from shopkeeper.orders.rules.collecting import remind_at
from shopkeeper.organization import public as organization

READY, REMINDER, RELEASED = "pickup_ready", "pickup_reminder", "pickup_released"
OWN_LINK, MISSED = "order_link", "call_missed"
_TEXTS = yaml.safe_load((Path(__file__).parents[1] / "texts.yaml").read_text(encoding="utf-8"))


@action
def write_about_pickup(*, pickup_id: UUID, text: str, by: Actor, now: datetime) -> UUID | None:
    """Write to the customer of an order to be collected; None where nobody is known to write to."""
    row = Pickup.objects.select_related("order", "outlet").get(pk=pickup_id)
    card = customers.find_customer_card(row.customer_id) if row.customer_id else None
    if card is None:
        return None
    offer_texts(by=by, now=now)
    return messages.queue_message(
        customer_id=card.id, template=text, ref=_ref(row), values=_values(row, card, now), by=by, now=now
    )


@action
def send_own_link(*, order_id: UUID, by: Actor, now: datetime) -> UUID:
    """Write the link to their order's own page to the customer.

    :raises NobodyToTell: when nobody is known to write to
    """
    card = find_order(order_id)
    customer = customers.find_customer_card(card.customer_id) if card and card.customer_id else None
    if card is None or customer is None:
        raise NobodyToTell
    offer_texts(by=by, now=now)
    values = {
        "name": customer.name or customer.number, "number": card.number, "link": link_to(order_id),
        "retailer": organization.get_retailer().name,
    }  # fmt: skip
    ref = f"{ref_of(order_id)}/{now:%Y-%m-%d}"
    return messages.queue_message(customer_id=customer.id, template=OWN_LINK, ref=ref, values=values, by=by, now=now)


@action
def write_that_nobody_answered(*, order_id: UUID, call_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Write to whoever wanted to be called that nobody answered; None where nobody is known to write to."""
    card = find_order(order_id)
    customer = customers.find_customer_card(card.customer_id) if card and card.customer_id else None
    if card is None or customer is None:
        return None
    offer_texts(by=by, now=now)
    values = {
        "name": customer.name or customer.number, "number": card.number, "link": link_to(order_id),
        "retailer": organization.get_retailer().name,
    }  # fmt: skip
    ref = f"{ref_of(order_id)}/call/{call_id}"
    return messages.queue_message(customer_id=customer.id, template=MISSED, ref=ref, values=values, by=by, now=now)


def remind_collectors(*, by: Actor, now: datetime) -> int:
    """Remind those whose order waits for not much longer; gives how many."""
    shelf = agreed(SHELF)
    due = Pickup.objects.filter(
        keep_until__gt=now, keep_until__lt=now + timedelta(days=shelf.remind_before), collected_at=None,
        released_at=None, reminded_at=None, ready_at__isnull=False, order__canceled_at=None,
    )  # fmt: skip
    rows = [row for row in due.order_by("keep_until")[:200] if _is_time(row, shelf, now)]
    for row in rows:
        Pickup.objects.filter(pk=row.pk).update(reminded_at=now)
        try:
            write_about_pickup(pickup_id=row.id, text=REMINDER, by=by, now=now)
        except Refusal:
            continue  # the customer is gone in the meantime: the others are reminded all the same
    return len(rows)


def _is_time(row: Pickup, shelf: ShelfDays, now: datetime) -> bool:
    return bool(row.keep_until and row.ready_at and now >= remind_at(row.keep_until, row.ready_at, shelf))


def _ref(row: Pickup) -> str:
    """Kept longer, there is another end to be told of."""
    return f"{ref_of(row.order_id)}/{row.keep_until:%Y-%m-%d}" if row.keep_until else ref_of(row.order_id)


def _values(row: Pickup, card: customers.CustomerCard, now: datetime) -> dict[str, str]:
    retailer = organization.get_retailer()
    with translation.override(card.language or retailer.language):
        until = date_format(row.keep_until, "l j F") if row.keep_until else ""
    return {
        "name": card.name or card.number, "number": row.order.number, "place": row.outlet.name, "code": row.code or "-",
        "until": until or "-", "link": link_to(row.order_id), "retailer": retailer.name,
    }  # fmt: skip


def link_to(order_id: UUID) -> str:
    """The whole address of an order's own page."""
    return str(settings.PUBLIC_URL) + reverse("orders:own", args=[sign_order(order_id)])


def offer_texts(*, by: Actor, now: datetime) -> None:
    """Bring our texts along, before the first of them is written."""
    for text in _TEXTS:
        messages.offer_text(**text, by=by, now=now)
