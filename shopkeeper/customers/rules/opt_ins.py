"""Whose yes has to be confirmed by the person themselves, and when a confirmation counts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from shopkeeper.customers.contracts import ConsentState, Purpose

CHANNELS = ("email", "sms")
"""Those by which a link can be sent."""
DAYS = 14
ASK_AGAIN_AFTER = timedelta(days=1)
"""Sooner, nobody gets the same question twice, however often a form is sent."""


@dataclass(frozen=True, slots=True, order=True)
class OptInTerm:
    """A yes to marketing of this brand (empty: of every brand) by this channel has to be confirmed within `days`."""

    brand: str
    channel: str
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class OptInLetter:
    """What the person is sent, and where to: the link works for `days`."""

    customer_id: UUID
    channel: str
    contact_point: str
    link: str
    days: int


def find_term(
    terms: Iterable[OptInTerm], *, purpose: Purpose, state: ConsentState, brand: str, channel: str
) -> OptInTerm | None:
    """The term that a statement falls under, the shortest of several. A yes to everything falls under each of them."""
    if purpose is not Purpose.MARKETING or state is not ConsentState.GRANTED:
        return None
    meant = [
        term
        for term in terms
        if (not term.brand or not brand or term.brand == brand) and (not channel or term.channel == channel)
    ]
    return min(meant, key=lambda term: term.days, default=None)


def is_same_point(channel: str, one: str, other: str) -> bool:
    """Whether two addresses or numbers are one, however they were typed."""
    if channel == "email":
        return one.strip().casefold() == other.strip().casefold() != ""
    digits, others = re.sub(r"\D", "", one), re.sub(r"\D", "", other)
    return digits == others != ""
