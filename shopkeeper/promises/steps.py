"""What became of the promises for a ref, step by step: made, moved, warned of, kept, broken, withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.organization import public as organization
from shopkeeper.promises.contracts import PromiseKind, PromiseState
from shopkeeper.promises.models import Change, Promise
from shopkeeper.promises.rules import state_of


class StepKind(StrEnum):
    """What happened to a promise."""

    MADE = "made"
    MOVED = "moved"
    TOLD = "told"
    """The customer was warned of a later time; the promise stays what it was."""
    KEPT = "kept"
    LATE = "late"
    """Done, but later or with less than was promised."""
    BROKEN = "broken"
    """Fell due and was not done yet."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PromiseStep:
    """One step: when, what, of which promise; for when from here on, and for when before."""

    at: datetime
    kind: StepKind
    promise: PromiseKind
    due_at: datetime
    before: datetime | None = None
    why: str = ""
    by: str = ""
    """Who did it, as a signature; empty where nobody wrote it down."""


_WHAT = {
    PromiseKind.DELIVERY: gettext_noop("delivery by %(day)s"),
    PromiseKind.PICKUP: gettext_noop("ready to collect %(time)s"),
    PromiseKind.REFUND: gettext_noop("money back by %(day)s"),
    PromiseKind.CALL_BACK: gettext_noop("a call back by %(time)s"),
    PromiseKind.REPLY: gettext_noop("a reply by %(time)s"),
    PromiseKind.PRICE: gettext_noop("the price until %(day)s"),
    PromiseKind.STOCK: gettext_noop("the pieces by %(day)s"),
}
_STEPS = {
    StepKind.MADE: gettext_noop("Promised: %(what)s"),
    StepKind.MOVED: gettext_noop("Promise moved: %(what)s"),
    StepKind.TOLD: gettext_noop("The customer was told: rather %(what)s"),
    StepKind.KEPT: gettext_noop("Kept: %(what)s"),
    StepKind.LATE: gettext_noop("Done late: %(what)s"),
    StepKind.BROKEN: gettext_noop("Not kept: %(what)s"),
    StepKind.WITHDRAWN: gettext_noop("Fell away: %(what)s"),
}


def list_steps_for_ref(ref: str, *, now: datetime) -> list[PromiseStep]:
    """Every step of every promise for a ref, in the order of time."""
    rows = Promise.objects.filter(ref=ref)
    changes: dict[object, list[Change]] = {}
    for change in Change.objects.filter(promise__ref=ref).order_by("changed_at"):
        changes.setdefault(change.promise_id, []).append(change)
    steps = [step for row in rows for step in _steps_of(row, changes.get(row.id, []), now)]
    return sorted(steps, key=lambda step: step.at)


def what_in_words(kind: PromiseKind, due_at: datetime, *, now: datetime) -> str:
    """“delivery by Wed 6 May”; with its year where that is another than now."""
    zone = ZoneInfo(organization.get_retailer().time_zone)
    moment = due_at.astimezone(zone)
    day = "D j M" if moment.year == now.astimezone(zone).year else "D j M Y"
    return _(_WHAT[kind]) % {"day": date_format(moment, day), "time": date_format(moment, f"{day}, H:i")}


def step_in_words(step: PromiseStep, *, now: datetime) -> str:
    """“Promise moved: delivery by Wed 6 May”."""
    return _(_STEPS[step.kind]) % {"what": what_in_words(step.promise, step.due_at, now=now)}


def _steps_of(row: Promise, changes: list[Change], now: datetime) -> Iterator[PromiseStep]:
    kind = PromiseKind(row.kind)
    yield PromiseStep(row.made_at, StepKind.MADE, kind, row.original_due_at)
    for change in changes:
        step = StepKind.MOVED if change.kind == "moved" else StepKind.TOLD
        yield PromiseStep(change.changed_at, step, kind, change.after, change.before, change.why, change.changed_by)
    state = state_of(row.times, now=now)
    if state is PromiseState.BROKEN and row.fulfilled_at is None:
        yield PromiseStep(min(row.due_at, row.breach_announced_at or row.due_at), StepKind.BROKEN, kind, row.due_at)
    if row.withdrawn_at is not None and row.fulfilled_at is None:
        yield PromiseStep(row.withdrawn_at, StepKind.WITHDRAWN, kind, row.due_at)
    elif row.fulfilled_at is not None:
        done = StepKind.KEPT if state is PromiseState.KEPT else StepKind.LATE
        yield PromiseStep(row.fulfilled_at, done, kind, row.due_at)
