"""Lines that nobody has now wait for what comes: kept out of it, promised for its day, sent once it is there."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.allocating import Taken
from shopkeeper.orders.actions.awaited_pickups import put_off_pickup
from shopkeeper.orders.actions.awaited_promises import move_promised, promise_awaited, settle_promised
from shopkeeper.orders.actions.letters_awaited import write_about_awaited
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.parceling import match_parcels
from shopkeeper.orders.actions.sourcing import Question, list_arrival_days
from shopkeeper.orders.actions.written import name_of
from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.errors import CannotBeSourced
from shopkeeper.orders.events import AwaitedPiecesCame, AwaitedPiecesMoved
from shopkeeper.orders.models import Allocation, Awaited, Order, OrderLine, Placement
from shopkeeper.orders.queries.awaited import day_of, list_days
from shopkeeper.orders.queries.book import demand_ref
from shopkeeper.orders.rules.sourcing import Need

_READER = system_actor("orders.awaiting")
AT_ONCE = 200


def keep_what_comes(question: Question, *, by: Actor, now: datetime) -> tuple[dict[str, Any], ...] | None:
    """Keep each line whole out of what comes to one location, where it is complete first; gives the decisions as they
    are kept with their reasons. Of what is collected, what comes to its store; None where that is not there any more by
    the day of the offer that was chosen.

    :raises CannotBeSourced: when nobody expects enough of a line
    """
    skus = [need.sku for need in question.needs]
    found = inventory.get_availability(skus, channel=question.order.channel, by=_READER, now=now)
    kept = []
    for need in question.needs:
        told = _keep_line(question, need, found[need.sku], by=by, now=now)
        if told is None and question.offered.parts:
            return None
        if told is None:
            raise CannotBeSourced(sku=need.sku, missing=need.quantity)
        kept.append(told)
    return tuple(kept)


@action
def follow_what_comes(*, order_id: UUID, by: Actor, now: datetime) -> None:
    """Work out anew what an order waits for: what came is to be sent or put on the shelf, and the customer is told of
    another day."""
    order, lines = lock_order(order_id)
    placement = Placement.objects.filter(order=order).first()
    rows = Awaited.objects.select_for_update(no_key=True, of=("self",)).select_related("location")
    came, moved = False, False
    for row in rows.filter(line__order=order, open__gt=0).order_by("line__position", "id"):
        line = next(one for one in lines if one.id == row.line_id)
        before = row.due_on
        came |= _follow(order, line, row, is_collected=_is_collected(placement), by=by, now=now)
        moved |= row.due_on != before
    if moved and _is_collected(placement):
        put_off_pickup(order, by=by, now=now)
    elif came and placement is not None:
        match_parcels(order, placement, days=list_arrival_days(order, placement, now=now), by=by, now=now)


def follow_late(*, by: Actor, now: datetime) -> int:
    """Who waits for what should have come by yesterday is told that nobody knows when; gives how many orders."""
    late = Awaited.objects.filter(open__gt=0, due_on__lt=day_of(now)).order_by("since")
    orders = dict.fromkeys(late.values_list("line__order", flat=True)[:AT_ONCE])
    for order_id in orders:
        follow_what_comes(order_id=order_id, by=by, now=now)
    return len(orders)


def settle_awaited(order: Order, given_up: Sequence[Taken], *, by: Actor, now: datetime) -> None:
    """The promises of pieces that nobody waits for any more are settled."""
    for one in given_up:
        if isinstance(one.allocation, Awaited):
            row = Awaited.objects.select_related("line").get(pk=one.allocation.pk)
            settle_promised(order, row, by=by, now=now)


def _keep_line(
    question: Question, need: Need, found: inventory.Availability, *, by: Actor, now: datetime
) -> dict[str, Any] | None:
    order, attempt = question.order, question.placement.attempts
    line = next(one for one in question.lines if one.position == need.line)
    ref = demand_ref(order.id, need.line)
    is_bound = bool(question.offered.parts)
    if question.offered.sent_from is not None:
        sent = _have_sent(question, need, line, by=by, now=now)
        if sent is not None or is_bound:
            return sent
    until = question.offered.comes_on if is_bound else None
    collected_at = question.placement.location if _is_collected(question.placement) else ""
    for day, place in list_days(found, need.quantity, collected_at=collected_at):
        demand = inventory.Demand(ref, attempt, need.sku, need.quantity, place.location)
        kept = inventory.reserve_when_it_comes(demand=demand, channel=order.channel, by=by, now=now)
        if not kept.is_queued and (kept.due_on or day) <= (until or date.max):
            _write_down(question, line, kept, by=by, now=now)
            return _tell(line, kept, place.name, is_collected=bool(collected_at))
        inventory.release(claims=[inventory.Claim(ref, attempt, place.location)], reason="sooner", by=by, now=now)
    return None


def _have_sent(
    question: Question, need: Need, line: OrderLine, *, by: Actor, now: datetime
) -> dict[str, Any] | None:  # fmt: skip
    """What lacks at the store is sent there by the location that the offer named."""
    offered, store = question.offered, question.placement.location
    if offered.sent_from is None or offered.comes_on is None:
        return None
    ref, attempt = demand_ref(question.order.id, need.line), question.placement.attempts
    kept = inventory.reserve_from_elsewhere(
        demand=inventory.Demand(ref, attempt, need.sku, need.quantity, store),
        road=inventory.Road(offered.sent_from.node, offered.sent_from.leaves_on, offered.comes_on),
        channel=question.order.channel, by=by, now=now,
    )  # fmt: skip
    if kept is None:
        return None
    _write_down(question, line, kept, by=by, now=now)
    name = inventory.get_locations([store])[store].name
    return _tell(line, kept, name, is_collected=True) | {"sent_from": offered.sent_from.name}


def _write_down(question: Question, line: OrderLine, kept: inventory.Kept, *, by: Actor, now: datetime) -> None:
    location_id = inventory.get_locations([kept.location])[kept.location].id
    waiting = kept.quantity - kept.there
    _allocate(line, location_id, kept.attempt, kept.there, now=now)
    if kept.due_on is not None:
        row = Awaited.objects.create(
            id=new_id(), line=line, location_id=location_id, attempt=kept.attempt, quantity=waiting,
            first_due_on=kept.due_on, due_on=kept.due_on, since=now,
        )  # fmt: skip
        if not _is_collected(question.placement):  # who collects is promised from when on, not what comes
            promise_awaited(question.order, row, kept.location, by=by, now=now)
    count_served(line, awaited=waiting)


def _follow(
    order: Order, line: OrderLine, row: Awaited, *, is_collected: bool, by: Actor, now: datetime
) -> bool:  # fmt: skip
    """What came of it is to be sent; the rest is due on the day on which it comes now. Gives whether some came. Who
    collects is written to about the whole order, and that it is here only once it was scanned."""
    left, day = _still_waits(line, row, now=now)
    came = row.open - left
    if came > 0:
        Awaited.objects.filter(pk=row.pk).update(arrived=F("arrived") + came)
        count_served(line, awaited=-came)
        _allocate(line, row.location_id, row.attempt, came, now=now)
        told = AwaitedPiecesCame(
            order_id=order.id, line_id=line.id, quantity=came, customer_id=order.customer_id
        )  # fmt: skip
        announce(told, by=by, now=now)
    if left == 0:
        row.refresh_from_db()
        settle_promised(order, row, by=by, now=now)
        if not is_collected:
            write_about_awaited(order, line, row, has_come=True, by=by, now=now)
    elif day != row.due_on:
        _move(order, line, row, day, by=by, now=now)
        if not is_collected:
            write_about_awaited(order, line, row, by=by, now=now)
    return came > 0


def _move(order: Order, line: OrderLine, row: Awaited, day: date | None, *, by: Actor, now: datetime) -> None:
    row.due_on = day
    row.save(update_fields=["due_on"])
    move_promised(order, row, by=by, now=now)
    moved = AwaitedPiecesMoved(order_id=order.id, line_id=line.id, due_on=day, customer_id=order.customer_id)
    announce(moved, by=by, now=now)


def _still_waits(line: OrderLine, row: Awaited, *, now: datetime) -> tuple[int, date | None]:
    """How many pieces are still to come, and on which day the last one does; none where that day is over."""
    today = day_of(now)
    cards = [
        card
        for card in inventory.list_reservations(demand_ref(line.order_id, line.position))
        if (card.attempt, card.location) == (row.attempt, row.location.code) and (card.due_on or card.is_queued)
    ]
    left = sum(card.open for card in cards)
    days = [card.due_on for card in cards if card.open and card.due_on]
    is_known = not any(card.is_queued or (card.due_on and card.due_on < today) for card in cards if card.open)
    return left, max(days, default=None) if is_known else None


def _allocate(line: OrderLine, location_id: UUID, attempt: int, pieces: int, *, now: datetime) -> None:
    if pieces:
        row, is_new = Allocation.objects.get_or_create(
            line=line, location_id=location_id, attempt=attempt, defaults={"quantity": pieces, "allocated_at": now}
        )
        if not is_new:
            Allocation.objects.filter(pk=row.pk).update(quantity=F("quantity") + pieces)
        count_served(line, allocated=pieces)


def count_served(line: OrderLine, *, allocated: int = 0, awaited: int = 0) -> None:
    """A line counts so many pieces more as given to locations, or as kept out of what comes."""
    OrderLine.objects.filter(pk=line.pk).update(
        allocated=F("allocated") + allocated, awaited=F("awaited") + awaited
    )  # fmt: skip
    line.allocated += allocated
    line.awaited += awaited


def _is_collected(placement: Placement | None) -> bool:
    return placement is not None and placement.method == HowKind.PICKUP


def _tell(line: OrderLine, kept: inventory.Kept, name: str, *, is_collected: bool) -> dict[str, Any]:
    told = {"position": line.position, "sku": kept.sku, "name": name_of(line), "pieces": kept.quantity}
    return {
        "location": kept.location, "name": name, "lines": [told],
        "comes": kept.due_on.isoformat() if kept.due_on else None, "collect": is_collected,
    }  # fmt: skip
