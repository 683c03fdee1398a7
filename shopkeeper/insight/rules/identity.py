"""Whether a search found today what one found before: its values may be said a little differently each night."""

from collections.abc import Mapping
from datetime import date, timedelta

SAME_START = timedelta(days=28)

type Values = Mapping[str, frozenset[str]]
"""The values of each dimension that a cause is about."""


def is_same_cause(known: Values, known_since: date | None, found: Values, since: date | None) -> bool:
    """Whether two findings of one metric are about the same: they meet somewhere, part nowhere, began together.

    "Exeter, three categories" and "Exeter, garden" are one; "Swift, North" and "Swift, South" are two.
    """
    common = known.keys() & found.keys()
    meet = bool(common) and all(known[name] & found[name] for name in common)
    if known_since is None or since is None:
        return meet and known_since == since and known.keys() == found.keys()
    return meet and abs(known_since - since) <= SAME_START
