"""Pieces are canceled at any stage: ours at once, those of a supplier when he agrees, a parcel when its carrier stops
it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.allocating import Taken, list_awaited_rows, lock_open
from shopkeeper.orders.actions.changing import cancel, settle_canceled
from shopkeeper.orders.actions.cut_off import check_in_time
from shopkeeper.orders.actions.locking import lock_order, lock_order_of
from shopkeeper.orders.actions.returns.called_back import expect_called_back
from shopkeeper.orders.actions.returns.steps import name_of
from shopkeeper.orders.actions.topics import find_reason
from shopkeeper.orders.contracts import AskedOf, CancellationPlan, MovementKind
from shopkeeper.orders.errors import AlreadyShipped, AskedCancellationNotFound
from shopkeeper.orders.events import CancellationAnswered, CancellationAsked
from shopkeeper.orders.models import Allocation, AskedCancellation, Awaited, Cancellation, Movement, Order, OrderLine
from shopkeeper.orders.policies import CUT_OFF
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.cancelable import find_stage, list_in_parcel, list_parcels_under_way
from shopkeeper.orders.queries.staying import list_brought
from shopkeeper.orders.rules.canceling import plan_cancellation
from shopkeeper.promises import public as promises


@action
def request_cancellation(
    *, line_id: UUID, quantity: int, reason_code: str, by: Actor, now: datetime
) -> CancellationPlan:
    """Cancel pieces that have not left: ours at once; a supplier who is working on them is asked, until tomorrow.

    :raises LineNotFound: when there is no such line
    :raises AlreadyShipped: when fewer pieces are left that nobody was asked for
    """
    order, lines = lock_order_of(line_id)
    line = next(row for row in lines if row.id == line_id)
    done, given_up = _request(order, line, quantity, reason_code, by=by, now=now)
    if done.at_once:
        settle_canceled(order, lines, given_up, by=by, now=now)
    return done


@action
def request_order_cancellation(*, order_id: UUID, reason_code: str, by: Actor, now: datetime) -> CancellationPlan:
    """Cancel a whole order at whatever stage: ours at once, suppliers and carriers are asked.

    :raises AlreadyShipped: when every piece is with the customer, or was canceled or asked for
    """
    order, lines = lock_order(order_id)
    check_in_time(order, by=by, now=now)
    at_once = of_supplier = of_carrier = 0
    given_up, parcels = list[Taken](), tuple(list_parcels_under_way(order, now=now))
    for line in lines:
        if left := find_stage(line).left:
            done, freed = _request(order, line, left, reason_code, by=by, now=now)
            at_once, of_supplier, given_up = at_once + done.at_once, of_supplier + done.of_supplier, given_up + freed
    if at_once:
        settle_canceled(order, lines, given_up, by=by, now=now)
    for parcel_id in parcels:
        of_carrier += _call_back(order, lines, parcel_id, reason_code, by=by, now=now)
    done = CancellationPlan(at_once, of_supplier, of_carrier, parcels)
    if not done.pieces:
        raise AlreadyShipped(left=0)
    return done


@action
def call_back_parcel(*, order_id: UUID, parcel_id: UUID, reason_code: str, by: Actor, now: datetime) -> int:
    """Have the carrier asked to stop a parcel on its way; gives how many pieces it holds. Twice changes nothing.

    :raises ParcelSettled: when it is not on its way
    """
    order, lines = lock_order(order_id)
    return _call_back(order, lines, parcel_id, reason_code, by=by, now=now)


@action
def answer_cancellation(*, asked_id: UUID, agreed: bool, why: str, by: Actor, now: datetime) -> None:
    """A supplier says whether he lets pieces go. What he has sent in the meantime he cannot let go.

    :raises AskedCancellationNotFound: when nobody waits for an answer of his
    """
    order_id = _order_of(asked_id)
    order, lines = lock_order(order_id)
    row = AskedCancellation.objects.select_for_update(no_key=True).get(pk=asked_id)
    if row.answered_at is not None or row.asked_of != AskedOf.SUPPLIER:
        raise AskedCancellationNotFound(key=asked_id)
    line = next(one for one in lines if one.id == row.line_id)
    there: list[Allocation | Awaited] = [
        *(one for one, _node in list_brought(order.id, line_id=line.id, node=row.node)),
        *(one for one in lock_open(order, location=row.node) if one.line_id == line.id),
    ]
    lets_go = agreed and sum(one.open for one in there) >= row.quantity
    subject = f"cancellation:{row.id}"
    promises.fulfill_promise(
        kind=promises.PromiseKind.REPLY, ref=ref_of(order.id), subject=subject, at=now, by=by, now=now
    )
    given_up, fact = cancel(order, line, row.quantity, _code(row), there, by=by, now=now) if lets_go else ([], None)
    _answer(row, order, lets_go, why or ("" if lets_go or not agreed else "sent already"), fact, by=by, now=now)
    if lets_go:
        settle_canceled(order, lines, given_up, by=by, now=now)


@action
def settle_stop(*, stop_id: UUID, parcel_id: UUID, agreed: bool, by: Actor, now: datetime) -> None:
    """A carrier said whether it stops a parcel. Stopped, its pieces count as canceled, their money goes back, and they
    are expected at whoever they come back to. Twice changes nothing."""
    waiting = list(AskedCancellation.objects.filter(stop_id=stop_id, answered_at=None).values_list("id", flat=True))
    if not waiting:
        return
    order, lines = lock_order(_order_of(waiting[0]))
    rows = list(
        AskedCancellation.objects.select_for_update(no_key=True).filter(pk__in=waiting, answered_at=None).order_by("id")
    )
    for row in rows:
        line = next(one for one in lines if one.id == row.line_id)
        fact = _come_back(order, line, row, parcel_id, by=by, now=now) if agreed else None
        _answer(row, order, agreed, "", fact, by=by, now=now)
    if agreed and rows:
        expect_called_back(order, [(row.line_id, row.quantity) for row in rows], lines, by=by, now=now)
        settle_canceled(order, lines, [], by=by, now=now)


def _request(
    order: Order, line: OrderLine, quantity: int, reason_code: str, *, by: Actor, now: datetime
) -> tuple[CancellationPlan, list[Taken]]:
    stage = find_stage(line)
    plan = plan_cancellation(stage, quantity)
    brought = {one.id for one, _node in list_brought(order.id, line_id=line.id)}
    ours: list[Allocation | Awaited] = [
        *(one for one in list_awaited_rows(line) if one.id not in brought),
        *(one for one in lock_open(order) if one.line_id == line.id and one.location.kind != "supplier"),
    ]
    given_up: list[Taken] = []
    if plan.at_once:
        given_up, _fact = cancel(order, line, plan.at_once, reason_code, ours, by=by, now=now)
    for node, pieces in plan.by_supplier:
        _ask(order, line, pieces, reason_code, AskedOf.SUPPLIER, node, by=by, now=now)
    return CancellationPlan(plan.at_once, sum(pieces for _node, pieces in plan.by_supplier)), given_up


def _ask(
    order: Order, line: OrderLine, pieces: int, reason_code: str, of: AskedOf, node: str, *, by: Actor, now: datetime,
    stop_id: UUID | None = None,
) -> None:  # fmt: skip
    due_at = now + timedelta(hours=agreed(CUT_OFF).supplier_hours)
    row = AskedCancellation.objects.create(
        id=new_id(), line=line, quantity=pieces, reason_id=find_reason(reason_code), asked_of=of, node=node,
        stop_id=stop_id, asked_by=name_of(by), asked_at=now, due_at=due_at,
    )  # fmt: skip
    if of is AskedOf.SUPPLIER:
        promises.make_promise(
            kind=promises.PromiseKind.REPLY, ref=ref_of(order.id), subject=f"cancellation:{row.id}", node=node,
            due_at=row.due_at, record_id=order.record_id, customer_id=order.customer_id, by=by, now=now,
        )  # fmt: skip
    told = CancellationAsked(asked_id=row.id, order_id=order.id, line_id=line.id, quantity=pieces, asked_of=of)
    announce(told, by=by, now=now)


def _call_back(
    order: Order, lines: Sequence[OrderLine], parcel_id: UUID, reason_code: str, *, by: Actor, now: datetime
) -> int:
    inside = list_in_parcel(order, parcel_id)
    stop_id = delivery.ask_to_stop(parcel_id=parcel_id, by=by, now=now)
    if AskedCancellation.objects.filter(stop_id=stop_id).exists():
        return sum(inside.values())
    for line in lines:
        if pieces := inside.get(line.id, 0):
            node = f"parcel:{parcel_id}"
            _ask(order, line, pieces, reason_code, AskedOf.CARRIER, node, stop_id=stop_id, by=by, now=now)
    return sum(inside.values())


def _come_back(
    order: Order, line: OrderLine, row: AskedCancellation, parcel_id: UUID, *, by: Actor, now: datetime
) -> Cancellation:
    """Pieces that had left have not left after all, and are canceled."""
    Movement.objects.create(
        id=new_id(), line=line, kind=MovementKind.CALLED_BACK, quantity=row.quantity, ref=f"parcel:{parcel_id}",
        decided_by=name_of(by), occurred_at=now, recorded_at=now,
    )  # fmt: skip
    OrderLine.objects.filter(pk=line.pk).update(shipped=F("shipped") - row.quantity)
    line.shipped -= row.quantity
    _given_up, fact = cancel(order, line, row.quantity, _code(row), list[Allocation](), by=by, now=now)
    return fact


def _answer(
    row: AskedCancellation, order: Order, agreed: bool, why: str, fact: Cancellation | None, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    AskedCancellation.objects.filter(pk=row.pk).update(
        answered_at=now, answered_by=name_of(by), agreed=agreed, why=why[:200], cancellation=fact
    )
    told = CancellationAnswered(
        asked_id=row.id, order_id=order.id, customer_id=order.customer_id, asked_of=row.asked_of, agreed=agreed
    )
    announce(told, by=by, now=now)


def _order_of(asked_id: UUID) -> UUID:
    found = AskedCancellation.objects.filter(pk=asked_id).values_list("line__order", flat=True).first()
    if found is None:
        raise AskedCancellationNotFound(key=asked_id)
    return found


def _code(row: AskedCancellation) -> str:
    return row.reason.code if row.reason else ""
