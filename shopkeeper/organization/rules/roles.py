"""Decisions about roles and places."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from shopkeeper.core.actors import EVERYTHING, Scopes
from shopkeeper.organization.contracts import Role

OUTLET_ROLES = frozenset({Role.STORE_MANAGER, Role.STORE_ASSOCIATE})
"""Roles that see the rows of their own outlets only; all others work for the whole company."""

FALLBACKS: dict[Role, tuple[Role, ...]] = {
    Role.STORE_ASSOCIATE: (Role.STORE_MANAGER,),
    Role.STORE_MANAGER: (Role.CONTACT_CENTER_MANAGER,),
    Role.CONTACT_CENTER_AGENT: (Role.CONTACT_CENTER_MANAGER,),
}
"""Who steps in where nobody holds a role; in the end always the owner of the customer's experience."""


def scopes_of(assignments: Iterable[tuple[Role, UUID | None]]) -> Scopes:
    """The rows that somebody with these roles at these outlets may see."""
    held = list(assignments)
    if any(role not in OUTLET_ROLES or outlet is None for role, outlet in held):
        return EVERYTHING
    return Scopes(values={"outlet_id": frozenset(str(outlet) for _, outlet in held)})


def substitutes_for(role: Role) -> tuple[Role, ...]:
    """The role itself, then who steps in, in order."""
    chain = [role]
    for link in chain:
        chain += [other for other in FALLBACKS.get(link, ()) if other not in chain]
    last = [Role.CHIEF_CUSTOMER_OFFICER, Role.ADMINISTRATOR]
    return tuple(chain + [other for other in last if other not in chain])


def is_in_force(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Whether half-open days contain the day `on`."""
    return starts_on <= on and (ends_on is None or on < ends_on)
