"""A second retailer: real orders of a Brazilian marketplace, with a handful of staff so that they can be used."""

import os
from collections.abc import Callable
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
    "Fábio Teles": Role.BUYING_MANAGER,
    "Gabriela Lins": Role.ECOMMERCE_MANAGER,
    "Helena Matos": Role.MARKETING_MANAGER,
    "Igor Vidal": Role.ADMINISTRATOR,
}


def prepare_olist(*, by: Actor, now: datetime, into: Callable[[Path, str], None]) -> None:
    """Describe the retailer, import its files by `into(folder, mapping)`, and hire people.

    :raises InvalidInput: when the files are not there
    """
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or REPOSITORY.parent / "shared" / "data") / OLIST
    if not folder.is_dir() or not MAPPING.is_file():
        wanted = "Fetch the public set and name its parent folder in SHOPKEEPER_DATA."
        raise InvalidInput(reason=f"The Olist files are not in {folder}. {wanted}")
    card = organization.RetailerCard("Olist", "BR", "BRL", "America/Sao_Paulo", "en-gb")
    organization.describe_retailer(card=card, by=by, now=now)
    into(folder, MAPPING.read_text(encoding="utf-8"))
    for name, role in STAFF.items():
        employee_id = organization.hire(name=name, email="", by=by, now=now)
        organization.give_role(employee_id=employee_id, role=role, starts_on=SINCE, by=by, now=now)
