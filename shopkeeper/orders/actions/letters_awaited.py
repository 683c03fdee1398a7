"""What is written to customers about pieces they wait for: they came, they come on another day, nobody knows when."""

from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format

from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.letters import link_to, offer_texts
from shopkeeper.orders.actions.sourcing import name_of
from shopkeeper.orders.models import Awaited, Order, OrderLine
from shopkeeper.orders.queries import ref_of
from shopkeeper.organization import public as organization

CAME, MOVED, NO_DAY = "awaited_came", "awaited_moved", "awaited_no_day"


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


def _day(day: date | None, language: str) -> str:
    with translation.override(language):
        return date_format(day, "l j F") if day else "-"
