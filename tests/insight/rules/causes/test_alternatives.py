"""What two ways of looking show of one cause is said once: at these hours, or on that weekday."""

import pytest

from shopkeeper.insight.rules.causes import Analysis, Kind, Level, search
from tests.insight.rules.causes.test_search_finds import conditions, day, only_change
from tests.insight.rules.causes.worlds import Fact, World, even

WEEK = even("day", 6) | {"Saturday": 1.6}
HOURS = {"9 to 12": 1.0, "12 to 15": 1.0, "15 to 18": 1.2}


def desk(seed: int, **risk: float) -> Analysis:
    """Waits at the desks of twelve stores; at one of them, since some day, a part of the week is slow."""
    world = World(
        shares={"outlet": even("outlet", 12), "hours": HOURS, "weekday": WEEK, "category": even("category", 8)},
        days=545, daily=40, base=0.12,
        levels={"outlet": Level.OUTLET, "hours": Level.OUTLET, "weekday": Level.OUTLET},
    )  # fmt: skip

    def slow(fact: Fact, at: int) -> float:
        if at < 425 or fact["outlet"] != "outlet 3":
            return 1
        return max(risk.get("noon", 1) if fact["hours"] == "12 to 15" else 1,
                   risk.get("saturday", 1) if fact["weekday"] == "Saturday" else 1)  # fmt: skip

    world.risk = slow
    return search(world.facts(seed))


def test_a_desk_that_is_slow_at_noon_and_on_saturdays_is_one_cause() -> None:
    cause = only_change(desk(2, noon=4.0, saturday=4.0))
    assert conditions(cause) == {"outlet": ("outlet 3",), "hours|weekday": ("12 to 15", "Saturday")}
    assert cause.level is Level.OUTLET
    assert abs(((cause.since or day(0)) - day(425)).days) <= 15
    assert 0.38 < cause.share < 0.58


@pytest.mark.parametrize("seed", [1, 3])
def test_where_its_hours_are_not_certain_it_is_still_one_cause_of_that_desk(seed: int) -> None:
    cause = only_change(desk(seed, noon=4.0, saturday=4.0))
    assert (conditions(cause)["outlet"], cause.level) == (("outlet 3",), Level.OUTLET)


def test_a_desk_that_is_slow_at_noon_only_says_nothing_of_saturdays() -> None:
    cause = only_change(desk(1, noon=4.0))
    assert conditions(cause) == {"outlet": ("outlet 3",), "hours": ("12 to 15",)}


def test_slow_hours_of_two_desks_stay_two_causes() -> None:
    world = World(
        shares={"outlet": even("outlet", 12), "hours": HOURS, "weekday": WEEK},
        days=545, daily=40, base=0.12,
        levels={"outlet": Level.OUTLET, "hours": Level.OUTLET, "weekday": Level.OUTLET},
    )  # fmt: skip
    slow = {("outlet 3", "hours", "12 to 15"), ("outlet 7", "weekday", "Saturday")}
    world.risk = lambda fact, at: (
        4.5 if at >= 425 and any(fact["outlet"] == o and fact[name] == value for o, name, value in slow) else 1
    )
    causes = [cause for cause in search(world.facts(2)).causes if cause.kind is not Kind.STANDING]
    assert sorted(conditions(cause)["outlet"][0] for cause in causes) == ["outlet 3", "outlet 7"]
