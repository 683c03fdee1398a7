"""Whatever happens to returns and refunds in whatever order: pieces, stock and money add up, and nothing beyond."""

import random
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from django.db.models import Sum

from shopkeeper.core.refusals import Refusal
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import Condition, Disposition, RefundWay
from shopkeeper.orders.models import Inspection, OrderLine, Refund, Return, ReturnItem, ReturnRequest
from shopkeeper.payments import public as payments
from tests.orders.book import BY, hour
from tests.orders.shop import assert_stock_adds_up, run_errands
from tests.orders.test_returns import delivered, wish

pytestmark = pytest.mark.django_db
GONE = ("supplier", "destroy")


def take_a_step(chance: random.Random, placed: orders.Placed, at) -> None:
    ids = list(ReturnRequest.objects.order_by("id").values_list("id", flat=True))
    some = chance.choice(ids) if ids else placed.id
    way = chance.choice([RefundWay.ORIGINAL, RefundWay.STORE_CREDIT])
    asked = wish(placed, chance.randint(1, 2), refund_way=way, at_line=chance.randint(0, 1))
    facts = {"by": BY, "now": at}
    steps: list[Callable[[], object]] = [
        lambda: orders.request_return(wish=asked, **facts),
        lambda: orders.receive_return(request_id=some, location=chance.choice(["leeds", "york"]), **facts),
        lambda: orders.receive_return(request_id=some, location="dc", **facts),
        lambda: inspect(chance, some, **facts),
        lambda: inspect(chance, some, **facts),
        lambda: orders.undo_return_step(request_id=some, **facts),
        lambda: orders.withdraw_return(request_id=some, **facts),
        lambda: orders.approve_return(request_id=some, why="", **facts),
        lambda: orders.give_goodwill(order_id=placed.id, amount=Decimal(5), why="sorry", way=way, **facts),
    ]
    chance.choice(steps)()
    run_errands()


def inspect(chance: random.Random, request_id: UUID, **facts: object) -> None:
    items = ReturnItem.objects.filter(request=request_id, received__gt=0).order_by("id")
    found = [
        orders.FoundPieces(
            item_id=item.id, quantity=chance.randint(1, item.received), condition=chance.choice(list(Condition)),
            disposition=chance.choice(list(Disposition)),
        )
        for item in items
    ]  # fmt: skip
    orders.inspect_return(request_id=request_id, found=found, **facts)  # type: ignore[arg-type]


def total(rows, column: str) -> Decimal:
    return Decimal(rows.aggregate(sum=Sum(column))["sum"] or 0)


def assert_all_adds_up(placed: orders.Placed) -> None:
    assert_stock_adds_up()
    for line in OrderLine.objects.all():
        assert line.returned == total(Return.objects.filter(line=line), "quantity")
        assert line.returned == total(ReturnItem.objects.filter(line=line), "received")
    looked_at = Inspection.objects.filter(undone_at=None)
    gone = total(looked_at.filter(disposition__in=GONE, item__request__location__isnull=False), "quantity")
    sent = total(OrderLine.objects, "shipped")
    back = total(ReturnItem.objects, "received")
    assert total(Position.objects, "on_hand") == 10 - sent + back - gone
    assert total(Position.objects, "held") == back - total(looked_at, "quantity")
    paid = Refund.objects.exclude(paid_at=None)
    balance = payments.get_balance(placed.ref)
    assert balance.refunded == total(paid.filter(way=RefundWay.ORIGINAL), "amount")
    assert total(paid, "amount") <= balance.captured == Decimal("144.50")


def test_returns_and_refunds_add_up_over_random_steps() -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")  # noqa: T201  shown when the test fails
    chance, placed, done = random.Random(seed), delivered(), 0
    for _ in range(60):
        try:
            take_a_step(chance, placed, hour(20))
            done += 1
        except Refusal:
            continue
    assert_all_adds_up(placed)
    assert done > 8
