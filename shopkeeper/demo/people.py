"""The demo's staff as users: everybody may sign in, nobody needs a password, each place has its working hours."""

from datetime import datetime, time

from shopkeeper.core.console import operator
from shopkeeper.demo.scenario import Scenario
from shopkeeper.organization import public as organization

_OFFICE = tuple(organization.WorkingBlock(day, time(9), time(17, 30)) for day in range(5))
_STORE = tuple(organization.WorkingBlock(day, time(9), time(19)) for day in range(7))
_CARE = tuple(organization.WorkingBlock(day, time(8), time(20)) for day in range(7))
_HOURS = {organization.OutletKind.STORE: _STORE, organization.OutletKind.CONTACT_CENTER: _CARE}


def let_everybody_in(scenario: Scenario, *, now: datetime) -> None:
    """Give every employee a user without a password, and every place its hours."""
    by, zone, country = operator(), scenario.retailer.time_zone, scenario.retailer.country
    for person in organization.list_people(now=now):
        organization.give_sign_in(employee_id=person.id, email=person.email, password=None, by=by, now=now)
    _open(_OFFICE, zone, country, None, now)
    for outlet in organization.list_outlets(by=by):
        if blocks := _HOURS.get(outlet.kind):
            _open(blocks, zone, country, outlet, now)


def _open(
    blocks: tuple[organization.WorkingBlock, ...],
    zone: str,
    country: str,
    outlet: organization.OutletCard | None,
    now: datetime,
) -> None:
    organization.set_working_hours(
        calendar=organization.WorkingCalendar(zone, blocks), outlet_id=outlet.id if outlet else None, country=country,
        by=operator(), now=now,
    )  # fmt: skip


def list_personas(*, now: datetime) -> list[tuple[str, str]]:
    """(name, role) of one person for each role, as the command line introduces them."""
    people = organization.list_people(now=now)
    first = {person.role: person for person in reversed(people)}
    return [(first[role].name, organization.role_in_words(role)) for role in organization.Role if role in first]
