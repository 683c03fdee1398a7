"""Measures at the door: agree one, say where it is in force."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_money
from shopkeeper.improvement.access import access_measure, access_problem
from shopkeeper.improvement.actions.measures import propose_measure, put_in_force
from shopkeeper.improvement.contracts import Level, MeasureDraft
from shopkeeper.improvement.models import Measure, Problem
from shopkeeper.improvement.queries.standings import today_of
from shopkeeper.improvement.words import LEVELS, value_words


@require_POST
@door("improvement.work_problems")
def propose(request: PageRequest, number: str) -> HttpResponse:
    """Agree a measure."""
    problem, asked = access_problem(request.actor, number), request.POST
    outlet_id = read_id(asked.get("outlet", ""))
    draft = MeasureDraft(
        title=asked.get("title", ""), level=Level.OUTLET if outlet_id else Level.COMPANY, outlet_id=outlet_id,
        due_on=read_day(asked.get("due_on", "")), owner_id=read_id(asked.get("owner", "")),
        cost=read_number(asked.get("cost", "")),
    )  # fmt: skip
    propose_measure(problem_id=problem.id, draft=draft, by=request.actor, now=clock.now())
    return redirect("improvement:problem", number=problem.number)


@require_POST
@door("improvement.work_problems")
def take_effect(request: PageRequest, number: str, measure_id: UUID) -> HttpResponse:
    """Say that a measure is in force, where and since when."""
    measure = access_measure(request.actor, number, measure_id)
    day, outlet_id = read_day(request.POST.get("on", "")), read_id(request.POST.get("outlet", ""))
    put_in_force(measure_id=measure.id, on=day, outlet_id=outlet_id, by=request.actor, now=clock.now())
    return redirect("improvement:problem", number=number)


def measures_of(problem: Problem, *, by: Actor, now: datetime) -> list[dict[str, Any]]:
    """The measures of a problem, each with where it is in force."""
    rows = problem.measures.select_related("owner", "outlet").prefetch_related("effects__outlet").order_by("due_on")
    return [_measure(row, problem, now=now) for row in rows]


def _measure(row: Measure, problem: Problem, *, now: datetime) -> dict[str, Any]:
    effects = sorted(row.effects.all(), key=lambda effect: effect.on)
    return {
        "row": row,
        "place": row.outlet.name if row.outlet else _(LEVELS[Level(row.level)]),
        "cost": write_money(row.cost, row.currency) if row.cost is not None else "",
        "expected": value_words(problem.watch, row.expected) if row.expected is not None else "",
        "effects": effects,
        "may_start": problem.closed_at is None and not (effects and (row.outlet_id or not effects[0].outlet_id)),
        "is_overdue": not effects and row.due_on < today_of(now),
        "today": today_of(now).isoformat(),
    }


def read_day(text: str) -> date:
    """A day as browsers send it.

    :raises InvalidInput: when it is none
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(reason=_("Choose a day.")) from None


def read_id(text: str) -> UUID | None:
    """A key as browsers send it, or nothing.

    :raises InvalidInput: when it is neither
    """
    try:
        return UUID(text) if text else None
    except ValueError:
        raise InvalidInput(reason=_("Choose one of those offered.")) from None


def read_number(text: str) -> Decimal | None:
    """A number as people type it, or nothing.

    :raises InvalidInput: when it is neither
    """
    try:
        number = Decimal(text.strip().replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        raise InvalidInput(reason=_("“%(text)s” is no number.") % {"text": text}) from None
    if number is not None and not number.is_finite():
        raise InvalidInput(reason=_("“%(text)s” is no number.") % {"text": text})
    return number
