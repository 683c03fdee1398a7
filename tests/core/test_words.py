"""How numbers, money and times are written for people."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from shopkeeper.core import words

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _british() -> Iterator[None]:
    with translation.override("en-gb"):
        yield


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1204, "1,204"),
        (4.26, "4.3"),
        (-54, "−54"),
        (0, "0"),
        (1_470_000, "1,470,000"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_numbers_are_grouped_and_short(value: float | None, written: str) -> None:
    assert words.write_number(value) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.22, "22%"), (0.055, "5.5%"), (0.2249, "22%"), (1, "100%"), (0, "0%"), (-0.054, "−5.4%"), (None, "–")],
)
def test_shares_have_a_decimal_only_where_it_matters(share: float | None, written: str) -> None:
    assert words.write_share(share) == written


@pytest.mark.parametrize(
    ("chance", "written"),
    [
        (0.22, "22%"),
        (0.995, "more than 99%"),
        (0.99, "99%"),
        (1, "100%"),
        (0.004, "less than 1%"),
        (0, "0%"),
        (None, "–"),
    ],
)
def test_a_chance_is_never_written_as_certain(chance: float | None, written: str) -> None:
    assert words.write_chance(chance) == written


def test_differences_of_shares_are_points_with_a_sign() -> None:
    assert words.write_points(-0.054) == "−5.4 points"
    assert words.write_points(0.031) == "+3.1 points"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (Decimal("18.5"), "GBP", "£18.50"),
        (Decimal("130000"), "GBP", "£130,000"),
        (Decimal("-64"), "EUR", "−€64.00"),
        (Decimal("12"), "CHF", "CHF\u00a012.00"),
        (Decimal("980"), "JPY", "¥980"),
    ],
)
def test_money_has_pence_only_below_a_thousand(amount: Decimal, currency: str, written: str) -> None:
    assert words.write_money(amount, currency) == written


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(Decimal("1630.85"), "GBP", "£1,630.85"), (Decimal("-1000"), "EUR", "−€1,000.00"), (12_400, "JPY", "¥12,400")],
)
def test_what_somebody_pays_is_written_to_the_last_penny(amount: Decimal, currency: str, written: str) -> None:
    assert words.write_amount(amount, currency) == written


@pytest.mark.parametrize(("amount", "written"), [(31_204.55, "£31,000"), (86_900, "£87,000"), (7.4, "£7"), (0, "£0")])
def test_estimates_of_money_claim_two_digits_only(amount: float, written: str) -> None:
    assert words.write_about(amount, "GBP") == written


def test_numbers_follow_the_language_of_the_reader() -> None:
    with translation.override("de"):
        assert words.write_number(1204.5, 1) == "1.204,5"


@pytest.mark.parametrize(
    ("low", "high", "unit", "written"),
    [
        (0.19, 0.25, "share", "19 to 25%"),
        (0.871, 0.886, "share", "87.1 to 88.6%"),
        (0.0712, 0.0726, "share", "7.12 to 7.26%"),
        (-0.065, -0.043, "points", "−6.5 to −4.3 points"),
        (95_000, 170_000, "money:GBP", "£95,000 to £170,000"),
        (4.81, 5.12, "minutes", "4.8 to 5.1 min"),
        (5, 12, "minutes", "5 min to 12 min"),
        (None, 0.2, "share", ""),
    ],
)
def test_intervals_have_as_many_digits_as_tell_their_ends_apart(
    low: float, high: float, unit: str, written: str
) -> None:
    assert words.write_interval(low, high, unit) == written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(hours=31), "31 h"),
        (timedelta(days=1), "24 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_spans_are_told_in_their_largest_sensible_unit(span: timedelta, written: str) -> None:
    assert words.write_duration(span) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (NOW - timedelta(seconds=20), "just now"),
        (NOW - timedelta(minutes=12), "12 min ago"),
        (NOW + timedelta(minutes=50), "in 50 min"),
        (NOW - timedelta(hours=2), "today 07:00"),
        (NOW - timedelta(hours=19), "yesterday 14:00"),
        (NOW + timedelta(days=1, hours=1), "tomorrow 10:00"),
        (NOW - timedelta(days=4), "Tue 09:00"),
        (datetime(2026, 5, 14, tzinfo=UTC), "14 May"),
        (datetime(2025, 5, 14, tzinfo=UTC), "14 May 2025"),
    ],
)
def test_moments_are_written_as_people_say_them(moment: datetime, written: str) -> None:
    assert words.write_moment(moment, NOW) == written


def test_days_have_headings() -> None:
    assert words.write_day(NOW, NOW) == "Today"
    assert words.write_day(NOW - timedelta(days=1), NOW) == "Yesterday"
    assert words.write_day(datetime(2025, 5, 14, tzinfo=UTC), NOW) == "Wednesday 14 May 2025"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (4.1234, "score", "4.12"),
        (95, "minutes", "1 h 35 min"),
        (1, "days", "1 day"),
        (2.5, "days", "2.5 days"),
        (7, "", "7"),
    ],
)
def test_measures_carry_their_unit(value: float, unit: str, written: str) -> None:
    assert words.write_measure(value, unit) == written


def test_codes_are_read_without_their_underscores() -> None:
    assert words.write_code("contact_center") == "contact center"


def test_lists_and_initials() -> None:
    assert words.write_list(["Leeds", "York", "Hull"]) == "Leeds, York and Hull"
    assert words.write_list(["Leeds"]) == "Leeds"
    assert words.initials("Mei-Ling Wong") == "MW"
    assert words.initials("Cher") == "C"
