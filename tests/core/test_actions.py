"""Actions are all or nothing, whoever calls whom."""

from datetime import UTC, datetime

import pytest

from shopkeeper.core.actions import action, one_statement_action, reading_only
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.models import TimerRun
from shopkeeper.core.refusals import ButtonOnly, InvalidInput

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BY = system_actor("test")
pytestmark = pytest.mark.django_db(transaction=True)


@action
def note(*, name: str, by: Actor, now: datetime) -> None:
    """Write a row; refuse a bad name after writing."""
    TimerRun.objects.create(name=name, started_at=now, due_at=now)
    if name == "bad":
        raise InvalidInput(reason="bad name")


@action
def note_two(*, first: str, second: str, by: Actor, now: datetime) -> None:
    """Two nested actions in one transaction."""
    note(name=first, by=by, now=now)
    note(name=second, by=by, now=now)


def test_nested_actions_commit_together() -> None:
    note_two(first="a", second="b", by=BY, now=NOW)
    assert list(TimerRun.objects.order_by("name").values_list("name", flat=True)) == ["a", "b"]


def test_a_refusal_inside_undoes_everything() -> None:
    with pytest.raises(InvalidInput, match="bad name"):
        note_two(first="a", second="bad", by=BY, now=NOW)
    assert TimerRun.objects.count() == 0
    note(name="after", by=BY, now=NOW)
    assert TimerRun.objects.count() == 1


def test_whoever_only_reads_does_nothing() -> None:
    with reading_only(), pytest.raises(ButtonOnly, match="A link changes nothing here"):
        note(name="a", by=BY, now=NOW)
    assert TimerRun.objects.count() == 0
    note(name="a", by=BY, now=NOW)
    assert TimerRun.objects.count() == 1


def test_actions_take_keywords_only() -> None:
    with pytest.raises(TypeError, match="keywords only"):
        note("a", BY, NOW)  # type: ignore[misc]


@one_statement_action
def note_at_once(*, name: str, by: Actor, now: datetime) -> None:
    """One statement, no transaction of its own."""
    TimerRun.objects.bulk_create([TimerRun(name=name, started_at=now, due_at=now)])


@action
def note_both(*, name: str, by: Actor, now: datetime) -> None:
    """The one statement inside of a larger action."""
    note_at_once(name="a", by=by, now=now)
    note(name=name, by=by, now=now)


def test_an_action_of_one_statement_stands_alone_and_goes_with_the_larger_one() -> None:
    note_at_once(name="alone", by=BY, now=NOW)
    with pytest.raises(InvalidInput, match="bad name"):
        note_both(name="bad", by=BY, now=NOW)
    assert list(TimerRun.objects.values_list("name", flat=True)) == ["alone"]
    with pytest.raises(TypeError, match="keywords only"):
        note_at_once("a", BY, NOW)  # type: ignore[misc]
