"""Who may live together: what speaks for it beside the door, and who belongs to one household of those who may."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from shopkeeper.customers.rules.matching.nicknames import share_full_form

MOST_BEHIND_A_DOOR = 12
"""Where more people live, a family name they share says little; nor does a number that more of them share."""

GENERATION = 12
"""Years between the births of two people of one first name; what differs by less may be a slip in the date."""

_SLIP = 0.85
"""How alike two spellings of one first name are: "jon" and "john" by .857."""

_PET_ENDINGS = ("y", "ie", "i")


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


def may_be_one(given: str, other: str) -> bool:
    """Whether two first names (letters only) may be one person's: an initial, a short form, or a slip.

    "daniel" and "daniela" are two, however alike: a slip seldom is the last letter, a gender often.
    """
    short, long = sorted((given, other), key=len)
    if len(short) < 2:
        return long.startswith(short)
    pet = short.endswith(_PET_ENDINGS) or long.endswith(_PET_ENDINGS)
    if share_full_form(short, long) or (pet and short[:3] == long[:3]):
        return True
    return short[-1] == long[-1] and SequenceMatcher(None, short, long).ratio() >= _SLIP
