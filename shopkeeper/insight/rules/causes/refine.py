"""Saying a finding exactly: one condition more where that says more, and the sister values that fared alike."""

import math
from dataclasses import dataclass

from shopkeeper.insight.rules.causes.assess import Finding, Look, assess, is_large_enough, members_of, other_dimensions
from shopkeeper.insight.rules.causes.effect import change_since, series_of
from shopkeeper.insight.rules.causes.facts import Dimension, Facts, Members
from shopkeeper.insight.rules.causes.findings import Condition, Kind
from shopkeeper.insight.rules.causes.stratified import adjusted_change, adjusted_standing
from shopkeeper.insight.rules.causes.timing import find_onset
from shopkeeper.insight.rules.distributions import two_sided_p

MOST_CONDITIONS = 3
_LEFT_P = 0.01


@dataclass(frozen=True, slots=True)
class Option:
    """A further condition, among how many choices it is the best, and the squared z that it leaves less their price."""

    condition: Condition
    choices: int
    gain: float


def refine(look: Look, finding: Finding) -> Finding:
    """The finding in its simplest exact form."""
    return _widened(look, _narrowed(look, finding))


def _narrowed(look: Look, finding: Finding) -> Finding:
    """With one more condition (a set of values) where the effect is concentrated and nothing significant is left."""
    if len(finding.conditions) >= MOST_CONDITIONS:
        return finding
    members = members_of(look.facts, finding.conditions)
    whole = _strength(look.facts, look, finding, members)
    option = best_values(look, finding, members)
    if option is None or option.gain <= whole + look.settings.finer_gain:
        return finding
    narrower = assess(look, with_condition(finding, option.condition), is_change=finding.onset is not None)
    if isinstance(narrower, Finding) and _leaves_nothing(look, finding, members, narrower):
        return _narrowed(look, narrower)
    return finding


def best_values(look: Look, finding: Finding, members: Members) -> Option | None:
    """The values of another dimension in which the effect is concentrated most."""
    found = (_best_of(look, finding, members, one) for one in other_dimensions(look.facts, finding.conditions))
    return max((option for option in found if option), key=lambda option: option.gain, default=None)


def _best_of(look: Look, finding: Finding, members: Members, dimension: Dimension) -> Option | None:
    """The values of a dimension that hold the effect best, worst ones first; the price is how many sets there are."""
    parts = {value: members & own for value, own in dimension.values.items()}
    strengths = {value: _strength(look.facts, look, finding, part) for value, part in parts.items() if part.n}
    union, values, best = Members(0, 0), [], None
    for value in sorted(strengths, key=lambda name: -strengths[name])[: max(1, len(parts) // 2)]:
        if strengths[value] <= 0:
            break
        union |= parts[value]
        values.append(value)
        choices = math.comb(len(parts), len(values)) * len(look.facts.dimensions)
        gain = _strength(look.facts, look, finding, union) - 2 * math.log(choices)
        if look.settings.fewest_facts <= union.n < members.n and (best is None or gain > best.gain):
            best = Option(Condition(dimension.name, tuple(sorted(values))), choices, gain)
    return best


def _widened(look: Look, finding: Finding) -> Finding:
    """With the sister values to which the same happened at the same time, where the finding is a change."""
    if finding.onset is None:
        return finding
    for condition in finding.conditions:
        dimension = look.facts.find_dimension(condition.dimension)
        sisters = [
            value
            for value in (dimension.values if dimension else ())
            if value not in condition.values and _is_sister(look, finding, condition, value)
        ]
        if sisters:
            wider = Condition(condition.dimension, tuple(sorted((*condition.values, *sisters))))
            union = assess(look, with_condition(finding, wider), is_change=True)
            if isinstance(union, Finding) and union.effect.sign == finding.effect.sign:
                return union
    return finding


def _is_sister(look: Look, finding: Finding, condition: Condition, value: str) -> bool:
    """Whether the same happened at another value: certain in the time of the finding, and begun at about that time."""
    conditions = with_condition(finding, Condition(condition.dimension, (value,)))
    world = look.facts.without(finding.taken)
    members = members_of(world, conditions)
    if members.n < look.settings.fewest_facts or finding.onset is None:
        return False
    series = series_of(world, members)
    effect = change_since(series, finding.onset.start, finding.onset.end)
    own = find_onset(series)
    dimension = look.facts.find_dimension(condition.dimension)
    needed = look.settings.sister / max(1, len(dimension.values) if dimension else 1)
    if own is None or effect.p > needed or effect.sign != finding.effect.sign:
        return False
    patience = look.settings.same_start if len(conditions) > 1 else look.settings.same_start_alone
    began_together = own.earliest - patience <= finding.onset.latest and own.latest + patience >= finding.onset.earliest
    return began_together and is_large_enough(look.settings, effect)


def with_condition(finding: Finding, condition: Condition) -> tuple[Condition, ...]:
    """The finding's conditions with one more, or with another one for the same dimension."""
    others = [one for one in finding.conditions if one.dimension != condition.dimension]
    return tuple(sorted((*others, condition), key=lambda one: one.dimension))


def _strength(facts: Facts, look: Look, finding: Finding, members: Members) -> float:
    """Squared z in the time of the finding, in the finding's direction."""
    if finding.onset is None:
        adjusted = adjusted_standing(facts, members, [facts.everything])
    else:
        adjusted = adjusted_change(facts, members, [facts.everything], finding.onset.start, finding.onset.end)
    z = adjusted.z * finding.effect.sign
    return z * abs(z) / look.overdispersion


def _leaves_nothing(look: Look, finding: Finding, members: Members, narrower: Finding) -> bool:
    rest = members - members_of(look.facts, narrower.conditions)
    world = look.facts.without(narrower.taken)
    if finding.onset is None or finding.kind is Kind.NEW:
        left = adjusted_standing(world, rest, [world.everything])
        return left.z * finding.effect.sign < 0 or two_sided_p(left.z) > _LEFT_P
    effect = change_since(series_of(world, rest), finding.onset.start, finding.onset.end)
    return effect.sign != finding.effect.sign or effect.p > _LEFT_P
