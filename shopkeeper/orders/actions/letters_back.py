"""What is written to customers about returns and refunds, and about what could not be stopped. Each once."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import ngettext

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.policies import agreed
from shopkeeper.core.words import write_amount
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.letters import offer_texts
from shopkeeper.orders.contracts import ReturnKind, WayBack
from shopkeeper.orders.models import Order, Refund, ReturnRequest
from shopkeeper.orders.policies import MONEY_BACK
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.words_back import REASONS, WAYS
from shopkeeper.organization import public as organization

APPROVED, DENIED, SETTLED = "return_approved", "return_denied", "return_settled"
REFUSED, AGREED = "cancellation_refused", "cancellation_agreed"


@action
def write_about_return(*, request_id: UUID, text: str, by: Actor, now: datetime) -> UUID | None:
    """Write to the customer of a return; None where nobody is known to write to, or where they stood at the counter."""
    row = ReturnRequest.objects.select_related("order").get(pk=request_id)
    card = customers.find_customer_card(row.customer_id) if row.customer_id else None
    told_there = row.way == WayBack.COUNTER and text != SETTLED
    if card is None or told_there or row.kind == ReturnKind.CALLED_BACK:
        return None
    paid = Refund.objects.filter(request=row).exclude(paid_at=None)
    amount = paid.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if text == SETTLED and not amount:
        return None
    with translation.override(card.language or organization.get_retailer().language):
        said = {
            "return_number": row.number, "label": delivery.find_label(f"return:{row.id}") or row.number,
            "why": row.why or " ".join(str(REASONS.get(code, "")) for code in row.reasons) or "-",
            "amount": write_amount(amount, row.currency), "way": str(WAYS[row.refund_way]),
            "days": _days(agreed(MONEY_BACK).days),
        }  # fmt: skip
    number = row.order.number if row.order else row.number
    return _write(card, text, f"return:{row.id}", number, said, by=by, now=now)


@action
def write_of_refusal(*, order_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Write to a customer that pieces could not be stopped any more; None where nobody is known to write to."""
    order = Order.objects.get(pk=order_id)
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    return _write(card, REFUSED, ref_of(order_id), order.number, {}, by=by, now=now) if card else None


@action
def write_of_agreement(*, order_id: UUID, answered_at: datetime, by: Actor, now: datetime) -> UUID | None:
    """Write to a customer that pieces could be stopped after all; None where nobody is known to write to."""
    order = Order.objects.get(pk=order_id)
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    ref = f"{ref_of(order_id)}/stopped/{answered_at:%Y%m%dT%H%M%S}"
    return _write(card, AGREED, ref, order.number, {}, by=by, now=now) if card else None


def _days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def _write(
    card: customers.CustomerCard, text: str, ref: str, number: str, said: dict[str, str], *, by: Actor, now: datetime
) -> UUID:
    offer_texts(by=by, now=now)
    common = {
        "name": card.name or card.number, "number": number, "retailer": organization.get_retailer().name,
    }  # fmt: skip
    values = common | said
    return messages.queue_message(customer_id=card.id, template=text, ref=ref, values=values, by=by, now=now)
