"""What crosses the boundary of the module."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """A company as people tell it from another one."""

    id: UUID
    number: str
    name: str
    city: str
