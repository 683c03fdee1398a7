"""The search finds the cause that was planted: what, where, since when, how much, and what is not to blame.

The sizes are those of a retailer's real troubles: some hundred cases within thousands.
"""

import random
from datetime import date, timedelta

import pytest

from shopkeeper.insight.rules.causes import (
    Analysis,
    Cause,
    Condition,
    Direction,
    Kind,
    Level,
    Verdict,
    search,
)
from tests.insight.rules.causes.worlds import FIRST_DAY, Fact, World, even, falling

OUTLETS = even("outlet", 12)
AT_OUTLETS = {"outlet": Level.OUTLET}


def only_change(analysis: Analysis) -> Cause:
    news = [cause for cause in analysis.causes if cause.kind is not Kind.STANDING]
    assert len(news) == 1, [cause.conditions for cause in news]
    return news[0]


def conditions(cause: Cause) -> dict[str, tuple[str, ...]]:
    return {condition.dimension: condition.values for condition in cause.conditions}


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def moved_depot(seed: int) -> Analysis:
    """A carrier moved its depot: parcels to the north come late, 5 -> 22 %, some 70 days before the end."""
    world = World(
        shares={
            "carrier": {"Swift": 0.4, "Dart": 0.4, "Home": 0.2},
            "region": {"North": 0.33, "South": 0.3, "East": 0.17, "West": 0.2},
            "warehouse": {"Leicester": 0.6, "Bristol": 0.4},
            "category": even("category", 8),
            "outlet": OUTLETS,
        },
        days=545,
        daily=110,
        base=0.05,
        levels=AT_OUTLETS,
    )
    world.risk = lambda fact, at: 4.4 if at >= 475 and (fact["carrier"], fact["region"]) == ("Dart", "North") else 1
    return search(world.facts(seed))


@pytest.fixture(scope="module")
def depot() -> Analysis:
    return moved_depot(seed=7)


def test_a_carrier_that_moved_its_depot_is_found_by_carrier_and_region(depot: Analysis) -> None:
    cause = only_change(depot)
    assert conditions(cause) == {"carrier": ("Dart",), "region": ("North",)}
    assert (cause.kind, cause.direction, cause.level) == (Kind.CHANGE, Direction.WORSE, Level.COMPANY)
    assert cause.is_certain


def test_it_says_since_when(depot: Analysis) -> None:
    cause = only_change(depot)
    assert cause.since is not None
    assert cause.since_earliest is not None
    assert cause.since_latest is not None
    assert cause.since_earliest <= day(475) <= cause.since_latest
    assert (cause.since_latest - cause.since_earliest).days <= 14
    assert cause.until is None


def test_it_counts_the_parcels_that_need_not_have_been_late(depot: Analysis) -> None:
    cause = only_change(depot)
    assert cause.n == pytest.approx(1016, rel=0.1)
    assert cause.share == pytest.approx(0.22, abs=0.03)
    assert cause.expected == pytest.approx(0.05 * cause.n, rel=0.2)
    assert cause.excess.value == cause.bad - cause.expected
    assert cause.excess.low is not None
    assert cause.excess.high is not None
    assert cause.excess.low < 0.17 * cause.n < cause.excess.high
    assert cause.rest_now == pytest.approx(cause.rest_before, abs=0.01)


def test_it_rules_out_the_warehouse_and_the_product(depot: Analysis) -> None:
    evidence = {one.dimension: one for one in only_change(depot).evidence}
    assert {name: one.verdict for name, one in evidence.items()} == dict.fromkeys(
        ["warehouse", "category", "outlet"], Verdict.RULED_OUT
    )
    warehouse = evidence["warehouse"]
    assert warehouse.effect_within == pytest.approx(1, abs=0.1)
    assert warehouse.share is not None
    assert warehouse.share_without is not None
    assert warehouse.share > 0.055
    assert warehouse.share_without == pytest.approx(0.05, abs=0.006)


def test_it_lies_over_all_outlets(depot: Analysis) -> None:
    (spread,) = only_change(depot).spread
    assert (spread.dimension, spread.judged) == ("outlet", 12)
    assert spread.affected >= 10
    assert spread.largest_share < 0.25


