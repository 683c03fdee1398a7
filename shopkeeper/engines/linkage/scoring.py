"""One pair at a time: the weights of a model evaluated in plain Python, level by level."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from shopkeeper.engines.linkage.bounds import Bound, Gain
from shopkeeper.engines.linkage.climbing import Hurdle, Sieve, make_climb, make_sieve
from shopkeeper.engines.linkage.conditions import Condition, Form
from shopkeeper.engines.linkage.model import Comparison, Configuration, Met, Model, Weight

TOO_BARE = ("bare", "alone")
"""The step (comparison and level) that takes off what agreement without any support would weigh too much."""
CONTRADICTED = ("contradiction", "asked")
"""The one that takes off what is too much where something speaks so clearly against one that people should judge."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one attribute says of a pair, in bits: against two strangers, and against two that are close."""

    comparison: str
    level: str
    strangers: float
    close: float


@dataclass(frozen=True, slots=True)
class _Rung:
    step: Step
    one: float
    rare: str


@dataclass(frozen=True, slots=True)
class _Ladder:
    comparison: Comparison
    rungs: tuple[_Rung, ...]
    climb: Callable[[Form, Form], _Rung | None]
    """The first level that holds, or None where the attribute is missing."""
    most: float
    """What it can say at most for one, so that hopeless pairs are given up early."""


class Scorer:
    """A model made ready to weigh pairs.

    Fellegi and Sunter (1969) weigh one against two strangers, the sum over all attributes of log2(m / u). Two that are
    close (a family) share more than strangers do, so the same sum is taken against them, and the evidence has to stand
    against both: the odds are 1 / (1/odds against strangers + 1/odds against close ones).
    """

    def __init__(self, configuration: Configuration, model: Model) -> None:
        self._strangers = model.prior_bits
        self._close = model.close_bits
        self._ladders = [_build(part, model.weights[part.name], model) for part in configuration.weighed_by(model)]
        self._bare, self._most_bare = configuration.bare, configuration.most_bare
        self._contradiction, self._contradicted_by = configuration.contradiction, configuration.contradicted_by(model)
        self._free = min(
            self._most_bare if self._bare else math.inf,
            self._contradiction.most if self._contradicted_by else math.inf,
        )
        """Up to so many bits nothing is taken off."""
        self._frequencies = model.frequencies
        self._least = model.least
        self.bounds = tuple(_bound(ladder, model) for ladder in self._ladders)
        """What each attribute can say against strangers, for whoever gives up thousands of pairs at a time."""
        self._may_reach = _build_sieve(self.bounds, model)

    @property
    def start(self) -> float:
        """What a pair weighs against strangers before anything is compared."""
        return self._strangers

    def weigh(self, left: Form, right: Form) -> float:
        """The match weight of a pair, in bits: above nothing, it is more probable that the two are one."""
        bits = combine(*self.weigh_apart(left, right))
        return self.sum_up(self.list_steps(left, right)) if bits > self._free else bits

    def sum_up(self, steps: Collection[Step]) -> float:
        """What all of this weighs: no more than what is bare may, or what is contradicted."""
        bits = _add_up(steps)
        return bits if bits <= self._free else min(bits, *(most for most, _ in self._list_limits(steps)))

    def explain(self, left: Form, right: Form) -> list[Step]:
        """The way to the weight: what each attribute says, and what is taken off where that is not enough."""
        steps = self.list_steps(left, right)
        most, why = min(self._list_limits(steps))
        less = most - _add_up(steps)
        return [*steps, Step(*why, less, less)] if less < 0 else steps

    def weigh_apart(self, left: Form, right: Form) -> tuple[float, float]:
        """The weight against two strangers, which is Splink's, and the weight against two that are close."""
        strangers, close = self._strangers, self._close
        for ladder in self._ladders:
            rung = ladder.climb(left, right)
            if rung is not None:
                close += rung.step.close
                strangers += self._rarity(rung, left) if rung.rare else rung.step.strangers
        return strangers, close

    def weigh_if(self, left: Form, right: Form, *, at_least: float) -> float | None:
        """The same weight, or None below `at_least`; most pairs are given up after a few attributes."""
        if not self._may_reach(left, right, at_least):
            return None
        bits = self.weigh(left, right)  # added up in the one order that all scores are added up in
        return bits if bits >= at_least else None

    def list_steps(self, left: Form, right: Form) -> list[Step]:
        """What each attribute says, after what is taken for granted before any of them is looked at."""
        steps = [Step("", "", self._strangers, self._close)]
        for ladder in self._ladders:
            rung = ladder.climb(left, right)
            if rung is not None:
                bits = self._rarity(rung, left) if rung.rare else rung.step.strangers
                steps.append(Step(rung.step.comparison, rung.step.level, bits, rung.step.close))
        return steps

    def _list_limits(self, steps: Collection[Step]) -> list[tuple[float, Met]]:
        """What the pair may weigh at most, and why."""
        limits: list[tuple[float, Met]] = [(math.inf, ("", ""))]
        if self._bare and not any(map(self._is_support, steps)):
            limits.append((self._most_bare, TOO_BARE))
        met = {(step.comparison, step.level) for step in steps}
        if not met.isdisjoint(self._contradicted_by) and met.isdisjoint(self._contradiction.unless):
            limits.append((self._contradiction.most, CONTRADICTED))
        return limits

    def _is_support(self, step: Step) -> bool:
        return step.strangers > 0 and (step.comparison, step.level) not in self._bare

    def _rarity(self, rung: _Rung, left: Form) -> float:
        """The weight of agreement on this very value: the rarer, the more."""
        value = left[rung.rare] or ""
        return rung.one - math.log2(self._frequencies[rung.rare].get(value, self._least[rung.rare]))


