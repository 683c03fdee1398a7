"""What is written to customers whose card was declined: how they pay again, and that an order was let go unpaid."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.words import write_amount
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.letters import link_to, offer_texts
from shopkeeper.orders.actions.paying import find_lacking
from shopkeeper.orders.models import Order
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.unpaid import find_kept_until
from shopkeeper.organization import public as organization

DECLINED, RELEASED = "payment_declined", "unpaid_released"


@action
def write_of_decline(*, order_id: UUID, tender_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Write that a payment did not go through and how to pay again, once for each; None where nothing is lacking any
    more, or nobody is known to write to."""
    order, lacking = Order.objects.get(pk=order_id), find_lacking(order_id)
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    if card is None or not lacking:
        return None
    with translation.override(card.language or organization.get_retailer().language):
        said = {"amount": write_amount(lacking, order.currency), "until": _until(find_kept_until(order_id))}
    return _write(order, card, DECLINED, f"{ref_of(order_id)}/declined/{tender_id}", said, by=by, now=now)


@action
def write_of_release(*, order_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Write that an order was let go since it was not paid; None where nobody is known to write to."""
    order = Order.objects.get(pk=order_id)
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    if card is None:
        return None
    return _write(order, card, RELEASED, f"{ref_of(order_id)}/unpaid/{now:%Y-%m-%d}", {}, by=by, now=now)


def _until(at: datetime | None) -> str:
    if at is None:
        return _("We keep it for you.")
    return _("We keep it for you until %(day)s and cancel it then.") % {"day": date_format(at, "l j F")}


def _write(
    order: Order, card: customers.CustomerCard, text: str, ref: str, said: dict[str, str], *, by: Actor, now: datetime
) -> UUID:
    offer_texts(by=by, now=now)
    values = {
        "name": card.name or card.number, "number": order.number, "link": link_to(order.id),
        "retailer": organization.get_retailer().name,
    }  # fmt: skip
    return messages.queue_message(customer_id=card.id, template=text, ref=ref, values=values | said, by=by, now=now)
