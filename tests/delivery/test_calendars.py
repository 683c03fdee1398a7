"""Until when to order, and on which days parcels leave and arrive."""

from datetime import UTC, date, datetime, time

from shopkeeper.delivery.rules.calendars import (
    Deadline,
    Departure,
    Rhythm,
    day_after,
    days_between,
    days_of,
    days_on_the_way,
    next_departures,
)
from shopkeeper.delivery.rules.prices import Tariff, area_of, choose_tariff
from shopkeeper.delivery.rules.sourcing import fewest_parcels, nodes_with_all

WORKDAYS = Rhythm(frozenset(range(5)))
FRIDAY = date(2026, 3, 6)
MONDAY = date(2026, 3, 9)


def leave(now: datetime, *rules: Deadline, rhythm: Rhythm = WORKDAYS, zone: str = "Europe/London") -> Departure:
    """The next departure."""
    return next_departures(rules, rhythm, zone=zone, now=now)[0]


def test_a_cut_off_holds_to_the_second_by_the_clock_of_the_node() -> None:
    two = Deadline(time(14))
    before = datetime(2026, 3, 6, 13, 59, 59, tzinfo=UTC)
    assert leave(before, two) == Departure(datetime(2026, 3, 6, 14, tzinfo=UTC), FRIDAY)
    assert leave(datetime(2026, 3, 6, 14, tzinfo=UTC), two).leaves_on == MONDAY
    # In Berlin it is two o'clock an hour earlier.
    berlin = datetime(2026, 3, 6, 13, 30, tzinfo=UTC)
    assert leave(berlin, two, zone="Europe/Berlin").leaves_on == MONDAY


def test_in_summer_two_oclock_comes_an_hour_earlier() -> None:
    july = datetime(2026, 7, 3, 13, 30, tzinfo=UTC)
    assert leave(july, Deadline(time(14))).leaves_on == date(2026, 7, 6)


def test_of_two_cut_offs_for_one_departure_the_later_holds() -> None:
    early, late = Deadline(time(10)), Deadline(time(20), leaves_after_days=0)
    assert leave(datetime(2026, 3, 6, 8, tzinfo=UTC), early, late).order_by.hour == 20


def test_a_holiday_moves_the_departure_and_the_arrival() -> None:
    rhythm = Rhythm(frozenset(range(5)), frozenset({MONDAY}))
    assert leave(datetime(2026, 3, 6, 15, tzinfo=UTC), Deadline(time(14)), rhythm=rhythm).leaves_on == date(2026, 3, 10)
    assert day_after(rhythm, FRIDAY, 1) == date(2026, 3, 10)
    assert (day_after(rhythm, FRIDAY, 0), day_after(rhythm, date(2026, 3, 7), 0)) == (FRIDAY, date(2026, 3, 10))
    assert days_between(rhythm, FRIDAY, date(2026, 3, 11)) == 2
    assert days_of(rhythm, FRIDAY, date(2026, 3, 11)) == (FRIDAY, date(2026, 3, 10), date(2026, 3, 11))


def test_a_full_day_is_passed_over() -> None:
    found = next_departures(
        [Deadline(time(14))], WORKDAYS, zone="UTC", now=datetime(2026, 3, 6, 8, tzinfo=UTC), full={FRIDAY}
    )
    assert found[0].leaves_on == MONDAY


def test_a_parcel_under_way_may_still_come_today() -> None:
    tuesday = date(2026, 3, 10)
    assert days_on_the_way(WORKDAYS, FRIDAY, None, tuesday) == 2
    assert days_on_the_way(WORKDAYS, FRIDAY, None, FRIDAY) == 0
    assert days_on_the_way(WORKDAYS, FRIDAY, tuesday, tuesday) == 2


def test_the_narrowest_zone_and_the_lightest_step_that_carries_it_set_the_price() -> None:
    def tariff(price: int, areas: str = "", up_to: int | None = None, country: str = "GB") -> Tariff:
        return Tariff(country, frozenset(areas.split()), up_to, price, None, "GBP")  # type: ignore[arg-type]

    rates = [tariff(9, country=""), tariff(5), tariff(3, up_to=2_000), tariff(7, "HS ZE"), tariff(20, "HS", up_to=500)]

    def price(area: str, grams: int, country: str = "GB") -> object:
        found = choose_tariff(rates, country=country, area=area, grams=grams)
        return found and found.price

    assert [price("LS", 1_000), price("LS", 2_001), price("HS", 100), price("HS", 501)] == [3, 5, 20, 7]
    assert price("1010", 1, "AT") == 9
    assert choose_tariff(rates[1:], country="AT", area="", grams=1) is None


def test_a_postcode_begins_with_its_area() -> None:
    assert [area_of(code) for code in ("LS1 4AP", "m1 1aa", "10115", "")] == ["LS", "M", "10", ""]


def test_a_basket_leaves_from_one_node_or_as_few_as_possible() -> None:
    shelves = {"A": {"x": 1, "y": 1}, "B": {"y": 2, "z": 5}, "C": {"x": 9}}
    assert nodes_with_all({"x": 1, "y": 1}, shelves) == ["A"]
    assert fewest_parcels({"x": 1, "y": 1, "z": 1}, shelves) == [
        (("A", ("x", "y")), ("B", ("z",))), (("C", ("x",)), ("B", ("y", "z"))),
    ]  # fmt: skip
    assert fewest_parcels({"z": 6}, shelves) == []
