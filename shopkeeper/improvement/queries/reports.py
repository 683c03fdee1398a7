"""A whole problem as plain values, for machines."""

from datetime import datetime
from typing import Any

from shopkeeper.improvement.models import Effect, Problem
from shopkeeper.improvement.queries.problems import cards_of
from shopkeeper.improvement.queries.standings import facts_of, standing_of


def describe(problem: Problem, *, now: datetime) -> dict[str, Any]:
    """The problem with its watch, every week that was read, measures, attempts, closings and relapses."""
    watch = problem.watch
    return {
        "problem": cards_of([problem], now=now)[0],
        "story": problem.story,
        "promise_to_customers": problem.promise_to_customers,
        "watch": {
            "metric": watch.metric, "filters": watch.filters, "complement": watch.complement, "unit": watch.unit,
            "direction": watch.direction, "threshold": watch.threshold, "weeks": watch.weeks,
            "minimum": watch.minimum, "baseline": watch.baseline, "written_at": watch.written_at,
            "read_at": watch.read_at,
        },
        "standing": standing_of(problem, now=now),
        "readings": facts_of([problem])[problem.id].weeks,
        "measures": list(problem.measures.values("id", "title", "level", "due_on", "cost", "currency", "expected")),
        "effects": list(Effect.objects.filter(measure__problem=problem).values("measure_id", "outlet_id", "on")),
        "attempts": list(problem.attempts.values("by_name", "at", "closed", "value", "week", "n")),
        "closings": list(problem.closings.values("outcome", "last_week", "at")),
        "relapses": list(problem.relapses.values("week", "value", "n", "at")),
    }  # fmt: skip
