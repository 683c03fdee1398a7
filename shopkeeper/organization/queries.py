"""What others may ask of the organization."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays
from django.db.models import Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.core.remembering import remembered
from shopkeeper.core.statements import fetch
from shopkeeper.organization.contracts import (
    OutletCard,
    OutletKind,
    Person,
    RetailerCard,
    Role,
    WorkingBlock,
    WorkingCalendar,
)
from shopkeeper.organization.errors import NobodyInRole, OutletNotFound
from shopkeeper.organization.models import Assignment, Brand, Calendar, Outlet, Shift
from shopkeeper.organization.rules.business_time import OFFICE_HOURS
from shopkeeper.organization.rules.roles import substitutes_for

_RETAILER = """
SELECT name, country, currency, time_zone, language, service_hour_cost FROM organization_retailer ORDER BY id LIMIT 1"""


@remembered
def get_retailer() -> RetailerCard:
    """The retailer served here; a neutral one until somebody has said who it is."""
    rows = fetch(_RETAILER, [])
    if not rows:
        return RetailerCard(name="Shopkeeper", country="GB", currency="GBP", time_zone="UTC", language="en-gb")
    name, country, currency, time_zone, language, service_hour_cost = rows[0]
    return RetailerCard(name, country, currency, time_zone, language, float(service_hour_cost))


@remembered
def list_brands() -> tuple[tuple[str, str], ...]:
    """(key, name) of each brand, by name; the key is what consents name."""
    return tuple(Brand.objects.filter(described=True).order_by("name").values_list("source_key", "name"))


def assignments_in_force(now: datetime) -> QuerySet[Assignment]:
    """Who holds which role where on the day of `now`, by the retailer's own calendar."""
    return _in_force_on(_today(now)).select_related("employee")


def _in_force_on(today: date) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(starts_on__lte=today, employee__left_on=None)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=today))


def _today(now: datetime) -> date:
    return now.astimezone(_zone(get_retailer().time_zone)).date()


def list_on_duty(role: Role, *, outlet_id: UUID | None = None, now: datetime) -> list[Person]:
    """Who can take on work of this role now: those on duty, or everybody who holds it while nobody is.

    At an outlet its own people come alone; those of the whole company stand in where it has none.
    """
    rows = list(assignments_in_force(now).filter(role=role).order_by("employee__name"))
    if outlet_id is not None:
        own = [row for row in rows if row.outlet_id == outlet_id]
        rows = own or [row for row in rows if row.outlet_id is None]
    rows.sort(key=lambda row: row.outlet_id != outlet_id)
    on_duty = set(Shift.objects.filter(starts_at__lte=now, ends_at__gt=now).values_list("employee_id", flat=True))
    return [person_of(row) for row in rows if row.employee_id in on_duty] or [person_of(row) for row in rows]


def find_person_for(role: Role, *, outlet_id: UUID | None = None, now: datetime) -> Person | None:
    """Somebody who holds exactly this role: on duty before off duty, at the outlet where the role belongs to one."""
    return next(iter(list_on_duty(role, outlet_id=outlet_id, now=now)), None)


def get_person_for(role: Role, *, outlet_id: UUID | None = None, now: datetime) -> Person:
    """Somebody who holds this role, or steps in for it, so that nothing is ever unowned.

    :raises NobodyInRole: when not even the owner of the customer's experience is known
    """
    found = find_person_or_substitute(role, outlet_id=outlet_id, now=now)
    if found is None:
        raise NobodyInRole(role=role)
    return found


def find_person_or_substitute(role: Role, *, outlet_id: UUID | None = None, now: datetime) -> Person | None:
    """Somebody who holds this role, or steps in for it; None where nobody is known who could."""
    people = (find_person_for(other, outlet_id=outlet_id, now=now) for other in substitutes_for(role))
    return next((person for person in people if person), None)


def list_people(*, now: datetime, role: Role | None = None) -> list[Person]:
    """Everybody who holds a role today, by role and name."""
    return [person for person in _everybody_on(_today(now)) if role is None or person.role is role]


