"""A chain of stores says its hours and its days off at once: by a file, or for all of them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shopkeeper.core.actors import Actor, ActorKind, system_actor
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Calendar, Outlet, WorkingHours
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
BOXING_DAY = date(2026, 12, 26)
OUTLETS = [
    {"source_key": code, "code": code, "name": code.title(), "kind": "store", "time_zone": "Europe/London"}
    for code in ("LDS", "YRK", "HUL")
]
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00 - 18:00")
LEEDS = {"source_key": "1", "outlet_key": "LDS", **WEEK, "saturday": "9-13, 14:00 - 24:00"}


def written(code: str) -> list[str]:
    calendar = organization.get_calendar(Outlet.objects.get(code=code).id, now=NOW)
    return [organization.write_hours(calendar.blocks, day) for day in range(7)]


def closed(code: str) -> list[date]:
    return organization.list_closed_days(Outlet.objects.get(code=code).id, now=NOW)


def test_a_file_opens_many_stores_and_those_without_a_row_keep_the_companys_hours(tmp_path: Path) -> None:
    company = {"source_key": "0", **WEEK}
    run = import_rows(tmp_path, outlets=OUTLETS, opening_hours=[company, LEEDS])
    assert counts(run)["opening_hours"] == (2, 0, 0, 0)
    assert written("LDS") == ["09:00 – 18:00"] * 5 + ["09:00 – 13:00, 14:00 – 00:00", ""]
    assert written("HUL") == ["09:00 – 18:00"] * 5 + ["", ""]
    again = import_rows(tmp_path, opening_hours=[company, {**LEEDS, "sunday": "10.00 to 16.00"}])
    assert counts(again)["opening_hours"][:3] == (0, 1, 1)
    assert written("LDS")[6] == "10:00 – 16:00"
    assert Calendar.objects.get(outlet__code="LDS").time_zone == "Europe/London"


@pytest.mark.parametrize("monday", ["nine to five", "25:00 - 26:00", "09:00", "09:00 - 18:00 and later"])
def test_hours_that_nobody_can_read_are_refused_row_by_row(tmp_path: Path, monday: str) -> None:
    run = import_rows(tmp_path, outlets=OUTLETS, opening_hours=[{**LEEDS, "monday": monday}])
    assert counts(run)["opening_hours"] == (0, 0, 0, 1)
    assert run.parts[-1].refusals[0].words == "Hours are written as 09:00 - 13:00, 14:00 - 18:30."
    assert (Calendar.objects.count(), WorkingHours.objects.count()) == (0, 0)


def test_a_store_that_would_never_open_and_one_that_nobody_knows_are_refused(tmp_path: Path) -> None:
    rows = [{"source_key": "1", "outlet_key": "LDS", "monday": ""}, {**LEEDS, "source_key": "2", "outlet_key": "X"}]
    run = import_rows(tmp_path, outlets=OUTLETS, opening_hours=rows)
    assert counts(run)["opening_hours"] == (0, 0, 0, 2)
    assert Calendar.objects.count() == 0


def test_days_off_come_by_file_for_one_store_or_for_every_one(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, opening_hours=[LEEDS])
    days = [
        {"source_key": "1", "day": "2026-12-26"}, {"source_key": "2", "outlet_key": "YRK", "day": "2026-07-01"},
    ]  # fmt: skip
    run = import_rows(tmp_path, closed_days=days)
    assert counts(run)["closed_days"] == (2, 0, 0, 0)
    assert (closed("LDS"), closed("HUL")) == ([BOXING_DAY], [BOXING_DAY])
    assert closed("YRK") == [date(2026, 7, 1), BOXING_DAY]
    assert written("LDS")[0] == "09:00 – 18:00"


def test_a_day_off_for_everyone_is_taken_back_for_everyone_and_once(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, opening_hours=[LEEDS])
    assert organization.close_everywhere(day=BOXING_DAY, by=BY, now=NOW) == 2
    assert organization.close_everywhere(day=BOXING_DAY, by=BY, now=NOW) == 0
    assert (closed("LDS"), closed("HUL")) == ([BOXING_DAY], [BOXING_DAY])
    assert organization.open_everywhere(day=BOXING_DAY, by=BY, now=NOW) == 2
    assert (closed("LDS"), closed("HUL")) == ([], [])


def test_who_may_set_no_hours_closes_nobody() -> None:
    with pytest.raises(NotPermitted):
        organization.close_everywhere(day=BOXING_DAY, by=Actor(ActorKind.EMPLOYEE, "x"), now=NOW)
    assert Calendar.objects.count() == 0
