"""Money that went back or is asked to, and what is left to give."""

from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from shopkeeper.core.actors import Actor
from shopkeeper.orders.contracts import MoneyLedger, RefundCard, RefundKind, RefundState, RefundWay
from shopkeeper.orders.models import Order, Placement, Refund
from shopkeeper.orders.queries.book import orders_visible_to, ref_of
from shopkeeper.payments import public as payments


def left_to_give(order: Order) -> Decimal:
    """What was taken for an order and has not gone back: from the tenders, or from what its other system told."""
    ref = ref_of(order.id)
    if Placement.objects.filter(order=order).exists():
        credited = _sum(Refund.objects.filter(order=order, way=RefundWay.STORE_CREDIT, denied_at=None))
        return payments.get_balance(ref).refundable - credited
    told = payments.get_told(ref)
    taken = told.captured or order.total
    credited = _sum(Refund.objects.filter(order=order, way=RefundWay.STORE_CREDIT, denied_at=None))
    return taken - told.refunded - credited


def promised_back(order: Order) -> Decimal:
    """What was decided or asked for and has not gone yet."""
    rows = Refund.objects.filter(order=order, paid_at=None, denied_at=None)
    return _sum(rows.exclude(way=RefundWay.STORE_CREDIT))


def given_alone(order_id: UUID, name: str) -> Decimal:
    """What somebody gave for an order as goodwill without a second person: small sums add up to one limit."""
    rows = Refund.objects.filter(order=order_id, kind=RefundKind.GOODWILL, denied_at=None)
    return _sum(rows.filter(asked_by=name, approved_by=name))


def list_refunds(order_id: UUID) -> list[RefundCard]:
    """The refunds of an order, newest first."""
    return [card_of(row) for row in _rows().filter(order=order_id).order_by("-asked_at", "-id")]


def list_asked_refunds(*, by: Actor, limit: int = 100) -> list[RefundCard]:
    """Refunds that wait for a second person, of orders that `by` may see, oldest first."""
    rows = _rows().filter(approved_at=None, denied_at=None, order__in=orders_visible_to(by))
    return [card_of(row) for row in rows.order_by("asked_at")[:limit]]


def card_of(row: Refund) -> RefundCard:
    """A row as others know it."""
    return RefundCard(
        row.id, RefundKind(row.kind), state_of(row), RefundWay(row.way), row.amount, row.currency, row.why,
        row.asked_by, row.asked_at, row.approved_by or row.denied_by, row.paid_at, row.order_id,
        row.order.number if row.order else "", row.customer_id,
    )  # fmt: skip


def state_of(row: Refund) -> RefundState:
    """How far a refund is."""
    if row.denied_at:
        was_theirs = row.approved_at is not None or row.denied_by == row.asked_by
        return RefundState.TAKEN_BACK if was_theirs else RefundState.DENIED
    if row.paid_at:
        return RefundState.PAID
    return RefundState.OPEN if row.approved_at else RefundState.ASKED


def _rows() -> QuerySet[Refund]:
    return Refund.objects.select_related("order")


def _sum(rows: QuerySet[Refund]) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def find_refund(refund_id: UUID, *, by: Actor) -> RefundCard | None:
    """One refund of an order that `by` may see."""
    row = _rows().filter(pk=refund_id, order__in=orders_visible_to(by)).first()
    return card_of(row) if row else None


def get_ledger(order_id: UUID) -> MoneyLedger:
    """How the money of an order stands, and each move of it."""
    order = Order.objects.get(pk=order_id)
    ref, left = ref_of(order.id), left_to_give(order)
    moves = tuple(payments.list_payments(ref))
    unpaid = Refund.objects.filter(order=order, paid_at=None, denied_at=None)
    here = Placement.objects.filter(order=order).exists()
    balance, told = payments.get_balance(ref), payments.get_told(ref)
    return MoneyLedger(
        set_aside=balance.capturable, asked=balance.asked, taken=balance.captured if here else told.captured,
        given_back=balance.refunded if here else told.refunded, promised=_sum(unpaid), left=left, moves=moves,
        is_here=here, means=tuple(reversed(payments.list_tenders(ref))),
    )  # fmt: skip
