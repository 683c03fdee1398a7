"""Who may live together: what speaks for it beside the door, and who belongs to one household of those who may."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

MOST_BEHIND_A_DOOR = 12
"""Where more people live, a family name they share says little; nor does a number that more of them share."""


class Sign(StrEnum):
    """What two people behind one door share."""

    FAMILY_NAME = "family_name"
    PHONE = "phone"
    EMAIL = "email"


def gather_household(pairs: Iterable[tuple[UUID, UUID]], start: UUID) -> list[UUID]:
    """Everybody who is led to from `start` by pairs of people who may live together, in a fixed order."""
    beside: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, ahead = {start}, [start]
    while ahead:
        further = beside.get(ahead.pop(), set()) - found
        found |= further
        ahead += further
    return sorted(found)
