"""Honest thresholds: how small a p must be, given how much was looked at."""

import math
from collections.abc import Sequence

from shopkeeper.insight.rules.distributions import NORMAL

_MARGIN = 0.02


def threshold(false_discoveries: float, candidates: int, accepted: int) -> float:
    """Benjamini and Hochberg's line (1995) for the finding of rank `accepted` + 1 among `candidates`."""
    return false_discoveries * (accepted + 1) / max(1, candidates)


def p_of_best_start(p: float) -> float:
    """The p of a change whose first day was chosen to fit best, from the p of that day alone.

    The largest of a standardized Brownian bridge between 2 and 98 percent of the information (Csörgő and Horváth 1997,
    theorem 1.3.3): as if some tens of days had been tried, however many there were.
    """
    z = -NORMAL.inv_cdf(max(p, 1e-300) / 2)
    if z < 2:
        return 1.0
    width = 2 * math.log((1 - _MARGIN) / _MARGIN)
    return min(1.0, z * NORMAL.pdf(z) * ((1 - 1 / z**2) * width + 4 / z**2))


def benjamini_hochberg(p_values: Sequence[float], false_discoveries: float) -> list[bool]:
    """Which of several findings stand when a share of false ones is to be kept below `false_discoveries`."""
    ranked = sorted(range(len(p_values)), key=lambda at: p_values[at])
    passed = 0
    for rank, at in enumerate(ranked, start=1):
        if p_values[at] <= false_discoveries * rank / len(p_values):
            passed = rank
    kept = set(ranked[:passed])
    return [at in kept for at in range(len(p_values))]


def shrunk_share(k: float, n: float, rest_share: float, spread: float) -> float:
    """A share drawn toward that of its peers, the more the fewer facts it stands on (beta-binomial).

    `spread` is the variance of the true shares among the peers; without any, all peers are alike.
    """
    if spread <= 0:
        return rest_share
    weight = max(0.0, rest_share * (1 - rest_share) / spread - 1)
    return (k + weight * rest_share) / (n + weight)


def spread_of_shares(counts: Sequence[tuple[int, int]]) -> float:
    """The variance of the true shares behind several (k, n), by moments: what differs beyond chance."""
    known = [(k, n) for k, n in counts if n > 0]
    total = sum(n for _, n in known)
    if len(known) < 2 or not total:
        return 0.0
    pooled = sum(k for k, _ in known) / total
    between = sum(n * (k / n - pooled) ** 2 for k, n in known) - (len(known) - 1) * pooled * (1 - pooled)
    return max(0.0, between / (total - sum(n * n for _, n in known) / total))
