"""A change of the whole: everything got worse, or better, at once and stayed so; a new rule or goal does that.

There is no rest of the world to compare with, so more is asked: it must last until now, stand out from earlier spans of
the same length (so that seasons count), remain within every dimension, and not have happened at this time last year.
"""

import math
from statistics import fmean, stdev

from shopkeeper.insight.rules.causes.assess import Finding, Look, is_large_enough
from shopkeeper.insight.rules.causes.effect import Effect, Series, change_since
from shopkeeper.insight.rules.causes.facts import Dimension, Facts, Level, Members
from shopkeeper.insight.rules.causes.findings import Evidence, Kind, Verdict
from shopkeeper.insight.rules.causes.gates import p_of_best_start
from shopkeeper.insight.rules.causes.stratified import adjusted_change
from shopkeeper.insight.rules.causes.timing import find_onset
from shopkeeper.insight.rules.distributions import t_quantile, two_sided_p

SHORTEST = 14
LONGEST_SHARE = 0.3
FEWEST_SPANS = 5
YEAR = 364  # whole weeks
P_OF_SPANS = 0.001
NOTHING_LEFT_P = 0.01
_SEASON = 0.5
_HALF = 0.5


def find_everywhere(look: Look) -> Finding | None:
    """The change of the whole since a day, if it is one, and not one of its mix."""
    series = _series(look.facts)
    onset = find_onset(series)
    days = look.facts.days
    if onset is None or onset.end < days or not SHORTEST <= days - onset.start <= LONGEST_SHARE * days:
        return None
    effect = change_since(series, onset.start, onset.end)
    p = p_of_best_start(effect.p)
    if p > look.threshold or not is_large_enough(look.settings, effect):
        return None
    if not _stands_out(effect, _earlier_spans(series, onset.start, days - onset.start)):
        return None
    finding = Finding((), Kind.CHANGE, onset, effect, look.facts.between(onset.start, days), p, ())
    is_mix = any(_within(look.facts, finding, one) < look.settings.explained for one in look.facts.dimensions)
    return None if is_mix or _was_so_last_year(series, effect, onset.start) else finding


def evidence_of_everywhere(facts: Facts, finding: Finding) -> tuple[Evidence, ...]:
    """For each dimension the value that moved most, and what remains of the change when like is compared with like."""
    return tuple(_evidence(facts, finding, dimension) for dimension in facts.dimensions if dimension.values)


def level_of_everywhere(facts: Facts) -> Level:
    """What no outlet takes part in is one department's way of working."""
    has_outlets = any(dimension.level is Level.OUTLET and dimension.values for dimension in facts.dimensions)
    return Level.COMPANY if has_outlets else Level.DEPARTMENT


def _series(facts: Facts) -> Series:
    every_day = range(facts.days + 1)
    n, k = facts.counts(facts.everything, every_day)
    share = (sum(k) + _HALF) / (sum(n) + 2 * _HALF)
    odds = share / (1 - share)
    nothing = (0,) * facts.days
    return Series(tuple(n), tuple(k), (odds,) * facts.days, nothing, nothing)


def _earlier_spans(series: Series, start: int, length: int) -> list[float]:
    """The log odds of each earlier span of that length, one after the other, backwards from `start`."""
    totals = [series.total(end - length, end) for end in range(start, length - 1, -length)]
    return [_log_odds(n, k) for n, k in totals if n]


def _stands_out(effect: Effect, earlier: list[float]) -> bool:
    """Student's prediction interval for one more span."""
    if len(earlier) < FEWEST_SPANS:
        return False
    spread = stdev(earlier) * math.sqrt(1 + 1 / len(earlier))
    distance = abs(_log_odds(effect.n, effect.observed) - fmean(earlier))
    return distance > t_quantile(1 - P_OF_SPANS / 2, len(earlier) - 1) * spread


def _was_so_last_year(series: Series, effect: Effect, start: int) -> bool:
    """Whether the same weeks of last year stood out from the time before them by half as much: a season."""
    first, end = start - YEAR, len(series.n) - YEAR
    if first < end - first:
        return False
    then, before = series.total(first, end), series.total(0, first)
    if not then[0] or not before[0]:
        return False
    change = _log_odds(effect.n, effect.observed) - _log_odds(*series.total(0, start))
    return (_log_odds(*then) - _log_odds(*before)) / change > _SEASON


def _within(facts: Facts, finding: Finding, dimension: Dimension) -> float:
    """The share of the change that remains within the values of a dimension; the rest of it is a change of mix."""
    first, end = finding.effect.first, finding.effect.end
    whole = adjusted_change(facts, facts.everything, [facts.everything], first, end)
    alike = adjusted_change(facts, facts.everything, dimension.strata(), first, end)
    return alike.log_ratio / whole.log_ratio if whole.log_ratio and alike.covered else 1.0


def _evidence(facts: Facts, finding: Finding, dimension: Dimension) -> Evidence:
    first, end = finding.effect.first, finding.effect.end
    moved = {
        value: adjusted_change(facts, members, [facts.everything], first, end).z * finding.effect.sign
        for value, members in dimension.values.items()
    }
    most = max(moved, key=lambda value: moved[value])
    p = min(1.0, two_sided_p(moved[most]) * len(moved)) if moved[most] > 0 else 1.0
    now = facts.between(first, end)
    own = dimension.values[most] & now
    return Evidence(
        dimension=dimension.name,
        verdict=Verdict.REMAINS if p < NOTHING_LEFT_P else Verdict.RULED_OUT,
        value=most,
        share=_bad_share(facts, own),
        rest=_bad_share(facts, now - own),
        share_without=None,
        rest_without=None,
        p_without=p,
        effect_within=_within(facts, finding, dimension),
    )


def _bad_share(facts: Facts, members: Members) -> float | None:
    if not members.n:
        return None
    return members.k / members.n if facts.rare_is_bad else 1 - members.k / members.n


def _log_odds(n: int, k: int) -> float:
    return math.log((k + _HALF) / (n - k + _HALF))
