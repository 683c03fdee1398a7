"""The thresholds of the search: what is asked of a p, of a chosen day, of a small cell."""

import random

import pytest

from shopkeeper.insight.rules.causes.gates import (
    benjamini_hochberg,
    p_of_best_start,
    shrunk_share,
    spread_of_shares,
    threshold,
)

PUBLISHED = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def test_false_discoveries_are_kept_as_in_the_example_of_benjamini_and_hochberg() -> None:
    assert benjamini_hochberg(PUBLISHED, 0.05) == [True] * 4 + [False] * 11


def test_the_more_is_looked_at_the_more_certain_a_finding_must_be() -> None:
    assert threshold(0.05, candidates=1000, accepted=0) == pytest.approx(5e-5)
    assert threshold(0.05, candidates=1000, accepted=3) == pytest.approx(2e-4)


def test_a_day_chosen_to_fit_best_is_paid_for() -> None:
    assert p_of_best_start(0.05) == 1.0
    assert p_of_best_start(1e-6) == pytest.approx(9.5e-5, rel=0.01)


def test_chance_alone_passes_the_price_of_the_best_start_as_rarely_as_it_says() -> None:
    """400 random walks of 200 steps; the largest standardized step between 2 and 98 percent."""
    draw = random.Random(12)
    passed = 0
    for _ in range(400):
        steps = [draw.gauss(0, 1) for _ in range(200)]
        total, walk, largest = sum(steps), 0.0, 0.0
        for at, step in enumerate(steps[:-1], start=1):
            walk += step
            share = at / 200
            if 0.02 <= share <= 0.98:
                largest = max(largest, abs(walk - share * total) / (200 * share * (1 - share)) ** 0.5)
        passed += largest > 3.24  # two-sided p of 0.0012, of which the price makes 0.05
    assert p_of_best_start(0.0012) == pytest.approx(0.05, abs=0.001)
    assert abs(passed - 0.05 * 400) <= 2 * (0.05 * 0.95 * 400) ** 0.5


def test_a_small_cell_is_drawn_toward_its_peers() -> None:
    assert shrunk_share(5, 10, rest_share=0.1, spread=0.0009) == pytest.approx((5 + 99 * 0.1) / 109)
    assert shrunk_share(500, 1000, rest_share=0.1, spread=0.0009) == pytest.approx((500 + 99 * 0.1) / 1099)
    assert shrunk_share(5, 10, rest_share=0.1, spread=0) == 0.1


def test_peers_that_differ_by_chance_alone_have_no_spread() -> None:
    assert spread_of_shares([(10, 100), (11, 100), (9, 100), (10, 100)]) == 0
    assert spread_of_shares([(100, 1000), (300, 1000)]) == pytest.approx(0.0198, abs=0.0003)
    assert spread_of_shares([(1, 2)]) == 0
