"""The standing cast: Thorne & Wren on one page, with the same names as in the demo and in the documentation.

`with_cast()` puts them on an empty database: the retailer, four outlets, one person in each role, three customers.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec
from django.test import Client

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.models import User
from shopkeeper.customers import public as customers
from shopkeeper.demo.scenario import read_scenario
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Employee, Outlet, Region
from shopkeeper.organization.public import Role

# A Wednesday morning before the stores open.
NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
SYSTEM = system_actor("test")
STORES = ("LDS", "YRK")
_HIRED_ON = date(2024, 1, 1)
_PEOPLE = {
    "margaret": ("Margaret", "Okafor", "margaret.okafor@example.org", "+447700900142"),
    "imran": ("Imran", "Sheikh", "imran.sheikh@example.org", ""),
    "elspeth": ("Elspeth", "Moir", "", "+447700900371"),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and where: outlets by code, staff by role and store managers by code, customers by first name."""

    outlets: dict[str, UUID]
    staff: dict[str, UUID]
    customers: dict[str, UUID]

    def actor(self, who: str, *, now: datetime = NOW) -> Actor:
        """Somebody of the staff as an actor."""
        found = organization.find_actors_of_employees([self.staff[who]], now=now).get(self.staff[who])
        assert found, f"{who} holds no role"
        return found

    def sign_in(self, who: str, *, now: datetime = NOW) -> Client:
        """A browser in which somebody of the staff is signed in."""
        employee = Employee.objects.get(pk=self.staff[who])
        employee.user = employee.user or User.objects.create(email=employee.email, joined_at=now)
        employee.save()
        client = Client()
        client.force_login(employee.user)
        return client


def with_cast(*, now: datetime = NOW) -> Cast:
    """Put the cast on."""
    scenario = read_scenario()
    card = organization.RetailerCard(**msgspec.structs.asdict(scenario.retailer))
    organization.describe_retailer(card=card, by=SYSTEM, now=now)
    outlets = _open_outlets(now)
    staff = {role: _hire(post.name, Role(role), outlets.get(post.outlet), now) for role, post in scenario.staff.items()}
    staff |= {code: _hire(scenario.store_managers[code], Role.STORE_MANAGER, outlets[code], now) for code in STORES}
    staff["associate"] = _hire("Poppy Aldridge", Role.STORE_ASSOCIATE, outlets["YRK"], now)
    staff["agent"] = _hire("Ben Lowe", Role.CONTACT_CENTER_AGENT, outlets["CARE"], now)
    return Cast({code: outlet.id for code, outlet in outlets.items()}, staff, _introduce_customers(now))


def _open_outlets(now: datetime) -> dict[str, Outlet]:
    scenario = read_scenario()
    north = Region.objects.create(name=scenario.regions["north"], source_key="north", recorded_at=now)
    made = {
        code: Outlet.objects.create(
            code=code, name=scenario.stores[code].name, kind="store", region=north, source_key=code, recorded_at=now
        )
        for code in STORES
    }
    for code, name, kind in (("WEB", "Web shop", "web_shop"), ("CARE", "Contact center", "contact_center")):
        made[code] = Outlet.objects.create(code=code, name=name, kind=kind, source_key=code, recorded_at=now)
    blocks = tuple(organization.WorkingBlock(day, time(9), time(18)) for day in range(6))
    calendar = organization.WorkingCalendar(scenario.retailer.time_zone, blocks)
    organization.set_working_hours(calendar=calendar, by=SYSTEM, now=now)
    return made


def _hire(name: str, role: Role, outlet: Outlet | None, now: datetime) -> UUID:
    key = name.lower().replace(" ", ".")
    employee = Employee.objects.create(name=name, email=f"{key}@thorne-wren.example", source_key=key, recorded_at=now)
    organization.give_role(
        employee_id=employee.id,
        role=role,
        outlet_id=outlet.id if outlet else None,
        starts_on=_HIRED_ON,
        by=SYSTEM,
        now=now,
    )
    return employee.id


def _introduce_customers(now: datetime) -> dict[str, UUID]:
    met = {}
    for short, (given, family, email, phone) in _PEOPLE.items():
        data = customers.RecordData(
            source="web", source_key=short, given_name=given, family_name=family, email=email, phone=phone, country="GB"
        )
        met[short] = customers.record_person(data=data, by=SYSTEM, now=now).customer_id
    return met
