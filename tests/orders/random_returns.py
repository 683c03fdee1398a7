"""What may come back of placed orders, step by step, beside the model of the book."""

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.refusals import Refusal
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import Condition, Disposition, RefundWay, ReturnState
from shopkeeper.orders.models import ReturnRequest
from tests.orders.book import BY

OURS = ("leeds", "york", "dc")
"""Two stores and a depot."""


@dataclass
class Line:
    """What a line should count."""

    sku: str
    ordered: int
    canceled: int = 0
    shipped: int = 0
    returned: int = 0


@dataclass
class Returns(ABC):
    """The part of the model that counts what came back."""

    chance: random.Random
    pieces: int
    placed: list[orders.Placed] = field(default_factory=list)
    lines: dict[UUID, dict[UUID, Line]] = field(default_factory=dict)
    asked: dict[UUID, dict[UUID, int]] = field(default_factory=dict)

    @abstractmethod
    def any_line(self) -> tuple[orders.Placed, UUID, Line]:
        """One of the lines of late."""

    @abstractmethod
    def any_order(self) -> orders.Placed:
        """One of the orders of late."""

    def any_return(self) -> ReturnRequest:
        wanted = [placed.id for placed in self.placed[-12:]]
        found = list(ReturnRequest.objects.filter(order__in=wanted).order_by("id"))
        if not found:
            raise Refusal
        return self.chance.choice(found)

    def ask_to_return(self, at: datetime) -> None:
        placed, line_id, _line = self.any_line()
        pieces, way = self.chance.randint(1, 2), self.chance.choice([RefundWay.ORIGINAL, RefundWay.STORE_CREDIT])
        wish = orders.NewReturn(
            order_id=placed.id, lines=(orders.BackLine(line_id=line_id, quantity=pieces),), refund_way=way
        )
        self.asked[orders.request_return(wish=wish, by=BY, now=at)] = {line_id: pieces}

    def receive(self, at: datetime) -> None:
        row = self.any_return()
        if row.state == ReturnState.REQUESTED:
            orders.approve_return(request_id=row.id, why="", by=BY, now=at)
        else:
            orders.receive_return(request_id=row.id, location=self.chance.choice(OURS), by=BY, now=at)
            self.count_back(row, 1)

    def count_back(self, row: ReturnRequest, sign: int) -> None:
        for line_id, pieces in self.asked[row.id].items():
            self.lines[row.order_id][line_id].returned += sign * pieces

    def look_at(self, at: datetime) -> None:
        row = self.any_return()
        found = [
            orders.FoundPieces(
                item_id=item.id, quantity=self.chance.randint(1, item.received),
                condition=self.chance.choice(list(Condition)), disposition=self.chance.choice(list(Disposition)),
            )
            for item in row.items.filter(received__gt=0).order_by("id")
        ]  # fmt: skip
        orders.inspect_return(request_id=row.id, found=found, by=BY, now=at)

    def undo_return(self, at: datetime) -> None:
        row = self.any_return()
        if orders.undo_return_step(request_id=row.id, by=BY, now=at) == ReturnState.APPROVED and row.received_at:
            self.count_back(row, -1)

    def withdraw(self, at: datetime) -> None:
        orders.withdraw_return(request_id=self.any_return().id, by=BY, now=at)

    def be_generous(self, at: datetime) -> None:
        way = self.chance.choice([RefundWay.ORIGINAL, RefundWay.STORE_CREDIT])
        placed, amount = self.any_order(), Decimal(self.chance.randint(1, 40))
        given = orders.give_goodwill(order_id=placed.id, amount=amount, why="sorry", way=way, by=BY, now=at)
        if amount % 3 == 0:  # by mistake
            orders.take_back_refund(refund_id=given, by=BY, now=at)
