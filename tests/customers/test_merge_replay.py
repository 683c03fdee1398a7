"""Two people are merged, things happen, they are parted: each side is as if nobody had merged them, or it is said."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from shopkeeper.catalog.models import Product
from shopkeeper.messages.actions import offer_text
from tests.cast import with_cast
from tests.customers.merge_worlds import ACTS, BY, SIDES, Scenario, World, live, make_scenario

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BATCHES = 5
IN_CI, IN_DRILL = 25, 300


@pytest.fixture
def town() -> None:
    with_cast()
    Product.objects.create(source_key="MUG", recorded_at=START, sku="MUG", name="Mug", unit_cost=Decimal(4))
    offer_text(
        code="hello", language="en", channel="email", purpose="service", subject="Hello", body="Hello", by=BY, now=START
    )


def check(seed: int) -> None:
    scenario = make_scenario(seed, START)
    parted, apart = live(scenario, merged=True), live(scenario, merged=False)
    told = f"seed {seed}: {[(act.kind, act.side, act.known, scenario.is_between(act.at)) for act in scenario.acts]}"
    left = _check_rows(scenario, parted, apart, told)
    for side in SIDES:
        _check_profile(parted.profiles[side], apart.profiles[side], left, f"{told} {side}")
        wider = [about for about, may in parted.allowed[side].items() if may and not apart.allowed[side][about]]
        assert wider == [], f"{told}: a merge that was undone widened what {side} allows"


def _check_rows(scenario: Scenario, parted: World, apart: World, told: str) -> Counter[str]:
    """Rows that are another side's are those that nobody can place, no more of each kind than the page says."""
    left: Counter[str] = Counter()
    for side in SIDES:
        missing, extra = apart.rows[side] - parted.rows[side], parted.rows[side] - apart.rows[side]
        for label, at, known, said in missing:
            assert not known, f"{told}: {side} lost {label} {said}"
            assert scenario.is_between(at), f"{told}: {side} lost {label} {said}"
            left[label] += missing[label, at, known, said]
        for label, at, known, said in extra:
            again = label == "Consents" and at >= scenario.merged_at and "granted" not in str(said)
            assert again or (not known and scenario.is_between(at)), f"{told}: {side} was given {label} {said}"
    over = {label: count for label, count in left.items() if count > parted.left.get(label, 0)}
    assert over == {}, f"{told}: not on the list of what could not be undone"
    return left


def _check_profile(parted: dict[str, Any], apart: dict[str, Any], left: Counter[str], told: str) -> None:
    """The golden record is the same, but for what was set by hand while nobody could tell for whom."""
    by_hand = {"city", "postcode", "street"} if left["Values set by hand"] else set()
    assert {k: v for k, v in parted.items() if k not in by_hand} == {
        k: v for k, v in apart.items() if k not in by_hand
    }, told


@pytest.mark.parametrize("batch", range(BATCHES))
def test_each_side_is_as_without_the_merge_or_it_is_said(batch: int, town: None) -> None:
    for seed in range(batch, IN_CI, BATCHES):
        check(seed)


@pytest.mark.drill
@pytest.mark.parametrize("batch", range(BATCHES))
def test_each_side_is_as_without_the_merge_in_hundreds_of_lives(batch: int, town: None) -> None:
    for seed in range(1_000 + batch, 1_000 + IN_DRILL, BATCHES):
        check(seed)


def test_the_lives_that_are_tried_have_everything_in_them() -> None:
    acts = [act for seed in range(IN_CI) for act in make_scenario(seed, START).acts]
    between = [act for seed in range(IN_CI) for act in make_scenario(seed, START).acts if act.at.day == 14]
    assert {act.kind for act in acts} == set(ACTS)
    assert {(act.side, act.known) for act in between} == {("A", True), ("A", False), ("B", True), ("B", False)}
