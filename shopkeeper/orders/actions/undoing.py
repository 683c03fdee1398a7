"""What was canceled or changed is taken back: stock, money and promises are as before, or nothing changes at all."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.events import announce
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.asked_cancellations import request_cancellation
from shopkeeper.orders.actions.awaited_pickups import put_off_pickup
from shopkeeper.orders.actions.locking import lock_order, lock_order_of
from shopkeeper.orders.actions.offering import Offered
from shopkeeper.orders.actions.parceling import match_parcels, send_elsewhere
from shopkeeper.orders.actions.presale import find_or_await
from shopkeeper.orders.actions.redirecting import redirect_suppliers
from shopkeeper.orders.actions.reopening import reopen_pickup
from shopkeeper.orders.actions.rerouting import Route, check_can_come_otherwise, check_way_is_ours, reroute
from shopkeeper.orders.actions.resourcing import count_allocated, note_filled, source_again
from shopkeeper.orders.actions.revising import write_day
from shopkeeper.orders.actions.settling import settle_money, worth_now
from shopkeeper.orders.actions.sourcing import Question, write_down
from shopkeeper.orders.actions.voiding import void_packings
from shopkeeper.orders.actions.ways import where_now, write_way, write_where
from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.errors import CannotBeSourced, GoneMeanwhile, NothingToUndo, NotPlacedHere
from shopkeeper.orders.events import OrderChanged, OrderRevised
from shopkeeper.orders.models import Awaited, Cancellation, Change, Order, OrderLine, Placement
from shopkeeper.orders.queries.awaited import find_collecting_time, list_days
from shopkeeper.orders.queries.book import demand_ref
from shopkeeper.orders.queries.placed import CHANGES
from shopkeeper.orders.queries.revisions import find_waiting_pickup
from shopkeeper.orders.rules.states import left_to_ship

_READER = system_actor("orders.undoing")


@action
def undo_cancellation(*, cancellation_id: UUID, by: Actor, now: datetime, order_id: UUID | None = None) -> None:
    """The customer wants the pieces after all: they are kept, paid and promised as before.

    :raises NothingToUndo: when there is no such cancellation, or it was undone
    :raises NotPlacedHere: for an order of another system
    :raises GoneMeanwhile: when nobody has the pieces any more
    :raises AlreadyCollected: when the customer has fetched the rest of them
    """
    line_id = Cancellation.objects.filter(pk=cancellation_id).values_list("line", flat=True).first()
    if line_id is None:
        raise NothingToUndo
    order, lines = lock_order_of(line_id)
    if order_id not in (None, order.id):
        raise NothingToUndo
    row = Cancellation.objects.get(pk=cancellation_id)
    placement = Placement.objects.filter(order=order).first()
    if row.undone_at is not None:
        raise NothingToUndo
    if placement is None:
        raise NotPlacedHere
    line = next(one for one in lines if one.id == line_id)
    Cancellation.objects.filter(pk=row.pk).update(undone_at=now, undone_by=f"{by.kind}:{by.id}"[:120])
    OrderLine.objects.filter(pk=line.pk).update(canceled=F("canceled") - row.quantity)
    line.canceled -= row.quantity
    Order.objects.filter(pk=order.pk).update(canceled_at=None)
    settle_money(order, lines, by=by, now=now)
    reopen_pickup(order=order, by=by, now=now)
    if Awaited.objects.filter(line=line).exists():
        _wait_again(order, placement, lines, line, row.quantity, by=by, now=now)
    elif not source_again(order, placement, lines, {line.position: row.quantity}, "undone", by=by, now=now):
        raise GoneMeanwhile(sku=line.product.sku, missing=row.quantity)
    announce(OrderChanged(order_id=order.id, kind="undo", customer_id=order.customer_id), by=by, now=now)


def _wait_again(
    order: Order, placement: Placement, lines: list[OrderLine], line: OrderLine, pieces: int, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Pieces that were awaited are kept again: of what is there by now, else out of what comes, or of what is sent.

    :raises GoneMeanwhile: when others were promised what comes meanwhile
    """
    placement.attempts += 1
    Placement.objects.filter(pk=placement.pk).update(attempts=placement.attempts)
    question = Question(
        order, placement, lines, {line.position: pieces}, offered=_sent_again(order, placement, line, pieces, now=now)
    )  # fmt: skip
    try:
        found = find_or_await(question, by=by, now=now)
    except CannotBeSourced:
        found = None
    if found is None:
        raise GoneMeanwhile(sku=line.product.sku, missing=pieces)
    write_down(question, found.plan, found.cards, cause="undone", coming=found.coming, by=by, now=now)
    count_allocated(lines, found.plan)
    note_filled(lines, outcome="awaited", now=now)
    if placement.method != HowKind.PICKUP:
        match_parcels(order, placement, by=by, now=now)
        return
    pickup, ready_at = find_waiting_pickup(order.id), find_collecting_time(order.id, now=now)
    if pickup is not None and ready_at is not None and ready_at > pickup.promised_at:
        put_off_pickup(order, by=by, now=now)


