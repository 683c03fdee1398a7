"""What comes is promised once, however many ask, receive, move and cancel at the same time."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db.models import Sum

from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound, Reservation
from tests.inventory.shelves import BY, NOW, demand, drifts, position, with_location, with_product
from tests.inventory.test_crowds import LONG, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def kettle() -> None:
    with_product()
    with_location()


def wait(ref: str, pieces: int = 1) -> inventory.Kept:
    return inventory.reserve_when_it_comes(demand=demand(ref, pieces), by=BY, now=NOW)


def expect(pieces: int, days: int) -> object:
    due_on = TODAY + timedelta(days=days)
    return inventory.expect(sku="KETTLE", location="LDS", quantity=pieces, due_on=due_on, by=BY, now=NOW)


def promised(row: Inbound) -> int:
    """Pieces of a delivery for which somebody waits."""
    return Reservation.objects.filter(inbound=row, ended_at=None).aggregate(pieces=Sum("open"))["pieces"] or 0


def check_promises(seed: str = "") -> None:
    """Each delivery counts what is promised out of it, and that is never more than comes."""
    for row in Inbound.objects.all():
        assert row.reserved == promised(row), seed
        assert row.kind == inventory.InboundKind.QUEUE or row.closed_at or row.net >= 0, seed
    assert drifts() == [], seed


def test_forty_who_order_at_the_same_moment_are_promised_each_piece_that_comes_once() -> None:
    expect(10, 3)
    expect(15, 5)
    kept = at_once([lambda n=n: wait(f"order:{n}") for n in range(40)])
    days = [one.due_on for one in kept]  # type: ignore[attr-defined]
    assert [days.count(day) for day in (TODAY + timedelta(days=3), TODAY + timedelta(days=5), None)] == [10, 15, 15]
    assert position().owed == 15
    check_promises()


def random_step(numbers: random.Random) -> None:
    """One of everything that can happen to what comes; what the business refuses is fine."""
    ref, pieces, how = f"order:{numbers.randrange(15)}", numbers.randrange(1, 6), {"by": BY, "now": NOW}
    claim = inventory.Claim(ref)
    deliveries = Inbound.objects.filter(closed_at=None).exclude(kind=inventory.InboundKind.QUEUE)
    inbound = numbers.choice([*deliveries.order_by("id").values_list("id", flat=True)] or [new_id()])
    steps: list[Callable[[], object]] = [
        lambda: expect(pieces, numbers.randrange(9)),
        lambda: wait(ref, pieces),
        lambda: wait(f"{ref}/{numbers.randrange(9)}", pieces),
        lambda: inventory.receive(inbound_id=inbound, quantity=pieces, is_last=numbers.random() < 0.3, **how),
        lambda: inventory.move_inbound(inbound_id=inbound, due_on=TODAY + timedelta(days=pieces), **how),
        lambda: inventory.cancel_inbound(inbound_id=inbound, **how),
        lambda: inventory.release(claims=[claim], **how),
        lambda: inventory.release(claims=[claim], quantity=pieces, latest_first=True, **how),
        lambda: inventory.consume(claims=[claim], quantity=1, **how),
        lambda: inventory.serve_queues(**how),
    ]
    refused = (inventory.InboundNotFound, inventory.NotThatManyReserved, inventory.StillOnItsWay)
    with suppress(*refused):
        numbers.choice(steps)()


def test_random_interleavings_never_promise_a_piece_twice() -> None:
    seed = random.randrange(10**6)

    def hand(n: int) -> None:
        numbers = random.Random(seed + n)
        for _ in range((4_000 if LONG else 200) // 4):
            random_step(numbers)

    at_once([lambda n=n: hand(n) for n in range(4)], hands=4)
    check_promises(f"seed {seed}")
