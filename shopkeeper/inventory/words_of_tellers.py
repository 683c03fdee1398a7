"""Who told a movement, as people name them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from shopkeeper.core.actors import ActorKind
from shopkeeper.organization import public as organization


def name_tellers(tellers: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Names by what the ledger holds of them (`employee:01a2…`, `system:operator:root`)."""
    people = {str(person.id): person.name for person in organization.list_people(now=now)}
    return {teller: _name(*teller.partition(":")[::2], people) for teller in tellers}


def _name(kind: str, who: str, people: dict[str, str]) -> str:
    if kind == ActorKind.EMPLOYEE:
        return people.get(who, _("somebody who works here no more"))
    if kind == ActorKind.API_CLIENT:
        return _("the key %(prefix)s") % {"prefix": who}
    return _("the command line") if who.startswith("operator") else _("by itself")
