"""Days on which a feed was dead: from the silence of those days nothing follows."""

from collections.abc import Sequence
from statistics import median

from shopkeeper.insight.rules.causes.facts import Facts, Members
from shopkeeper.insight.rules.causes.findings import Gap
from shopkeeper.insight.rules.distributions import gamma_cdf

FEWEST_A_DAY = 8.0
DEAD_BELOW = 0.3
UNLIKELY = 1e-6
SHORTEST = 2
SHORTEST_NOW = 4  # the newest days are often not complete yet


def find_gaps(facts: Facts) -> tuple[Gap, ...]:
    """Runs of days with far fewer facts than the same weekday usually has: of everything, and of single values.

    A value's gap is named only where the whole world had none on those days.
    """
    whole = [_gap(facts, first, end, facts.per_day) for first, end in _runs(facts.per_day)]
    dead = {day for first, end in _runs(facts.per_day) for day in range(first, end)}
    parts = [
        gap
        for dimension in facts.dimensions
        for value, members in dimension.values.items()
        for gap in _gaps_of_value(facts, members, dimension.name, value, dead)
    ]
    return (*whole, *parts)


def days_of(facts: Facts, gap: Gap) -> Members:
    """The facts of a gap's days."""
    first = (gap.first - facts.first_day).days
    return facts.between(first, first + (gap.last - gap.first).days + 1)


def _gaps_of_value(facts: Facts, members: Members, dimension: str, value: str, dead: set[int]) -> list[Gap]:
    if members.n < FEWEST_A_DAY * facts.days / 2:
        return []
    daily, _ = facts.counts(members, range(facts.days + 1))
    runs = [(first, end) for first, end in _runs(daily) if not dead & set(range(first, end))]
    return [_gap(facts, first, end, daily, dimension, value) for first, end in runs]


def _gap(
    facts: Facts, first: int, end: int, daily: Sequence[int], dimension: str | None = None, value: str | None = None
) -> Gap:
    usual = sum(_usual(daily, day) for day in range(first, end))
    return Gap(facts.day(first), facts.day(end - 1), sum(daily[first:end]), usual, dimension, value)


def _runs(daily: Sequence[int]) -> list[tuple[int, int]]:
    """Half-open runs of at least two dead days; what came before the first fact is no gap."""
    start = next((day for day, n in enumerate(daily) if n), len(daily))
    by_weekday = [_usual(daily, day) for day in range(min(7, len(daily)))]
    dead = [day >= start and _is_dead(n, by_weekday[day % 7]) for day, n in enumerate(daily)]
    runs, first = [], None
    for day, is_dead in enumerate([*dead, False]):
        if is_dead and first is None:
            first = day
        elif not is_dead and first is not None:
            if day - first >= (SHORTEST if day < len(daily) else SHORTEST_NOW):
                runs.append((first, day))
            first = None
    return runs


def _usual(daily: Sequence[int], day: int) -> float:
    return float(median(daily[day % 7 :: 7]))


def _is_dead(n: int, usual: float) -> bool:
    return usual >= FEWEST_A_DAY and n < DEAD_BELOW * usual and 1 - gamma_cdf(usual, n + 1) < UNLIKELY
