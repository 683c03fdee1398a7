"""A location cannot send what it was to: its record is put right, and another is looked for, or somebody decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.orders.actions.allocating import (
    Taken,
    lock_open,
    refuse,
    report_missing,
    take_open,
    write_short_picks,
)
from shopkeeper.orders.actions.locking import lock_order, lock_order_of
from shopkeeper.orders.actions.parceling import match_parcels
from shopkeeper.orders.actions.redirecting import settle_idle_redirections
from shopkeeper.orders.actions.sourcing import Question, find_and_keep, write_down
from shopkeeper.orders.actions.voiding import void_packings
from shopkeeper.orders.actions.written import bundle_of
from shopkeeper.orders.errors import NothingAllocatedThere, NotPlacedHere
from shopkeeper.orders.events import NodeRefused, OrderUnfillable
from shopkeeper.orders.models import Order, OrderLine, Placement, ShortPick, Unfilled
from shopkeeper.orders.queries.lacking import pieces_lacking
from shopkeeper.orders.queries.unfilled import list_orders_to_serve
from shopkeeper.orders.rules.sourcing import Plan

NOT_FOUND, ADDED = "not_found", "added"
AT_ONCE = 50
NOT_AT_ONCE = timedelta(days=1)
"""For how long a location that had not got a piece is not asked for it again by itself; its record may still say so."""


@action
def refuse_pieces(
    *, line_id: UUID, location: str, quantity: int, reason: str, by: Actor, now: datetime
) -> bool:  # fmt: skip
    """A location cannot fulfill pieces of a line. What was `not_found` leaves its record and a count is due. Another
    location is looked for; gives whether there is one. If not, the line waits for somebody to decide.

    :raises NothingAllocatedThere: when fewer are to be fulfilled there
    """
    order, lines = lock_order_of(line_id)
    placement, line = _placement_of(order), next(row for row in lines if row.id == line_id)
    taken = take_open(lock_open(order, location=location), line, quantity)
    there = sum(one.pieces for one in taken)
    if quantity < 1 or there < quantity:
        raise NothingAllocatedThere(open=there, location=location)
    _give_up(line, taken, reason=reason, by=by, now=now)
    settle_idle_redirections(order, by=by, now=now)
    avoid = frozenset({(line.product.sku, location)})
    elsewhere = source_again(order, placement, lines, {line.position: quantity}, "refused", avoid, by=by, now=now)
    void_packings(order, by=by, now=now)
    return elsewhere


def miss_all(*, order_id: UUID, by: Actor, now: datetime) -> None:
    """What lay ready for the customer is gone: it leaves the record. Others of the kind on the same shelves are kept
    instead; where there are none, the customer chooses."""
    order, lines = lock_order(order_id)
    placement = Placement.objects.filter(order=order).first()
    opened = lock_open(order, location=placement.location) if placement else []
    if placement is None or not opened:
        return
    pieces = dict[int, int]()
    for line in lines:
        taken = take_open(opened, line, line.allocated)
        if taken:
            pieces[line.position] = sum(one.pieces for one in taken)
            _give_up(line, taken, reason=NOT_FOUND, by=by, now=now)
    source_again(order, placement, lines, pieces, "refused", by=by, now=now)


def _give_up(line: OrderLine, taken: Sequence[Taken], *, reason: str, by: Actor, now: datetime) -> None:
    """The location of these pieces does not fulfill them any more."""
    quantity, location = sum(one.pieces for one in taken), taken[0].allocation.location.code
    OrderLine.objects.filter(pk=line.pk).update(allocated=F("allocated") - quantity)
    line.allocated -= quantity
    told = NodeRefused(
        order_id=line.order_id, line_id=line.id, location=location, quantity=quantity, reason=reason[:40]
    )  # fmt: skip
    announce(told, by=by, now=now)
    write_short_picks(taken, reason=reason, by=by, now=now)
    for one in taken:
        if reason == NOT_FOUND:
            report_missing(one, by=by, now=now)
        else:
            refuse(one, reason=reason, by=by, now=now)


@action
def source_unfilled(*, order_id: UUID, sparing: timedelta = timedelta(), by: Actor, now: datetime) -> bool:
    """Look again for whoever can fulfill what an order lacks; gives whether somebody can now.

    A location that said within the time `sparing` that it has not got a line's pieces is not asked for that line.

    :raises NotPlacedHere: for an order of another system
    """
    order, lines = lock_order(order_id)
    placement = _placement_of(order)
    pieces = list_unserved(lines)
    avoid = _list_refusals(order, since=now - sparing)
    return not pieces or source_again(order, placement, lines, pieces, "again", avoid, by=by, now=now)


def _list_refusals(order: Order, *, since: datetime) -> frozenset[tuple[str, str]]:
    rows = ShortPick.objects.filter(line__order=order, reported_at__gt=since)
    return frozenset(rows.values_list("line__product__sku", "location__code"))


def list_unserved(lines: Sequence[OrderLine]) -> dict[int, int]:
    """Pieces that no location fulfills and that do not wait for a delivery, by the position of their line."""
    return {line.position: waiting for line in lines if (waiting := pieces_lacking(line)) > 0}


def source_waiting(*, by: Actor, now: datetime) -> int:
    """Look again for all that waits where a piece turned up, each in its turn; gives how many have it all now."""
    orders = list_orders_to_serve(now=now, limit=AT_ONCE)
    return sum(source_unfilled(order_id=order_id, sparing=NOT_AT_ONCE, by=by, now=now) for order_id in orders)


def source_again(
    order: Order, placement: Placement, lines: Sequence[OrderLine], pieces: dict[int, int], cause: str,
    avoid: frozenset[tuple[str, str]] = frozenset(), *, by: Actor, now: datetime,
) -> bool:  # fmt: skip
    """Give pieces of a locked order to other locations: all together, else line by line; what is left waits."""
    placement.attempts += 1
    Placement.objects.filter(pk=placement.pk).update(attempts=placement.attempts)
    question = Question(order, placement, lines, pieces, avoid=avoid)
    plan, cards = find_and_keep(question, by=by, now=now)
    if not plan.is_possible and len(pieces) > 1:
        apart = _bundled(lines, pieces) if cause == ADDED else [{line: count} for line, count in pieces.items()]
        found = [find_and_keep(Question(order, placement, lines, some, avoid=avoid), by=by, now=now) for some in apart]
        plan = Plan(
            tuple(part for one, _ in found for part in one.parts),
            tuple(lack for one, _ in found for lack in one.missing),
        )
        cards = {code: card for _, some in found for code, card in some.items()}
    if plan.is_possible or not _waits_already(lines, pieces):
        write_down(question, plan, cards, cause=cause, by=by, now=now)
    count_allocated(lines, plan)
    match_parcels(order, placement, by=by, now=now)
    note_filled(lines, outcome="sourced", now=now)
    _note_waiting(order, lines, by=by, now=now)
    return plan.is_possible and not plan.missing


def _bundled(lines: Sequence[OrderLine], pieces: dict[int, int]) -> list[dict[int, int]]:
    """Line by line, but the parts of a bundle together: who buys one more is sent it from one place (decision 39)."""
    found: dict[str | int, dict[int, int]] = {}
    for line in lines:
        if line.position in pieces:
            found.setdefault(bundle_of(line) or line.position, {})[line.position] = pieces[line.position]
    return list(found.values())


def note_filled(lines: Sequence[OrderLine], *, outcome: str, now: datetime) -> None:
    """What no piece waits for any more is settled."""
    filled = [line.id for line in lines if pieces_lacking(line) <= 0]
    Unfilled.objects.filter(line__in=filled, settled_at=None).update(settled_at=now, outcome=outcome)


def _note_waiting(order: Order, lines: Sequence[OrderLine], *, by: Actor, now: datetime) -> None:
    known = set(Unfilled.objects.filter(line__in=[x.id for x in lines], settled_at=None).values_list("line", flat=True))
    for line in lines:
        if pieces_lacking(line) > 0 and line.id not in known:
            Unfilled.objects.create(id=new_id(), line=line, since=now)
            announce(OrderUnfillable(order_id=order.id, line_id=line.id), by=by, now=now)


def _waits_already(lines: Sequence[OrderLine], pieces: dict[int, int]) -> bool:
    wanted = [line.id for line in lines if line.position in pieces]
    return Unfilled.objects.filter(line__in=wanted, settled_at=None).exists()


def count_allocated(lines: Sequence[OrderLine], plan: Plan) -> None:
    """Lines count what a plan gives to locations."""
    for line in lines:
        pieces = sum(n for part in plan.parts for position, n in part.pieces if position == line.position)
        if pieces:
            OrderLine.objects.filter(pk=line.pk).update(allocated=F("allocated") + pieces)
            line.allocated += pieces


def _placement_of(order: Order) -> Placement:
    placement = Placement.objects.filter(order=order).first()
    if placement is None:
        raise NotPlacedHere
    return placement
