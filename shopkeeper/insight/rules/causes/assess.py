"""The careful look at one candidate: since when, how much, and whether anything else explains it."""

import math
from dataclasses import dataclass

from shopkeeper.insight.rules.causes.effect import (
    Effect,
    Series,
    change_since,
    score_of_change,
    series_of,
    standing_difference,
)
from shopkeeper.insight.rules.causes.facts import NONE, Dimension, Facts, Members
from shopkeeper.insight.rules.causes.findings import Condition, Dismissal, Dismissed, Doubt, Kind
from shopkeeper.insight.rules.causes.gates import p_of_best_start
from shopkeeper.insight.rules.causes.panel import block_edges
from shopkeeper.insight.rules.causes.settings import Settings
from shopkeeper.insight.rules.causes.stratified import Adjusted, adjusted_change, adjusted_standing, expected_within
from shopkeeper.insight.rules.causes.timing import Onset, find_onset
from shopkeeper.insight.rules.distributions import two_sided_p

RAW_P = 0.01
NEWBORN_AFTER = 28  # days
MISSED = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate that passed, with the facts it took: these are left out when the search goes on."""

    conditions: tuple[Condition, ...]
    kind: Kind
    onset: Onset | None
    effect: Effect
    taken: Members
    p: float
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a careful look needs to know besides the facts."""

    facts: Facts
    settings: Settings
    overdispersion: float
    threshold: float  # the p below which a candidate counts, given how many were looked at


def assess(look: Look, conditions: tuple[Condition, ...], *, is_change: bool) -> Finding | Dismissed:
    """Judge one candidate as a change, or as a standing difference."""
    members = members_of(look.facts, conditions)
    series = series_of(look.facts, members)
    onset = find_onset(series) if is_change else None
    if onset is not None:
        return _assess_change(look, conditions, members, series, onset)
    return _assess_standing(look, conditions, members, series)


def members_of(facts: Facts, conditions: tuple[Condition, ...]) -> Members:
    """The facts that meet every condition."""
    found = facts.everything
    for condition in conditions:
        union = NONE
        for dimension in filter(None, map(facts.find_dimension, condition.dimensions)):
            for value in condition.values:
                union |= dimension.values.get(value, NONE)
        found &= union
    return found


def other_dimensions(facts: Facts, conditions: tuple[Condition, ...]) -> list[Dimension]:
    """The dimensions that the candidate does not speak of."""
    own = {name for condition in conditions for name in condition.dimensions}
    return [dimension for dimension in facts.dimensions if dimension.name not in own]


def _assess_change(
    look: Look, conditions: tuple[Condition, ...], members: Members, series: Series, onset: Onset
) -> Finding | Dismissed:
    effect = change_since(series, onset.start, onset.end)
    crude = adjusted_change(look.facts, members, [look.facts.everything], onset.start, onset.end)
    score = score_of_change(series, onset.start, onset.end) / math.sqrt(look.overdispersion)
    p = p_of_best_start(max(effect.p, two_sided_p(score)))
    too_little = _too_little(look, effect, p) or _only_relative(series, onset, effect)
    if too_little:
        return Dismissed(conditions, too_little)
    for dimension in other_dimensions(look.facts, conditions):
        adjusted = adjusted_change(look.facts, members, dimension.strata(), onset.start, onset.end)
        if _explains(look.settings, crude, adjusted):
            return Dismissed(conditions, Dismissal.MIX, dimension.name)
    kind = Kind.CHANGE if onset.end == look.facts.days else Kind.EPISODE
    taken = members & look.facts.between(onset.start, onset.end)
    return Finding(conditions, kind, onset, effect, taken, p, _doubts(look.settings, series, onset, effect))