def _sent_again(order: Order, placement: Placement, line: OrderLine, pieces: int, *, now: datetime) -> Offered:
    """Who was to send it to the store where it is collected sends it after all, unless enough comes there as soon."""
    origin = inventory.find_origin(demand_ref(order.id, line.position))
    sku = line.product.sku
    road = delivery.find_road(origin, placement.location, skus=[sku], now=now) if origin else None
    if road is None or placement.method != HowKind.PICKUP:
        return Offered()
    sent_from, comes_on = road
    found = inventory.get_availability([sku], channel=order.channel, by=_READER, now=now)[sku]
    anyway = list_days(found, pieces, collected_at=placement.location)
    return Offered() if anyway and anyway[0][0] <= comes_on else Offered(comes_on=comes_on, sent_from=sent_from)


@action
def undo_change(*, change_id: UUID, by: Actor, now: datetime, order_id: UUID | None = None) -> None:
    """Address, way or day are again what they were before a change, and what was added is canceled; what comes another
    way for it is sourced again.

    :raises NothingToUndo: when there is no such change, it was undone, or another one came after it
    :raises TooLateToChange: when pieces have left, or are being fetched
    :raises CannotBeSourced: when nobody has it all for the way before
    """
    found = Change.objects.filter(pk=change_id, kind__in=CHANGES).values_list("order", flat=True).first()
    if found is None or order_id not in (None, found):
        raise NothingToUndo
    order, lines = lock_order(found)
    row, placement = Change.objects.get(pk=change_id), Placement.objects.get(order=order)
    later = Change.objects.filter(order=order, kind=row.kind, undone_at=None, occurred_at__gt=row.occurred_at)
    if row.undone_at is not None or later.exists():
        raise NothingToUndo
    before = worth_now(order, lines)
    if row.kind == "lines":
        _cancel_added(row, lines, by=by, now=now)
    else:
        check_can_come_otherwise(order, lines, by=by, now=now)
        _come_as_before(order, placement, lines, row, by=by, now=now)
    Change.objects.filter(pk=row.pk).update(undone_at=now, undone_by=f"{by.kind}:{by.id}"[:120])
    void_packings(order, by=by, now=now)
    announce(OrderChanged(order_id=order.id, kind="undo", customer_id=order.customer_id), by=by, now=now)
    difference = str(worth_now(*lock_order(found)) - before)
    announce(OrderRevised(order_id=order.id, customer_id=order.customer_id, difference=difference), by=by, now=now)


def _cancel_added(row: Change, lines: list[OrderLine], *, by: Actor, now: datetime) -> None:
    """What was added and has not left is canceled; pieces that have left stay with the customer."""
    added = [line for line in lines if str(line.id) in row.after.get("lines", ())]
    left = [(line, count) for line in added if (count := left_to_ship(line.counters))]
    if not left:
        raise NothingToUndo
    for line, count in left:
        request_cancellation(line_id=line.id, quantity=count, reason_code="", by=by, now=now)


def _come_as_before(
    order: Order, placement: Placement, lines: list[OrderLine], row: Change, *, by: Actor, now: datetime
) -> None:
    facts, area, collected_at = row.before, order.postcode_area, None
    if "price" in facts:
        check_way_is_ours(order, lines)
    if "city" in facts:
        write_where(order, placement, where_now(order, placement) | facts)
    is_new = "price" in facts
    if is_new:
        collected_at = write_way(order, placement, facts)
    elif facts.get("day"):
        write_day(order, placement, date.fromisoformat(facts["day"]), by=by, now=now)
    if is_new or (area != order.postcode_area and placement.method == HowKind.DELIVERY):
        reroute(order, placement, lines, {}, Route(collected_at, is_new_service=is_new), by=by, now=now)
    elif "city" in facts:
        send_elsewhere(order, by=by, now=now)
    redirect_suppliers(order, row, is_undoing=True, by=by, now=now)