def test_a_batch_of_one_sweater_is_found_in_all_outlets() -> None:
    """14 -> 31 % of some 600: the new batch, not the sweater, not clothing, which is always returned more."""
    categories = {f"product {number}": ("clothing", "home", "garden")[number % 3] for number in range(1, 61)}
    world = World(
        shares={
            "product": falling("product", 60),
            "category": {"": 1},
            "batch": {"": 1},
            "outlet": OUTLETS,
            "channel": {"web": 0.5, "store": 0.5},
        },
        days=500,
        daily=110,
        base=0.08,
        levels=AT_OUTLETS,
    )

    def shape(fact: Fact, at: int, draw: random.Random) -> None:
        fact["category"] = categories[str(fact["product"])]
        fact["batch"] = f"{fact['product']}, batch {at // 100}"
        if fact["product"] == "product 3":
            fact["batch"] = "sweater, new" if at >= 400 and draw.random() < 0.8 else "sweater, old"

    world.shape = shape
    world.risk = lambda fact, at: (
        (1.75 if fact["category"] == "clothing" else 1) * (2.2 if fact["batch"] == "sweater, new" else 1)
    )
    cause = only_change(search(world.facts(3)))
    assert conditions(cause) == {"batch": ("sweater, new",)}
    assert (cause.kind, cause.level, cause.since) == (Kind.NEW, Level.COMPANY, day(400))
    assert cause.share == pytest.approx(0.31, abs=0.04)
    assert cause.expected_share == pytest.approx(0.15, abs=0.02)
    assert {one.dimension: one.verdict for one in cause.evidence}["channel"] is Verdict.RULED_OUT


def test_a_returns_desk_is_found_with_its_hours() -> None:
    """Low satisfaction 10 -> 34 % at one outlet, from twelve to three."""
    world = World(
        shares={"outlet": OUTLETS, "hours": even("hours", 6), "weekday": {"weekday": 0.75, "weekend": 0.25}},
        days=545,
        daily=70,
        base=0.10,
        levels=AT_OUTLETS,
    )
    world.risk = lambda fact, at: (
        3.4 if at >= 425 and fact["outlet"] == "outlet 4" and fact["hours"] in ("hours 3", "hours 4") else 1
    )
    cause = only_change(search(world.facts(5)))
    assert conditions(cause) == {"hours": ("hours 3", "hours 4"), "outlet": ("outlet 4",)}
    assert cause.level is Level.OUTLET
    assert cause.share == pytest.approx(0.34, abs=0.06)


def test_one_step_of_the_checkout_is_found_for_the_three_outlets_that_it_concerns() -> None:
    """Drop 18 -> 34 % of some 1,160 for 24 days, while other steps always lose more or less."""
    usual = dict(zip(even("step", 5), (0.4, 0.6, 1, 0.8, 0.5), strict=True))
    ill = ("outlet 2", "outlet 5", "outlet 9")
    world = World(
        shares={"step": even("step", 5), "outlet": OUTLETS, "device": {"phone": 0.6, "desk": 0.4}},
        days=180,
        daily=960,
        base=0.18,
        levels=AT_OUTLETS,
    )
    world.risk = lambda fact, at: (
        usual[str(fact["step"])] * (1.9 if at >= 156 and fact["step"] == "step 3" and fact["outlet"] in ill else 1)
    )
    cause = only_change(search(world.facts(2)))
    assert conditions(cause) == {"outlet": ill, "step": ("step 3",)}
    assert cause.since is not None
    assert abs((cause.since - day(156)).days) <= 3


def test_a_store_that_improved_is_found_as_well() -> None:
    """Not found at pick-up: 7.5 -> 2.1 % of some 1,800."""
    world = World(
        shares={"outlet": OUTLETS, "category": even("category", 8), "channel": {"web": 0.8, "app": 0.2}},
        days=545,
        daily=144,
        base=0.075,
        levels=AT_OUTLETS,
    )
    world.risk = lambda fact, at: 0.28 if at >= 395 and fact["outlet"] == "outlet 6" else 1
    cause = only_change(search(world.facts(11)))
    assert conditions(cause) == {"outlet": ("outlet 6",)}
    assert (cause.direction, cause.level, cause.doubts) == (Direction.BETTER, Level.OUTLET, ())
    assert cause.difference.value == pytest.approx(-0.054, abs=0.015)
    assert cause.excess.high is not None
    assert cause.excess.high < -60


def test_phantom_stock_is_found_in_one_category_of_one_outlet() -> None:
    """Short picks 3 -> 14 % of some 400."""
    world = World(
        shares={"outlet": OUTLETS, "category": even("category", 8), "shift": even("shift", 3)},
        days=300,
        daily=860,
        base=0.03,
        levels=AT_OUTLETS,
    )
    world.risk = lambda fact, at: (
        4.7 if at >= 255 and (fact["outlet"], fact["category"]) == ("outlet 7", "category 3") else 1
    )
    cause = only_change(search(world.facts(1)))
    assert conditions(cause) == {"category": ("category 3",), "outlet": ("outlet 7",)}
    assert cause.share == pytest.approx(0.14, abs=0.03)


def test_two_causes_at_once_are_told_apart() -> None:
    world = World(
        shares={"carrier": even("carrier", 3), "region": even("region", 5), "supplier": even("supplier", 10)},
        days=365,
        daily=150,
        base=0.06,
    )
    world.risk = lambda fact, at: (
        (4 if at >= 300 and (fact["carrier"], fact["region"]) == ("carrier 2", "region 1") else 1)
        * (3 if at >= 250 and fact["supplier"] == "supplier 7" else 1)
    )
    found = [conditions(cause) for cause in search(world.facts(4)).causes]
    assert found == [
        {"supplier": ("supplier 7",)},
        {"carrier": ("carrier 2",), "region": ("region 1",)},
    ]