def _assess_standing(
    look: Look, conditions: tuple[Condition, ...], members: Members, series: Series
) -> Finding | Dismissed:
    """Against the rest of the world, and against the most telling like: the smallest excess counts."""
    born = _born(series)
    facts = look.facts.since(born)
    effect = _against_the_rest(series, born, facts, members)
    crude = adjusted_standing(facts, members, [facts.everything])
    p = max(effect.p, two_sided_p(crude.z / math.sqrt(look.overdispersion)))
    too_little = _too_little(look, effect, p)
    if too_little:
        return Dismissed(conditions, too_little)
    for dimension in other_dimensions(look.facts, conditions):
        alike = expected_within(look.facts, members, dimension, block_edges(look.facts.days))
        if alike.covered < look.settings.comparable:
            continue
        unmatched = (1 - alike.covered) * series.expected(1.0, born, len(series.n))
        within = standing_difference(series, born, alike.expected + unmatched, alike.basis)
        p = max(p, within.p)
        if _too_little(look, within, p) or within.sign != effect.sign:
            return Dismissed(conditions, Dismissal.MIX, dimension.name)
        effect = min(effect, within, key=lambda one: abs(one.observed - one.expected))
    return Finding(conditions, Kind.NEW if born else Kind.STANDING, None, effect, members, p, ())


def _born(series: Series) -> int:
    """The day of the first fact, if by its later share some would have been seen before; else 0."""
    first = next((day for day, n in enumerate(series.n) if n), 0)
    own, rest = series.total(first, len(series.n))[0], series.rest_total(first, len(series.n))[0]
    missed = own / (own + rest) * series.rest_total(0, first)[0] if own + rest else 0.0
    return first if first >= NEWBORN_AFTER and missed >= MISSED else 0


def _against_the_rest(series: Series, born: int, facts: Facts, members: Members) -> Effect:
    rest = facts.everything - members
    return standing_difference(series, born, series.expected(1.0, born, len(series.n)), (rest.n, rest.k))


def _too_little(look: Look, effect: Effect, p: float) -> Dismissal | None:
    if p > look.threshold:
        return Dismissal.NOT_CERTAIN
    low, high = effect.excess.low, effect.excess.high
    if low is None or high is None or low <= 0 <= high:
        return Dismissal.NOT_CERTAIN
    return None if is_large_enough(look.settings, effect) else Dismissal.TOO_SMALL


def is_large_enough(settings: Settings, effect: Effect) -> bool:
    """Whether an effect is worth anybody's morning."""
    ratio = max(1.0 if effect.ratio.value is None else effect.ratio.value, 1e-9)
    is_strong = max(ratio, 1 / ratio) >= settings.smallest_ratio
    return is_strong and abs(effect.observed - effect.expected) >= settings.smallest_excess


def _only_relative(series: Series, onset: Onset, effect: Effect) -> Dismissal | None:
    """A candidate must itself have moved: when a neighbor worsens, those who stood still have not improved."""
    before_n, before_k = series.total(0, onset.start)
    own = Adjusted(
        _log_odds(effect.observed, effect.n) - _log_odds(before_k, before_n),
        _variance(effect.observed, effect.n) + _variance(before_k, before_n),
        1.0,
    )
    moved = two_sided_p(own.z) < RAW_P and (own.log_ratio > 0) == (effect.sign > 0)
    return None if moved else Dismissal.ONLY_RELATIVE


def _explains(settings: Settings, crude: Adjusted, adjusted: Adjusted) -> bool:
    """Whether the effect vanishes when like is compared with like; without a like nothing can be said."""
    if adjusted.covered < settings.comparable or crude.log_ratio == 0:
        return False
    return adjusted.log_ratio / crude.log_ratio < settings.explained


def _doubts(settings: Settings, series: Series, onset: Onset, effect: Effect) -> tuple[Doubt, ...]:
    doubts = []
    own_before, own_now = series.total(0, onset.start)[0], effect.n
    rest_before, rest_now = (
        series.rest_total(0, onset.start)[0],
        series.rest_total(onset.start, onset.end)[0],
    )
    usual = rest_now / rest_before * own_before if rest_before else 0.0
    if own_now < settings.unlike_volume * usual:
        doubts.append(Doubt.VOLUME_DROP)
    if effect.observed == 0 and effect.expected >= settings.silent_from:
        doubts.append(Doubt.SILENCE)
    return tuple(doubts)


def _log_odds(k: int, n: int) -> float:
    return math.log((k + 0.5) / (n - k + 0.5))


def _variance(k: int, n: int) -> float:
    return 1 / (k + 0.5) + 1 / (n - k + 0.5)
