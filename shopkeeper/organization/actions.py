"""Writes of the organization."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.models import User
from shopkeeper.organization.contracts import RetailerCard, Role, WorkingBlock, WorkingCalendar
from shopkeeper.organization.errors import WrongHours
from shopkeeper.organization.events import HoursSet, RoleEnded, RoleGiven, UserInvited
from shopkeeper.organization.models import Assignment, Calendar, Employee, Outlet, Retailer, WorkingHours
from shopkeeper.organization.queries import OFFICE_HOURS, find_hours, get_retailer
from shopkeeper.organization.rules.retailer import check_card

RETAILER_FIELDS = ("name", "country", "currency", "time_zone", "language", "service_hour_cost")


@action
def describe_retailer(*, card: RetailerCard, by: Actor, now: datetime) -> None:
    """Say which retailer this installation serves.

    :raises WrongRetailer: when country, currency, time zone or cost cannot be
    """
    by.require("organization.manage_people")
    check_card(card)
    fields = {name: getattr(card, name) for name in RETAILER_FIELDS}
    row = Retailer.objects.select_for_update().first() or Retailer()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


@action
def hire(*, name: str, email: str, by: Actor, now: datetime) -> UUID:
    """Somebody works here from now on."""
    by.require("organization.manage_people")
    return Employee.objects.create(name=name, email=email, source_key=str(new_id()), recorded_at=now).id


@action
def give_role(
    *, employee_id: UUID, role: Role, starts_on: date, by: Actor, now: datetime, outlet_id: UUID | None = None
) -> UUID:
    """Give an employee a role from a day on, at an outlet or in the whole company."""
    by.require("organization.manage_people")
    employee = Employee.objects.select_for_update().get(pk=employee_id)
    outlet = Outlet.objects.get(pk=outlet_id) if outlet_id else None
    row = Assignment.objects.create(
        employee=employee, role=role, outlet=outlet, starts_on=starts_on, source_key=str(new_id()), recorded_at=now
    )
    announce(RoleGiven(assignment_id=row.id, employee_id=employee_id, role=role), by=by, now=now)
    return row.id


@action
def end_role(*, assignment_id: UUID, ends_on: date, by: Actor, now: datetime) -> None:
    """Take a role away from a day on; history stays right because the days are kept."""
    by.require("organization.manage_people")
    row = Assignment.objects.select_for_update().get(pk=assignment_id)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    announce(RoleEnded(assignment_id=row.id, employee_id=row.employee_id, role=row.role), by=by, now=now)


@action
def give_sign_in(*, employee_id: UUID, email: str, password: str | None, by: Actor, now: datetime) -> UUID:
    """Let an employee sign in. Without a password they set one by the mailed link."""
    by.require("organization.manage_people")
    employee = Employee.objects.select_for_update().get(pk=employee_id)
    user = employee.user or User(email=email.strip().lower(), joined_at=now)
    user.email = email.strip().lower()
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    employee.user = user
    employee.save(update_fields=["user"])
    announce(UserInvited(employee_id=employee_id, user_id=user.id), by=by, now=now)
    return user.id


@action
def set_working_hours(
    *, calendar: WorkingCalendar, by: Actor, now: datetime, outlet_id: UUID | None = None, country: str = ""
) -> None:
    """Say when an outlet, or the whole company, works. `country` closes it on that country's public holidays.

    :raises WrongHours: when there are no hours, or a weekday that does not exist
    """
    by.require("organization.set_hours")
    if not calendar.blocks or any(block.weekday not in range(7) for block in calendar.blocks):
        raise WrongHours
    write_calendar(outlet_id, calendar, country)
    announce(HoursSet(outlet_id=outlet_id), by=by, now=now)


def write_calendar(outlet_id: UUID | None, calendar: WorkingCalendar, country: str) -> None:
    """Put a calendar in the place of the one that an outlet, or the company, had."""
    outlet = Outlet.objects.select_for_update().get(pk=outlet_id) if outlet_id else None
    row = Calendar.objects.select_for_update().filter(outlet=outlet).first() or Calendar(outlet=outlet)
    row.name = outlet.name if outlet else "company"
    row.time_zone, row.country, row.closed_on = calendar.time_zone, country, sorted(calendar.closed_on)
    row.save()
    row.hours.all().delete()
    hours = [
        WorkingHours(calendar=row, weekday=b.weekday, opens_at=b.opens_at, closes_at=b.closes_at)
        for b in calendar.blocks
    ]
    WorkingHours.objects.bulk_create(hours)


def plan_calendar(outlet_id: UUID | None) -> tuple[WorkingCalendar, str]:
    """What the hours of an outlet, or of the company, begin with: its own, else the company's, else office hours; and
    the country whose holidays it keeps."""
    outlet = Outlet.objects.get(pk=outlet_id) if outlet_id else None
    own, company = find_hours(outlet_id), find_hours(None)
    said, local_zone = own or company, outlet.time_zone if outlet else ""
    zone = own.time_zone if own else local_zone or (company or get_retailer()).time_zone
    blocks = tuple(WorkingBlock(b.weekday, b.opens_at, b.closes_at) for b in said.hours.all()) if said else ()
    closed_on = frozenset(said.closed_on) if said else frozenset[date]()
    return WorkingCalendar(zone, blocks or OFFICE_HOURS, closed_on), (own or company or get_retailer()).country


@action
def set_company_hours(
    *, blocks: tuple[WorkingBlock, ...], by: Actor, now: datetime
) -> None:  # fmt: skip
    """Say when all outlets are open that have no hours of their own; days off stay.

    :raises WrongHours: when they would never be open
    """
    calendar, country = plan_calendar(None)
    set_working_hours(calendar=replace(calendar, blocks=blocks), country=country, by=by, now=now)


@action
def close_everywhere(*, day: date, by: Actor, now: datetime) -> int:
    """Every outlet is closed on a day, those with hours of their own too; each may open again by itself. Gives how many
    calendars it was new to."""
    by.require("organization.set_hours")
    if find_hours(None) is None:
        write_calendar(None, *plan_calendar(None))
    rows = Calendar.objects.select_for_update().order_by("id").exclude(closed_on__contains=[day])
    return sum(_put_days(row, {*row.closed_on, day}, by=by, now=now) for row in rows)


@action
def open_everywhere(*, day: date, by: Actor, now: datetime) -> int:
    """No outlet is closed on a day any more, but where it is a public holiday. Gives for how many calendars."""
    by.require("organization.set_hours")
    rows = Calendar.objects.select_for_update().order_by("id").filter(closed_on__contains=[day])
    return sum(_put_days(row, {*row.closed_on} - {day}, by=by, now=now) for row in rows)


def _put_days(row: Calendar, days: Collection[date], *, by: Actor, now: datetime) -> bool:
    row.closed_on = sorted(days)
    row.save(update_fields=["closed_on"])
    announce(HoursSet(outlet_id=row.outlet_id), by=by, now=now)
    return True


@action
def open_outlet(
    *, outlet_id: UUID, blocks: tuple[WorkingBlock, ...], closed_on: Collection[date], by: Actor, now: datetime
) -> None:
    """Say when an outlet is open, in its own time zone, and on which days it is closed besides public holidays.

    :raises WrongHours: when it would never be open
    """
    planned, country = plan_calendar(outlet_id)
    calendar = WorkingCalendar(planned.time_zone, blocks, frozenset(closed_on))
    set_working_hours(calendar=calendar, outlet_id=outlet_id, country=country, by=by, now=now)
