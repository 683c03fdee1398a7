"""An order is changed after it was placed: pieces, address, day, way; until what is to be changed has left."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.adding import add_lines, change_quantities, source_added
from shopkeeper.orders.actions.cut_off import check_in_time
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.offering import open_how
from shopkeeper.orders.actions.parceling import list_ours, send_elsewhere
from shopkeeper.orders.actions.redirecting import redirect_suppliers
from shopkeeper.orders.actions.rerouting import Route, check_can_come_otherwise, check_way_is_ours, reroute
from shopkeeper.orders.actions.settling import worth_now
from shopkeeper.orders.actions.voiding import void_packings
from shopkeeper.orders.actions.ways import Facts, way_now, way_of, where_now, where_of, write_way, write_where
from shopkeeper.orders.contracts import BasketLine, HowKind, OrderRevision
from shopkeeper.orders.errors import NotPlacedHere
from shopkeeper.orders.events import OrderChanged, OrderRevised
from shopkeeper.orders.models import Change, Order, OrderLine, Placement
from shopkeeper.orders.queries.calendar import today
from shopkeeper.orders.queries.revisions import basket_of, get_address, price_of
from shopkeeper.orders.rules.baskets import check_ahead
from shopkeeper.orders.rules.revising import check_revision


@dataclass(frozen=True, slots=True)
class Grown:
    """Lines that an order has, and those `added` for what was `asked`: of a bundle a line for each of its parts."""

    lines: list[OrderLine]
    added: list[OrderLine]
    asked: list[BasketLine]

    @property
    def all(self) -> list[OrderLine]:
        """What it has then."""
        return [*self.lines, *self.added]


@action
def change_order(*, order_id: UUID, revision: OrderRevision, by: Actor, now: datetime) -> None:
    """Change what is ordered, where it goes, when, or how. More pieces become a line of their own, at the price of
    today; fewer are canceled. What comes another way is sourced again. Money, stock and promises follow, or nothing is
    changed.

    :raises NotPlacedHere: for an order of another system
    :raises TooLateToChange: when address, day or way would change, and pieces have left or are being fetched
    :raises WithSupplier: when way or day would change, and suppliers send all that is left
    :raises PastCutOff: when the customer's own time for it is over
    :raises NothingDifferent: when all would stay as it is
    :raises AddressIncomplete: when street, postcode or town of a new address is missing
    :raises DayOver: when it would be promised for a day in the past
    :raises AlreadyShipped: when fewer pieces are left than would be canceled
    :raises OfferGone: when the delivery offer that it names does not hold
    :raises CannotBeSourced: when nobody has what is added, or has all of it for the new way
    :raises AlreadyCollected: when more is wanted of what the customer has fetched
    """
    order, lines = lock_order(order_id)
    placement = Placement.objects.filter(order=order).first()
    if placement is None:
        raise NotPlacedHere
    check_in_time(order, by=by, now=now)
    _check(order, placement, lines, revision, by=by, now=now)
    before = worth_now(order, lines)
    more = [*revision.added, *change_quantities(lines, revision, by=by, now=now)]
    order, lines = lock_order(order_id)
    grown = Grown(lines, add_lines(order, more, revision.why, by=by, now=now) if more else [], more)
    if not _come_otherwise(order, placement, grown, revision, by=by, now=now) and grown.added:
        source_added(order, placement, lines, grown.added, by=by, now=now)
    if revision.promised_on and placement.promised_on and revision.promised_on != placement.promised_on:
        _promise_for(order, placement, revision.promised_on, revision.why, by=by, now=now)
    void_packings(order, by=by, now=now)
    difference = str(worth_now(*lock_order(order_id)) - before)
    announce(OrderRevised(order_id=order.id, customer_id=order.customer_id, difference=difference), by=by, now=now)


def _check(
    order: Order, placement: Placement, lines: list[OrderLine], revision: OrderRevision, *, by: Actor, now: datetime
) -> None:
    kept = {line.id: line.ordered - line.canceled for line in lines}
    check_revision(revision, kept=kept, goes_to=get_address(order, placement))
    _check_ahead(revision, now=now)
    if revision.address or revision.promised_on or revision.how:
        check_can_come_otherwise(order, lines, by=by, now=now)
    if revision.promised_on or revision.how:
        check_way_is_ours(order, lines)


def _check_ahead(revision: OrderRevision, *, now: datetime) -> None:
    day, how = today(now), revision.how
    check_ahead(revision.promised_on, None, today=day, now=now)
    if how is not None:
        check_ahead(how.promised_on, how.promised_at, today=day, now=now)


def _come_otherwise(
    order: Order, placement: Placement, grown: Grown, revision: OrderRevision, *, by: Actor, now: datetime
) -> bool:
    """Gives whether the order was sourced again."""
    where, way = where_now(order, placement), way_now(order, placement)
    if revision.address:
        write_where(order, placement, where_of(revision.address))
    route = _route(order, placement, grown, revision, way, now=now)
    is_new_area = placement.method == HowKind.DELIVERY and where["postcode_area"] != order.postcode_area
    again = route.is_new_service or is_new_area
    if again:
        pieces = {line.position: line.ordered for line in grown.added}
        reroute(order, placement, grown.all, pieces, route, by=by, now=now)
    before, after = where | way, where_now(order, placement) | way_now(order, placement)
    if before != after:
        kind = "method" if route.is_new_service else "address"
        change = _note(order, kind, *_changed(where, before, after), revision.why, by=by, now=now)
        if "city" in change.after and not again:
            send_elsewhere(order, by=by, now=now)
        redirect_suppliers(order, change, by=by, now=now)
    return again


def _route(
    order: Order, placement: Placement, grown: Grown, revision: OrderRevision, way: Facts, *, now: datetime
) -> Route:
    if revision.how is None:
        return Route(is_new_service=False)
    basket = basket_of(order, placement, grown.lines)
    how, offered = open_how(revision.how, replace(basket, lines=(*basket.lines, *grown.asked)), now=now)
    wanted = way_of(replace(how, price=price_of(order, how)), postcode=order.ship_postcode)
    if wanted == way:
        return Route(is_new_service=False)
    return Route(write_way(order, placement, wanted), offered)


def _changed(where: Facts, before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """What a change keeps: all of the address, or all of the way, where something of it is another; so that undoing it
    leaves alone what others changed since."""
    kept = {name for name in before if before[name] != after[name]}
    is_elsewhere, is_otherwise = bool(kept & set(where)), bool(kept - set(where) - {"day"})
    kept |= set(where) if is_elsewhere else set()
    kept |= set(before) - set(where) if is_otherwise else set()
    return {name: before[name] for name in kept}, {name: after[name] for name in kept}


def _promise_for(order: Order, placement: Placement, day: date, why: str, *, by: Actor, now: datetime) -> None:
    before = placement.promised_on.isoformat() if placement.promised_on else ""
    write_day(order, placement, day, by=by, now=now)
    _note(order, "day", {"day": before}, {"day": day.isoformat()}, why, by=by, now=now)


def write_day(order: Order, placement: Placement, day: date, *, by: Actor, now: datetime) -> None:
    """What we have yet to send comes on another day."""
    placement.promised_on = day
    placement.save(update_fields=["promised_on"])
    for parcel in list_ours(order, now=now):
        delivery.move_parcel(parcel_id=parcel.id, promised_on=day, why="changed", by=by, now=now)


def _note(order: Order, kind: str, before: Facts, after: Facts, why: str, *, by: Actor, now: datetime) -> Change:
    row = Change.objects.create(
        id=new_id(), order=order, record_id=order.record_id, customer_id=order.customer_id, kind=kind, before=before,
        after=after, why=why[:200], decided_by=f"{by.kind}:{by.id}"[:120], occurred_at=now,
    )  # fmt: skip
    announce(OrderChanged(order_id=order.id, kind=kind, customer_id=order.customer_id), by=by, now=now)
    return row
