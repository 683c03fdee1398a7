"""Comparing like with like: an effect while another dimension is held fixed (Mantel and Haenszel 1959)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

from shopkeeper.insight.rules.causes.facts import Dimension, Facts, Members

_CASE = 1.0
_DRAWN = 0.5  # outcomes by which a level is drawn to the world's: none at all is no proof that there never are any
FEWEST_IN_STRATUM = 5


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A log odds ratio with its variance, and the share of the facts for which like could be found."""

    log_ratio: float
    variance: float
    covered: float

    @property
    def z(self) -> float:
        return self.log_ratio / math.sqrt(self.variance) if self.variance > 0 else 0.0


UNKNOWN = Adjusted(0.0, 0.0, 0.0)

type Table = tuple[int, int, int, int]  # rare and all of one group, rare and all of the other


def adjusted_change(facts: Facts, members: Members, strata: Iterable[Members], first: int, end: int) -> Adjusted:
    """After against before within each stratum, less the same of the rest of the world."""
    edges = (0, first, end)
    inside, outside = [], []
    for stratum in strata:
        n, k = facts.counts(members & stratum, edges)
        all_n, all_k = facts.counts(stratum, edges)
        inside.append((k[1], n[1], k[0], n[0]))
        outside.append((all_k[1] - k[1], all_n[1] - n[1], all_k[0] - k[0], all_n[0] - n[0]))
    one, other = _pooled(inside), _pooled(outside)
    if not one.covered:
        return UNKNOWN
    return Adjusted(one.log_ratio - other.log_ratio, one.variance + other.variance, one.covered)


def adjusted_standing(facts: Facts, members: Members, strata: Iterable[Members]) -> Adjusted:
    """The facts against the rest of the world within each stratum."""
    tables = []
    for stratum in strata:
        n, k = (own := members & stratum).n, own.k
        tables.append((k, n, stratum.k - k, stratum.n - n))
    return _pooled(tables)


@dataclass(frozen=True, slots=True)
class Alike:
    """Outcomes expected at the level of those alike, what that was learned from (facts, rare), the share covered."""

    expected: float
    basis: tuple[int, int]
    covered: float


def expected_within(facts: Facts, members: Members, dimension: Dimension, edges: Sequence[int]) -> Alike:
    """What the facts would have at the level of the rest of their stratum, on whatever days that rest was seen.

    A level is measured against the whole world in the same block of days, so that the rest may be older than the facts.
    """
    totals, rare = facts.counts(facts.everything, edges)
    shares = [k / n if n else 0.0 for n, k in zip(totals, rare, strict=True)]
    expected, basis_n, basis_k, covered = 0.0, 0, 0, 0
    for stratum in dimension.strata():
        own = members & stratum
        size = own.n
        if not size:
            continue
        rest = stratum - members
        n, k = rest.n, rest.k
        at_world = math.fsum(map(mul, facts.counts(rest, edges)[0], shares))
        if n >= FEWEST_IN_STRATUM and at_world > 0:
            expected += (k + _DRAWN) / (at_world + _DRAWN) * math.fsum(map(mul, facts.counts(own, edges)[0], shares))
            basis_n, basis_k, covered = basis_n + n, basis_k + k, covered + size
    total = members.n
    return Alike(expected, (basis_n, basis_k), covered / total if total else 0.0)


def _pooled(tables: Sequence[Table], more: float = 0.0) -> Adjusted:
    """Mantel-Haenszel's log odds ratio with the variance of Robins, Breslow and Greenland (1986).

    Where one outcome never occurs the ratio has no logarithm: one case `more` is then shared out to both groups by
    their sizes (Sweeting, Sutton and Lambert 2004), so that two groups without any are alike, whatever their sizes.
    """
    r = s = pr = ps_qr = qs = 0.0
    total, compared = 0, 0
    for k1, n1, k0, n0 in tables:
        total += n1
        if not n1 or not n0:
            continue
        compared += n1 if n0 >= FEWEST_IN_STRATUM else 0
        one, other = more * n1 / (n1 + n0), more * n0 / (n1 + n0)
        size = n1 + n0 + 2 * more
        a, b, c, d = k1 + one, n1 - k1 + one, k0 + other, n0 - k0 + other
        p, q, x, y = (a + d) / size, (b + c) / size, a * d / size, b * c / size
        r, s, pr, ps_qr, qs = r + x, s + y, pr + p * x, ps_qr + p * y + q * x, qs + q * y
    if compared and (r <= 0 or s <= 0):
        return _pooled(tables, more=_CASE)
    if not compared:
        return UNKNOWN
    return Adjusted(math.log(r / s), pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s), compared / total)
