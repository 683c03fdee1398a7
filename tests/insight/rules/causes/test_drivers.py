"""Which facts drive bad outcomes: each is freed from what comes with the others."""

import random
from datetime import date

import pytest

from shopkeeper.insight.rules.causes import Driver, Facts, Level, facts_from_rows, find_drivers

DAY = date(2026, 1, 1)


def world(seed: int, size: int = 6000) -> Facts:
    """Late parcels get low scores; gifts are more often late, and nobody minds them; blue ones are just blue."""
    draw = random.Random(seed)
    rows = []
    for _ in range(size):
        is_gift, is_blue, is_incomplete = (draw.random() < share for share in (0.2, 0.5, 0.05))
        is_late = draw.random() < (0.3 if is_gift else 0.05)
        is_bad = draw.random() < 0.08 + 0.4 * is_late + 0.3 * is_incomplete
        values = tuple("yes" if fact else "no" for fact in (is_late, is_gift, is_blue, is_incomplete))
        rows.append((DAY, is_bad, values))
    return facts_from_rows(rows, dict.fromkeys(["late", "gift", "blue", "incomplete"], Level.COMPANY))


def drivers_of(facts: Facts) -> dict[str, Driver]:
    exposures = {one.name: one.values["yes"] for one in facts.dimensions}
    found = find_drivers(facts.everything, exposures, rare_is_bad=facts.rare_is_bad)
    return {driver.name: driver for driver in found}


def test_late_delivery_drives_low_scores_and_being_a_gift_does_not() -> None:
    facts = world(1)
    drivers = drivers_of(facts)
    assert list(drivers) == ["late", "incomplete"]
    late = drivers["late"]
    assert late.adjusted.value == pytest.approx(0.4, abs=0.05)
    assert late.adjusted_for[0] in {"gift", "incomplete"}
    assert late.exposed == facts.dimensions[0].values["yes"].n
    assert late.attributable.value == pytest.approx(late.adjusted.value * late.exposed)


def test_a_fact_that_only_comes_with_a_driver_looks_guilty_alone() -> None:
    facts = world(1)
    gifts = facts.dimensions[1].values["yes"]
    assert find_drivers(facts.everything, {"gift": gifts})[0].raw.value == pytest.approx(0.1, abs=0.03)
    assert "gift" not in drivers_of(facts)


def test_two_names_for_one_fact_do_not_hide_each_other() -> None:
    facts = world(2)
    late = facts.dimensions[0].values["yes"]
    found = find_drivers(facts.everything, {"late": late, "delayed": late})
    assert [driver.name for driver in found] == ["delayed", "late"]
    assert found[0].adjusted_for == ()


def test_where_most_outcomes_are_bad_drivers_still_raise_the_bad_ones() -> None:
    draw = random.Random(3)
    rows = []
    for _ in range(4000):
        is_cold = draw.random() < 0.3
        rows.append((DAY, draw.random() < (0.95 if is_cold else 0.8), ("yes" if is_cold else "no",)))
    facts = facts_from_rows(rows, {"cold": Level.COMPANY})
    assert not facts.rare_is_bad
    driver = drivers_of(facts)["cold"]
    assert driver.adjusted.value == pytest.approx(0.15, abs=0.03)
    assert driver.share_exposed == pytest.approx(0.95, abs=0.02)


def test_too_few_cases_drive_nothing() -> None:
    facts = facts_from_rows(
        [(DAY, number < 20, ("yes" if number < 20 else "no",)) for number in range(500)],
        {"rare": Level.COMPANY},
        fewest=1,
    )
    assert drivers_of(facts) == {}
