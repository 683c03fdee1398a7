"""Who belongs together without being one: kinds of relations."""

from enum import StrEnum


class RelationKind(StrEnum):
    """How people belong together. Guardian: the one answers for the other. Employee: of a company."""

    HOUSEHOLD = "household"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"


def family_name(name: str) -> str:
    """The last word of a name, in small letters."""
    return name.split()[-1].casefold() if name.split() else ""
