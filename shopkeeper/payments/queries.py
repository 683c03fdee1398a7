"""What may be asked of the payments."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Sum

from shopkeeper.payments.contracts import (
    NOTHING,
    Balance,
    Method,
    PaymentCard,
    PaymentKind,
    StoredValueCard,
    TenderCard,
    Told,
)
from shopkeeper.payments.errors import StoredValueNotFound
from shopkeeper.payments.models import Payment, StoredValue, Tender
from shopkeeper.payments.rules import add_up


def get_balance(ref: str) -> Balance:
    """Everything that was put against a ref together."""
    rows = Tender.objects.filter(ref=ref)
    return add_up((row.sums, row.declined_at is not None) for row in rows)


def list_tenders(ref: str) -> list[TenderCard]:
    """What was put against a ref, in the order in which money is taken."""
    return [
        TenderCard(row.id, row.ref, Method(row.method), row.currency, row.sums, row.declined_at is not None, row.why)
        for row in sorted(Tender.objects.filter(ref=ref), key=lambda row: row.turn)
    ]


def find_last_way(ref: str) -> Tender | None:
    """The tender by whose way more can be asked for: the last one; None where its card was not left with us."""
    rows = Tender.objects.filter(ref=ref).select_related("stored_value")
    last = max(rows, key=lambda row: row.turn, default=None)
    return None if last is None or (last.method == Method.CARD and not last.token) else last


def can_ask_card_again(ref: str) -> bool:
    """Whether the card by which a ref was to be paid last can be tried once more without its payer naming it."""
    last = find_last_way(ref)
    return last is not None and last.method == Method.CARD


def list_payments(ref: str) -> list[PaymentCard]:
    """How money moved for a ref, oldest first."""
    rows = Payment.objects.filter(ref=ref).order_by("occurred_at", "id")
    return [PaymentCard(*row) for row in rows.values_list("kind", "method", "amount", "currency", "occurred_at")]


def get_told(ref: str) -> Told:
    """What other systems told of the money of a ref, and what was given back there."""
    rows = Payment.objects.filter(ref=ref, tender=None).order_by().values_list("kind").annotate(total=Sum("amount"))
    sums = dict(rows)
    return Told(sums.get(PaymentKind.CAPTURED, NOTHING), sums.get(PaymentKind.REFUNDED, NOTHING))


def find_gift_card(code: str) -> StoredValueCard:
    """A gift card by its code.

    :raises StoredValueNotFound: when there is none
    """
    row = StoredValue.objects.filter(kind=Method.GIFT_CARD, code=code.replace(" ", "").replace("-", "").upper()).first()
    if row is None:
        raise StoredValueNotFound(key=f"…{code[-4:]}")
    return value_card(row)


def list_store_credit(customer_ids: Sequence[UUID]) -> list[StoredValueCard]:
    """What we owe a customer in store credit (all ids that lead to them)."""
    rows = StoredValue.objects.filter(kind=Method.STORE_CREDIT, customer__in=customer_ids, balance__gt=0)
    return [value_card(row) for row in rows.order_by("issued_at")]


def value_card(row: StoredValue) -> StoredValueCard:
    """A row as others know it."""
    return StoredValueCard(row.id, row.code, Method(row.kind), row.currency, row.issued, row.balance)
