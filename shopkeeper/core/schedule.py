"""The schedule: what runs again and again. Each has a row with its last run, so that a restart forgets nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.models import TimerRun

Sweep = Callable[..., int]
IsBehind = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Timer:
    """A sweep that is due every `every`; it takes `by` and `now` and returns how many rows it handled."""

    name: str
    every: timedelta
    sweep: Sweep
    is_behind: IsBehind | None = None


_TIMERS: dict[str, Timer] = {}


def register(name: str, *, every: timedelta, sweep: Sweep, is_behind: IsBehind | None = None) -> None:
    """Offer a sweep (`module.verb_noun`) to the clock.

    While `is_behind(now=)`, all other timers wait: they would draw conclusions from facts that have not come in yet.
    """
    _TIMERS[name] = Timer(name, every, sweep, is_behind)


def is_registered(name: str) -> bool:
    """Whether a module offers this timer."""
    return name in _TIMERS


def list_due(*, now: datetime) -> list[str]:
    """Names of the timers that are due; while some are behind, only those."""
    later = set(TimerRun.objects.filter(due_at__gt=now).values_list("name", flat=True))
    behind = [name for name, timer in _TIMERS.items() if timer.is_behind and timer.is_behind(now=now)]
    return [name for name in behind or _TIMERS if name not in later]


def count_as_run(name: str, *, now: datetime) -> None:
    """What a timer does was just done by other means: it is due again after its time."""
    due_at = now + _TIMERS[name].every
    TimerRun.objects.update_or_create(name=name, defaults={"started_at": now, "due_at": due_at, "failure": ""})


def bring_forward(name: str, *, now: datetime) -> None:
    """Let a timer be due at once, since something happened that makes waiting pointless."""
    TimerRun.objects.filter(name=name, due_at__gt=now).update(due_at=now)


def run(name: str, *, now: datetime) -> int:
    """Run one timer now. A failure is kept on its row and the next run is due as usual."""
    timer = _TIMERS[name]
    by: Actor = system_actor(f"timer:{name}")
    row = {"started_at": now, "due_at": now + timer.every, "handled": 0, "failure": "started, not finished"}
    TimerRun.objects.update_or_create(name=name, defaults=row)
    try:
        handled = timer.sweep(by=by, now=now)
    except Exception as error:
        TimerRun.objects.filter(name=name).update(failure=f"{type(error).__name__}: {error}"[:500])
        raise
    TimerRun.objects.filter(name=name).update(handled=handled, failure="")
    return handled


def forget_failures(texts: Iterable[str]) -> int:
    """Empty the failures of timers in which one of these texts stands; gives how many."""
    rows = [row for row in TimerRun.objects.exclude(failure="") if any(t in row.failure.casefold() for t in texts)]
    return TimerRun.objects.filter(pk__in=[row.pk for row in rows]).update(failure="not told")
