"""Pieces are canceled before they leave, or come back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.allocating import Taken, free_stock, let_off, list_awaited_rows, lock_open, take_open
from shopkeeper.orders.actions.awaiting import settle_awaited
from shopkeeper.orders.actions.locking import lock_order, lock_order_of
from shopkeeper.orders.actions.parceling import list_ready, match_parcels
from shopkeeper.orders.actions.paying_pieces import check_payable, pay_for_pieces
from shopkeeper.orders.actions.redirecting import settle_idle_redirections
from shopkeeper.orders.actions.resourcing import note_filled
from shopkeeper.orders.actions.settling import settle_money
from shopkeeper.orders.actions.topics import find_reason
from shopkeeper.orders.actions.voiding import void_packings
from shopkeeper.orders.contracts import BackLine, OrderState
from shopkeeper.orders.errors import AlreadyShipped
from shopkeeper.orders.events import LineCanceled, LineReturned
from shopkeeper.orders.models import Allocation, Awaited, Cancellation, Order, OrderLine, Placement, Return
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.states import check_cancelable, check_returnable, left_to_ship, state_of
from shopkeeper.promises import public as promises


@action
def cancel_line(*, line_id: UUID, quantity: int, reason_code: str, by: Actor, now: datetime) -> None:
    """Cancel pieces that have not left; with the last one, what was promised falls away.

    :raises LineNotFound: when there is no such line
    :raises AlreadyShipped: when fewer than `quantity` pieces are left
    :raises TopicNotFound: when the reason is not in the tree
    """
    order, lines = lock_order_of(line_id)
    line = next(row for row in lines if row.id == line_id)
    check_cancelable(line.counters, quantity)
    served: list[Allocation | Awaited] = [*list_awaited_rows(line), *lock_open(order)]
    given_up, _fact = cancel(order, line, quantity, reason_code, served, by=by, now=now)
    settle_canceled(order, lines, given_up, by=by, now=now)


@action
def cancel_order(*, order_id: UUID, reason_code: str, by: Actor, now: datetime) -> int:
    """Cancel all pieces that have not left; gives how many.

    :raises AlreadyShipped: when every piece has left
    """
    order, lines = lock_order(order_id)
    left = [(line, left_to_ship(line.counters)) for line in lines]
    if not any(quantity for _line, quantity in left):
        raise AlreadyShipped(left=0)
    allocations, given_up = lock_open(order), list[Taken]()
    for line, quantity in left:
        if quantity:
            served: list[Allocation | Awaited] = [*list_awaited_rows(line), *allocations]
            freed, _fact = cancel(order, line, quantity, reason_code, served, by=by, now=now)
            given_up += freed
    settle_canceled(order, lines, given_up, by=by, now=now)
    return sum(quantity for _line, quantity in left)


@action
def return_pieces(
    *,
    line_id: UUID,
    quantity: int,
    reason_code: str,
    at: datetime,
    outlet_id: UUID | None = None,
    comment: str = "",
    waited_seconds: int | None = None,
    refund_amount: Decimal | None = None,
    why: str = "",
    by: Actor,
    now: datetime,
) -> UUID:
    """Take pieces of a line back, and pay them back where `refund_amount` says so. What is above their price, or
    against the policy, is goodwill: it takes a reason (`why`), and a second person above what `by` may give alone.

    :raises LineNotFound: when there is no such line
    :raises NotDelivered: when the customer has fewer
    :raises MoreThanCaptured: when less was taken, with what is promised already
    :raises NotPermitted: when `by` may give no goodwill
    :raises ReasonNeeded: when goodwill has no reason
    """
    order, lines = lock_order_of(line_id)
    line = next(row for row in lines if row.id == line_id)
    check_returnable(line.counters, quantity)
    back = BackLine(line_id=line_id, quantity=quantity, reason_code=reason_code)
    price = check_payable(order, lines, back, refund_amount, by=by, now=now)
    row = _write_return(
        order, line, back, outlet_id=outlet_id, comment=comment, waited_seconds=waited_seconds,
        refund_amount=price or None, occurred_at=at, recorded_at=now,
    )  # fmt: skip
    announce(_returned(row, order, reason_code), by=by, now=now)
    pay_for_pieces(order, price, refund_amount or price, why=why, by=by, now=now)
    return row.id


def _write_return(order: Order, line: OrderLine, back: BackLine, **facts: object) -> Return:
    """The fact that pieces came back, counted on their line."""
    identifier, pieces = new_id(), back.quantity
    row = Return.objects.create(
        id=identifier, source_key=str(identifier), line=line, product_id=line.product_id, record_id=order.record_id,
        customer_id=order.customer_id, quantity=pieces, reason_id=find_reason(back.reason_code), batch=line.batch,
        **facts,
    )  # fmt: skip
    counters = {"returned": F("returned") + pieces, "refunded": F("refunded") + (pieces if row.refund_amount else 0)}
    OrderLine.objects.filter(pk=line.pk).update(**counters)
    return row


def cancel(
    order: Order, line: OrderLine, quantity: int, reason_code: str, served: Sequence[Allocation | Awaited], *,
    by: Actor, now: datetime,
) -> tuple[list[Taken], Cancellation]:  # fmt: skip
    """Count pieces as canceled, first those that nobody fulfills, then as they stand in `served`; gives what locations
    need not fulfill any more, and the fact."""
    unserved = left_to_ship(line.counters) - line.allocated - line.awaited
    given_up = take_open(served, line, max(0, quantity - unserved))
    missed = sum(one.pieces for one in given_up if isinstance(one.allocation, Awaited))
    freed = sum(one.pieces for one in given_up) - missed
    identifier = new_id()
    fact = Cancellation.objects.create(
        id=identifier, source_key=str(identifier), recorded_at=now, line=line, quantity=quantity,
        reason_id=find_reason(reason_code), decided_by=f"{by.kind}:{by.id}"[:120], occurred_at=now,
    )  # fmt: skip
    OrderLine.objects.filter(pk=line.pk).update(
        canceled=F("canceled") + quantity, allocated=F("allocated") - freed, awaited=F("awaited") - missed
    )
    line.canceled += quantity
    line.allocated -= freed
    line.awaited -= missed
    canceled = LineCanceled(
        line_id=line.id, order_id=order.id, quantity=quantity, reason_code=reason_code, customer_id=order.customer_id
    )
    announce(canceled, by=by, now=now)
    return given_up, fact


def settle_canceled(order: Order, lines: list[OrderLine], given_up: list[Taken], *, by: Actor, now: datetime) -> None:
    """Money, parcels and stock follow; when nothing is left of the order, nobody waits for it any more."""
    placement = Placement.objects.filter(order=order).first()
    let_off(given_up)
    settle_awaited(order, given_up, by=by, now=now)
    if placement is not None:
        settle_money(order, lines, by=by, now=now)
        match_parcels(order, placement, by=by, now=now)
        note_filled(lines, outcome="canceled", now=now)
    if state_of(line.counters for line in lines) is OrderState.CANCELED:
        Order.objects.filter(pk=order.pk, canceled_at=None).update(canceled_at=now)
        for parcel in list_ready(order, now=now):
            delivery.cancel_parcel(parcel_id=parcel.id, by=by, now=now)
        for kind in (promises.PromiseKind.DELIVERY, promises.PromiseKind.PICKUP):
            promises.withdraw_promise(kind=kind, ref=ref_of(order.id), by=by, now=now)
    void_packings(order, by=by, now=now)
    settle_idle_redirections(order, by=by, now=now)
    free_stock(given_up, reason="canceled", by=by, now=now)


def _returned(row: Return, order: Order, reason_code: str) -> LineReturned:
    product = catalog.find_product(row.product_id) if row.product_id else None
    return LineReturned(
        return_id=row.id,
        order_id=order.id,
        sku=product.sku if product else "",
        quantity=row.quantity,
        reason_code=reason_code,
        customer_id=row.customer_id,
        outlet_id=row.outlet_id,
        occurred_at=row.occurred_at,
    )
