"""Pages of a long list: which one is asked for, and the ways to the one before it and the one after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

_LONGEST = 6
"""Digits of a page's number that are still believed: no list is longer, and nobody computes with a novel."""


def page_asked(query: Mapping[str, str]) -> int:
    """The page that an address asks for, from 1; the first where it asks for none that could be."""
    asked = query.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) <= _LONGEST else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """One page of a list of which `shown` rows are on it. `query` is what else stands in its address."""

    page: int
    size: int
    shown: int
    query: Mapping[str, str] = field(default_factory=dict)
    total: int | None = None
    """How many rows there are in all, where that was counted."""
    has_more: bool = False
    """Whether there are later ones, where nobody counted."""

    @property
    def is_needed(self) -> bool:
        """Whether there is any other page to go to."""
        return self.page > 1 or bool(self.next_url)

    @property
    def first(self) -> int:
        """Number of the first row shown."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.first + self.shown - 1

    @property
    def previous_url(self) -> str:
        """The page before, or empty."""
        return self._address(self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, or empty."""
        return self._address(self.page + 1) if self.has_more or self.last < (self.total or 0) else ""

    def _address(self, page: int) -> str:
        asked = {name: value for name, value in self.query.items() if name != "page"}
        return "?" + urlencode(asked | ({"page": str(page)} if page > 1 else {}))
