"""A second retailer: real orders of a Brazilian marketplace, with a handful of staff so that they can be used."""

import os
from datetime import date, datetime
from pathlib import Path

from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.organization import public as organization
from shopkeeper.organization.public import Role

OLIST = "olist"
REPOSITORY = Path(__file__).parents[2]
MAPPING = REPOSITORY / "examples" / "mappings" / "olist.yaml"
SINCE = date(2016, 1, 1)
STAFF = {
    "Beatriz Andrade": Role.CHIEF_CUSTOMER_OFFICER,
    "Caio Nunes": Role.CONTACT_CENTER_MANAGER,
    "Davi Rocha": Role.CONTACT_CENTER_AGENT,
    "Elisa Prado": Role.SUPPLY_CHAIN_MANAGER,
    "Fabio Teles": Role.BUYING_MANAGER,
    "Gabriela Lins": Role.ECOMMERCE_MANAGER,
    "Helena Matos": Role.MARKETING_MANAGER,
    "Igor Vidal": Role.ADMINISTRATOR,
}


def find_files() -> Path:
    """Where the files lie.

    :raises InvalidInput: when they are not there
    """
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or REPOSITORY.parent / "shared" / "data") / OLIST
    if not folder.is_dir() or not MAPPING.is_file():
        wanted = "Fetch the public set and name its parent folder in SHOPKEEPER_DATA."
        raise InvalidInput(reason=f"The Olist files are not in {folder}. {wanted}")
    return folder


def read_mapping() -> str:
    """The mapping of the public set, as anybody would write one."""
    return MAPPING.read_text(encoding="utf-8")


def describe(*, by: Actor, now: datetime) -> None:
    """Say which retailer this is; refuse at once when its files are not there."""
    find_files()
    card = organization.RetailerCard("Olist", "BR", "BRL", "America/Sao_Paulo", "en-gb")
    organization.describe_retailer(card=card, by=by, now=now)


def hire(*, by: Actor, now: datetime) -> None:
    """Hire a handful of people, one for each role that the data keeps busy."""
    for name, role in STAFF.items():
        email = f"{name.split()[0].lower()}@example.org"
        employee_id = organization.hire(name=name, email=email, by=by, now=now)
        organization.give_role(employee_id=employee_id, role=role, starts_on=SINCE, by=by, now=now)
        organization.give_sign_in(employee_id=employee_id, email=email, password=None, by=by, now=now)
