"""The watchdog: what weekly figures say about a problem. People propose, facts decide.

- A week with fewer records than agreed, or without a value, says "cannot tell": the clock stops, nothing is reset.
- A value equal to the threshold has reached it.
- Only weeks that begin on or after the day on which a measure took effect at a node count for that node.
- Weeks are dated by when things happened: what is heard late belongs to its own week, and a week from before the end
  of the proof reopens nothing.
- A closed problem reopens when a later week misses the threshold clearly (its whole interval lies on the wrong side),
  or when two weeks in a row that can tell miss it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from shopkeeper.improvement.contracts import Direction, ProblemState, Standing, Terms, Verdict, Week

EVERYWHERE = ""
WEEK = timedelta(days=7)
PATIENCE = 2
"""A measure that has not proven itself after so many times the weeks agreed is not proven; the watch goes on."""


@dataclass(frozen=True, slots=True)
class History:
    """The facts of a problem that decide, besides its weeks.

    `effects`: node -> the day on which the newest measure took effect there; the empty node stands for everywhere.
    """

    opened_on: date
    has_measures: bool = False
    effects: Mapping[str, date] | None = None
    closed_after: date | None = None
    """The first day after the last week of the proof that closed it."""
    closed_as: ProblemState | None = None
    reopened_after: date | None = None
    """The first day after the week that reopened it."""

    @property
    def is_closed(self) -> bool:
        """Whether the last thing that happened was a closing."""
        return self.closed_after is not None and (
            self.reopened_after is None or self.reopened_after < self.closed_after
        )


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_over(week: Week, today: date) -> bool:
    """Whether a week is complete; the running one says nothing yet."""
    return week.starts_on + WEEK <= today


def judge_week(week: Week, terms: Terms) -> Verdict:
    """What one week says about its threshold."""
    if week.value is None or week.n < terms.minimum or week.n == 0:
        return Verdict.CANNOT_TELL
    at_most = terms.direction is Direction.AT_MOST
    reached = week.value <= terms.threshold if at_most else week.value >= terms.threshold
    return Verdict.REACHED if reached else Verdict.MISSED


def misses_clearly(week: Week, terms: Terms) -> bool:
    """Whether the whole interval of a week lies on the wrong side of the threshold."""
    if judge_week(week, terms) is not Verdict.MISSED:
        return False
    if terms.direction is Direction.AT_MOST:
        return week.low is not None and week.low > terms.threshold
    return week.high is not None and week.high < terms.threshold


def count_in_a_row(weeks: Sequence[Week], terms: Terms) -> int:
    """How many weeks at the end have reached the threshold, over those that cannot tell."""
    run = 0
    for week in weeks:
        verdict = judge_week(week, terms)
        run = run + 1 if verdict is Verdict.REACHED else 0 if verdict is Verdict.MISSED else run
    return run


def counted_weeks(weeks: Iterable[Week], history: History, *, today: date) -> list[Week]:
    """The weeks that count towards a proof, oldest first, the nodes where a measure is in force put together."""
    counts_from = _starts(history)
    found = [week for week in weeks if is_over(week, today) and _counts(week, counts_from, history)]
    return join_nodes(found)


def counts_from(history: History) -> date | None:
    """The first day whose figures count; None while a measure is proposed but in force nowhere."""
    starts = _starts(history)
    return min(starts.values(), default=None)


def _starts(history: History) -> dict[str, date]:
    if not history.has_measures:
        return {EVERYWHERE: history.opened_on}
    return dict(history.effects or {})


def _counts(week: Week, starts: Mapping[str, date], history: History) -> bool:
    # Where a measure is in force everywhere, figures by outlet would count the same people twice.
    node = EVERYWHERE if EVERYWHERE in starts else week.node
    start = starts.get(node)
    after = history.reopened_after
    return (
        week.node == node
        and start is not None
        and week.starts_on >= start
        and (after is None or week.starts_on >= after)
    )


def join_nodes(weeks: Iterable[Week]) -> list[Week]:
    """One figure a week from several nodes, weighted by their records; an interval only where one node stands alone."""
    by_start: defaultdict[date, list[Week]] = defaultdict(list)
    for week in weeks:
        by_start[week.starts_on].append(week)
    return [_join(start, parts) for start, parts in sorted(by_start.items())]


def _join(start: date, parts: list[Week]) -> Week:
    if len(parts) == 1:
        return parts[0]
    told = [part for part in parts if part.value is not None and part.n]
    n = sum(part.n for part in told)
    total = sum(((part.value or Decimal(0)) * part.n for part in told), Decimal(0))
    return Week(start, (total / n).quantize(Decimal("0.000001")) if n else None, n)


def find_proof(weeks: Iterable[Week], history: History, terms: Terms, *, today: date) -> Week | None:
    """The week that completes the proof, if the weeks that count are good for as long as agreed."""
    if history.is_closed:
        return None
    counted = counted_weeks(weeks, history, today=today)
    if count_in_a_row(counted, terms) < terms.weeks:
        return None
    return [week for week in counted if judge_week(week, terms) is Verdict.REACHED][-1]


def find_relapse(weeks: Iterable[Week], history: History, terms: Terms, *, today: date) -> Week | None:
    """The week that reopens a closed problem, if there is one after the proof."""
    if not history.is_closed or history.closed_after is None:
        return None
    before = None
    for week in counted_weeks(weeks, history, today=today):
        verdict = judge_week(week, terms)
        if week.starts_on < history.closed_after or verdict is Verdict.CANNOT_TELL:
            continue
        if misses_clearly(week, terms) or (verdict is before is Verdict.MISSED):
            return week
        before = verdict
    return None


def judge(weeks: Sequence[Week], history: History, terms: Terms, *, today: date) -> Standing:
    """Where a problem stands."""
    counted = counted_weeks(weeks, history, today=today)
    judged = [week for week in counted if judge_week(week, terms) is not Verdict.CANNOT_TELL]
    seen = [week for week in join_nodes(w for w in weeks if w.node == EVERYWHERE) if is_over(week, today)]
    last = seen[-1] if seen else None
    return Standing(
        state=_state(history, judged=len(judged), terms=terms),
        weeks_in_a_row=min(terms.weeks, count_in_a_row(counted, terms)),
        last=last,
        last_verdict=judge_week(last, terms) if last else None,
        counts_from=counts_from(history),
        last_told=next((week for week in reversed(seen) if week.value is not None), None),
    )


def _state(history: History, *, judged: int, terms: Terms) -> ProblemState:
    if history.is_closed:
        return history.closed_as or ProblemState.PROVEN
    newest = max((history.effects or {}).values(), default=None)
    if history.reopened_after and (newest is None or newest < history.reopened_after):
        return ProblemState.REOPENED
    if not history.has_measures:
        return ProblemState.OPEN
    if newest is None:
        return ProblemState.FIX_PROPOSED
    return ProblemState.NOT_PROVEN if judged >= PATIENCE * terms.weeks else ProblemState.PROVING
