"""When a promise is kept or broken, to the instant."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shopkeeper.promises.contracts import CalibrationBin, PromiseState, PromiseTimes
from shopkeeper.promises.rules import end_of_day, late_by, set_right, state_of

DUE = datetime(2026, 3, 2, 18, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("fulfilled_at", "withdrawn_at", "now", "state"),
    [
        (None, None, DUE, PromiseState.OPEN),
        (None, None, DUE + TICK, PromiseState.BROKEN),
        (DUE, None, DUE + timedelta(days=1), PromiseState.KEPT),
        (DUE + TICK, None, DUE + timedelta(days=1), PromiseState.BROKEN),
        (None, DUE - TICK, DUE + timedelta(days=1), PromiseState.WITHDRAWN),
        (None, DUE, DUE + timedelta(days=1), PromiseState.WITHDRAWN),
        (None, DUE + TICK, DUE + timedelta(days=1), PromiseState.BROKEN),
        (DUE - TICK, DUE, DUE + timedelta(days=1), PromiseState.KEPT),
    ],
)
def test_a_promise_is_judged_to_the_instant(
    fulfilled_at: datetime | None, withdrawn_at: datetime | None, now: datetime, state: PromiseState
) -> None:
    assert state_of(PromiseTimes(DUE, fulfilled_at, withdrawn_at), now=now) is state


def test_lateness_counts_from_the_promised_time_and_stops_when_fulfilled() -> None:
    hour = timedelta(hours=1)
    assert late_by(PromiseTimes(DUE), now=DUE + hour) == 3600
    assert late_by(PromiseTimes(DUE, fulfilled_at=DUE + hour), now=DUE + 9 * hour) == 3600
    assert late_by(PromiseTimes(DUE), now=DUE - hour) == 0
    assert late_by(PromiseTimes(DUE, withdrawn_at=DUE), now=DUE + hour) == 0


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 23, 59, 59, 999999, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 22, 59, 59, 999999, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, 59, 999999, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_promised_day_ends_where_the_customer_lives_whatever_the_clocks_do(day: date, ends: datetime) -> None:
    assert end_of_day(day, "Europe/London") == ends


RARE, OFTEN, LESS_OFTEN = (
    CalibrationBin(0.0, 0.2, n=80, said=0.1, broken=8), CalibrationBin(0.4, 0.6, n=80, said=0.5, broken=70),
    CalibrationBin(0.6, 0.8, n=80, said=0.7, broken=26),
)  # fmt: skip
"""With the forecaster's own word for twenty more: broken in 0.1, in 0.8 and in 0.4 of all cases."""


@pytest.mark.parametrize(
    ("bins", "said", "meant"),
    [
        ((), 0.3, 0.3),
        ((OFTEN,), 0.5, 0.8),
        ((OFTEN, LESS_OFTEN), 0.5, 0.6),
        ((OFTEN, LESS_OFTEN), 0.7, 0.6),
        ((RARE, OFTEN, LESS_OFTEN), 0.1, 0.1),
        ((RARE, OFTEN, LESS_OFTEN), 0.3, 0.35),
        ((RARE, OFTEN, LESS_OFTEN), 0.6, 0.6),
    ],
)
def test_forecasts_are_set_right_by_earlier_ones_and_neighbors_that_fall_are_pooled(
    bins: tuple[CalibrationBin, ...], said: float, meant: float
) -> None:
    assert set_right(said, bins) == pytest.approx(meant)
