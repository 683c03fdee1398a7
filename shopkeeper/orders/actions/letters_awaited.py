"""What is written to customers about pieces they wait for: they came, they come on another day, nobody knows when."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.letters import link_to, offer_texts
from shopkeeper.orders.actions.written import name_of
from shopkeeper.orders.models import Awaited, Order, OrderLine, Pickup
from shopkeeper.orders.queries import ref_of
from shopkeeper.organization import public as organization

CAME, MOVED, NO_DAY = "awaited_came", "awaited_moved", "awaited_no_day"
COLLECT_MOVED, COLLECT_NO_DAY = "collect_moved", "collect_no_day"


def write_about_awaited(
    order: Order, line: OrderLine, row: Awaited, *, has_come: bool = False, by: Actor, now: datetime
) -> None:
    """Write to the customer how it stands with the pieces of a line; nothing where nobody is known to write to."""
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    if card is None:
        return
    offer_texts(by=by, now=now)
    retailer = organization.get_retailer()
    language = card.language or retailer.language
    values = {
        "name": card.name or card.number, "number": order.number, "product": name_of(line),
        "before": _day(row.first_due_on, language), "day": _day(row.due_on, language),
        "link": link_to(order.id), "retailer": retailer.name,
    }  # fmt: skip
    text = CAME if has_come else MOVED if row.due_on else NO_DAY
    ref = f"{ref_of(order.id)}/{line.position}/{now:%Y%m%d%H%M%S}"
    messages.queue_message(customer_id=card.id, template=text, ref=ref, values=values, by=by, now=now)


def write_about_collecting(row: Pickup, ready_at: datetime | None, *, by: Actor, now: datetime) -> None:
    """Write to the customer from when on their order can be collected now, or that nobody knows; nothing where nobody
    is known to write to."""
    card = customers.find_customer_card(row.customer_id) if row.customer_id else None
    if card is None:
        return
    offer_texts(by=by, now=now)
    retailer = organization.get_retailer()
    values = {
        "name": card.name or card.number, "number": row.order.number, "place": row.outlet.name,
        "time": _time(ready_at, row, card.language or retailer.language), "link": link_to(row.order_id),
        "retailer": retailer.name,
    }  # fmt: skip
    ref, text = f"{ref_of(row.order_id)}/collect/{now:%Y%m%d%H%M%S}", COLLECT_MOVED if ready_at else COLLECT_NO_DAY
    messages.queue_message(customer_id=card.id, template=text, ref=ref, values=values, by=by, now=now)


def _time(moment: datetime | None, row: Pickup, language: str) -> str:
    """By the clock of the outlet."""
    zone = ZoneInfo(organization.get_calendar(row.outlet_id, now=row.promised_at).time_zone)
    with translation.override(language):
        return date_format(moment.astimezone(zone), "l j F, H:i") if moment else "-"


def _day(day: date | None, language: str) -> str:
    with translation.override(language):
        return date_format(day, "l j F") if day else "-"
