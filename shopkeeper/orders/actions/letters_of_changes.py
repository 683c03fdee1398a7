"""What is written to customers when their order was changed, by whomever: a receipt to the contact that was known
before, so that nobody changes an order behind their back."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.words import write_amount
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.letters import link_to, offer_texts
from shopkeeper.orders.models import AskedRedirection, Cancellation, Change, Order
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.lacking import list_lacking
from shopkeeper.orders.queries.revisions import find_waiting_pickup
from shopkeeper.orders.stories.changes import tell_change
from shopkeeper.organization import public as organization

CHANGED, SHORT = "order_changed", "pickup_short"
REDIRECTED, NOT_REDIRECTED = "redirection_agreed", "redirection_refused"


@action
def write_of_change(
    *, order_id: UUID, changed_at: datetime, difference: Decimal, by: Actor, now: datetime
) -> UUID | None:
    """Write what was changed at a moment, and what that costs; None where nobody is known to write to."""
    order, retailer = Order.objects.get(pk=order_id), organization.get_retailer()
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    if card is None:
        return None
    offer_texts(by=by, now=now)
    with translation.override(card.language or retailer.language):
        what, money = _what(order, changed_at), _money(difference, order.currency)
    values = {
        "name": card.name or card.number, "number": order.number, "what": "\n".join(f"- {line}" for line in what),
        "money": money, "link": link_to(order_id), "retailer": retailer.name,
    }  # fmt: skip
    ref = f"{ref_of(order_id)}/changed/{changed_at:%Y%m%dT%H%M%S%f}"
    return messages.queue_message(customer_id=card.id, template=CHANGED, ref=ref, values=values, by=by, now=now)


@action
def write_of_lack(*, order_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Write that a store has not got all of an order to be collected, and what the customer can choose; None where it
    has, or where nobody is known to write to."""
    order, lacking, pickup = Order.objects.get(pk=order_id), list_lacking(order_id), find_waiting_pickup(order_id)
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    if card is None or pickup is None or not lacking:
        return None
    offer_texts(by=by, now=now)
    values = {
        "name": card.name or card.number, "number": order.number, "place": pickup.outlet.name,
        "what": ", ".join(lacking), "link": link_to(order_id), "retailer": organization.get_retailer().name,
    }  # fmt: skip
    ref = f"{ref_of(order_id)}/lacks/{pickup.id}"
    return messages.queue_message(customer_id=card.id, template=SHORT, ref=ref, values=values, by=by, now=now)


@action
def write_of_redirection(*, asked_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Write whether a supplier sends its pieces to the new address, and what the customer can do if not; None where
    nobody is known to write to."""
    row = AskedRedirection.objects.select_related("order").get(pk=asked_id)
    card = customers.find_customer_card(row.order.customer_id) if row.order.customer_id else None
    if card is None:
        return None
    offer_texts(by=by, now=now)
    values = {
        "name": card.name or card.number, "number": row.order.number, "what": row.what, "link": link_to(row.order_id),
        "retailer": organization.get_retailer().name,
    }  # fmt: skip
    ref, text = f"{ref_of(row.order_id)}/redirection/{row.id}", REDIRECTED if row.agreed else NOT_REDIRECTED
    return messages.queue_message(customer_id=card.id, template=text, ref=ref, values=values, by=by, now=now)


def _asked(order: Order, at: datetime) -> list[str]:
    """What suppliers were asked because of a change: it is not settled with it."""
    rows = AskedRedirection.objects.filter(order=order, asked_at=at).order_by("id")
    told = _("%(what)s comes from a supplier. We asked them to send it there too, and write to you what they say")
    return [told % {"what": row.what} for row in rows]


def _what(order: Order, at: datetime) -> list[str]:
    done = Change.objects.filter(order=order, occurred_at=at, undone_at=None).order_by("id")
    undone = Change.objects.filter(order=order, undone_at=at).order_by("id")
    told = [entry for row in (*done, *undone) for entry in tell_change(row) if entry.at == at]
    fewer = Cancellation.objects.filter(line__order=order, occurred_at=at).select_related("line__product")
    canceled = [
        _("%(pieces)s × %(name)s canceled")
        % {"pieces": row.quantity, "name": row.line.product.name or row.line.product.sku}
        for row in fewer
    ]
    return [": ".join(filter(None, [entry.title, entry.detail])) for entry in told] + canceled + _asked(order, at)


def _money(difference: Decimal, currency: str) -> str:
    amount = write_amount(abs(difference), currency)
    if difference > 0:
        return _("It costs %(amount)s more, asked for the way you paid.") % {"amount": amount}
    if difference < 0:
        return _("It costs %(amount)s less; that goes back to you by itself.") % {"amount": amount}
    return _("It costs as much as before.")
