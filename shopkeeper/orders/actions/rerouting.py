"""An order reaches its customer another way, or elsewhere: it is sourced again as a whole, and parcels, pick-up,
promises and price follow; or nothing changes, and it keeps what it had."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.allocating import Taken, free_stock, let_off, list_awaited_rows, lock_open
from shopkeeper.orders.actions.awaited_promises import promise_awaited
from shopkeeper.orders.actions.awaiting import count_served, settle_awaited
from shopkeeper.orders.actions.offering import Offered, gone
from shopkeeper.orders.actions.owing import settle_owed
from shopkeeper.orders.actions.parceling import AS_IT_COMES, list_ours, list_ready, match_parcels
from shopkeeper.orders.actions.pickups import call_off_pickup, move_pickup, promise_pickup
from shopkeeper.orders.actions.presale import Found, find_or_await
from shopkeeper.orders.actions.resourcing import count_allocated, list_unserved, note_filled
from shopkeeper.orders.actions.settling import settle_money
from shopkeeper.orders.actions.sourcing import Question, find_and_keep, write_down
from shopkeeper.orders.actions.written import sku_of
from shopkeeper.orders.contracts import Basket, BasketLine, HowKind
from shopkeeper.orders.errors import (
    BeingGotReady,
    BroughtToStore,
    CannotBeSourced,
    NothingLeftToCome,
    TooLateToChange,
    WhereToMissing,
    WithSupplier,
)
from shopkeeper.orders.models import Allocation, Awaited, Order, OrderLine, PickScan, Placement
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.lacking import has_unfilled, list_lacking
from shopkeeper.orders.queries.revisions import find_waiting_pickup, get_address
from shopkeeper.orders.queries.staying import count_supplied, name_brought, name_supplied
from shopkeeper.orders.queries.telling import is_told
from shopkeeper.orders.rules.sourcing import Plan
from shopkeeper.orders.rules.states import left_to_ship


@dataclass(frozen=True, slots=True)
class Route:
    """How an order comes from now on: when it can be collected, what its offer said, and whether the service changed.
    Where only the address did, parcels that still leave from the same place keep their promise."""

    collected_at: datetime | None = None
    offered: Offered = AS_IT_COMES
    is_new_service: bool = True


def check_can_come_otherwise(order: Order, lines: Sequence[OrderLine], *, by: Actor, now: datetime) -> None:
    """Nothing has left, nobody is fetching its pieces; customers are bound by the cut-off of their parcels too. What a
    store looked for in vain may be had elsewhere, whatever else was found there.

    :raises TooLateToChange: when that is not so
    :raises NothingLeftToCome: when all of it was canceled
    """
    if any(line.shipped for line in lines):
        raise TooLateToChange
    if not any(left_to_ship(line.counters) for line in lines):
        raise NothingLeftToCome
    pickup = find_waiting_pickup(order.id)
    is_begun = pickup is not None and (pickup.ready_at or PickScan.objects.filter(pickup=pickup).exists())
    if is_begun and not list_lacking(order.id):
        raise BeingGotReady
    until = delivery.find_cut_off(ref_of(order.id), now=now) if by.kind is ActorKind.CUSTOMER_LINK else None
    if until is not None and now > until:
        raise BeingGotReady


def check_way_is_ours(order: Order, lines: Sequence[OrderLine]) -> None:
    """We send some of it: how and when a supplier's parcel comes is not chosen here, nor is what a supplier was told to
    bring to a store sent elsewhere.

    :raises WithSupplier: when all that is left is sent by suppliers
    :raises BroughtToStore: when a supplier has yet to bring some of it to the store
    """
    brought = name_brought(order.id)
    if brought and is_told(order.id):
        raise BroughtToStore(**brought)
    supplied = count_supplied(order.id)
    if supplied and not any(left_to_ship(line.counters) > supplied.get(line.id, 0) for line in lines):
        check_is_ours(order)


def check_is_ours(order: Order) -> None:
    """We send all of it: what suppliers send cannot be collected.

    :raises WithSupplier: when a supplier sends something
    """
    if theirs := name_supplied(order.id):
        raise WithSupplier(**theirs)


def reroute(
    order: Order, placement: Placement, lines: Sequence[OrderLine], more: dict[int, int], route: Route, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Give all pieces that our locations fulfill, and `more` of some lines, to those that serve the new way best; a new
    service takes along what nobody had for the one before. What they had is let go in the same transaction: nobody else
    can take it before this one ends, and a refusal gives it back. What the order waits for goes on waiting and follows
    the new way, unless an offer was for all of it or it is collected; what suppliers send comes as before.

    :raises OfferGone: when the offer that was chosen does not hold any more
    :raises CannotBeSourced: when nobody has it all for this way
    :raises WithSupplier: when it would be collected, and a supplier sends something
    """
    is_collected = placement.method == HowKind.PICKUP
    if is_collected:
        check_is_ours(order)
    settle_money(order, lines, by=by, now=now)
    failed = has_unfilled(order.id)
    pieces = _let_go(order, lines, waiting=is_collected or bool(route.offered.parts), by=by, now=now)
    for position, count in more.items():
        pieces[position] = pieces.get(position, 0) + count
    if route.is_new_service:
        pieces = list_unserved(lines)
    placement.attempts += 1
    if pieces:
        _find(Question(order, placement, lines, pieces, offered=route.offered), route, by=by, now=now)
    placement.save(update_fields=["attempts", "promised_on"])
    if is_collected:
        _collect(order, placement, route, failed, by=by, now=now)
    else:
        _send(order, placement, lines, route, failed, by=by, now=now)


