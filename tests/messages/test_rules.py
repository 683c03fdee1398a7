"""Who may be written to, what a text needs, when to try again."""

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.messages.contracts import HeldBack
from shopkeeper.messages.rules import best_language, fill, missing_places, next_try_at, reason_to_hold_back

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FINE = {
    "purpose": "survey", "contact_point": "a@example.org", "may_contact": True, "is_held": False, "is_quiet": False,
    "sent_lately": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"sent_lately": 2}, None),
        ({"sent_lately": 3}, HeldBack.FATIGUE),
        ({"sent_lately": 3, "purpose": "service"}, None),
        ({"is_held": True, "sent_lately": 3}, HeldBack.HOLD),
        ({"is_quiet": True, "is_held": True}, HeldBack.HOLD),
        ({"is_quiet": True, "sent_lately": 3}, HeldBack.QUIET),
        ({"is_quiet": True, "purpose": "service"}, None),
        ({"may_contact": False, "is_held": True}, HeldBack.NO_CONSENT),
        ({"contact_point": "", "may_contact": False}, HeldBack.NO_CONTACT_POINT),
    ],
)
def test_the_most_basic_reason_comes_first(change: dict[str, object], reason: HeldBack | None) -> None:
    assert reason_to_hold_back(**{**FINE, **change}) is reason  # type: ignore[arg-type]


def test_a_text_names_the_places_that_are_empty() -> None:
    text = "Dear {name}, order {order}: {name}"
    assert missing_places(text, {"name": "Ann"}) == ["order"]
    assert missing_places(text, {"name": "", "order": "1"}) == ["name"]
    assert fill(text, {"name": "{order}", "order": "1"}) == "Dear {order}, order 1: {order}"


def test_tries_grow_rarer_and_end() -> None:
    waits = [next_try_at(tries=n, now=NOW) for n in range(1, 7)]
    assert waits[0] == NOW + timedelta(minutes=1)
    assert waits[4] == NOW + timedelta(days=1)
    assert waits[5] is None


@pytest.mark.parametrize(
    ("wished", "offered", "found"),
    [
        ("pt-br", ["en-gb", "pt-br"], "pt-br"),
        ("pt-br", ["en-gb", "pt"], "pt"),
        ("fr", ["en-gb", "de"], "en-gb"),
        ("fr", ["de"], "de"),
        ("fr", [], None),
    ],
)
def test_a_reader_gets_the_nearest_language(wished: str, offered: list[str], found: str | None) -> None:
    assert best_language(wished, offered, "en-gb") == found
