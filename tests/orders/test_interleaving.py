"""Whatever happens to placed orders in whatever order, beside a plain model: money, stock and promises add up."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from shopkeeper.delivery import public as delivery
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.settling import settle_order
from shopkeeper.orders.contracts import RefundWay, ReturnState
from shopkeeper.orders.models import (
    Allocation,
    Awaited,
    Inspection,
    Order,
    Placement,
    Refund,
    ReturnItem,
    ReturnRequest,
)
from shopkeeper.orders.queries.unfilled import list_unfilled
from shopkeeper.payments import public as payments
from shopkeeper.payments.models import StoredValue
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, hour
from tests.orders.random_book import Book
from tests.orders.random_orders import PRICES, rows_of
from tests.orders.random_parcels import PLACES
from tests.orders.random_returns import OURS, Line
from tests.orders.shop import assert_stock_adds_up, open_stocked_shop, open_supplier, run_errands

pytestmark = pytest.mark.django_db
GONE = ("supplier", "destroy")
PARTS = 8
SEEDS = [(108, 45, 10), (123, 90, 10)]
"""Seeds, steps and pieces at each place that failed once: what was canceled whole came another way."""


def assert_all_adds_up(book: Book, at: datetime) -> None:
    assert_stock_adds_up()
    for placed in book.placed:
        for row in rows_of(placed):
            counted = Line(row.product.sku, row.ordered, row.canceled, row.shipped, row.returned)
            assert counted == book.lines[placed.id][row.id]
        assert_promised(book, placed, at)
    for sku in PRICES:
        for location in PLACES:
            assert_there(book, sku, location)


def total(rows, column: str):
    return rows.aggregate(sum=Sum(column))["sum"] or 0


def assert_there(book: Book, sku: str, location: str) -> None:
    spot = {"request__location__code": location, "product__sku": sku}
    back, looked_at = total(ReturnItem.objects.filter(**spot), "received"), Inspection.objects.filter(undone_at=None)
    looked_at = looked_at.filter(item__in=ReturnItem.objects.filter(**spot))
    gone = total(looked_at.filter(disposition__in=GONE), "quantity")
    sent = total(Allocation.objects.filter(location__code=location, line__product__sku=sku), "shipped")
    there, came = Position.objects.get(product__sku=sku, location__code=location), book.arrived.get((sku, location), 0)
    assert there.on_hand == book.pieces + came - sent - book.missing.get((sku, location), 0) + back - gone
    assert there.held == back - total(looked_at, "quantity")


def assert_promised(book: Book, placed: orders.Placed, at: datetime) -> None:
    made = promises.list_promises_for_ref(placed.ref, now=hour(1))
    waiting = {a.location for a in orders.list_allocations(placed.id) if a.open}
    opened = [p for p in made if p.fulfilled_at is None and p.state not in ("withdrawn", "broken")]
    is_collected = Placement.objects.get(order=placed.id).method == orders.HowKind.PICKUP
    awaited = 0 if is_collected else Awaited.objects.filter(line__order=placed.id, open__gt=0).count()
    assert sum(p.kind == "stock" for p in opened) == awaited
    still_open = sum(p.kind in ("delivery", "pickup") for p in opened)
    lines = book.lines[placed.id].values()
    if pickups := orders.list_pickups(placed.id):
        last = max((p for p in made if p.kind == "pickup"), key=lambda p: p.made_at)
        is_settled = pickups[0].id in book.shelved or last.state == "broken"
        assert still_open == (not is_settled and any(line.ordered > line.canceled for line in lines))
        return
    parcels = delivery.list_parcels_for_ref(placed.ref, now=at)
    ready = [p.ship_from for p in parcels if p.state == "preparing"]
    assert sorted(ready) == sorted(waiting)
    lacks = any(row.order_id == placed.id for row in list_unfilled(by=BY, now=at))
    assert still_open == sum(p.state in ("preparing", "on_its_way") for p in parcels) + lacks


def assert_paid(book: Book, at: datetime) -> None:
    for _ in range(4):  # a gateway that was silent is asked again, what had to wait is settled then
        run_errands()
        for placed in book.placed:
            settle_order(order_id=placed.id, by=BY, now=at)
    for placed in book.placed:
        assert_order_paid(placed, book.lines[placed.id].values(), is_early=placed.id in book.taken_back)
    credit = Refund.objects.filter(way=RefundWay.STORE_CREDIT).exclude(paid_at=None)
    assert total(credit, "amount") == total(StoredValue.objects.filter(taken_back_at=None), "issued")
    for request in ReturnRequest.objects.all():
        open_promises = [
            p for p in promises.list_promises_for_ref(f"return:{request.id}", now=at) if not p.fulfilled_at
        ]
        is_owed = request.state in (ReturnState.RECEIVED, ReturnState.INSPECTED)
        assert sum(p.state != "withdrawn" for p in open_promises) == is_owed


def assert_order_paid(placed: orders.Placed, lines: Iterable[Line], *, is_early: bool) -> None:
    """Pieces and their delivery are paid for, less what went back for returns and as goodwill, never more than all."""
    found, given = payments.get_balance(placed.ref), Refund.objects.filter(order=placed.id).exclude(paid_at=None)
    kept = sum((PRICES[one.sku] * (one.ordered - one.canceled) for one in lines), Decimal(0))
    taken = sum((PRICES[one.sku] * one.shipped for one in lines), Decimal(0))
    shipping = Order.objects.get(pk=placed.id).shipping_total
    kept += shipping if any(one.ordered > one.canceled for one in lines) else 0
    taken += shipping if any(one.shipped for one in lines) else 0
    paid = found.captured - found.refunded + total(given.filter(way=RefundWay.ORIGINAL), "amount")
    assert (found.capturable, found.asked) == (kept - paid, 0)
    assert taken <= paid <= kept if is_early else paid == taken
    assert total(given, "amount") <= found.captured


def run(seed: int, steps: int, pieces: int, *, checked_every: int = 50) -> None:
    chance = random.Random(seed)
    open_stocked_shop(**dict.fromkeys(OURS, (pieces, pieces)))
    open_supplier(pieces, latitude=chance.choice([53.8, 55.0]))
    spec = delivery.ServiceSpec(code="collect", carrier="", name="Collect", kind=delivery.ServiceKind.COLLECT)
    delivery.set_service(spec=spec, by=BY, now=NOW)
    book = Book(chance, pieces)
    for number in range(steps):
        book.step(hour(1) + timedelta(seconds=number))
        if number % checked_every == checked_every - 1:
            assert_all_adds_up(book, hour(2))
    assert_all_adds_up(book, hour(2))
    assert_paid(book, hour(2))
    assert book.done > steps / 6


def run_by_chance(steps: int, pieces: int) -> None:
    """Another seed each time, said in the failure itself: keep it in `SEEDS` once it is mended."""
    seed = random.randrange(10**9)
    try:
        run(seed, steps, pieces)
    except Exception as failure:
        failure.add_note(f"To see it again: ({seed}, {steps}, {pieces}) in SEEDS")
        raise


def test_money_stock_and_promises_add_up_over_random_steps() -> None:
    run_by_chance(60, 8)


@pytest.mark.parametrize(("seed", "steps", "pieces"), SEEDS)
def test_steps_that_failed_once_add_up(seed: int, steps: int, pieces: int) -> None:
    run(seed, steps, pieces)


@pytest.mark.drill
@pytest.mark.parametrize("part", range(PARTS))
def test_money_stock_and_promises_add_up_over_ten_thousand_random_steps(part: int) -> None:
    """In parts, so that several processes share them and each book stays small."""
    run_by_chance(10_000 // PARTS, 100)
