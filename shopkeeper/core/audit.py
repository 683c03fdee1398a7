"""Looking at the machinery: the audit trail, timers, and background work that failed, for now or for good."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Event, TimerRun

NEWEST = 50


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that failed: what, about which event, after how many tries; and when it is tried again, or was last."""

    id: int
    task: str
    about: str
    attempts: int
    at: datetime | None


def list_timers(*, by: Actor) -> list[TimerRun]:
    """Every timer that has run, those with a failure first."""
    by.require("core.view_system")
    return sorted(TimerRun.objects.all(), key=lambda run: (not run.failure, run.name))


def list_events(*, by: Actor, name: str = "", actor_id: str = "", limit: int = NEWEST) -> list[Event]:
    """The newest events, of one name or one actor where asked."""
    by.require("core.view_system")
    rows = Event.objects.order_by("-recorded_at")
    if name:
        rows = rows.filter(name=name)
    if actor_id:
        rows = rows.filter(actor_id=actor_id)
    return list(rows[:limit])


def list_failures(*, by: Actor, limit: int = NEWEST) -> list[FailedJob]:
    """Background work that failed for good, newest first."""
    by.require("core.view_system")
    rows = ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:limit]
    return [_failed(row) for row in rows]


def list_retries(*, by: Actor, limit: int = NEWEST) -> list[FailedJob]:
    """Background work that failed and is tried again, what failed most often first."""
    by.require("core.view_system")
    rows = ProcrastinateJob.objects.filter(status__in=("todo", "doing"), attempts__gt=0)
    return [_failed(row) for row in rows.order_by("-attempts", "id")[:limit]]


def _failed(row: ProcrastinateJob) -> FailedJob:
    return FailedJob(row.id, row.task_name, _about(row.args), row.attempts, row.scheduled_at)


def _about(args: dict[str, Any]) -> str:
    return str(args.get("handler") or args.get("timer") or args.get("event_id") or "")