def _add_up(steps: Collection[Step]) -> float:
    return combine(sum(step.strangers for step in steps), sum(step.close for step in steps))


def combine(strangers: float, close: float) -> float:
    """The weight that stands against both."""
    low, high = min(strangers, close), max(strangers, close)
    return low - math.log2(1 + 2.0 ** max(low - high, -1000.0))


def _build(comparison: Comparison, weights: list[Weight], model: Model) -> _Ladder:
    rungs = tuple(
        _Rung(
            step=Step(comparison.name, level.name, math.log2(weight.m / weight.u), math.log2(weight.m / weight.kin)),
            one=math.log2(weight.m),
            rare=level.rare,
        )
        for level, weight in zip(comparison.levels, weights, strict=True)
    )
    levels = [(level.condition, rung) for level, rung in zip(comparison.levels, rungs, strict=True)]
    climb = make_climb(comparison.missing, levels)
    return _Ladder(comparison, rungs, climb, max(0.0, *(_most(rung, model) for rung in rungs)))


def _bound(ladder: _Ladder, model: Model) -> Bound:
    conditions = [level.condition for level in ladder.comparison.levels]
    gains = [_gain(rung, model) for rung in ladder.rungs]
    return Bound(
        ladder.comparison.name, ladder.comparison.missing, tuple(zip(conditions, gains, strict=True)), ladder.most
    )


def _gain(rung: _Rung, model: Model) -> Gain:
    if not rung.rare:
        return Gain(rung.step.strangers)
    shares = model.frequencies[rung.rare]
    by_value = {value: rung.one - math.log2(share) for value, share in shares.items()}
    return Gain(rung.one - math.log2(model.least[rung.rare]), rung.rare, by_value)


def _build_sieve(bounds: Sequence[Bound], model: Model) -> Sieve:
    """The attributes that say most for least work come first."""
    order = sorted(bounds, key=lambda bound: -bound.most / len(bound.levels))
    rest = list(accumulate((bound.most for bound in reversed(order[1:])), initial=0.0))[::-1]
    facts: dict[str, Mapping[str, float]] = {}
    hurdles = [
        Hurdle(bound.missing, [_write_gain(bound, place, facts) for place in range(len(bound.levels))], more)
        for bound, more in zip(order, rest, strict=True)
    ]
    return make_sieve(model.prior_bits, hurdles, facts)


def _write_gain(bound: Bound, place: int, facts: dict[str, Mapping[str, float]]) -> tuple[Condition | None, str]:
    """The condition of a level and what it adds: a figure, or one of each value, which is noted among the facts."""
    condition, gain = bound.levels[place]
    if not gain.column:
        return condition, repr(gain.bits)
    name = f"{bound.name}_{place}"
    facts[name] = gain.by_value
    return condition, f"{name}.get(l_{gain.column} or '', {gain.bits!r})"


def _most(rung: _Rung, model: Model) -> float:
    if not rung.rare:
        return rung.step.strangers
    return rung.one - math.log2(min(model.least[rung.rare], *model.frequencies[rung.rare].values(), 1.0))
