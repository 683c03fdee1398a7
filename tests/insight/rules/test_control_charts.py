"""Control charts say what is news: limits as the NIST handbook prints them, and four run rules."""

import pytest

from shopkeeper.insight.rules.control_charts import (
    Assurance,
    Better,
    Chart,
    Signal,
    Variation,
    assurance,
    laney_p_chart,
    laney_u_chart,
    mean_moving_range,
    p_chart,
    u_chart,
    variation,
    xmr_chart,
)

NIST_FLOW_RATES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
NIST_CHIP_DEFECTIVES = [
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
]
NIST_WAFER_DEFECTS = [
    16,
    14,
    28,
    16,
    12,
    20,
    10,
    12,
    10,
    17,
    19,
    17,
    14,
    16,
    15,
    13,
    14,
    16,
    11,
    20,
    11,
    19,
    16,
    31,
    13,
]


def signaled(chart: Chart, signal: Signal) -> list[int]:
    return [place for place, point in enumerate(chart.points) if signal in point.signals]


def test_individual_values_have_the_limits_of_the_nist_handbook() -> None:
    chart = xmr_chart(NIST_FLOW_RATES)
    assert round(mean_moving_range(NIST_FLOW_RATES), 4) == 1.8778
    assert [round(x, 4) for x in (chart.points[0].low, chart.points[0].center, chart.points[0].high)] == [
        45.8159,
        50.81,
        55.8041,
    ]
    assert signaled(chart, Signal.BEYOND_LIMIT) == []


def test_shares_have_the_limits_of_the_nist_handbook() -> None:
    chart = p_chart([(k, 50) for k in NIST_CHIP_DEFECTIVES])
    first = chart.points[0]
    assert [round(x, 4) for x in (first.low, first.center, first.high)] == [0.0524, 0.2313, 0.4102]
    assert signaled(chart, Signal.BEYOND_LIMIT) == [14, 22]


def test_rates_have_the_limits_of_the_nist_handbook() -> None:
    chart = u_chart([(k, 1) for k in NIST_WAFER_DEFECTS])
    assert (chart.points[0].low, chart.points[0].center, chart.points[0].high) == (4, 16, 28)
    assert signaled(chart, Signal.BEYOND_LIMIT) == [23]


def test_a_small_week_has_wide_limits() -> None:
    chart = p_chart([(10, 100), (2, 20)])
    assert chart.points[0].high == pytest.approx(0.19)
    assert (chart.points[1].low, chart.points[1].high) == (0, pytest.approx(0.1 + 3 * (0.09 / 20) ** 0.5))


def test_laney_widens_the_limits_by_what_weeks_differ_beyond_chance() -> None:
    counts = [(520, 10_000), (480, 10_000), (560, 10_000), (440, 10_000)]
    chart = laney_p_chart(counts)
    one_sigma = (0.05 * 0.95 / 10_000) ** 0.5
    sigma_z = (0.004 + 0.008 + 0.012) / 3 / one_sigma / 1.128
    assert chart.overdispersion == pytest.approx(sigma_z)
    assert chart.points[0].high == pytest.approx(0.05 + 3 * one_sigma * sigma_z)
    assert not any(point.signals for point in chart.points)
    assert [Signal.BEYOND_LIMIT in point.signals for point in p_chart(counts).points] == [
        False,
        False,
        False,
        False,
    ]


def test_laney_never_narrows_the_limits_below_chance() -> None:
    counts = [(50, 1000), (50, 1000), (51, 1000), (49, 1000)]
    assert laney_p_chart(counts).overdispersion == 1
    assert laney_p_chart(counts).points == p_chart(counts).points
    assert laney_u_chart(counts).points == u_chart(counts).points


def test_eight_weeks_on_one_side_are_news_and_seven_are_not() -> None:
    usual = [12, 10, 12, 10, 12, 10, 12, 10]
    assert signaled(xmr_chart([*usual, *[11.5] * 7], baseline=8), Signal.RUN) == []
    assert signaled(xmr_chart([*usual, *[11.5] * 8], baseline=8), Signal.RUN) == list(range(8, 16))
    assert signaled(xmr_chart([*usual, *[11.5] * 4, 11, *[11.5] * 4], baseline=8), Signal.RUN) == []


def test_six_rising_weeks_are_a_trend_and_five_are_not() -> None:
    assert signaled(xmr_chart([5, 1, 2, 3, 4, 5, 1]), Signal.TREND) == []
    assert signaled(xmr_chart([5, 1, 2, 3, 4, 5, 6]), Signal.TREND) == [1, 2, 3, 4, 5, 6]
    assert signaled(xmr_chart([0, 6, 5, 4, 3, 2, 1]), Signal.TREND) == [1, 2, 3, 4, 5, 6]


def test_two_of_three_weeks_far_out_on_the_same_side_are_news() -> None:
    baseline = [9, 11, 9, 11, 9, 11, 9, 11]
    sigma = 2 / 1.128
    far = 10 + 2.1 * sigma
    chart = xmr_chart([*baseline, far, 10, far], baseline=8)
    assert signaled(chart, Signal.TWO_OF_THREE) == [8, 10]
    assert signaled(xmr_chart([*baseline, far, 10, 20 - far], baseline=8), Signal.TWO_OF_THREE) == []


def test_a_frozen_baseline_keeps_its_limits_when_the_process_moves() -> None:
    frozen = xmr_chart([9, 11, 9, 11, 9, 11, 30, 30], baseline=6)
    assert {point.center for point in frozen.points} == {10}
    assert signaled(frozen, Signal.BEYOND_LIMIT) == [6, 7]


def test_a_week_without_responses_is_passed_over() -> None:
    chart = p_chart([(5, 100), (0, 0), (6, 100)])
    assert chart.points[1].value is None
    assert chart.latest == chart.points[2]
    assert xmr_chart([None, None]) == Chart(())
    assert variation(xmr_chart([]), Better.LOWER) is Variation.UNKNOWN


@pytest.mark.parametrize(
    ("better", "expected"),
    [
        (Better.HIGHER, Variation.IMPROVING),
        (Better.LOWER, Variation.WORSENING),
        (Better.NEITHER, Variation.RISING),
    ],
)
def test_good_and_bad_depend_on_the_direction_of_the_metric(better: Better, expected: Variation) -> None:
    chart = xmr_chart([9, 11, 9, 11, 9, 11, 30], baseline=6)
    assert variation(chart, better) is expected
    assert variation(xmr_chart([9, 11, 9, 11, 9, 11, 10], baseline=6), better) is Variation.COMMON


def test_a_process_is_judged_against_its_target_by_its_limits() -> None:
    chart = xmr_chart([9, 11, 9, 11, 9, 11, 10])
    high = chart.points[0].high
    assert assurance(chart, Better.LOWER, high) is Assurance.WILL_HIT
    assert assurance(chart, Better.LOWER, 10) is Assurance.HIT_OR_MISS
    assert assurance(chart, Better.LOWER, 3) is Assurance.WILL_MISS
    assert assurance(chart, Better.HIGHER, 3) is Assurance.WILL_HIT
    assert assurance(chart, Better.HIGHER, high + 1) is Assurance.WILL_MISS
    assert assurance(chart, Better.HIGHER, None) is Assurance.NO_TARGET
