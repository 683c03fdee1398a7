"""An order is changed after it was placed: pieces, address, day; until what is to be changed has left."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.changing import cancel_line
from shopkeeper.orders.actions.cut_off import check_in_time
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.parceling import list_ready
from shopkeeper.orders.actions.redelivering import facts_now, facts_of, write_service
from shopkeeper.orders.actions.reopening import reopen_pickup
from shopkeeper.orders.actions.resourcing import source_again
from shopkeeper.orders.actions.settling import settle_money
from shopkeeper.orders.contracts import Address, BasketLine, How, OrderRevision
from shopkeeper.orders.errors import (
    CannotBeSourced,
    LineNotFound,
    NothingToUndo,
    NotPlacedHere,
    TooLateToChange,
)
from shopkeeper.orders.events import OrderChanged
from shopkeeper.orders.models import Change, Order, OrderLine, Placement
from shopkeeper.orders.queries.placed import CHANGES
from shopkeeper.orders.rules.baskets import check_quantities
from shopkeeper.pricing import public as pricing

_WHERE = ("ship_name", "ship_street", "ship_postcode", "city", "region", "country", "postcode_area")


@action
def change_order(*, order_id: UUID, revision: OrderRevision, by: Actor, now: datetime) -> None:
    """Change what is ordered, where it goes, or when. More pieces become a line of their own, at the price of today;
    fewer are canceled. Money, stock and promises follow, or nothing is changed.

    :raises NotPlacedHere: for an order of another system
    :raises TooLateToChange: when pieces have left and address or day would change
    :raises PastCutOff: when the customer's own time for it is over
    :raises AlreadyShipped: when fewer pieces are left than would be canceled
    :raises CannotBeSourced: when nobody has what is added
    :raises AlreadyCollected: when more is wanted of what the customer has fetched
    """
    order, lines = lock_order(order_id)
    placement = Placement.objects.filter(order=order).first()
    if placement is None:
        raise NotPlacedHere
    check_in_time(order, by=by, now=now)
    if (revision.address or revision.promised_on or revision.how) and any(line.shipped for line in lines):
        raise TooLateToChange
    if revision.address:
        _move_to(order, placement, revision.address, revision.why, by=by, now=now)
    if revision.promised_on and placement.promised_on and revision.promised_on != placement.promised_on:
        _promise_for(order, placement, revision, by=by, now=now)
    if revision.how:
        _come_by(order, placement, lines, revision, by=by, now=now)
    more = [*revision.added, *_change_quantities(lines, revision, by=by, now=now)]
    if more:
        order, lines = lock_order(order_id)
        _add(order, placement, lines, more, revision.why, by=by, now=now)


@action
def undo_change(*, change_id: UUID, by: Actor, now: datetime, order_id: UUID | None = None) -> None:
    """Address, service or day are again what they were before a change.

    :raises NothingToUndo: when there is no such change, it was undone, or another one came after it
    """
    found = Change.objects.filter(pk=change_id, kind__in=CHANGES).values_list("order", flat=True).first()
    if found is None or order_id not in (None, found):
        raise NothingToUndo
    order, lines = lock_order(found)
    row, placement = Change.objects.get(pk=change_id), Placement.objects.get(order=order)
    later = Change.objects.filter(order=order, kind=row.kind, undone_at=None, occurred_at__gt=row.occurred_at)
    if row.undone_at is not None or later.exists():
        raise NothingToUndo
    if any(line.shipped for line in lines):
        raise TooLateToChange
    if row.kind == "address":
        _write_address(order, placement, row.before)
    elif row.kind == "method":
        write_service(order, placement, row.before, by=by, now=now)
        settle_money(order, lines, by=by, now=now)
    else:
        _write_day(order, placement, row.before["day"], by=by, now=now)
    Change.objects.filter(pk=row.pk).update(undone_at=now, undone_by=f"{by.kind}:{by.id}"[:120])
    announce(OrderChanged(order_id=order.id, kind="undo", customer_id=order.customer_id), by=by, now=now)


def _change_quantities(
    lines: list[OrderLine], revision: OrderRevision, *, by: Actor, now: datetime
) -> list[BasketLine]:
    """Cancel what is not wanted any more; gives what is wanted beside."""
    more = []
    for line_id, wanted in revision.quantities:
        line = next((one for one in lines if one.id == line_id), None)
        if line is None:
            raise LineNotFound(key=line_id)
        kept = line.ordered - line.canceled
        if wanted < kept:
            cancel_line(line_id=line_id, quantity=kept - max(0, wanted), reason_code="", by=by, now=now)
        elif wanted > kept:
            more.append(BasketLine(line.product.sku, wanted - kept))
    return more


def _add(
    order: Order, placement: Placement, lines: list[OrderLine], more: list[BasketLine], why: str, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    check_quantities(more)
    wanted = [pricing.Wanted(line.sku, line.quantity, line.shown) for line in more]
    quote = pricing.quote(wanted, currency=order.currency, outlet_id=order.outlet_id, now=now)
    first = (OrderLine.objects.filter(order=order).aggregate(last=Max("position"))["last"] or 0) + 1
    added = OrderLine.objects.bulk_create(
        OrderLine(
            id=new_id(), order=order, source=order.source, source_key=f"{order.source_key}/{place}", recorded_at=now,
            position=place, product_id=line.product_id, supplier_id=line.supplier_id, unit_price=line.unit_price,
            unit_cost=line.unit_cost, discount=Decimal(0), ordered=line.quantity,
        )
        for place, line in enumerate(quote.lines, start=first)
    )  # fmt: skip
    Order.objects.filter(pk=order.pk).update(goods_total=F("goods_total") + quote.goods_total, canceled_at=None)
    every = [*lines, *added]
    settle_money(order, every, by=by, now=now)
    pieces = {line.position: line.ordered for line in added}
    if not source_again(order, placement, every, pieces, "added", by=by, now=now):
        raise CannotBeSourced(sku=quote.lines[0].sku, missing=quote.lines[0].quantity)
    reopen_pickup(order=order, by=by, now=now)
    told = [{"sku": line.sku, "pieces": line.quantity} for line in quote.lines]
    _note(order, "lines", {}, {"added": told}, why, by=by, now=now)


def _move_to(
    order: Order, placement: Placement, address: Address, why: str, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    before = {name: getattr(order, name) for name in _WHERE}
    before |= {"latitude": placement.latitude, "longitude": placement.longitude}
    told = asdict(address)
    after = {f"ship_{name}": told[name] for name in ("name", "street", "postcode")}
    after |= {name: told[name] for name in ("city", "region", "country", "latitude", "longitude")}
    after["postcode_area"] = address.postcode_area
    if after != before:
        _write_address(order, placement, after)
        _note(order, "address", before, after, why, by=by, now=now)


def _write_address(order: Order, placement: Placement, facts: dict[str, Any]) -> None:
    Order.objects.filter(pk=order.pk).update(**{name: facts[name] for name in _WHERE})
    point = {name: facts[name] for name in ("latitude", "longitude")}
    Placement.objects.filter(pk=placement.pk).update(**point)


def _come_by(
    order: Order, placement: Placement, lines: list[OrderLine], revision: OrderRevision, *, by: Actor, now: datetime
) -> None:
    before, after = facts_now(order, placement), facts_of(revision.how or How())
    if after != before:
        write_service(order, placement, after, by=by, now=now)
        settle_money(order, lines, by=by, now=now)
        _note(order, "method", before, after, revision.why, by=by, now=now)


def _promise_for(
    order: Order, placement: Placement, revision: OrderRevision, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    day = revision.promised_on.isoformat() if revision.promised_on else ""
    before = placement.promised_on.isoformat() if placement.promised_on else ""
    _write_day(order, placement, day, by=by, now=now)
    _note(order, "day", {"day": before}, {"day": day}, revision.why, by=by, now=now)


def _write_day(order: Order, placement: Placement, day: str, *, by: Actor, now: datetime) -> None:
    promised_on = datetime.fromisoformat(day).date()
    Placement.objects.filter(pk=placement.pk).update(promised_on=promised_on)
    for parcel in list_ready(order, now=now):
        delivery.move_parcel(parcel_id=parcel.id, promised_on=promised_on, why="changed", by=by, now=now)


def _note(
    order: Order, kind: str, before: dict[str, Any], after: dict[str, Any], why: str, *, by: Actor, now: datetime
) -> None:
    Change.objects.create(
        id=new_id(), order=order, record_id=order.record_id, customer_id=order.customer_id, kind=kind, before=before,
        after=after, why=why[:200], decided_by=f"{by.kind}:{by.id}"[:120], occurred_at=now,
    )  # fmt: skip
    announce(OrderChanged(order_id=order.id, kind=kind, customer_id=order.customer_id), by=by, now=now)
