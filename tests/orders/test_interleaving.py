"""Whatever happens to placed orders in whatever order, beside a plain model: money, stock and promises add up."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.resourcing import refuse_pieces, source_waiting
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.settling import settle_order
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.orders.models import Allocation, Cancellation, OrderLine
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises
from tests.orders.book import BY, hour
from tests.orders.shop import assert_stock_adds_up, open_stocked_shop, place, run_errands

pytestmark = pytest.mark.django_db
PRICES = {"LAMP": Decimal(30), "RUG": Decimal(80)}
DELIVERY = Decimal("4.50")
PLACES = ("leeds", "york", "dc")
TOKENS = ("ok", "ok", "slow", "silent", "lost")


@dataclass
class Line:
    """What a line should count."""

    sku: str
    ordered: int
    canceled: int = 0
    shipped: int = 0
    returned: int = 0


@dataclass
class Book:
    """The model: what was asked for and not refused, and nothing else."""

    chance: random.Random
    pieces: int
    placed: list[orders.Placed] = field(default_factory=list)
    lines: dict[UUID, dict[UUID, Line]] = field(default_factory=dict)
    back: dict[UUID, Decimal] = field(default_factory=dict)
    missing: dict[tuple[str, str], int] = field(default_factory=dict)
    done: int = 0

    def step(self, at: datetime) -> None:
        """Something happens, or is refused; then nothing has happened."""
        steps: list[Callable[[datetime], None]] = [
            self.place, self.cancel, self.cancel, self.cancel_all, self.undo, self.ship, self.ship, self.deliver,
            self.give_back, self.refuse, self.change, self.look_again, self.hear_of_money,
        ]  # fmt: skip
        try:
            self.chance.choice(steps)(at)
            self.done += 1
        except Refusal:
            pass

    def place(self, at: datetime) -> None:
        pieces, token = (self.chance.randint(1, 4), self.chance.randint(1, 3)), self.chance.choice(TOKENS)
        placed = place(("LAMP", pieces[0]), ("RUG", pieces[1]), key=f"o{len(self.placed)}", paid=False, token=token)
        self.placed.append(placed)
        self.back[placed.id] = Decimal(0)
        self.lines[placed.id] = {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed)}

    def any_line(self) -> tuple[orders.Placed, UUID, Line]:
        placed = self.any_order()
        line_id, line = self.chance.choice(sorted(self.lines[placed.id].items()))
        return placed, line_id, line

    def any_order(self) -> orders.Placed:
        if not self.placed:
            raise Refusal
        return self.chance.choice(self.placed[-12:])

    def cancel(self, at: datetime) -> None:
        _placed, line_id, line = self.any_line()
        pieces = self.chance.randint(0, 3)
        orders.cancel_line(line_id=line_id, quantity=pieces, reason_code="", by=BY, now=at)
        line.canceled += pieces

    def cancel_all(self, at: datetime) -> None:
        if self.chance.random() < 0.3:
            placed = self.any_order()
            orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=at)
            for line in self.lines[placed.id].values():
                line.canceled = line.ordered - line.shipped

    def undo(self, at: datetime) -> None:
        placed = self.any_order()
        rows = list(Cancellation.objects.filter(line__order=placed.id).order_by("id"))
        if rows:
            row = self.chance.choice(rows)
            undo_cancellation(cancellation_id=row.id, by=BY, now=at)
            self.lines[placed.id][row.line_id].canceled -= row.quantity

    def ship(self, at: datetime) -> None:
        placed = self.any_order()
        parcels = delivery.list_parcels_for_ref(placed.ref, now=at)
        if parcels:
            before = {row.id: row.shipped for row in rows_of(placed)}
            parcel = self.chance.choice(parcels).id
            moved = orders.ship_order(order_id=placed.id, parcel_id=parcel, tracking_number="", at=at, by=BY, now=at)
            for row in rows_of(placed):
                self.lines[placed.id][row.id].shipped += row.shipped - before[row.id]
                moved -= row.shipped - before[row.id]
            assert moved == 0

    def deliver(self, at: datetime) -> None:
        placed = self.any_order()
        sent = [p for p in delivery.list_parcels_for_ref(placed.ref, now=at) if p.state == "on_its_way"]
        if sent:
            parcel = self.chance.choice(sent).id
            orders.deliver_parcel(order_id=placed.id, parcel_id=parcel, at=at, by=BY, now=at)

    def give_back(self, at: datetime) -> None:
        placed, line_id, line = self.any_line()
        amount = PRICES[line.sku]
        orders.return_pieces(line_id=line_id, quantity=1, reason_code="", at=at, refund_amount=amount, by=BY, now=at)
        line.returned += 1
        self.back[placed.id] += amount

    def refuse(self, at: datetime) -> None:
        _placed, line_id, line = self.any_line()
        location, reason = self.chance.choice(PLACES), self.chance.choice(["not_found", "no_time"])
        pieces = self.chance.randint(1, 2)
        refuse_pieces(line_id=line_id, location=location, quantity=pieces, reason=reason, by=BY, now=at)
        if reason == "not_found":
            spot = (line.sku, location)
            self.missing[spot] = self.missing.get(spot, 0) + pieces

    def change(self, at: datetime) -> None:
        placed, line_id, line = self.any_line()
        wanted = max(1, line.ordered - line.canceled + self.chance.randint(-2, 1))
        day = hour(48 + self.chance.randint(0, 96)).date() if self.chance.random() < 0.3 else None
        revision = OrderRevision(quantities=((line_id, wanted),), promised_on=day)
        change_order(order_id=placed.id, revision=revision, by=BY, now=at)
        line.canceled += max(0, line.ordered - line.canceled - wanted)
        known = self.lines[placed.id]
        known |= {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed) if row.id not in known}

    def look_again(self, at: datetime) -> None:
        source_waiting(by=BY, now=at)

    def hear_of_money(self, at: datetime) -> None:
        run_errands()
        for placed in self.placed[-12:]:
            settle_order(order_id=placed.id, by=BY, now=at)

    def assert_all_adds_up(self, at: datetime) -> None:
        assert_stock_adds_up()
        for placed in self.placed:
            for row in rows_of(placed):
                line = self.lines[placed.id][row.id]
                counted = Line(row.product.sku, row.ordered, row.canceled, row.shipped, row.returned)
                assert counted == line
            self.assert_promised(placed, at)
        for sku in PRICES:
            for place_code in PLACES:
                self.assert_on_hand(sku, place_code)

    def assert_on_hand(self, sku: str, location: str) -> None:
        gone = sum(
            one.shipped for one in orders_shipped_from(location, sku)
        )  # fmt: skip
        there = Position.objects.get(product__sku=sku, location__code=location).on_hand
        assert there == self.pieces - gone - self.missing.get((sku, location), 0)

    def assert_promised(self, placed: orders.Placed, at: datetime) -> None:
        made = promises.list_promises_for_ref(placed.ref, now=hour(1))
        waiting = {a.location for a in orders.list_allocations(placed.id) if a.open}
        parcels = delivery.list_parcels_for_ref(placed.ref, now=at)
        ready = [p.ship_from for p in parcels if p.state == "preparing"]
        assert sorted(ready) == sorted(waiting)
        under_way = sum(p.state in ("preparing", "on_its_way") for p in parcels)
        assert sum(p.fulfilled_at is None and p.state != "withdrawn" for p in made) == under_way

    def assert_paid(self, at: datetime) -> None:
        for _ in range(4):  # a gateway that was silent is asked again, what had to wait is settled then
            run_errands()
            for placed in self.placed:
                settle_order(order_id=placed.id, by=BY, now=at)
        for placed in self.placed:
            lines, found = self.lines[placed.id].values(), payments.get_balance(placed.ref)
            kept = sum((PRICES[one.sku] * (one.ordered - one.canceled) for one in lines), Decimal(0))
            taken = sum((PRICES[one.sku] * one.shipped for one in lines), Decimal(0))
            kept += DELIVERY if any(one.ordered > one.canceled for one in lines) else 0
            taken += DELIVERY if any(one.shipped for one in lines) else 0
            assert found.captured - found.refunded == taken - self.back[placed.id]
            assert (found.capturable, found.asked) == (kept - taken, 0)


def rows_of(placed: orders.Placed) -> list[OrderLine]:
    return list(OrderLine.objects.filter(order=placed.id).select_related("product").order_by("position"))


def orders_shipped_from(location: str, sku: str) -> list[Allocation]:
    return list(Allocation.objects.filter(location__code=location, line__product__sku=sku, shipped__gt=0))


def run(steps: int, pieces: int) -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")  # noqa: T201  shown when the test fails
    open_stocked_shop(**dict.fromkeys(PLACES, (pieces, pieces)))
    book = Book(random.Random(seed), pieces)
    for number in range(steps):
        book.step(hour(1))
        if number % 50 == 49:
            book.assert_all_adds_up(hour(1))
    book.assert_all_adds_up(hour(1))
    book.assert_paid(hour(2))
    assert book.done > steps / 4


def test_money_stock_and_promises_add_up_over_random_steps() -> None:
    run(40, 8)


@pytest.mark.drill
def test_money_stock_and_promises_add_up_over_ten_thousand_random_steps() -> None:
    run(10_000, 1_500)
