"""A parcel that will be late is said to be before it is, as often as it then is; and its customer is told."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core import work
from shopkeeper.core.models import Event
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.forecasts import forecast_breaches, tell_of_delays
from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.actions.stages import measure_stages
from shopkeeper.delivery.actions.tracking import record_scans
from shopkeeper.delivery.contracts import CarrierScan, TrackingStatus
from shopkeeper.delivery.models import Parcel, StageTime
from shopkeeper.delivery.queries.risks import list_risks
from shopkeeper.delivery.rules.forecasts import OnTheWay, expected_days, forecast
from shopkeeper.delivery.rules.lanes import curve_of
from shopkeeper.messages.models import Message
from shopkeeper.promises import public as promises
from shopkeeper.promises.models import ForecastRow, Promise
from tests.cast import with_cast
from tests.delivery.offering import BY, NOW, TODAY, with_carrier, with_parcels, with_service
from tests.delivery.simulated import forecasts, reliability

HALF = curve_of([0.0, *[0.5] * 14])
KIND = promises.PromiseKind.DELIVERY


def test_when_we_say_eighty_percent_about_eighty_percent_come_late() -> None:
    _, told = forecasts(seed=5, parcels=4_000)
    bins = [b for b in reliability(told) if b.n >= 150]
    assert len(bins) >= 6
    for b in bins:
        # Four standard errors of a share, and three points for what four thousand parcels cannot teach.
        room = 4 * (b.said * (1 - b.said) / b.n) ** 0.5 + 0.03
        assert abs(b.said - b.broken / b.n) < room, b


def test_a_van_in_the_morning_makes_a_delay_unlikely_and_silence_makes_it_likely() -> None:
    facts = OnTheWay(elapsed=2, allowed=2, since_scan=0, left_after_scan=0)
    on_van, stuck = curve_of([0.9, *[0.5] * 14]), curve_of([0.1, *[0.3] * 14])
    by_lane = forecast(facts, lane=HALF, service=HALF)
    assert by_lane == pytest.approx(0.5)
    assert forecast(facts, lane=HALF, service=HALF, scan=on_van) == pytest.approx(0.1, abs=1e-5)
    assert forecast(facts, lane=HALF, service=HALF, scan=stuck) == pytest.approx(0.9, abs=1e-5)
    assert forecast(OnTheWay(3, 2), lane=HALF, service=HALF) == pytest.approx(0.995)
    assert (expected_days(HALF, 1), expected_days(HALF, 4)) == (3, 6)


def under_way(days_ago: int, promised_in: int, customer_id: object = None, area: str = "LS") -> Parcel:
    """A parcel that left some days ago and is promised for a day to come."""
    with_carrier()
    made = delivery.prepare_parcel(
        ref=f"order:{area}", carrier_key="swift", service="standard", promised_on=TODAY + timedelta(days=promised_in),
        ship_from="LDS", postcode_area=area, region="North", customer_id=customer_id, by=BY, now=NOW,
    )  # fmt: skip
    left_at = NOW - timedelta(days=days_ago)
    Parcel.objects.filter(pk=made).update(handed_over_at=left_at, tracking_number="SW1")
    return Parcel.objects.get(pk=made)


def slow_lane() -> None:
    """A lane that takes four days, where the carrier says one."""
    with_service(brochure_days=1)
    with_parcels(4, 300)
    with_parcels(1, 300, area="BS", region="South")
    measure_lanes(by=BY, now=NOW)


@pytest.mark.django_db
def test_a_breach_is_foreseen_by_the_lane_and_announced_once() -> None:
    slow_lane()
    under_way(1, 1)
    under_way(1, 1, area="BS")
    assert (forecast_breaches(by=BY, now=NOW), forecast_breaches(by=BY, now=NOW)) == (2, 2)
    chances = dict(Promise.objects.values_list("ref", "late_chance"))
    assert chances["order:LS"] > 0.9
    assert chances["order:BS"] < 0.1
    assert ForecastRow.objects.count() == 2
    [foreseen] = Event.objects.filter(name="promises.breach_foreseen")
    assert foreseen.payload["percent"] > 90
    [card] = promises.list_foreseen(kind=KIND, at_least=0.6, now=NOW)
    assert (card.ref, card.expected_at.date()) == ("order:LS", date(2026, 3, 7))


@pytest.mark.django_db
def test_a_scan_changes_the_forecast() -> None:
    slow_lane()
    for parcel in with_parcels(4, 60, left_on=date(2026, 2, 23), area="HG"):
        at = datetime(2026, 2, 27, 7, tzinfo=UTC)
        Parcel.objects.filter(pk=parcel.pk).update(tracking_number=str(parcel.id))
        scan = CarrierScan(str(parcel.id), TrackingStatus.OUT_FOR_DELIVERY, "OFD", at)
        record_scans(carrier_id=parcel.carrier_id, scans=[scan], by=BY, now=NOW)
    assert measure_stages(by=BY, now=NOW) == StageTime.objects.count() == 1
    known = under_way(2, 0)
    forecast_breaches(by=BY, now=NOW)
    before = Promise.objects.get().late_chance
    van = CarrierScan("SW1", TrackingStatus.OUT_FOR_DELIVERY, "OFD", NOW - timedelta(minutes=30))
    record_scans(carrier_id=known.carrier_id, scans=[van], by=BY, now=NOW)
    forecast_breaches(by=BY, now=NOW)
    assert Promise.objects.get().late_chance < before


@pytest.mark.django_db
def test_the_customer_is_told_once_before_the_day_and_the_promise_stays_what_it_was() -> None:
    cast = with_cast()
    slow_lane()
    under_way(1, 1, customer_id=cast.customers["margaret"])
    forecast_breaches(by=BY, now=NOW)
    assert (tell_of_delays(by=BY, now=NOW), tell_of_delays(by=BY, now=NOW)) == (1, 0)
    [message] = Message.objects.all()
    assert message.subject == "Your delivery will probably come on Saturday 7 March"
    assert "/track/" in message.body
    assert message.purpose == "service"
    promise = Promise.objects.get()
    assert (promise.due_at.date(), promise.told_due_at.date()) == (date(2026, 3, 5), date(2026, 3, 7))
    assert [c.kind for c in promise.changes.all()] == ["told"]
    # Late even by the second word: told again, with another day.
    later = NOW + timedelta(days=4)
    forecast_breaches(by=BY, now=later)
    Promise.objects.update(expected_at=later + timedelta(days=2))
    assert tell_of_delays(by=BY, now=later) == 1
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_who_can_act_finds_likely_and_silent_parcels_in_the_morning() -> None:
    cast = with_cast()
    slow_lane()
    under_way(1, 1)
    forecast_breaches(by=BY, now=NOW)
    people = [cast.actor("supply_chain_manager"), cast.actor("LDS")]
    waiting = work.list_work_of(people=people, now=NOW)
    assert [i.title for i in waiting[people[0].id] if i.kind == "delivery"] == ["1 parcel will probably be late"]
    assert [i for i in waiting[people[1].id] if i.kind == "delivery"] == []


@pytest.mark.django_db
def test_what_is_held_up_is_expected_later_than_its_lane_says() -> None:
    slow_lane()
    parcel = under_way(4, 0)
    forecast_breaches(by=BY, now=NOW)
    by_lane = Promise.objects.get().expected_at
    held = CarrierScan("SW1", TrackingStatus.EXCEPTION, "DLY", NOW - timedelta(minutes=30))
    record_scans(carrier_id=parcel.carrier_id, scans=[held], by=BY, now=NOW)
    measure_stages(by=BY, now=NOW)
    forecast_breaches(by=BY, now=NOW)
    by_scan = Promise.objects.get().expected_at
    assert (by_lane.date(), by_scan.date()) == (date(2026, 3, 5), date(2026, 3, 6))


def test_late_in_the_day_little_of_it_is_left() -> None:
    noon, evening = OnTheWay(1, 1, of_today=0.5), OnTheWay(1, 1, of_today=0.0)
    assert forecast(OnTheWay(1, 1), lane=HALF, service=HALF) == pytest.approx(0.5)
    assert forecast(noon, lane=HALF, service=HALF) == pytest.approx(0.5 / 0.75)
    assert forecast(evening, lane=HALF, service=HALF) == pytest.approx(0.995)
    assert (expected_days(HALF, 1), expected_days(HALF, 1, of_today=0.0)) == (3, 4)


def arriving_until(hour: int) -> None:
    """Parcels that came between seven and that hour, minute by minute."""
    rows = with_parcels(1, 60, promised=1, left_on=date(2026, 2, 16))
    for n, row in enumerate(rows):
        row.delivered_at = datetime(2026, 2, 17, 7, tzinfo=UTC) + timedelta(minutes=n * (hour - 7))
    Parcel.objects.bulk_update(rows, ["delivered_at"])


@pytest.mark.django_db
def test_what_has_not_come_when_the_vans_are_back_is_late() -> None:
    with_service(brochure_days=1)
    arriving_until(17)
    measure_lanes(by=BY, now=NOW)
    under_way(1, 0)
    forecast_breaches(by=BY, now=NOW)
    assert Promise.objects.get().late_chance < 0.1
    forecast_breaches(by=BY, now=NOW.replace(hour=18))
    promise = Promise.objects.get()
    assert promise.late_chance == pytest.approx(0.995)
    assert promise.expected_at.date() == TODAY + timedelta(days=2)


@pytest.mark.django_db
def test_days_told_without_an_hour_say_nothing_about_the_evening() -> None:
    with_service(brochure_days=1)
    with_parcels(1, 60, promised=1)
    measure_lanes(by=BY, now=NOW)
    under_way(1, 0)
    forecast_breaches(by=BY, now=NOW)
    morning = Promise.objects.get().late_chance
    forecast_breaches(by=BY, now=NOW.replace(hour=18))
    assert Promise.objects.get().late_chance == morning < 0.1


@pytest.mark.django_db
def test_what_should_have_left_is_foreseen_and_its_customer_told() -> None:
    cast = with_cast()
    with_service(brochure_days=1)
    with_parcels(1, 300)
    measure_lanes(by=BY, now=NOW)
    stays = not_left(leaves_in=-1, promised_in=0, customer_id=cast.customers["margaret"])
    not_left(leaves_in=0, promised_in=1, ref="order:leaves")
    forecast_breaches(by=BY, now=NOW)
    chances = dict(Promise.objects.values_list("ref", "late_chance"))
    assert chances["order:stays"] == pytest.approx(0.995)
    assert chances["order:leaves"] < 0.1
    [risk] = list_risks(by=BY, now=NOW)
    assert (risk.parcel_id, risk.heard_at, risk.expected_on) == (stays, None, TODAY + timedelta(days=1))
    assert tell_of_delays(by=BY, now=NOW) == 1
    assert Message.objects.get().subject == "Your delivery will probably come on Thursday 5 March"


@pytest.mark.django_db
def test_of_parcels_of_other_systems_nobody_knows_that_they_have_not_left() -> None:
    with_service(brochure_days=1)
    made = not_left(leaves_in=-1, promised_in=0)
    Parcel.objects.filter(pk=made).update(source="warehouse")
    assert forecast_breaches(by=BY, now=NOW) == 0
    assert Promise.objects.get().late_chance is None


def not_left(*, leaves_in: int, promised_in: int, ref: str = "order:stays", customer_id: object = None) -> UUID:
    """A parcel that is to leave in so many days, and to come in so many."""
    return delivery.prepare_parcel(
        ref=ref, carrier_key="swift", service="standard", promised_on=TODAY + timedelta(days=promised_in),
        leaves_on=TODAY + timedelta(days=leaves_in), ship_from="LDS", postcode_area="LS", region="North",
        customer_id=customer_id, by=BY, now=NOW - timedelta(days=2),
    )  # fmt: skip
