"""Who belongs together without being one: kinds of relations, and who looks like a household."""

from enum import StrEnum

from shopkeeper.customers.contracts import CustomerCard


class RelationKind(StrEnum):
    """How people belong together. Guardian: the one answers for the other. Employee: of a company."""

    HOUSEHOLD = "household"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"


def family_name(name: str) -> str:
    """The last word of a name, in small letters."""
    return name.split()[-1].casefold() if name.split() else ""


def looks_like_household(one: CustomerCard, other: CustomerCard, *, street: str, other_street: str) -> bool:
    """The same family name behind the same door: street with its number, and postcode."""
    same_door = bool(street.strip() and one.postcode.strip()) and (
        _plain(street) == _plain(other_street) and _plain(one.postcode) == _plain(other.postcode)
    )
    return one.id != other.id and same_door and family_name(one.name) == family_name(other.name) != ""


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
