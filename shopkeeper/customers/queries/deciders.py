"""Who decided something, by name: rows keep a signature ("employee:…")."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.api_keys import get_names_of_keys
from shopkeeper.organization import public as organization

_MACHINE = "api_client:"
_COMMAND_LINE = f"{ActorKind.SYSTEM}:operator:"


def name_deciders(signatures: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Signature -> a name for people: of an employee their own, of a machine its key's, of all else what acted.

    An account of the server is told after what it used: "the command line (root)".
    """
    asked = set(signatures)
    employees = {sign: found for sign in asked if (found := _employee(sign))}
    actors = organization.find_actors_of_employees(list(employees.values()), now=now)
    machines = get_names_of_keys(sign.removeprefix(_MACHINE) for sign in asked if sign.startswith(_MACHINE))
    names = {sign: machines.get(told := _tell(sign), told) for sign in asked - set(employees)}
    return names | {sign: _name_employee(actors.get(employee)) for sign, employee in employees.items()}


def _name_employee(actor: Actor | None) -> str:
    return actor.name if actor else _("somebody who left")


def _tell(sign: str) -> str:
    if sign.startswith(_COMMAND_LINE):
        return _("the command line (%(account)s)") % {"account": sign.removeprefix(_COMMAND_LINE)}
    return sign.partition(":")[2]


def _employee(sign: str) -> UUID | None:
    kind, _colon, name = sign.partition(":")
    try:
        return UUID(name) if kind == "employee" else None
    except ValueError:
        return None
