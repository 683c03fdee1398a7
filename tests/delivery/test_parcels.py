"""A parcel's promise follows it: made with it, kept by delivery, gone with a cancellation."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.customer_facts import tell
from shopkeeper.delivery.models import Carrier
from shopkeeper.delivery.rules.parcels import days_late
from shopkeeper.promises import public as promises

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = system_actor("test")
FRIDAY = date(2026, 3, 6)
pytestmark = pytest.mark.django_db


def parcel() -> UUID:
    """A parcel promised for Friday."""
    Carrier.objects.get_or_create(source_key="swift", defaults={"name": "Swift", "recorded_at": NOW})
    return delivery.prepare_parcel(
        ref="order:1", carrier_key="swift", promised_on=FRIDAY, ship_from="north", by=BY, now=NOW
    )


def card(now: datetime = NOW) -> delivery.ParcelCard:
    """The parcel as others see it."""
    (found,) = delivery.list_parcels_for_ref("order:1", now=now)
    return found


def promise_state(now: datetime) -> str:
    """What became of the promise."""
    (found,) = promises.list_promises_for_ref("order:1", now=now)
    return found.state


def test_a_parcel_goes_its_way_and_keeps_its_promise() -> None:
    parcel_id = parcel()
    assert (card().state, card().carrier, card().days_late) == ("preparing", "Swift", None)
    delivery.hand_over_parcel(parcel_id=parcel_id, tracking_number="T1", by=BY, now=NOW)
    assert card().state == "on_its_way"
    friday_night = datetime(2026, 3, 6, 23, 59, tzinfo=UTC)
    delivery.deliver_parcel(parcel_id=parcel_id, at=friday_night, by=BY, now=friday_night)
    assert (card().state, card().days_late, promise_state(friday_night)) == ("delivered", 0, "kept")


def test_a_late_parcel_breaks_its_promise_once() -> None:
    parcel_id = parcel()
    sunday = datetime(2026, 3, 8, 0, 1, tzinfo=UTC)
    delivery.deliver_parcel(parcel_id=parcel_id, at=sunday, by=BY, now=sunday)
    delivery.deliver_parcel(parcel_id=parcel_id, at=sunday, by=BY, now=sunday)
    assert (card().days_late, promise_state(sunday)) == (2, "broken")
    assert Event.objects.filter(name="promises.promise_broken").count() == 1
    assert Event.objects.get(name="delivery.parcel_delivered").payload["late"] is True


def test_a_canceled_parcel_promises_nothing_and_cannot_arrive() -> None:
    parcel_id = parcel()
    delivery.cancel_parcel(parcel_id=parcel_id, by=BY, now=NOW)
    assert (card().state, promise_state(NOW)) == ("canceled", "withdrawn")
    with pytest.raises(delivery.ParcelSettled):
        delivery.deliver_parcel(parcel_id=parcel_id, at=NOW, by=BY, now=NOW)
    assert card().delivered_at is None


@pytest.mark.parametrize(
    ("delivered_at", "now", "days"),
    [
        (None, datetime(2026, 3, 6, 23, tzinfo=UTC), None),
        (None, datetime(2026, 3, 7, 1, tzinfo=UTC), 1),
        (datetime(2026, 3, 6, 23, 30, tzinfo=UTC), NOW + timedelta(days=30), 0),
        (datetime(2026, 3, 7, 0, 30, tzinfo=UTC), NOW + timedelta(days=30), 1),
    ],
)
def test_days_late_are_the_customers_days(delivered_at: datetime | None, now: datetime, days: int | None) -> None:
    assert days_late(promised_on=FRIDAY, delivered_at=delivered_at, zone="Europe/London", now=now) == days


def test_a_customers_timeline_has_a_parcel_where_it_was_got_ready_and_says_for_when() -> None:
    person = customers.record_person(
        data=customers.RecordData(source="web", source_key="ann", full_name="Ann Lee"), by=BY, now=NOW
    )
    Carrier.objects.create(source_key="swift", name="Swift", recorded_at=NOW)
    parcel_id = delivery.prepare_parcel(
        ref="order:1", carrier_key="swift", promised_on=FRIDAY, customer_id=person.customer_id, by=BY, now=NOW
    )
    assert person.customer_id
    [entry] = tell([person.customer_id], by=BY, now=NOW, limit=9)
    assert (entry.at, entry.title, entry.detail) == (NOW, "Parcel being prepared", "Swift · promised for Fri 6 Mar")
    left_at = NOW + timedelta(hours=5)
    delivery.hand_over_parcel(parcel_id=parcel_id, tracking_number="T1", by=BY, now=left_at)
    [entry] = tell([person.customer_id], by=BY, now=left_at, limit=9)
    assert (entry.at, entry.title, entry.detail) == (left_at, "Parcel on its way", "Swift · T1")
