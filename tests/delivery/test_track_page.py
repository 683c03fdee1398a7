"""What a customer sees behind the link in the mail: where it is, what was promised, what changed, what to do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.forecasts import sign_ref
from shopkeeper.delivery.models import Parcel
from shopkeeper.promises import public as promises
from tests.delivery.offering import BY, with_carrier

pytestmark = pytest.mark.django_db


def parcel(promised_in: int = 2) -> Parcel:
    """A parcel of today, promised for a day to come."""
    with_carrier()
    now = clock.now()
    made = delivery.prepare_parcel(
        ref="order:1", carrier_key="swift", promised_on=now.date() + timedelta(days=promised_in), by=BY, now=now
    )
    return Parcel.objects.get(pk=made)


def page(token: str = "") -> str:
    """The page, without being signed in."""
    response = Client().get(f"/track/{token or sign_ref('order:1')}/")
    return f"{response.status_code} {response.content.decode()}"


def test_a_parcel_on_its_way_says_when_it_comes_and_by_whom() -> None:
    known = parcel()
    delivery.hand_over_parcel(parcel_id=known.id, tracking_number="SW1", by=BY, now=clock.now())
    shown = page()
    assert shown.startswith("200")
    day = known.promised_on
    assert day
    assert f"Coming by {day:%A} {day.day} {day:%B}" in shown
    assert "Swift" in shown
    assert "SW1" in shown
    assert "You need not do anything." in shown


def test_a_changed_day_stands_beside_the_promised_one() -> None:
    parcel()
    [card] = promises.list_promises_for_ref("order:1", now=clock.now())
    told = datetime.combine(clock.now().date() + timedelta(days=5), datetime.min.time(), UTC) + timedelta(hours=12)
    promises.tell_of_delay(promise_id=card.id, due_at=told, why="forecast", by=BY, now=clock.now())
    shown = page()
    assert f"We now expect it on {told:%A} {told.day} {told:%B}" in shown
    assert "We promised" in shown
    assert "Changed to" in shown


def test_attempts_losses_and_returns_say_what_to_do() -> None:
    known = parcel()
    for change, words in (
        ({"attempts": 1}, "The carrier came once and found nobody."),
        ({"lost_at": clock.now()}, "Your parcel was lost on its way"),
        ({"returned_at": clock.now()}, "Your parcel went back to us"),
    ):
        Parcel.objects.filter(pk=known.pk).update(**change)
        assert words in page()


def test_a_foreign_or_old_link_is_closed_kindly() -> None:
    known = parcel()
    assert page("order:1").startswith("404")
    assert "Nothing to do here" in page("nonsense")
    assert page(sign_ref("order:2")).startswith("404")
    long_ago = clock.now() - timedelta(days=91)
    Parcel.objects.filter(pk=known.pk).update(delivered_at=long_ago, promised_on=date(2026, 1, 1))
    assert page().startswith("404")


def test_a_parcel_that_was_called_off_for_another_is_left_out() -> None:
    first, second = parcel(), parcel(4)
    delivery.cancel_parcel(parcel_id=first.id, by=BY, now=clock.now())
    shown = page()
    assert ("This delivery was canceled" in shown, "Parcel 1 of" in shown) == (False, False)
    delivery.cancel_parcel(parcel_id=second.id, by=BY, now=clock.now())
    assert "This delivery was canceled" in page()
