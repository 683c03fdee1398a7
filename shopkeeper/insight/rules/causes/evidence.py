"""What is behind a cause and what is not: each other dimension, looked at with and without the cause's facts."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from shopkeeper.insight.rules.causes.assess import Finding, other_dimensions
from shopkeeper.insight.rules.causes.facts import Dimension, Facts, Level, Members
from shopkeeper.insight.rules.causes.findings import Evidence, Spread, Verdict
from shopkeeper.insight.rules.causes.settings import Settings
from shopkeeper.insight.rules.causes.stratified import Adjusted, adjusted_change, adjusted_standing
from shopkeeper.insight.rules.distributions import two_sided_p

NOTHING_LEFT_P = 0.01
_COINCIDES = 0.9
_RAISED = 1.28  # standard deviations: one in ten by chance


@dataclass(frozen=True, slots=True)
class _Suspect:
    value: str
    members: Members
    z: float


def evidence_of(facts: Facts, finding: Finding, members: Members, settings: Settings) -> tuple[Evidence, ...]:
    """One verdict for each dimension that the cause does not speak of."""
    crude = _own_effect(facts, finding, members, [facts.everything])
    worlds = facts, facts.without(finding.taken)
    return tuple(
        _evidence(worlds, finding, members, dimension, crude, settings)
        for dimension in other_dimensions(facts, finding.conditions)
        if dimension.values
    )


def _evidence(
    worlds: tuple[Facts, Facts],
    finding: Finding,
    members: Members,
    dimension: Dimension,
    crude: Adjusted,
    settings: Settings,
) -> Evidence:
    facts, cleaned = worlds
    suspect = _most_suspicious(facts, finding, dimension)
    adjusted = _own_effect(facts, finding, members, dimension.strata())
    within = adjusted.log_ratio / crude.log_ratio if crude.log_ratio and adjusted.covered else None
    left = _suspicion(cleaned, finding, suspect.members - finding.taken)
    p = min(1.0, two_sided_p(left.z) * len(dimension.values)) if left.z * finding.effect.sign > 0 else 1.0
    return Evidence(
        dimension=dimension.name,
        verdict=_verdict(
            finding, suspect, facts.between(finding.effect.first, finding.effect.end), p, adjusted, settings
        ),
        value=suspect.value,
        share=_bad_share(facts, finding, suspect.members),
        rest=_bad_share(facts, finding, facts.everything - suspect.members),
        share_without=_bad_share(cleaned, finding, suspect.members - finding.taken),
        rest_without=_bad_share(cleaned, finding, cleaned.everything - suspect.members),
        p_without=p,
        effect_within=within,
    )


def _verdict(
    finding: Finding, suspect: _Suspect, span: Members, p: float, adjusted: Adjusted, settings: Settings
) -> Verdict:
    in_time = suspect.members & span
    shared = (in_time & finding.taken).n
    union = (in_time | finding.taken).n
    if adjusted.covered < settings.comparable or (union and shared / union > _COINCIDES):
        return Verdict.INSEPARABLE
    return Verdict.REMAINS if p < NOTHING_LEFT_P else Verdict.RULED_OUT


def _most_suspicious(facts: Facts, finding: Finding, dimension: Dimension) -> _Suspect:
    """The value that somebody who looks at this dimension alone would blame."""
    suspects = [
        _Suspect(value, members, _suspicion(facts, finding, members).z * finding.effect.sign)
        for value, members in dimension.values.items()
    ]
    return max(suspects, key=lambda suspect: suspect.z)


def _own_effect(facts: Facts, finding: Finding, members: Members, strata: Iterable[Members]) -> Adjusted:
    if finding.onset is None:
        return adjusted_standing(facts.since(finding.effect.first), members, strata)
    return adjusted_change(facts, members, strata, finding.onset.start, finding.onset.end)


def _suspicion(facts: Facts, finding: Finding, members: Members) -> Adjusted:
    """How much a value changed when the cause began; beside what always was so, how much it differs."""
    if finding.effect.first:
        return adjusted_change(facts, members, [facts.everything], finding.effect.first, finding.effect.end)
    return adjusted_standing(facts, members, [facts.everything])


def _bad_share(facts: Facts, finding: Finding, members: Members) -> float | None:
    in_time = members & facts.between(finding.effect.first, finding.effect.end)
    n, k = in_time.n, in_time.k
    if not n:
        return None
    return k / n if facts.rare_is_bad else 1 - k / n


def spread_of(facts: Facts, finding: Finding, members: Members) -> tuple[Spread, ...]:
    """How the cause lies over the outlets and departments that it does not name."""
    dimensions = other_dimensions(facts, finding.conditions)
    spreads = (_spread(facts, finding, members, one) for one in dimensions if one.level is not Level.COMPANY)
    return tuple(spread for spread in spreads if spread)


def _spread(facts: Facts, finding: Finding, members: Members, dimension: Dimension) -> Spread | None:
    parts: dict[str, tuple[int, float]] = {}
    for value, own in dimension.values.items():
        part = members & own & facts.between(finding.effect.first, finding.effect.end)
        if part.n:
            parts[value] = (part.k, finding.effect.expected_share * part.n)
    if not parts:
        return None
    sign = finding.effect.sign
    affected = sum(sign * (k - expected) > _RAISED * math.sqrt(max(expected, 0.5)) for k, expected in parts.values())
    largest = max(parts, key=lambda value: sign * (parts[value][0] - parts[value][1]))
    total = sum(k - e for k, e in parts.values())
    share = (parts[largest][0] - parts[largest][1]) / total if total else 0.0
    return Spread(dimension.name, affected, len(parts), largest, share)


def level_of(facts: Facts, finding: Finding) -> Level:
    """Who can mend it: the narrowest level that the cause names; most outlets together are the company's."""
    levels = set()
    for condition in finding.conditions:
        for dimension in filter(None, map(facts.find_dimension, condition.dimensions)):
            is_most = len(condition.values) * 2 > len(dimension.values)
            levels.add(Level.COMPANY if is_most and dimension.level is Level.OUTLET else dimension.level)
    return next((level for level in (Level.OUTLET, Level.DEPARTMENT) if level in levels), Level.COMPANY)
