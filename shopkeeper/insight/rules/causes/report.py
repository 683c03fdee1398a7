"""From findings to causes: each measured once more in a world without the others, in words of bad outcomes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shopkeeper.insight.rules.causes.assess import Finding, Look, assess, members_of
from shopkeeper.insight.rules.causes.effect import Effect
from shopkeeper.insight.rules.causes.everywhere import evidence_of_everywhere, level_of_everywhere
from shopkeeper.insight.rules.causes.evidence import evidence_of, level_of, spread_of
from shopkeeper.insight.rules.causes.facts import NONE, Facts, Members
from shopkeeper.insight.rules.causes.findings import Cause, Direction, Evidence, Kind
from shopkeeper.insight.rules.causes.gates import shrunk_share, spread_of_shares
from shopkeeper.insight.rules.intervals import Estimate


def report(look: Look, findings: Sequence[Finding], everywhere: Finding | None = None) -> tuple[Cause, ...]:
    """Causes, the one that costs most outcomes for certain first; what is merely different always comes last.

    Where something changed, its card says too what always was so: that is not told again.
    """
    causes = []
    for place, finding in enumerate(findings):
        others = _union(other.taken for other in findings if other is not finding and _spoils(other, findings, place))
        world = replace(look, facts=look.facts.without(others))
        causes.append(_cause(world, _remeasured(world, finding)))
    if everywhere:
        changes = _union(finding.taken for finding in findings if finding.kind is not Kind.STANDING)
        causes.append(_cause(replace(look, facts=look.facts.without(changes)), everywhere))
    changed = {cause.conditions for cause in causes if cause.kind is not Kind.STANDING}
    told = [cause for cause in causes if cause.kind is not Kind.STANDING or cause.conditions not in changed]
    return tuple(sorted(told, key=_rank))


def _spoils(other: Finding, findings: Sequence[Finding], place: int) -> bool:
    """Changes spoil the measure of everything else; what always was so only that of later standing differences."""
    if other.kind is not Kind.STANDING:
        return True
    return findings[place].kind is Kind.STANDING and other in findings[:place]


def _remeasured(look: Look, finding: Finding) -> Finding:
    """The finding in the world as it is without the other causes; what no longer passes stays as it was found."""
    again = assess(look, finding.conditions, is_change=finding.onset is not None)
    is_same = isinstance(again, Finding) and again.effect.sign == finding.effect.sign
    return again if is_same and isinstance(again, Finding) else finding


def _union(parts: Iterable[Members]) -> Members:
    union = NONE
    for part in parts:
        union |= part
    return union


def _rank(cause: Cause) -> tuple[bool, bool, float]:
    sure = min(abs(cause.excess.low or 0), abs(cause.excess.high or 0))
    return (cause.kind is Kind.STANDING, not cause.is_certain, -sure)


def _cause(look: Look, finding: Finding) -> Cause:
    facts, effect, onset = look.facts, finding.effect, finding.onset
    members = members_of(facts, finding.conditions)
    words = _Words(facts.rare_is_bad, effect)
    is_over = finding.kind is Kind.EPISODE
    return Cause(
        conditions=finding.conditions,
        kind=finding.kind,
        direction=Direction.WORSE if (effect.sign > 0) == facts.rare_is_bad else Direction.BETTER,
        level=level_of(facts, finding) if finding.conditions else level_of_everywhere(facts),
        since=None if finding.kind is Kind.STANDING else facts.day(effect.first),
        since_earliest=facts.day(onset.earliest) if onset else None,
        since_latest=facts.day(onset.latest) if onset else None,
        until=facts.day(effect.end - 1) if is_over else None,
        n=effect.n,
        bad=words.count(effect.observed),
        expected=effect.expected if facts.rare_is_bad else effect.n - effect.expected,
        share=words.share(effect.share),
        expected_share=words.share(effect.expected_share),
        share_before=words.maybe_share(effect.share_before),
        share_shrunk=words.share(_shrunk(facts, finding)),
        rest_before=words.maybe_share(effect.rest_before),
        rest_now=words.maybe_share(effect.rest_now),
        excess=words.turned(effect.excess),
        ratio=effect.ratio,
        difference=words.turned(effect.difference),
        p=finding.p,
        doubts=finding.doubts,
        evidence=_evidence(look, finding, members),
        spread=spread_of(facts, finding, members),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Where the good outcome is the rare one, everything is said of its opposite."""

    rare_is_bad: bool
    effect: Effect

    def count(self, rare: int) -> int:
        return rare if self.rare_is_bad else self.effect.n - rare

    def share(self, rare: float) -> float:
        return rare if self.rare_is_bad else 1 - rare

    def maybe_share(self, rare: float | None) -> float | None:
        return None if rare is None else self.share(rare)

    def turned(self, estimate: Estimate) -> Estimate:
        if self.rare_is_bad or estimate.value is None or estimate.low is None or estimate.high is None:
            return estimate
        return Estimate(-estimate.value, -estimate.high, -estimate.low, estimate.n)


def _evidence(look: Look, finding: Finding, members: Members) -> tuple[Evidence, ...]:
    if not finding.conditions:
        return evidence_of_everywhere(look.facts, finding)
    return evidence_of(look.facts, finding, members, look.settings)


def _shrunk(facts: Facts, finding: Finding) -> float:
    """The share now, drawn toward what was to be expected, as far as the values of the first dimension are alike."""
    dimension = facts.find_dimension(finding.conditions[0].dimension) if finding.conditions else None
    in_time = facts.between(finding.effect.first, finding.effect.end)
    peers = [members & in_time for members in dimension.values.values()] if dimension else []
    expected = finding.effect.expected_share
    # Few or equal peers do not prove that nothing ever differs: half of the expected share always may.
    spread = max(spread_of_shares([(peer.k, peer.n) for peer in peers]), (expected / 2) ** 2)
    return shrunk_share(finding.effect.observed, finding.effect.n, expected, spread)
