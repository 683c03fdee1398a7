"""How far an order is split is the retailer's to decide: offers and orders obey."""

from decimal import Decimal

import pytest

from shopkeeper.core.agreeing import agree
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.contracts import SplitRules
from shopkeeper.orders.errors import CannotBeSourced
from shopkeeper.orders.models import Allocation, Order
from tests.orders.book import BY, NOW
from tests.orders.shop import open_stocked_shop, place

pytestmark = pytest.mark.django_db


def decide(**rules: object) -> None:
    agree(policy=delivery.SPLITS, values=SplitRules(**rules), why="parcels are dear", by=BY, now=NOW)  # type: ignore[arg-type]


def leaves_from(*lines: tuple[str, int]) -> list[str]:
    placed = place(*lines)
    rows = Allocation.objects.filter(line__order=placed.id).order_by("location__code")
    return list(rows.values_list("location__code", flat=True).distinct())


BOTH = ("LAMP", 1), ("RUG", 1)


def test_what_no_place_has_alone_is_split_as_long_as_nobody_decides_otherwise() -> None:
    open_stocked_shop(leeds=(5, 0), york=(0, 5))
    assert leaves_from(*BOTH) == ["leeds", "york"]


def test_an_order_that_may_not_be_split_is_refused_and_nothing_is_kept() -> None:
    open_stocked_shop(leeds=(5, 0), york=(0, 5))
    decide(may_split=False)
    with pytest.raises(CannotBeSourced):
        place(*BOTH)
    assert (Order.objects.count(), Allocation.objects.count()) == (0, 0)


def test_a_part_that_is_worth_too_little_is_not_sent_alone() -> None:
    open_stocked_shop(leeds=(5, 0), york=(0, 5))
    decide(least_value=Decimal(10_000))
    with pytest.raises(CannotBeSourced):
        place(*BOTH)
    assert Order.objects.count() == 0
