"""A retailer made of somebody's export, for `shopkeeper demo --retailer NAME --data FOLDER`: rows, a team, causes."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from shopkeeper.connectors import public as connectors
from shopkeeper.core import clock
from shopkeeper.core.console import operator
from shopkeeper.demo.loading import look_and_care
from shopkeeper.demo.progress import Bars, bars
from shopkeeper.demo.scenario import read_scenario
from shopkeeper.organization import public as organization

_LONG_AGO = date(2000, 1, 1)
_TEAM = "team"
_IN_STORES = {
    "store_manager": "Nadia Rahman", "store_associate": "Poppy Aldridge", "contact_center_agent": "Ben Lowe",
}  # fmt: skip


def load(*, folder: Path, mapping: Path) -> list[tuple[str, str]]:
    """Make a retailer of an export and look at it once; gives (name, role) of the chairs in it."""
    with bars() as shown:
        seated = seat(shown, folder=folder, mapping=mapping)
        look_and_care(shown, now=clock.now())
    return seated


def seat(shown: Bars, *, folder: Path, mapping: Path) -> list[tuple[str, str]]:
    """Import the export and seat a made-up person in each role; gives (name, role) of their chairs."""
    text = mapping.read_text()
    described = yaml.safe_load(text)
    _describe(described, now=clock.now())
    _import(shown, folder, text, mapping.name)
    connectors.import_folder(
        folder=folder, source=_TEAM, mapping=team_mapping(), mapping_name="team", by=operator(), clock=clock.now
    )
    return _let_in(now=clock.now())


def _import(shown: Bars, folder: Path, text: str, name: str) -> None:
    with shown.part("Importing the export") as bar:
        connectors.import_folder(
            folder=folder, mapping=text, mapping_name=name, by=operator(), clock=clock.now,
            progress=lambda part: bar.move(0.5, part.table),
        )  # fmt: skip


def _describe(described: dict[str, Any], *, now: datetime) -> None:
    neutral = organization.get_retailer()
    told = described.get("retailer") or {}
    card = replace(
        neutral, name=described["name"], time_zone=described.get("time_zone", neutral.time_zone),
        country=told.get("country", neutral.country), currency=told.get("currency", neutral.currency),
    )  # fmt: skip
    organization.describe_retailer(card=card, by=operator(), now=now)


def team_mapping() -> str:
    """A mapping of one employee for each role: exports rarely say who works there, so the made-up staff helps out."""
    names = {role: post.name for role, post in read_scenario().staff.items()} | _IN_STORES
    people = [{"source_key": role, "name": names[role], "email": f"{role}@example.com"} for role in _roles()]
    seats = [{"source_key": role, "employee_key": role, "role": role, "starts_on": _LONG_AGO} for role in _roles()]
    tables = [{"table": "employees", "rows": people}, {"table": "assignments", "rows": seats}]
    return yaml.safe_dump({"name": "Team", "source": _TEAM, "tables": tables})


def title_of(role: str) -> str:
    """`store_manager` is “Store manager”."""
    return role.replace("_", " ").capitalize()


def _roles() -> list[str]:
    return [role.value for role in organization.Role]


def _let_in(*, now: datetime) -> list[tuple[str, str]]:
    people = organization.list_people(now=now)
    for person in people:
        organization.give_sign_in(employee_id=person.id, email=person.email, password=None, by=operator(), now=now)
    return [(person.name, title_of(person.role)) for person in people]
