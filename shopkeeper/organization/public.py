"""What others may use of the organization."""

from shopkeeper.organization.access import find_actor_of_employee, find_user_id_of
from shopkeeper.organization.actions import describe_retailer, end_role, give_role, give_sign_in
from shopkeeper.organization.contracts import OutletCard, OutletKind, Person, RetailerCard, Role
from shopkeeper.organization.errors import NobodyInRole, OutletNotFound
from shopkeeper.organization.queries import (
    find_person,
    find_person_for,
    get_outlet,
    get_person_for,
    get_retailer,
    list_outlets,
    list_people,
)

__all__ = [
    "NobodyInRole",
    "OutletCard",
    "OutletKind",
    "OutletNotFound",
    "Person",
    "RetailerCard",
    "Role",
    "describe_retailer",
    "end_role",
    "find_actor_of_employee",
    "find_person",
    "find_person_for",
    "find_user_id_of",
    "get_outlet",
    "get_person_for",
    "get_retailer",
    "give_role",
    "give_sign_in",
    "list_outlets",
    "list_people",
]
