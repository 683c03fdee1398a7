"""A cause keeps its identity, and so its problem, when a night's search says it a little differently."""

from datetime import date

import pytest

from shopkeeper.insight.rules.identity import is_same_cause

MARCH, LATER = date(2026, 3, 1), date(2026, 5, 1)


def values(**filters: str) -> dict[str, frozenset[str]]:
    """Values by dimension."""
    return {name: frozenset(value.split("+")) for name, value in filters.items()}


@pytest.mark.parametrize(
    ("known", "found", "same"),
    [
        (values(outlet="Exeter", category="Tools+Plants"), values(outlet="Exeter", department="Garden"), True),
        (values(outlet="Exeter", category="Tools+Plants"), values(outlet="Exeter", category="Plants"), True),
        (values(carrier="Swift", region="North"), values(carrier="Swift"), True),
        (values(carrier="Swift", region="North"), values(carrier="Swift", region="South"), False),
        (values(carrier="Swift"), values(region="North"), False),
        (values(), values(carrier="Swift"), False),
    ],
)
def test_causes_that_meet_and_part_nowhere_are_one(known: dict, found: dict, same: bool) -> None:
    assert is_same_cause(known, MARCH, found, date(2026, 3, 20)) is same
    assert is_same_cause(known, MARCH, found, LATER) is False


def test_what_always_was_so_is_the_same_only_where_it_is_told_by_the_same_dimensions() -> None:
    assert is_same_cause(values(category="Shoes+Coats"), None, values(category="Shoes"), None) is True
    assert is_same_cause(values(category="Shoes"), None, values(category="Shoes", supplier="Hollins"), None) is False
    assert is_same_cause(values(category="Shoes"), MARCH, values(category="Shoes"), None) is False
