"""A store's manager says when it is open, and what customers are promised follows at once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from shopkeeper.catalog import public as catalog
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.inventory.queries.network import get_network
from shopkeeper.organization import public as organization
from tests.cast import NOW, SYSTEM, Cast, with_cast
from tests.inventory.shelves import tell, with_location, with_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Ten kettles in York and in Leeds, which are open from nine to six, but on Sundays."""
    made = with_cast()
    with_product()
    for code in ("YRK", "LDS"):
        with_location(code, outlet_id=made.outlets[code], name=code.title())
        tell("receive", 10, location=code, at=NOW - timedelta(hours=1))
    return made


def week(**days: str) -> dict[str, str]:
    return {f"day_{day}": days.get(f"day_{day}", "09:00 - 18:00") for day in range(7)}


def ready_today(now: datetime) -> list[str]:
    product = catalog.find_product_by_sku("KETTLE")
    assert product is not None
    return [place.stock.location for place in get_network(product, by=SYSTEM, now=now).places if place.ready_today]


def hours_of(cast: Cast, code: str) -> list[str]:
    calendar = organization.get_calendar(cast.outlets[code], now=NOW)
    return [organization.write_hours(calendar.blocks, day) for day in range(7)]


def test_a_manager_opens_their_store_until_midnight_and_no_other(cast: Cast) -> None:
    late = NOW.replace(hour=21)
    york, today = cast.sign_in("YRK"), f"day_{NOW.weekday()}"
    assert ready_today(late) == []
    york.post("/locations/YRK/hours/", week(**{today: "9-13, 14:00 - 24:00"}))
    york.post("/locations/LDS/hours/", week(**{today: "9-24"}))
    assert ready_today(late) == ["YRK"]
    assert hours_of(cast, "YRK")[NOW.weekday()] == "09:00 – 13:00, 14:00 – 00:00"
    assert "Change opening hours" in york.get("/locations/YRK/").content.decode()
    assert "Change opening hours" not in york.get("/locations/LDS/").content.decode()


def test_a_day_on_which_a_store_is_closed_promises_nothing_and_is_taken_back(cast: Cast) -> None:
    york, noon = cast.sign_in("YRK"), NOW.replace(hour=12)
    york.post("/locations/YRK/hours/", week() | {"closed_on": NOW.date().isoformat()})
    assert ready_today(noon) == ["LDS"]
    assert organization.list_closed_days(cast.outlets["YRK"], now=NOW) == [NOW.date()]
    york.post("/locations/YRK/hours/", week())
    assert sorted(ready_today(noon)) == ["LDS", "YRK"]


def test_who_asks_is_told_until_when_a_piece_can_be_collected_today(cast: Cast) -> None:
    """People need an hour to find it before the store closes, its break not counted."""
    cast.sign_in("YRK").post("/locations/YRK/hours/", week(**{f"day_{NOW.weekday()}": "9-13, 14:30-15"}))
    product = catalog.find_product_by_sku("KETTLE")
    assert product is not None
    places = get_network(product, by=SYSTEM, now=NOW.replace(hour=10)).places
    assert {place.stock.location: place.ask_by for place in places} == {"YRK": "12:30", "LDS": "17:00"}


@pytest.mark.parametrize("wrong", [{"day_0": "all day"}, {f"day_{n}": "" for n in range(7)}, {"closed_on": "soon"}])
def test_hours_that_cannot_be_are_refused_and_the_old_ones_hold(cast: Cast, wrong: dict[str, str]) -> None:
    before = hours_of(cast, "YRK")
    cast.sign_in("YRK").post("/locations/YRK/hours/", week() | wrong)
    assert hours_of(cast, "YRK") == before


def test_an_associate_does_not_say_when_the_store_is_open(cast: Cast) -> None:
    before = hours_of(cast, "YRK")
    assert cast.sign_in("associate").post("/locations/YRK/hours/", week(day_0="9-24")).status_code == 403
    assert hours_of(cast, "YRK") == before


def test_a_system_says_when_a_store_is_open(cast: Cast) -> None:
    key = create_api_key(name="test", permissions=("organization.set_hours",), by=SYSTEM, now=NOW)
    client, json = Client(headers={"Authorization": f"Bearer {key}"}), "application/json"
    said: dict[str, Any] = {"hours": {"0": "9-18", "5": "10:00-16:00"}, "closed_on": ["2030-12-26"]}
    told = client.put("/api/locations/YRK/hours", said, content_type=json)
    assert told.json() == {"hours": {"0": "09:00 – 18:00", "5": "10:00 – 16:00"}, "closed_on": ["2030-12-26"]}
    assert hours_of(cast, "YRK") == ["09:00 – 18:00", "", "", "", "", "10:00 – 16:00", ""]
    wrong = client.put("/api/locations/YRK/hours", {"hours": {"0": "never"}}, content_type=json)
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:shopkeeper:unreadable_hours")
    assert organization.list_closed_days(cast.outlets["YRK"], now=NOW) == [date(2030, 12, 26)]
