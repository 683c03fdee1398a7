"""A promise of another year says its year, and nobody counts the days of one that was forgotten years ago."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from shopkeeper.promises.contracts import PromiseCard, PromiseKind, PromiseState
from shopkeeper.promises.steps import what_in_words
from shopkeeper.promises.templatetags.promise_words import promise_tag

pytestmark = pytest.mark.django_db
DUE = datetime(2018, 10, 4, 12, tzinfo=UTC)
CARD = PromiseCard(
    id=uuid4(), kind=PromiseKind.DELIVERY, ref="order:1", node="", outlet_id=None, customer_id=None, made_at=DUE,
    original_due_at=DUE, due_at=DUE, fulfilled_at=None, state=PromiseState.BROKEN, late_by_seconds=86_400 * 90,
)  # fmt: skip


@pytest.mark.parametrize(("year", "words"), [(2018, "delivery by Thu 4 Oct"), (2026, "delivery by Thu 4 Oct 2018")])
def test_a_day_of_another_year_says_its_year(year: int, words: str) -> None:
    assert what_in_words(PromiseKind.DELIVERY, DUE, now=datetime(year, 11, 23, tzinfo=UTC)) == words


def test_what_was_forgotten_long_ago_says_since_when() -> None:
    forgotten = replace(CARD, late_by_seconds=86_400 * 3017)
    assert promise_tag(CARD)["text"] == "90 days late"
    assert promise_tag(forgotten)["text"] == "not kept since 4 Oct 2018"
    assert promise_tag(replace(forgotten, fulfilled_at=DUE))["text"] == "3017 days late"
