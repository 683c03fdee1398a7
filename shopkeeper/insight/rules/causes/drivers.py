"""Which facts about an experience raise the share of bad outcomes most, each freed from what comes with the others."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from shopkeeper.insight.rules.causes.facts import Members
from shopkeeper.insight.rules.causes.gates import benjamini_hochberg
from shopkeeper.insight.rules.distributions import two_sided_p, z_of_confidence
from shopkeeper.insight.rules.intervals import EMPTY, Estimate

FALSE_DISCOVERIES = 0.01
FEWEST = 30
MOST_ADJUSTED = 4
TOO_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Driver:
    """One yes/no fact: how often it was so, the bad shares with and without it, and what it adds.

    `raw` and `adjusted` are differences of bad shares; `adjusted_for` names the other facts held fixed;
    `attributable` is the number of bad outcomes that would not have been, had it never been so (population
    attributable excess).
    """

    name: str
    exposed: int
    unexposed: int
    share_exposed: float
    share_unexposed: float
    raw: Estimate
    adjusted: Estimate
    adjusted_for: tuple[str, ...]
    attributable: Estimate
    p: float


def find_drivers(
    everything: Members, exposures: Mapping[str, Members], *, rare_is_bad: bool = True
) -> tuple[Driver, ...]:
    """Facts that raise the share of bad outcomes, the one with most attributable outcomes first.

    Each is compared only among facts that are alike in the strongest others, by Mantel and Haenszel's risk
    difference. What is nearly the same as another (a correlation above 0.7) is not held fixed for it: both
    would vanish.
    """
    sign = 1 if rare_is_bad else -1
    judged = {name: own for name, own in exposures.items() if min(own.n, (everything - own).n) >= FEWEST}
    crude = {name: _pooled(everything, own, [everything]) for name, own in judged.items()}
    strongest = sorted(judged, key=lambda name: -abs(_z(crude[name])))
    drivers = [_driver(everything, judged, name, strongest, sign) for name in strongest]
    stands = benjamini_hochberg([driver.p for driver in drivers], FALSE_DISCOVERIES)
    kept = [driver for driver, is_kept in zip(drivers, stands, strict=True) if is_kept and _low(driver) > 0]
    return tuple(sorted(kept, key=lambda driver: (-(driver.attributable.value or 0), driver.name)))


def _low(driver: Driver) -> float:
    return driver.adjusted.low or 0.0


def _driver(
    everything: Members, judged: Mapping[str, Members], name: str, strongest: Sequence[str], sign: int
) -> Driver:
    own = judged[name]
    unlike = (other for other in strongest if other != name and not _are_alike(everything, own, judged[other]))
    fixed = tuple(islice(unlike, MOST_ADJUSTED))
    adjusted = _pooled(everything, own, _strata(everything, [judged[other] for other in fixed]))
    estimate = _estimate(adjusted, sign)
    without = everything - own
    return Driver(
        name=name,
        exposed=own.n,
        unexposed=without.n,
        share_exposed=_bad_share(own, sign),
        share_unexposed=_bad_share(without, sign),
        raw=_estimate(_pooled(everything, own, [everything]), sign),
        adjusted=estimate,
        adjusted_for=fixed,
        attributable=_scaled(estimate, own.n),
        p=two_sided_p(_z(adjusted)),
    )


@dataclass(frozen=True, slots=True)
class _Difference:
    value: float
    variance: float


def _pooled(everything: Members, own: Members, strata: Iterable[Members]) -> _Difference:
    """Mantel-Haenszel's risk difference with the variance of Greenland and Robins (1985)."""
    total = weight = spread = 0.0
    for stratum in strata:
        with_it, without = stratum & own, stratum - own
        n1, n0 = with_it.n, without.n
        if not n1 or not n0:
            continue
        k1, k0, size = with_it.k, without.k, n1 + n0
        total += (k1 * n0 - k0 * n1) / size
        weight += n1 * n0 / size
        spread += (k1 * (n1 - k1) * n0**3 + k0 * (n0 - k0) * n1**3) / (n1 * n0 * size * size)
    return _Difference(total / weight, spread / weight**2) if weight else _Difference(0.0, 0.0)


def _strata(everything: Members, fixed: Sequence[Members]) -> Iterator[Members]:
    """Every combination of the fixed facts being so or not."""
    if not fixed:
        yield everything
        return
    yield from _strata(everything & fixed[0], fixed[1:])
    yield from _strata(everything - fixed[0], fixed[1:])


def _are_alike(everything: Members, one: Members, other: Members) -> bool:
    """Whether two facts go together so closely that holding one fixed would leave nothing of the other."""
    size, n1, n2, both = everything.n, one.n, other.n, (one & other).n
    spread = math.sqrt(n1 * (size - n1) * n2 * (size - n2))
    return spread > 0 and abs(both * size - n1 * n2) / spread >= TOO_ALIKE


def _z(difference: _Difference) -> float:
    return difference.value / math.sqrt(difference.variance) if difference.variance > 0 else 0.0


def _estimate(difference: _Difference, sign: int) -> Estimate:
    if difference.variance <= 0:
        return EMPTY
    margin = z_of_confidence(0.95) * math.sqrt(difference.variance)
    value = sign * difference.value
    return Estimate(value, value - margin, value + margin, 0)


def _scaled(estimate: Estimate, n: int) -> Estimate:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return EMPTY
    return Estimate(estimate.value * n, estimate.low * n, estimate.high * n, n)


def _bad_share(members: Members, sign: int) -> float:
    share = members.k / members.n
    return share if sign > 0 else 1 - share
