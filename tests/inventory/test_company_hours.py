"""Who looks after all outlets says when they are open, and on which days nobody is."""

from datetime import timedelta

import pytest

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Calendar
from tests.cast import with_cast
from tests.inventory.shelves import with_location
from tests.inventory.test_rest import Till

BY = system_actor("test")


def hours(day: int, outlet: object = None) -> str:
    return organization.write_hours(organization.get_calendar(outlet, now=clock.now()).blocks, day)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_on_its_page_the_company_gets_a_week_and_a_day_off_for_everyone() -> None:
    cast = with_cast()
    with_location("LDS", outlet_id=cast.outlets["LDS"])
    owner, day = cast.sign_in("supply_chain_manager"), clock.now().date() + timedelta(days=30)
    assert "/opening-hours/" in owner.get("/locations/").content.decode()
    shown = owner.post("/opening-hours/week/", {"day_0": "8-20", "day_6": "10:00 - 16:00"}, follow=True)
    assert "All outlets without hours of their own" in shown.content.decode()
    assert (hours(0), hours(1), hours(6)) == ("08:00 – 20:00", "", "10:00 – 16:00")
    leeds = organization.read_hours({1: "9-17"})
    organization.open_outlet(outlet_id=cast.outlets["LDS"], blocks=leeds, closed_on=(), by=BY, now=clock.now())
    owner.post("/opening-hours/closed/", {"day": day.isoformat()})
    assert organization.list_closed_days(cast.outlets["LDS"], now=clock.now()) == [day]
    assert organization.list_closed_days(cast.outlets["YRK"], now=clock.now()) == [day]
    assert "Open after all" in owner.get("/opening-hours/").content.decode()
    owner.post("/opening-hours/open/", {"day": day.isoformat()})
    assert organization.list_closed_days(cast.outlets["LDS"], now=clock.now()) == []


@pytest.mark.django_db
def test_hours_nobody_can_read_and_people_of_one_store_change_nothing() -> None:
    cast = with_cast()
    before = list(Calendar.objects.values_list("id", "closed_on"))
    cast.sign_in("supply_chain_manager").post("/opening-hours/week/", {"day_0": "nine"})
    cast.sign_in("YRK").post("/opening-hours/week/", {"day_0": "9-17"})
    cast.sign_in("YRK").post("/opening-hours/closed/", {"day": "2027-01-04"})
    assert list(Calendar.objects.values_list("id", "closed_on")) == before


@pytest.mark.django_db(transaction=True)
def test_by_rest_a_system_says_the_same() -> None:
    with_cast()
    system = Till("organization.set_hours")
    assert system.put("/api/company/hours", {"hours": {"0": "9-17"}}).json()["hours"]["0"] == "09:00 – 17:00"
    assert system.put("/api/company/closed-days/2030-12-27", {}).status_code == 204
    assert Calendar.objects.get(outlet=None).closed_on[-1].isoformat() == "2030-12-27"
    assert system.delete("/api/company/closed-days/2030-12-27").status_code == 204
    assert Calendar.objects.get(outlet=None).closed_on == []
    assert Till("inventory.view_stock").put("/api/company/hours", {"hours": {"0": "9-17"}}).status_code == 403