def _let_go(
    order: Order, lines: Sequence[OrderLine], *, waiting: bool, by: Actor, now: datetime
) -> dict[int, int]:  # fmt: skip
    """All that our locations keep for the order is free again, with what it is `waiting` for if that is meant too;
    gives how much it was of each line, by position."""
    given_up = [
        Taken(row, row.open) for row in lock_open(order) if row.location.kind != inventory.LocationKind.SUPPLIER
    ]
    if waiting:
        given_up += [Taken(row, row.open) for line in lines if line.awaited for row in list_awaited_rows(line)]
    let_off(given_up)
    pieces = Counter[int]()
    for line in lines:
        freed, put_off = (
            sum(
                one.pieces for one in given_up if one.allocation.line_id == line.id and isinstance(one.allocation, kind)
            )
            for kind in (Allocation, Awaited)
        )
        if freed or put_off:
            pieces[line.position] = freed + put_off
            count_served(line, allocated=-freed, awaited=-put_off)
    settle_awaited(order, given_up, by=by, now=now)
    free_stock(given_up, reason="changed", by=by, now=now)
    return dict(pieces)


def _find(question: Question, route: Route, *, by: Actor, now: datetime) -> None:
    found = _keep(question, by=by, now=now)
    if not route.is_new_service:
        _put_off(question.placement, found.plan)
    write_down(question, found.plan, found.cards, cause="changed", coming=found.coming, by=by, now=now)
    count_allocated(question.lines, found.plan)
    note_filled(question.lines, outcome="sourced", now=now)


def _keep(question: Question, *, by: Actor, now: datetime) -> Found:
    """What is there, and what comes where the offer says so.

    :raises OfferGone: when the offer does not hold any more
    :raises CannotBeSourced: when nobody has it all
    """
    if question.offered.comes_on is None:
        plan, cards = find_and_keep(question, by=by, now=now)
        if plan.is_possible:
            return Found(plan, cards)
        raise _refusal(question, plan, now=now)
    found = find_or_await(question, by=by, now=now)
    if found is None:
        raise _refusal(question, Plan(), now=now)
    return found


def _refusal(question: Question, plan: Plan, *, now: datetime) -> Refusal:
    if question.offered.parts:
        asked = tuple(BasketLine(need.sku, need.quantity) for need in question.needs)
        basket = Basket(asked, get_address(question.order, question.placement), question.order.channel)
        return gone(basket, question.placement.service, now=now)
    position, missing = plan.missing[0]
    return CannotBeSourced(sku=sku_of(next(x for x in question.lines if x.position == position)), missing=missing)


def _put_off(placement: Placement, plan: Plan) -> None:
    """To another area the same service may take longer: the day moves, and the promise says from when to when."""
    day = max((part.place.arrives for part in plan.parts), default=date.min)
    if placement.promised_on and placement.promised_on < day < date.max:
        placement.promised_on = day


def _send(
    order: Order, placement: Placement, lines: Sequence[OrderLine], route: Route, failed: bool, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    for parcel in list_ours(order, now=now):
        if route.is_new_service:
            delivery.cancel_parcel(parcel_id=parcel.id, by=by, now=now)
            continue
        delivery.redirect_parcel(
            parcel_id=parcel.id, postcode_area=order.postcode_area, region=order.region, country=order.country, by=by,
            now=now,
        )  # fmt: skip
        if placement.promised_on and placement.promised_on != parcel.promised_on:
            day = placement.promised_on
            delivery.move_parcel(parcel_id=parcel.id, promised_on=day, why="changed", by=by, now=now)
    pickup = find_waiting_pickup(order.id)
    if pickup is not None:
        call_off_pickup(pickup, failed=failed, by=by, now=now)
    match_parcels(order, placement, offered=route.offered, by=by, now=now)
    for line in lines:
        for row in list_awaited_rows(line) if line.awaited else ():
            promise_awaited(order, row, row.location.code, by=by, now=now)


def _collect(order: Order, placement: Placement, route: Route, failed: bool, *, by: Actor, now: datetime) -> None:
    place = inventory.get_locations([placement.location]).get(placement.location)
    if place is None or place.outlet_id is None or route.collected_at is None:
        raise WhereToMissing
    for parcel in list_ready(order, now=now):
        delivery.cancel_parcel(parcel_id=parcel.id, by=by, now=now)
    settle_owed(order, placement, (), lacks=False, by=by, now=now)
    pickup = find_waiting_pickup(order.id)
    if pickup is not None and pickup.outlet_id == place.outlet_id:
        move_pickup(pickup, route.collected_at, by=by, now=now)
        return
    if pickup is not None:
        call_off_pickup(pickup, failed=failed, by=by, now=now)
    promise_pickup(order_id=order.id, outlet_id=place.outlet_id, promised_at=route.collected_at, by=by, now=now)
