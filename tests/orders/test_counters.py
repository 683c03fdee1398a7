"""Whatever happens in whatever order, the counters of a line are the sums of its facts."""

import random

import pytest
from django.db.models import Sum

from shopkeeper.core.refusals import Refusal
from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Cancellation, Movement, OrderLine, Return
from tests.orders.book import BY, hour, line, open_shop, parcel, place

pytestmark = pytest.mark.django_db
STEPS = 300


def sum_of(rows, **conditions: object) -> int:
    return rows.filter(**conditions).aggregate(total=Sum("quantity"))["total"] or 0


def assert_counters_equal_facts() -> None:
    for row in OrderLine.objects.all():
        called_back = sum_of(Movement.objects, line=row, kind="called_back")
        assert row.shipped == sum_of(Movement.objects, line=row, kind="shipped", undone_at=None) - called_back
        assert row.delivered == sum_of(Movement.objects, line=row, kind="delivered", undone_at=None)
        assert row.canceled == sum_of(Cancellation.objects, line=row)
        assert row.returned == sum_of(Return.objects, line=row)
        assert row.ordered >= row.shipped + row.canceled
        assert row.shipped >= row.delivered >= row.returned >= 0


def take_a_step(chance: random.Random, cards: list[orders.OrderCard], at) -> None:
    card = chance.choice(cards)
    line_id = chance.choice(card.lines).id
    quantity = chance.randint(0, 3)
    parcels = chance.choice(PARCELS[card.id])
    step = chance.choice(["cancel", "return", "ship", "deliver", "cancel_all", "hand_over"])
    if step == "cancel":
        orders.cancel_line(line_id=line_id, quantity=quantity, reason_code="", by=BY, now=at)
    elif step == "return":
        orders.return_pieces(line_id=line_id, quantity=quantity, reason_code="", at=at, by=BY, now=at)
    elif step == "ship":
        orders.ship_order(order_id=card.id, parcel_id=parcels, tracking_number="", at=at, by=BY, now=at)
    elif step == "deliver":
        orders.deliver_parcel(order_id=card.id, parcel_id=parcels, at=at, by=BY, now=at)
    elif step == "cancel_all" and chance.random() < 0.2:
        orders.cancel_order(order_id=card.id, reason_code="", by=BY, now=at)
    elif chance.random() < 0.2:
        orders.hand_over(order_id=card.id, ref=f"till:{at}", by=BY, now=at)


PARCELS: dict[object, list[object]] = {}


def test_counters_and_facts_stay_equal_over_random_steps() -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")  # noqa: T201  shown when the test fails
    chance = random.Random(seed)
    open_shop()
    cards = [place(line("LAMP", 3), line("RUG", 4), number=f"W-{n}") for n in range(12)]
    PARCELS.update({card.id: [parcel(card), parcel(card)] for card in cards})
    done = 0
    for step in range(STEPS):
        try:
            take_a_step(chance, cards, hour(step))
            done += 1
        except Refusal:
            pass
        if step % 25 == 0:
            assert_counters_equal_facts()
    assert_counters_equal_facts()
    assert done > STEPS / 5