@remembered
def _everybody_on(today: date) -> list[Person]:
    columns = ("employee_id", "employee__name", "role", "outlet_id", "employee__email")
    rows = _in_force_on(today).order_by("role", "employee__name").values_list(*columns)
    return [Person(key, name, Role(role), outlet_id, email) for key, name, role, outlet_id, email in rows]


def find_person(employee_id: UUID, *, now: datetime) -> Person | None:
    """The employee with the role they hold today."""
    row = assignments_in_force(now).filter(employee_id=employee_id).first()
    return person_of(row) if row else None


def list_outlets(*, by: Actor, kind: OutletKind | None = None) -> list[OutletCard]:
    """The outlets that `by` may see."""
    allowed = (card for card in _open_outlets() if by.scopes.allows("outlet_id", card.id))
    return [card for card in allowed if kind is None or card.kind is kind]


@remembered
def _open_outlets() -> list[OutletCard]:
    rows = Outlet.objects.filter(closed_on=None).select_related("region").order_by("kind", "name")
    return [_card(row) for row in rows]


@remembered
def get_outlet(outlet_id: UUID) -> OutletCard:
    """One outlet.

    :raises OutletNotFound: when there is none
    """
    row = Outlet.objects.select_related("region").filter(pk=outlet_id).first()
    if row is None:
        raise OutletNotFound(key=outlet_id)
    return _card(row)


def get_calendar(outlet_id: UUID | None = None, *, now: datetime) -> WorkingCalendar:
    """When an outlet works: its own hours, else the company's, else office hours; public holidays are closed."""
    return _calendars(Q(outlet_id=outlet_id) | Q(outlet_id=None), [outlet_id], now)[outlet_id]


def list_calendars(outlet_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, WorkingCalendar]:
    """When each of these outlets works, in two statements however many they are."""
    wanted = list(set(outlet_ids))
    return _calendars(Q(outlet_id__in=wanted) | Q(outlet_id=None), wanted, now) if wanted else {}


def find_hours(outlet_id: UUID | None) -> Calendar | None:
    """What somebody said of when an outlet works, or the company; None where nobody has."""
    return Calendar.objects.filter(outlet=outlet_id).first()


def list_closed_days(outlet_id: UUID | None, *, now: datetime) -> list[date]:
    """The days to come on which an outlet is closed besides public holidays: its own, else the company's."""
    said = find_hours(outlet_id) or find_hours(None)
    return [day for day in said.closed_on if day >= now.date()] if said else []


def list_outlets_with_hours(*, by: Actor) -> list[OutletCard]:
    """Outlets that do not keep the company's hours, by name."""
    own = set(Calendar.objects.filter(outlet__isnull=False).values_list("outlet_id", flat=True))
    return sorted((card for card in list_outlets(by=by) if card.id in own), key=lambda card: card.name)


def _calendars[Key: UUID | None](rows: Q, wanted: list[Key], now: datetime) -> dict[Key, WorkingCalendar]:
    found = {row.outlet_id: row for row in Calendar.objects.filter(rows).prefetch_related("hours")}
    made = {key: _calendar(row, now) for key, row in found.items()}
    company = made.get(None) or _office_hours(now)
    return {key: made.get(key, company) for key in wanted}


def _office_hours(now: datetime) -> WorkingCalendar:
    retailer = get_retailer()
    return WorkingCalendar(retailer.time_zone, OFFICE_HOURS, _public_holidays(retailer.country, now.year))


def _calendar(row: Calendar, now: datetime) -> WorkingCalendar:
    blocks = tuple(WorkingBlock(block.weekday, block.opens_at, block.closes_at) for block in row.hours.all())
    closed_on = frozenset(row.closed_on) | _public_holidays(row.country, now.year)
    return WorkingCalendar(row.time_zone, blocks, closed_on)


@lru_cache(maxsize=16)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    """Days of the year, its neighbors included; none for a calendar without a country, or one that nobody knows."""
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(year - 1, year + 3)))


def person_of(row: Assignment) -> Person:
    """A row as others know it; it was fetched with its employee."""
    return Person(row.employee_id, row.employee.name, Role(row.role), row.outlet_id, row.employee.email)


def _card(row: Outlet) -> OutletCard:
    return OutletCard(row.id, row.code, row.name, OutletKind(row.kind), row.region.name if row.region else "")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