def test_a_goal_that_was_cut_worsens_everything_at_once() -> None:
    """Repeat contacts 15 -> 26 % for 30 days, on every topic and in every channel."""
    world = World(shares={"topic": even("topic", 10), "channel": even("channel", 3)}, days=540, daily=90, base=0.15)
    world.risk = lambda fact, at: 1.73 if at >= 510 else 1
    cause = only_change(search(world.facts(1)))
    assert (cause.conditions, cause.kind, cause.level) == ((), Kind.CHANGE, Level.DEPARTMENT)
    assert cause.since is not None
    assert abs((cause.since - day(510)).days) <= 4
    assert cause.share == pytest.approx(0.26, abs=0.02)
    assert cause.expected == pytest.approx(0.15 * cause.n, rel=0.03)
    assert {one.dimension: one.verdict for one in cause.evidence} == {
        "topic": Verdict.RULED_OUT,
        "channel": Verdict.RULED_OUT,
    }
    assert [one.effect_within for one in cause.evidence] == [pytest.approx(1, abs=0.02)] * 2


def test_what_was_bad_for_a_while_and_is_good_again_is_told_as_past() -> None:
    world = World(shares={"carrier": even("carrier", 3), "region": even("region", 5)}, days=400, daily=120, base=0.05)
    world.risk = lambda fact, at: 5 if 200 <= at < 240 and fact["carrier"] == "carrier 1" else 1
    cause = only_change(search(world.facts(6)))
    assert (cause.kind, conditions(cause)) == (Kind.EPISODE, {"carrier": ("carrier 1",)})
    assert cause.since is not None
    assert cause.until is not None
    assert abs((cause.since - day(200)).days) <= 10
    assert abs((cause.until - day(239)).days) <= 10


def test_what_always_was_worse_is_told_apart_from_news() -> None:
    world = World(shares={"carrier": even("carrier", 3), "region": even("region", 5)}, days=300, daily=100, base=0.05)
    world.risk = lambda fact, at: 3 if fact["region"] == "region 4" else 1
    (cause,) = search(world.facts(8)).causes
    assert (cause.kind, cause.since, conditions(cause)) == (Kind.STANDING, None, {"region": ("region 4",)})
    assert cause.expected_share == pytest.approx(0.05, abs=0.006)


def test_where_most_outcomes_are_bad_the_causes_are_still_of_bad_ones() -> None:
    """Nine of ten people do not respond to a survey; at one outlet nobody is asked any more."""
    world = World(shares={"outlet": OUTLETS, "channel": even("channel", 3)}, days=300, daily=150, base=0.8)
    world.risk = lambda fact, at: 1.17 if at >= 230 and fact["outlet"] == "outlet 3" else 1
    cause = only_change(search(world.facts(9)))
    assert (cause.direction, conditions(cause)) == (Direction.WORSE, {"outlet": ("outlet 3",)})
    assert cause.share == pytest.approx(0.936, abs=0.02)
    assert cause.expected_share == pytest.approx(0.8, abs=0.02)
    assert cause.excess.value == pytest.approx(cause.bad - cause.expected)
    assert cause.excess.low is not None
    assert cause.excess.low > 0


def test_every_cause_states_its_conditions_by_dimension_and_value() -> None:
    assert Condition("region", ("North",)) in only_change(moved_depot(seed=8)).conditions


@pytest.mark.parametrize("seed", [1, 3])
def test_what_only_one_supplier_ever_does_is_found_where_the_rest_of_the_world_says_nothing(seed: int) -> None:
    def shape(fact: Fact, at: int, draw: random.Random) -> None:
        fact["product"] = f"{fact['supplier']}, product {draw.randint(1, 40)}"

    world = World(
        shares={
            "supplier": falling("supplier", 9) | {"supplier 1": 0.15},
            "product": {"": 1},
            "channel": {"web": 0.8, "marketplace": 0.15, "phone": 0.05},
            "region": even("region", 8),
        },
        days=545,
        daily=150,
        base=0.018,
        shape=shape,
    )
    world.risk = lambda fact, at: 0 if fact["supplier"] != "supplier 1" else 5.3 if at >= 485 else 1
    (cause,) = search(world.facts(seed)).causes
    assert conditions(cause) == {"supplier": ("supplier 1",)}
    assert cause.since is not None
    assert abs((cause.since - day(485)).days) <= 9
    assert cause.share_before == pytest.approx(0.018, abs=0.006)
    assert (cause.rest_before, cause.rest_now) == (0, 0)
