"""Causes in the words of people: narrow before wide, no codes of systems, no score where something went wrong."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from shopkeeper.insight.contracts import CauseCard
from shopkeeper.insight.sentences import finding_of_cause, how_much, name_of_cause, title_of_cause
from shopkeeper.insight.words import where_words


def cause(**facts: Any) -> CauseCard:
    """Late parcels of Fleetline in the North."""
    known: dict[str, Any] = {
        "id": UUID(int=1), "metric": "on_time_delivery", "filters": {"region": "North", "carrier": "Fleetline"},
        "kind": "change", "direction": "worse", "level": "company", "since_on": date(2026, 9, 12), "until_on": None,
        "n": 1016, "bad": 224, "expected": 50.8, "share": 0.2205, "share_expected": 0.05, "difference_low": 0.143,
        "difference_high": 0.204, "people_hurt": 224, "people_silent": 163, "money": 22_000.0, "money_low": 12_000.0,
        "money_high": 36_000.0, "owner_role": "supply_chain_manager", "is_certain": True,
        "seen_at": datetime(2026, 11, 22, tzinfo=UTC),
    }  # fmt: skip
    return CauseCard(**(known | facts))


def test_a_cause_is_called_by_what_goes_wrong_and_where() -> None:
    assert title_of_cause(cause()) == "Late parcels: Fleetline, North"
    assert finding_of_cause(cause()) == "22% came late since 12 September; 5% were to be expected."
    assert how_much(cause()) == "224 of 1,016 came late; 51 were to be expected. That is 14.3 to 20.4 points more."


def test_what_went_better_is_called_by_its_metric() -> None:
    better = cause(metric="pickup_not_found", filters={"outlet": "York"}, direction="better",
                   difference_low=-0.065, difference_high=-0.043)  # fmt: skip
    assert title_of_cause(better) == "Pick-ups not found: York"
    assert how_much(better).endswith("That is 4.3 to 6.5 points less.")


def test_a_cause_of_another_year_says_its_year() -> None:
    assert "since 12 September 2025;" in finding_of_cause(cause(since_on=date(2025, 9, 12)))
    assert finding_of_cause(cause(since_on=None)) == "22% came late; 5% were to be expected."


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2026, 3, 2), date(2026, 3, 9), "from 2 March to 9 March;"),
        (date(2025, 12, 5), date(2025, 12, 26), "from 5 December to 26 December 2025;"),
        (date(2025, 12, 20), date(2026, 1, 4), "from 20 December 2025 to 4 January;"),
    ],
)
def test_what_is_over_says_from_when_to_when(since: date, until: date, words: str) -> None:
    assert words in finding_of_cause(cause(since_on=since, until_on=until))


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({}, "everywhere"),
        ({"step": "delivery options", "options": "collect_hidden:stock_55_min_old"},
         "delivery options, collect hidden (stock 55 min old)"),
        ({"batch": "CL-2407"}, "batch CL-2407"),
        ({"hours": "12 to 15", "outlet": "Brighton"}, "Brighton, 12 to 15 o’clock"),
        ({"category": "Coats | Knitwear | Shoes"}, "Coats, Knitwear and Shoes"),
        ({"category": "Coats | Knitwear | Shoes | Hats"}, "Coats, Knitwear and 2 more"),
    ],
)  # fmt: skip
def test_places_are_named_as_people_name_them(filters: dict[str, str], name: str) -> None:
    assert name_of_cause(filters) == name


def test_what_a_number_is_kept_to_is_said_without_the_codes_of_systems() -> None:
    kept_to = {"options": "collect_hidden:stock_55_min_old", "hours": "12 to 15"}
    assert where_words(kept_to) == [
        ("Options shown", "collect hidden (stock 55 min old)"), ("Time of day", "12 to 15 o’clock"),
    ]  # fmt: skip
