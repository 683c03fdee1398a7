"""What may be asked of orders that were placed here."""

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.orders.contracts import (
    AllocationCard,
    CanceledPieces,
    ChangeCard,
    Fulfillment,
    HoldCard,
    HoldReason,
    OrderCard,
    SourcingCard,
)
from shopkeeper.orders.models import Allocation, Cancellation, Change, Hold, Placement, Sourcing
from shopkeeper.orders.queries.awaited import list_awaited_of
from shopkeeper.orders.rules.money import PricedLine, due
from shopkeeper.orders.words import explain
from shopkeeper.payments import public as payments

CHANGES = {
    "address": gettext_noop("Goes to another address"),
    "day": gettext_noop("Comes on another day"),
    "method": gettext_noop("Comes another way"),
    "lines": gettext_noop("Pieces were added"),
}
"""The changes that can be undone."""


def is_placed_here(order_id: UUID) -> bool:
    """Whether an order was placed on our own stock."""
    return Placement.objects.filter(order=order_id).exists()


def list_sourcings(order_id: UUID) -> list[SourcingCard]:
    """From where it was decided to fulfill an order, newest first, in words."""
    rows = Sourcing.objects.filter(order=order_id).order_by("-attempt")
    return [SourcingCard(row.attempt, row.cause, row.decided_at, explain(row.parts, row.missing)) for row in rows]


def list_allocations(order_id: UUID) -> list[AllocationCard]:
    """Which location fulfills what of an order, and what of it is still open."""
    rows = Allocation.objects.filter(line__order=order_id).select_related("line__product", "location")
    return [
        AllocationCard(
            row.line_id, row.line.position, row.line.product.sku, row.location.code, row.location.name,
            row.location.outlet_id, row.attempt, row.quantity, row.open,
        )
        for row in rows.order_by("line__position", "attempt", "location__code")
    ]  # fmt: skip


def list_holds(order_id: UUID) -> list[HoldCard]:
    """Why an order may not or might not leave, newest first."""
    rows = Hold.objects.filter(order=order_id).order_by("-held_at")
    return [HoldCard(row.id, HoldReason(row.reason), row.owner, row.why, row.held_at, row.released_at) for row in rows]


def list_canceled(order_id: UUID) -> list[CanceledPieces]:
    """The cancellations of an order that can be undone, newest first."""
    rows = Cancellation.objects.filter(line__order=order_id, undone_at=None).select_related("line__product")
    return [
        CanceledPieces(row.id, row.quantity, row.line.product.name or row.line.product.sku)
        for row in rows.order_by("-occurred_at")
    ]


def get_fulfillment(card: OrderCard) -> Fulfillment:
    """All of it together, for the page of an order; empty for orders of other systems."""
    decided = list_sourcings(card.id)
    if not decided:
        return Fulfillment()
    canceled = tuple(list_canceled(card.id))
    opened = tuple(row for row in list_allocations(card.id) if row.open)
    balance = payments.get_balance(card.ref)
    return Fulfillment(
        tuple(decided), opened, tuple(list_holds(card.id)), canceled, balance, tuple(list_awaited_of(card.id))
    )


def list_changes(order_id: UUID) -> list[ChangeCard]:
    """The changes of an order that can be undone, newest first."""
    rows = Change.objects.filter(order=order_id, undone_at=None, kind__in=CHANGES).order_by("-occurred_at")
    return [ChangeCard(row.id, _(CHANGES[row.kind]), row.why, row.occurred_at) for row in rows]


def find_worth_now(card: OrderCard) -> Decimal:
    """What an order comes to as it stands, canceled pieces counted out; its total where another system counts."""
    if not is_placed_here(card.id):
        return card.total
    lines = [
        PricedLine(line.unit_price, line.discount, line.counters.ordered, line.counters.canceled, line.counters.shipped)
        for line in card.lines
    ]
    return due(lines, shipping=card.shipping, discount=card.discount).kept
