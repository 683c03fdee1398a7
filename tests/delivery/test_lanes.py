"""How long a lane takes: measured, drawn to its parent where few parcels went."""

from datetime import date

import pytest

from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.models import LaneTime, Service
from shopkeeper.delivery.queries.lanes import read_lanes
from shopkeeper.delivery.rules.lanes import (
    Watched,
    brochure,
    chance_of_late,
    curve_of,
    hazards_of,
    quantile,
    share_by,
    shrink,
)
from tests.delivery.offering import BY, NOW, with_parcels, with_service

SLOW = curve_of([0.0, 0.2, 0.5, *[0.5] * 12])


def watched(*arrived: int, waiting: dict[int, int] | None = None) -> Watched:
    """Parcels that arrived on day 0, 1, ...; some still under way."""
    made = Watched()
    for day, parcels in enumerate(arrived):
        made.add(day, arrived=parcels)
    for day, parcels in (waiting or {}).items():
        made.add(day, waiting=parcels)
    return made


def test_many_parcels_speak_for_themselves() -> None:
    curve = shrink(watched(0, 9_000, 900, 100), SLOW)
    assert [round(share, 2) for share in curve[:4]] == [0.0, 0.9, 0.99, 1.0]
    assert (quantile(curve, 0.9), quantile(curve, 0.95)) == (2, 2)


def test_no_parcel_says_what_the_parent_says() -> None:
    assert shrink(Watched(), SLOW) == pytest.approx(SLOW, abs=1e-5)


def test_twenty_parcels_weigh_as_much_as_the_parent() -> None:
    curve = shrink(watched(0, 20), SLOW)
    assert curve[1] == pytest.approx((20 + 20 * 0.2) / 40)


def test_parcels_under_way_are_not_forgotten() -> None:
    # Of 100 parcels 50 came on the first day and 50 are still out on the second: half is the share, not all.
    curve = shrink(watched(0, 50, waiting={2: 50}), SLOW, strength=1e-9)
    assert curve[1] == pytest.approx(0.5)
    blind = shrink(watched(0, 50), SLOW, strength=1e-9)
    assert blind[1] == pytest.approx(1.0)


def test_hazards_and_curve_are_two_sides_of_one_thing() -> None:
    assert curve_of(hazards_of(SLOW)) == pytest.approx(SLOW, abs=1e-5)
    words = brochure(2)
    assert (words[1], words[2], quantile(words, 0.9)) == (0.0, 0.85, 3)


def test_the_chance_of_being_late_grows_while_a_parcel_does_not_come() -> None:
    curve = curve_of([0.0, 0.5, 0.5, 0.5, *[0.5] * 11])
    assert chance_of_late(curve, elapsed=0, allowed=3) == pytest.approx(0.125)
    assert chance_of_late(curve, elapsed=3, allowed=3) == pytest.approx(0.5)
    assert chance_of_late(curve, elapsed=4, allowed=3) == 1.0
    assert share_by(curve, 99) == curve[-1]


@pytest.mark.django_db
def test_a_lane_learns_from_its_own_parcels_and_a_new_one_from_its_region() -> None:
    with_service(brochure_days=1)
    with_parcels(4, 300)
    with_parcels(1, 300, area="BS", region="South")
    with_parcels(1, 2, area="YO")
    assert measure_lanes(by=BY, now=NOW) == LaneTime.objects.count()
    service = Service.objects.get()
    words = brochure(1)
    leeds = read_lanes("LS", "North").find(service.id, "LDS", words)
    assert (quantile(leeds.curve, 0.9), leeds.arrived) == (4, 300)
    bristol = read_lanes("BS", "").find(service.id, "LDS", words)
    assert quantile(bristol.curve, 0.9) == 1
    york = read_lanes("YO", "").find(service.id, "LDS", words)
    assert (quantile(york.curve, 0.9), york.arrived) == (4, 2)
    newcastle = read_lanes("NE", "North").find(service.id, "LDS", words)
    assert (quantile(newcastle.curve, 0.9), newcastle.arrived) == (4, 0)


@pytest.mark.django_db
def test_days_are_delivery_days_and_old_parcels_say_nothing() -> None:
    with_service(delivers_on=(0, 1, 2, 3, 4))
    with_parcels(4, 100, left_on=date(2026, 2, 20))  # a Friday to the Tuesday: two delivery days
    with_parcels(10, 500, left_on=date(2025, 12, 1))
    measure_lanes(by=BY, now=NOW)
    lane = LaneTime.objects.get(node="LDS", area="LS", allowed=None)
    assert (lane.arrived, quantile(tuple(lane.curve), 0.9)) == (100, 2)
