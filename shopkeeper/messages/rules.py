"""Decisions about messages: who may be written to, how often, what a text needs, when to try again."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shopkeeper.messages.contracts import HeldBack

PLACE = re.compile(r"\{(\w+)\}")
BUDGET = 3
"""Surveys and marketing together: at most this many in `BUDGET_SPAN` to one person, whoever sends."""
BUDGET_SPAN = timedelta(days=30)
BACKOFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
BUDGETED = frozenset({"marketing", "survey"})


def missing_places(text: str, values: Mapping[str, str]) -> list[str]:
    """The places of a text that `values` leaves empty, in the order of the text."""
    return [name for name in dict.fromkeys(PLACE.findall(text)) if not values.get(name)]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled. Values are put in as they are: they are never read as places again."""
    return PLACE.sub(lambda match: values[match.group(1)], text)


def reason_to_hold_back(
    *, purpose: str, contact_point: str, may_contact: bool, is_held: bool, is_quiet: bool, sent_lately: int
) -> HeldBack | None:
    """Why this message must not go out, the most basic reason first; None when it may.

    Service messages ("your parcel is late") need a contact point and no open hold, but no consent and no budget.
    """
    if not contact_point:
        return HeldBack.NO_CONTACT_POINT
    if not may_contact:
        return HeldBack.NO_CONSENT
    if is_held:
        return HeldBack.HOLD
    if purpose in BUDGETED and is_quiet:
        return HeldBack.QUIET
    if purpose in BUDGETED and sent_lately >= BUDGET:
        return HeldBack.FATIGUE
    return None


def next_try_at(*, tries: int, now: datetime) -> datetime | None:
    """When to try again after `tries` failed ones; None when it is given up."""
    return now + BACKOFF[tries - 1] if tries <= len(BACKOFF) else None


def best_language(wished: str, offered: Sequence[str], default: str) -> str | None:
    """The language of a text for a reader: theirs, its main language, the retailer's, else the first there is."""
    choices = [wished, wished.split("-")[0], default, default.split("-")[0]]
    return next((choice for choice in choices if choice in offered), offered[0] if offered else None)
