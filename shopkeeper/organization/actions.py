"""Writes of the organization."""

from collections.abc import Collection
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
from shopkeeper.organization.queries import find_hours, get_retailer
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
    announce(HoursSet(outlet_id=outlet_id), by=by, now=now)


@action
def open_outlet(
    *, outlet_id: UUID, blocks: tuple[WorkingBlock, ...], closed_on: Collection[date], by: Actor, now: datetime
) -> None:
    """Say when an outlet is open, in its own time zone, and on which days it is closed besides public holidays.

    :raises WrongHours: when it would never be open
    """
    outlet = Outlet.objects.get(pk=outlet_id)
    own, company = find_hours(outlet_id), find_hours(None)
    zone = own.time_zone if own else outlet.time_zone or (company or get_retailer()).time_zone
    country = (own or company or get_retailer()).country
    calendar = WorkingCalendar(zone, blocks, frozenset(closed_on))
    set_working_hours(calendar=calendar, outlet_id=outlet_id, country=country, by=by, now=now)
