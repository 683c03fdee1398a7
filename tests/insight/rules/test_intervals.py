"""How sure a number is: the intervals give what the literature printed."""

import pytest

from shopkeeper.insight.rules import intervals
from shopkeeper.insight.rules.distributions import binomial_p, t_quantile, two_sided_p


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_the_wilson_interval_that_newcombe_printed(successes: int, n: int, low: float, high: float) -> None:
    estimate = intervals.share(successes, n)
    assert (round(estimate.low or 0, 4), round(estimate.high or 0, 4)) == (low, high)
    assert estimate.value == successes / n


@pytest.mark.parametrize(
    ("probability", "df", "published"),
    [
        (0.975, 1, 12.7062047364),
        (0.975, 2, 4.3026527297),
        (0.975, 10, 2.2281388520),
        (0.975, 29, 2.0452296421),
        (0.975, 30, 2.0422724563),
        (0.995, 5, 4.0321429836),
        (0.95, 100, 1.6602343261),
        (0.9995, 3, 12.9239786367),
        (0.025, 10, -2.2281388520),
    ],
)
def test_the_t_quantile_equals_the_published_table(probability: float, df: int, published: float) -> None:
    assert t_quantile(probability, df) == pytest.approx(published, abs=1e-6)


def test_a_mean_has_students_interval() -> None:
    scores = [5, 4, 4, 3, 5, 1, 5, 4, 5, 2]
    estimate = intervals.mean(sum(scores), sum(s * s for s in scores), len(scores))
    assert estimate.value == pytest.approx(3.8)
    assert estimate.low == pytest.approx(2.799636, abs=1e-6)
    assert estimate.high == pytest.approx(4.800364, abs=1e-6)


def test_one_response_has_a_mean_but_no_interval() -> None:
    assert intervals.mean(4, 16, 1) == intervals.Estimate(value=4, low=None, high=None, n=1)


def test_no_response_has_no_value() -> None:
    nothing = intervals.Estimate(value=None, low=None, high=None, n=0)
    assert [intervals.share(0, 0), intervals.mean(0, 0, 0), intervals.net_promoter_score(0, 0, 0)] == [nothing] * 3
    assert intervals.rate(0, 0) == intervals.share_difference(1, 2, 0, 0) == nothing


def test_the_net_promoter_score_adds_three_responses_before_it_says_how_sure_it_is() -> None:
    estimate = intervals.net_promoter_score(promoters=50, detractors=20, n=100)
    p, d = 50.75 / 103, 20.75 / 103
    margin = 1.959963984540054 * ((p + d - (p - d) ** 2) / 103) ** 0.5
    assert estimate.value == 30
    assert estimate.low == pytest.approx(100 * (p - d - margin))
    assert estimate.high == pytest.approx(100 * (p - d + margin))


def test_a_net_promoter_score_of_five_happy_people_is_not_sure() -> None:
    estimate = intervals.net_promoter_score(promoters=5, detractors=0, n=5)
    assert estimate.value == 100
    assert estimate.low == pytest.approx(17.49, abs=0.01)
    assert estimate.high == 100


def test_a_rate_of_complaints_has_garwoods_exact_interval() -> None:
    estimate = intervals.rate(10, 2000, per=1000)
    assert estimate.value == pytest.approx(5)
    assert (estimate.low, estimate.high) == (pytest.approx(4.795389 / 2), pytest.approx(18.390356 / 2))


def test_no_complaint_still_leaves_an_upper_limit() -> None:
    assert intervals.rate(0, 1).high == pytest.approx(3.688879, abs=1e-6)


def test_the_difference_of_two_shares_has_the_interval_that_newcombe_printed() -> None:
    estimate = intervals.share_difference(56, 70, 48, 80)
    assert estimate.value == pytest.approx(0.2)
    assert (round(estimate.low or 0, 4), round(estimate.high or 0, 4)) == (0.0524, 0.3339)


def test_a_difference_of_means_is_as_unsure_as_both_together() -> None:
    one = intervals.Estimate(value=4.0, low=3.7, high=4.3, n=50)
    other = intervals.Estimate(value=3.5, low=3.1, high=3.9, n=40)
    assert intervals.mean_difference(one, other) == intervals.Estimate(
        value=0.5, low=pytest.approx(0.0), high=pytest.approx(1.0), n=90
    )


def test_twelve_responses_of_thirty_needed_are_not_judged() -> None:
    check = intervals.check_sample(12, 30)
    assert (check.seen, check.needed, check.is_enough) == (12, 30, False)
    assert intervals.check_sample(30, 30).is_enough


def test_a_count_as_expected_is_no_surprise_and_a_double_one_is() -> None:
    assert binomial_p(50, 1000, 0.05) == 1.0
    assert binomial_p(10, 10, 0.5) == pytest.approx(2 / 1024)
    assert two_sided_p(1.959963984540054) == pytest.approx(0.05)
