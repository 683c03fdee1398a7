"""Timers remember their last run, and a failure is kept without stopping the next."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from shopkeeper.core import clock, dispatch, schedule
from shopkeeper.core.actors import Actor
from shopkeeper.core.models import TimerRun

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def timers() -> Iterator[None]:
    """Two timers, one of which fails."""

    def fail(*, by: Actor, now: datetime) -> int:
        raise RuntimeError("no paper")

    schedule.register("test.count", every=timedelta(minutes=5), sweep=lambda by, now: 3)
    schedule.register("test.fail", every=timedelta(minutes=5), sweep=fail)
    yield
    schedule._TIMERS.pop("test.count")
    schedule._TIMERS.pop("test.fail")


def test_a_timer_is_due_until_it_has_run_and_again_after_its_time() -> None:
    assert "test.count" in schedule.list_due(now=NOW)
    assert schedule.run("test.count", now=NOW) == 3
    assert "test.count" not in schedule.list_due(now=NOW + timedelta(minutes=4, seconds=59))
    assert "test.count" in schedule.list_due(now=NOW + timedelta(minutes=5))
    assert TimerRun.objects.get(name="test.count").handled == 3


def test_a_timer_is_brought_forward_and_keeps_its_pace_afterwards() -> None:
    schedule.run("test.count", now=NOW)
    schedule.bring_forward("test.count", now=NOW + timedelta(minutes=1))
    assert "test.count" in schedule.list_due(now=NOW + timedelta(minutes=1))
    schedule.run("test.count", now=NOW + timedelta(minutes=1))
    assert "test.count" not in schedule.list_due(now=NOW + timedelta(minutes=5))


def test_others_wait_while_facts_are_still_coming_in() -> None:
    arrived = NOW + timedelta(minutes=3)
    schedule.register(
        "test.catch_up", every=timedelta(minutes=1), sweep=lambda by, now: 1, is_behind=lambda now: now < arrived
    )
    try:
        assert schedule.list_due(now=NOW) == ["test.catch_up"]
        schedule.run("test.catch_up", now=NOW)
        assert schedule.list_due(now=NOW + timedelta(seconds=30)) == []
        assert schedule.list_due(now=NOW + timedelta(minutes=1)) == ["test.catch_up"]
        assert {"test.count", "test.fail", "test.catch_up"} <= set(schedule.list_due(now=arrived))
    finally:
        schedule._TIMERS.pop("test.catch_up")


def test_what_was_done_by_other_means_is_not_done_again_at_once() -> None:
    schedule.count_as_run("test.count", now=NOW)
    assert "test.count" not in schedule.list_due(now=NOW + timedelta(minutes=4))
    assert "test.count" in schedule.list_due(now=NOW + timedelta(minutes=5))


def test_a_failure_is_kept_and_the_next_run_is_due_as_usual() -> None:
    with pytest.raises(RuntimeError):
        schedule.run("test.fail", now=NOW)
    assert TimerRun.objects.get(name="test.fail").failure == "RuntimeError: no paper"
    assert "test.fail" in schedule.list_due(now=NOW + timedelta(minutes=5))


def waiting() -> list[tuple[str, int]]:
    """Timers that wait for their turn, by what the clock put into the queue."""
    rows = ProcrastinateJob.objects.filter(task_name="core.run_timer", status="todo")
    return sorted((row.args["timer"], row.priority) for row in rows if row.args["timer"].startswith("test."))


def test_a_timer_that_still_waits_for_its_turn_keeps_no_other_from_being_started() -> None:
    dispatch.tick(context=None, timestamp=0)
    ProcrastinateJob.objects.filter(task_name="core.run_timer", args__timer="test.fail").update(status="succeeded")
    dispatch.tick(context=None, timestamp=0)
    assert waiting() == [("test.count", 1), ("test.fail", 1)]


def test_a_timer_that_began_a_little_after_its_tick_runs_at_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule.run("test.count", now=NOW + timedelta(seconds=1))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=4, seconds=50))
    dispatch.tick(context=None, timestamp=0)
    assert "test.count" not in dict(waiting())
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    dispatch.tick(context=None, timestamp=0)
    assert "test.count" in dict(waiting())
