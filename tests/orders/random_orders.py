"""Orders placed, changed and canceled, step by step, beside the model of the book."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.refusals import Refusal
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.redirecting import answer_redirection
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.settling import settle_order
from shopkeeper.orders.actions.undoing import undo_cancellation, undo_change
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.orders.models import (
    Allocation,
    AskedCancellation,
    AskedRedirection,
    Cancellation,
    Change,
    Order,
    OrderLine,
    Placement,
)
from shopkeeper.orders.queries.cancelable import find_stage
from shopkeeper.orders.queries.revisions import basket_of
from shopkeeper.orders.queries.ways import list_ways
from tests.orders.book import BY, hour
from tests.orders.random_returns import Line, Returns
from tests.orders.shop import YORK, place, run_errands

PRICES = {"LAMP": Decimal(30), "RUG": Decimal(80)}
DELIVERY = Decimal("4.50")
WAYS = {"standard": DELIVERY, "slow": Decimal(2)}
TOKENS = ("ok", "ok", "slow", "silent", "lost")


@dataclass
class Orders(Returns):
    """The part of the model that counts what was ordered, and what is not wanted any more."""

    tried: int = 0
    """How many orders were asked for: a key that was refused once belongs to what was refused."""

    def place(self, at: datetime) -> None:
        pieces, token = (self.chance.randint(1, 4), self.chance.randint(1, 3)), self.chance.choice(TOKENS)
        how = {"how": self.to_collect()} if self.chance.random() < 0.4 else {}
        basket = (("LAMP", pieces[0]), ("RUG", pieces[1]))
        self.tried += 1
        may_wait = self.chance.random() < 0.5
        placed = place(*basket, key=f"o{self.tried}", paid=False, token=token, may_wait=may_wait, **how)
        self.placed.append(placed)
        self.lines[placed.id] = {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed)}

    def any_line(self) -> tuple[orders.Placed, UUID, Line]:
        placed = self.any_order()
        line_id, line = self.chance.choice(sorted(self.lines[placed.id].items()))
        return placed, line_id, line

    def any_order(self) -> orders.Placed:
        if not self.placed:
            raise Refusal
        return self.chance.choice(self.placed[-12:])

    def to_collect(self) -> orders.How:
        location = self.chance.choice(["leeds", "york"])
        return orders.How(kind=orders.HowKind.PICKUP, location=location, promised_at=hour(2))

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

    def change(self, at: datetime) -> None:
        placed, line_id, line = self.any_line()
        wanted = max(1, line.ordered - line.canceled + self.chance.randint(-2, 1))
        day = hour(48 + self.chance.randint(0, 96)).date() if self.chance.random() < 0.3 else None
        revision = OrderRevision(quantities=((line_id, wanted),), promised_on=day)
        asked = max(0, line.ordered - line.canceled - wanted)
        at_once = min(asked, find_stage(OrderLine.objects.get(pk=line_id)).ours)
        change_order(order_id=placed.id, revision=revision, by=BY, now=at)
        line.canceled += at_once
        known = self.lines[placed.id]
        known |= {row.id: Line(row.product.sku, row.ordered) for row in rows_of(placed) if row.id not in known}

    def come_otherwise(self, at: datetime) -> None:
        placed, service = self.any_order(), self.chance.choice(sorted(WAYS))
        how = orders.How(carrier_key="swift", service=service, promised_on=hour(72).date(), price=WAYS[service])
        how = self.chance.choice([how, how, self.to_collect()])
        address = YORK if self.chance.random() < 0.3 else None
        change_order(order_id=placed.id, revision=OrderRevision(how=how, address=address), by=BY, now=at)

    def come_as_offered(self, at: datetime) -> None:
        """Any of the ways that its customer would be shown; there or still to come."""
        placed = self.any_order()
        order, placement = Order.objects.get(pk=placed.id), Placement.objects.get(order=placed.id)
        basket = basket_of(order, placement, rows_of(placed))
        ways = list_ways(placed.id, basket.lines, basket.address, channel=order.channel, now=at)
        if not ways:
            raise Refusal
        change_order(order_id=placed.id, revision=OrderRevision(how=self.chance.choice(ways).how), by=BY, now=at)

    def change_back(self, at: datetime) -> None:
        placed = self.any_order()
        rows = list(
            Change.objects.filter(order=placed.id, kind__in=("method", "address"), undone_at=None).order_by("id")
        )
        if rows:
            undo_change(change_id=self.chance.choice(rows).id, by=BY, now=at)

    def answer(self, at: datetime) -> None:
        """A supplier says whether it lets pieces go."""
        placed = self.any_order()
        rows = list(AskedCancellation.objects.filter(line__order=placed.id, answered_at=None).order_by("id"))
        if rows:
            row, agreed = self.chance.choice(rows), self.chance.random() < 0.7
            there = Allocation.objects.filter(line=row.line_id, location__code=row.node, open__gt=0)
            left = sum(there.values_list("open", flat=True))
            orders.answer_cancellation(asked_id=row.id, agreed=agreed, why="", by=BY, now=at)
            self.lines[placed.id][row.line_id].canceled += row.quantity if agreed and left >= row.quantity else 0

    def say_where(self, at: datetime) -> None:
        """A supplier says whether it sends to the new address."""
        rows = AskedRedirection.objects.filter(order=self.any_order().id, answered_at=None, withdrawn_at=None)
        for row in rows:
            answer_redirection(asked_id=row.id, agreed=self.chance.random() < 0.7, why="", by=BY, now=at)

    def hear_of_money(self, at: datetime) -> None:
        run_errands()
        for placed in self.placed[-12:]:
            settle_order(order_id=placed.id, by=BY, now=at)


def rows_of(placed: orders.Placed) -> list[OrderLine]:
    """The lines of an order as the book has them."""
    return list(OrderLine.objects.filter(order=placed.id).select_related("product").order_by("position"))
