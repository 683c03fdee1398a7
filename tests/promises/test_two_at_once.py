"""A sweep that forecasts thousands of promises never waits for one that somebody works on."""

from datetime import timedelta

import pytest

from shopkeeper.promises import public as promises
from shopkeeper.promises.models import Promise
from tests.gates import while_open
from tests.promises.test_ledger import BY, DUE, KIND, NOW, promise

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def test_a_promise_that_is_moved_just_now_is_forecast_next_time() -> None:
    promise("order:1"), promise("order:2")
    ids = dict(Promise.objects.values_list("ref", "id"))
    said = {key: promises.Forecast(0.3, 0.3, DUE) for key in ids.values()}
    later = DUE + timedelta(days=1)
    while_open(
        lambda: promises.move_promise(kind=KIND, ref="order:2", due_at=later, by=BY, now=NOW),
        lambda: promises.record_forecasts(forecasts=said, by=BY, now=NOW),
    )
    told = dict(Promise.objects.values_list("ref", "late_chance"))
    assert told == {"order:1": 0.3, "order:2": None}
    assert Promise.objects.get(ref="order:2").due_at == later
