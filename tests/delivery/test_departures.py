"""A warehouse that reports departures by file is not late for want of news; one whose van has come and gone is."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.ids import new_id
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.forecasts import forecast_breaches, tell_of_delays
from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.models import CutOff, DepartureReport, Parcel
from shopkeeper.delivery.queries.departures import list_unheard
from shopkeeper.delivery.rules.calendars import Deadline, last_pick_up
from shopkeeper.delivery.rules.departures import is_told
from shopkeeper.promises.models import Promise
from tests.cast import Cast, with_cast
from tests.connectors.importing import NOW as IMPORTED_AT
from tests.connectors.importing import import_rows
from tests.delivery.offering import BY, NOW, TODAY, with_parcels, with_service
from tests.inventory.shelves import with_location

YESTERDAY = TODAY - timedelta(days=1)
AT_NOON, EVENING = NOW.replace(hour=12), NOW.replace(hour=19)
EMPLOYEE = Actor(ActorKind.EMPLOYEE, str(new_id()))


@pytest.mark.parametrize(
    ("rules", "day", "van"),
    [
        ((), TODAY, datetime.max.time()), ((Deadline(time(14)),), TODAY, datetime.max.time()),
        ((Deadline(time(12), picked_up_at=time(13)), Deadline(time(16), picked_up_at=time(17))), TODAY, time(17)),
        ((Deadline(time(12), 0, 2, time(13)), Deadline(time(12), 0, 3, time(15))), TODAY, time(13)),
        ((Deadline(time(18), 1, 1, time(9)), Deadline(time(18), 1, 2, time(11))), TODAY, time(9)),
    ],
)  # fmt: skip
def test_the_last_van_of_a_day_is_the_one_that_counts(rules: tuple[Deadline, ...], day: date, van: time) -> None:
    assert last_pick_up(rules, day, zone="UTC").time() == van


@pytest.mark.parametrize(
    ("told_on", "heard_at", "known"),
    [
        (YESTERDAY, NOW, False), (TODAY, AT_NOON, False), (TODAY, EVENING, True),
        (TODAY + timedelta(days=1), AT_NOON, True),
    ],
)  # fmt: skip
def test_a_batch_tells_of_a_day_once_its_van_has_gone(told_on: date, heard_at: datetime, known: bool) -> None:
    assert is_told(TODAY, NOW.replace(hour=17), told_on=told_on, heard_at=heard_at) is known


def promised_for_today(leaves_on: date = YESTERDAY) -> Cast:
    """A parcel that should have left Northampton the day before, of which nobody has heard."""
    cast = with_cast()
    with_location("NTH", name="Northampton", kind="warehouse")
    with_service(brochure_days=1)
    with_parcels(1, 300, node="NTH")
    measure_lanes(by=BY, now=NOW)
    delivery.prepare_parcel(
        ref="order:stays", carrier_key="swift", service="standard", promised_on=TODAY, ship_from="NTH",
        postcode_area="LS", region="North", leaves_on=leaves_on, customer_id=cast.customers["margaret"], by=BY,
        now=NOW - timedelta(days=2),
    )  # fmt: skip
    return cast


def told(until: datetime, heard_at: datetime = NOW) -> None:
    DepartureReport.objects.create(node="NTH", heard_at=heard_at, told_until=until)


def chance(now: datetime = NOW) -> float:
    forecast_breaches(by=BY, now=now)
    return float(Promise.objects.get().late_chance or 0)


@pytest.mark.django_db
def test_of_a_warehouse_that_reports_by_file_nobody_is_told_that_what_was_not_reported_is_late() -> None:
    promised_for_today()
    told(NOW - timedelta(days=2))
    assert chance() < 0.1
    assert tell_of_delays(by=BY, now=NOW) == 0
    [line] = list_unheard(now=NOW)
    assert (line.name, line.parcels, line.told_until) == ("Northampton", 1, NOW - timedelta(days=2))


@pytest.mark.django_db
def test_once_its_report_covers_the_day_what_is_not_in_it_is_late() -> None:
    promised_for_today()
    told(NOW - timedelta(days=1, hours=-8))
    assert chance() == pytest.approx(0.995)
    assert (tell_of_delays(by=BY, now=NOW), list_unheard(now=NOW)) == (1, [])


@pytest.mark.django_db
def test_a_warehouse_whose_files_stopped_long_ago_reports_no_more() -> None:
    promised_for_today()
    told(NOW - timedelta(days=9), heard_at=NOW - timedelta(days=8))
    assert (chance(), list_unheard(now=NOW)) == (pytest.approx(0.995), [])


@pytest.mark.django_db
def test_who_hands_parcels_over_at_the_page_tells_at_once_and_a_carriers_scan_tells_of_its_parcel_alone() -> None:
    promised_for_today()
    told(NOW - timedelta(days=2), heard_at=NOW - timedelta(days=2))
    other = Parcel.objects.filter(handed_over_at__isnull=False).update(handed_over_at=None, delivered_at=None)
    assert other == 300
    first, second = Parcel.objects.exclude(ref="order:stays").order_by("id")[:2]
    delivery.hand_over_parcel(parcel_id=first.id, tracking_number="A", by=BY, now=NOW)
    assert DepartureReport.objects.get().told_until == NOW - timedelta(days=2)
    delivery.hand_over_parcel(parcel_id=second.id, tracking_number="B", by=EMPLOYEE, now=NOW)
    assert DepartureReport.objects.values_list("heard_at", "told_until").get() == (NOW, NOW)


@pytest.mark.django_db
def test_a_file_of_departures_is_remembered_by_its_last_one_and_history_is_not(tmp_path: Path) -> None:
    now = IMPORTED_AT
    rows = [
        {"source_key": key, "order_key": key, "ship_from": node, "handed_over_at": f"{at:%Y-%m-%d %H:%M}"}
        for key, node, at in (
            ("1", "NTH", now - timedelta(hours=30)), ("2", "NTH", now - timedelta(hours=20)),
            ("3", "OLD", now - timedelta(days=90)),
        )
    ]  # fmt: skip
    import_rows(tmp_path, deliveries=rows)
    assert DepartureReport.objects.values_list("node", "told_until").get() == ("NTH", now - timedelta(hours=20))


@pytest.mark.django_db
def test_what_missed_the_last_van_of_its_day_is_late_while_the_day_lasts() -> None:
    promised_for_today(leaves_on=TODAY)
    CutOff.objects.update(picked_up_at=time(16))
    Parcel.objects.filter(ref="order:stays").update(promised_on=TODAY + timedelta(days=1))
    assert (chance(AT_NOON) < 0.1, chance(EVENING)) == (True, pytest.approx(0.995))


@pytest.mark.django_db
def test_a_van_that_comes_before_one_may_order_is_refused() -> None:
    with_service()
    with pytest.raises(InvalidInput, match="The van of a day comes after the time until which one orders for it"):
        with_service(cut_offs=(delivery.CutOffSpec(time(14), picked_up_at=time(13)),))
    assert list(CutOff.objects.values_list("at", "picked_up_at")) == [(time(14), None)]


@pytest.mark.django_db
def test_the_page_of_likely_delays_says_whose_departures_are_not_known() -> None:
    cast = promised_for_today()
    Parcel.objects.filter(ref="order:stays").update(
        promised_on=clock.now().date(), leaves_on=clock.now().date() - timedelta(days=1)
    )
    told(clock.now() - timedelta(days=2), heard_at=clock.now() - timedelta(days=2))
    page = cast.sign_in("supply_chain_manager").get("/delivery/at-risk/").content.decode()
    assert "Departures not known yet" in page
    assert "<strong>Northampton</strong>" in page
