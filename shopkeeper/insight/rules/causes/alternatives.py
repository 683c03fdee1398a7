"""One cause in two ways of looking: "from 12 to 15, and on Saturdays" is one desk with one till too few, not two."""

from collections.abc import Sequence
from dataclasses import replace

from shopkeeper.insight.rules.causes.assess import Finding, Look, assess
from shopkeeper.insight.rules.causes.facts import NONE
from shopkeeper.insight.rules.causes.findings import EITHER, Condition


def join_alternatives(look: Look, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with two that are one put together, if what they have in common is tested and passes as one.

    They must agree in a condition (the desk), differ in one each (its hours, its weekdays), have begun at about the
    same time, and point the same way. The union is judged anew by every gate that a cause must pass.
    """
    joined: list[Finding] = []
    for number, finding in enumerate(findings):
        place = next((at for at, one in enumerate(joined) if _are_alternatives(look, one, finding)), None)
        others = [one for at, one in enumerate(joined) if at != place] + list(findings[number + 1 :])
        union = None if place is None else _as_one(look, others, joined[place], finding)
        if place is not None and union:
            joined[place] = union
        else:
            joined.append(finding)
    return joined


def _are_alternatives(look: Look, one: Finding, other: Finding) -> bool:
    if one.onset is None or other.onset is None or one.effect.sign != other.effect.sign:
        return False
    common = set(one.conditions) & set(other.conditions)
    own, others = set(one.conditions) - common, set(other.conditions) - common
    if not common or len(own) != 1 or len(others) != 1:
        return False
    dimensions = {name for condition in own | others for name in condition.dimensions}
    patience = look.settings.same_start
    began_together = (
        one.onset.earliest - patience <= other.onset.latest and other.onset.earliest - patience <= one.onset.latest
    )
    return len(dimensions) > 1 and began_together


def _as_one(look: Look, others: Sequence[Finding], one: Finding, other: Finding) -> Finding | None:
    rest = NONE
    for finding in others:
        rest |= finding.taken
    common = set(one.conditions) & set(other.conditions)
    (own,), (its,) = set(one.conditions) - common, set(other.conditions) - common
    union = Condition(EITHER.join((own.dimension, its.dimension)), (*own.values, *its.values))
    conditions = tuple(sorted((*common, union), key=lambda condition: condition.dimension))
    result = assess(replace(look, facts=look.facts.without(rest)), conditions, is_change=True)
    is_same = isinstance(result, Finding) and result.onset is not None and result.effect.sign == one.effect.sign
    return result if is_same and isinstance(result, Finding) else None
