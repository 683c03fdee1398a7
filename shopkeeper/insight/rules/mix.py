"""Why a rate moved: because its parts changed, or because there were more of some parts than before."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

SMALLEST_CHANGE = Fraction(1, 10_000)


class CannotDecompose(StrEnum):
    """Why a change is not split into its parts."""

    UNEQUAL_WINDOWS = "unequal_windows"
    NOT_ADDITIVE = "not_additive"  # distinct customers of two outlets do not add up to those of both
    NO_CHANGE = "no_change"
    NO_OBSERVATIONS = "no_observations"


@dataclass(frozen=True, slots=True)
class Window:
    """One period's counts by value of a dimension: (k, n), over a number of days."""

    days: int
    counts: Mapping[str, tuple[int, int]]

    @property
    def total(self) -> int:
        return sum(n for _, n in self.counts.values())

    def rate(self) -> Fraction:
        return Fraction(sum(k for k, _ in self.counts.values()), self.total)


@dataclass(frozen=True, slots=True)
class Mover:
    """What one value of the dimension did to the total; exact, so that the parts add up to the whole."""

    value: str
    rate_effect: Fraction
    mix_effect: Fraction
    is_new: bool
    is_gone: bool

    @property
    def effect(self) -> Fraction:
        return self.rate_effect + self.mix_effect


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A change of a rate and its movers, largest effect first."""

    before: Fraction
    after: Fraction
    movers: tuple[Mover, ...]

    @property
    def change(self) -> Fraction:
        return self.after - self.before

    @property
    def rate_effect(self) -> Fraction:
        return sum((mover.rate_effect for mover in self.movers), Fraction())

    @property
    def mix_effect(self) -> Fraction:
        return sum((mover.mix_effect for mover in self.movers), Fraction())


def decompose(before: Window, after: Window, *, is_additive: bool = True) -> Decomposition | CannotDecompose:
    """Split the change of a rate between two equal windows (Bennet 1920, mix measured from the mean rate).

    rate effect = mean weight x change of rate; mix effect = change of weight x (mean rate - mean total rate).
    A value seen in one window only has no change of rate: all of its effect is mix.
    """
    refusal = _refusal(before, after, is_additive)
    if refusal is not None:
        return refusal
    level = (before.rate() + after.rate()) / 2
    movers = [_mover(value, before, after, level) for value in sorted({*before.counts, *after.counts})]
    ranked = sorted(movers, key=lambda mover: (-abs(mover.effect), mover.value))
    return Decomposition(before.rate(), after.rate(), tuple(ranked))


def rate_with_mix_of(own: Window, others: Window) -> Fraction | None:
    """What the rate of others would be if they had one's own mix (indirect standardization, Breslow and Day 1987).

    A value that the others do not have is left out; None where they have none of them.
    """
    shared = {value: n for value, (_, n) in own.counts.items() if n and others.counts.get(value, (0, 0))[1]}
    if not shared:
        return None
    rates = {value: Fraction(*others.counts[value]) for value in shared}
    return sum((n * rates[value] for value, n in shared.items()), Fraction()) / sum(shared.values())


def _refusal(before: Window, after: Window, is_additive: bool) -> CannotDecompose | None:
    if not is_additive:
        return CannotDecompose.NOT_ADDITIVE
    if before.days != after.days:
        return CannotDecompose.UNEQUAL_WINDOWS
    if not before.total or not after.total:
        return CannotDecompose.NO_OBSERVATIONS
    return CannotDecompose.NO_CHANGE if abs(after.rate() - before.rate()) < SMALLEST_CHANGE else None


def _mover(value: str, before: Window, after: Window, level: Fraction) -> Mover:
    k0, n0 = before.counts.get(value, (0, 0))
    k1, n1 = after.counts.get(value, (0, 0))
    weight0, weight1 = Fraction(n0, before.total), Fraction(n1, after.total)
    rate0 = Fraction(k0, n0) if n0 else Fraction(k1, n1 or 1)
    rate1 = Fraction(k1, n1) if n1 else rate0
    return Mover(
        value=value,
        rate_effect=(weight0 + weight1) / 2 * (rate1 - rate0),
        mix_effect=(weight1 - weight0) * ((rate0 + rate1) / 2 - level),
        is_new=not n0,
        is_gone=not n1,
    )
