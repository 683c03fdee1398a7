"""Tails and quantiles of the distributions that the intervals, charts and cause search stand on."""

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

NORMAL = NormalDist()
_TINY = 1e-300
_PRECISION = 1e-15
_MAX_TERMS = 2000


def two_sided_p(z: float) -> float:
    """The chance of a standard normal value at least as far from zero as `z`."""
    return math.erfc(abs(z) / math.sqrt(2))


def z_of_confidence(confidence: float) -> float:
    """1.96 for 0.95."""
    return NORMAL.inv_cdf(0.5 + confidence / 2)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function I_x(a, b), by Lentz's continued fraction (DLMF 8.17.22)."""
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_cdf(1.0 - x, b, a)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _nonzero(1.0 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _nonzero(1.0 + term * d)
            c = _nonzero(1.0 + term / c)
            result *= c * d
        if abs(c * d - 1.0) < _PRECISION:
            break
    return result


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def gamma_cdf(x: float, a: float) -> float:
    """The regularized lower incomplete gamma function P(a, x) (DLMF 8.11.4 and 8.9.2)."""
    if x <= 0.0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    return front * _gamma_series(x, a) if x < a + 1 else 1.0 - front * _gamma_fraction(x, a)


def _gamma_series(x: float, a: float) -> float:
    term = total = 1.0 / a
    for step in range(1, _MAX_TERMS):
        term *= x / (a + step)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _gamma_fraction(x: float, a: float) -> float:
    b = x + 1 - a
    c, d = 1.0 / _TINY, 1.0 / _nonzero(b)
    result = d
    for step in range(1, _MAX_TERMS):
        weight = -step * (step - a)
        b += 2
        d = 1.0 / _nonzero(weight * d + b)
        c = _nonzero(b + weight / c)
        result *= c * d
        if abs(c * d - 1.0) < _PRECISION:
            break
    return result


@lru_cache(maxsize=4096)
def t_quantile(probability: float, degrees_of_freedom: float) -> float:
    """The value below which a share `probability` of Student's t falls, by Newton's method."""
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -t_quantile(1 - probability, degrees_of_freedom)
    t = _first_guess_of_t(NORMAL.inv_cdf(probability), degrees_of_freedom)
    for _ in range(100):
        step = (_t_upper_tail(t, degrees_of_freedom) - (1 - probability)) / _t_density(t, degrees_of_freedom)
        t = max(t + step, t / 2)
        if abs(step) < 1e-11 * t:
            break
    return t


def _first_guess_of_t(z: float, df: float) -> float:
    """Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5, two terms)."""
    return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df * df)


def _t_upper_tail(t: float, df: float) -> float:
    return beta_cdf(df / (df + t * t), df / 2, 0.5) / 2


def _t_density(t: float, df: float) -> float:
    log_front = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(log_front - (df + 1) / 2 * math.log1p(t * t / df))


@lru_cache(maxsize=4096)
def gamma_quantile(probability: float, shape: float) -> float:
    """The value below which a share `probability` of a gamma variable of that shape and scale one falls."""
    high = shape + 10 * math.sqrt(shape) + 20
    return _solve(lambda x: probability - gamma_cdf(x, shape), low=0.0, high=high)


@lru_cache(maxsize=4096)
def beta_quantile(probability: float, a: float, b: float) -> float:
    """The value below which a share `probability` of a beta variable falls."""
    return _solve(lambda x: probability - beta_cdf(x, a, b), low=0.0, high=1.0)


def _solve(falling: Callable[[float], float], low: float, high: float) -> float:
    """The root of a falling function by bisection: slow, sure, and called once for each new argument."""
    while high - low > 1e-12 * max(1e-3, high):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def binomial_p(successes: float, trials: float, share: float) -> float:
    """Twice the smaller exact tail of a binomial count, at most 1; weighted counts need not be whole numbers."""
    at_least = 1.0 if successes <= 0 else beta_cdf(share, successes, trials - successes + 1)
    at_most = 1.0 if successes >= trials else beta_cdf(1 - share, trials - successes, successes + 1)
    return min(1.0, 2 * min(at_least, at_most))
