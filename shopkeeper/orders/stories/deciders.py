"""Who did it: entries carry a signature ("employee:…") until all of a story are named in one look."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from shopkeeper.core.components import StoryEntry
from shopkeeper.customers import public as customers

SIGNED = "signature"
"""The icon that stands for “`where` is still a signature”."""
_QUIET = ("system", "")


@dataclass(frozen=True, slots=True)
class Deciders:
    """Names of those who did something, as they are today."""

    now: datetime

    def name_all(self, entries: Iterable[StoryEntry]) -> list[StoryEntry]:
        """The same entries with names instead of signatures; what happened by itself names nobody."""
        told = list(entries)
        names = customers.name_deciders({e.where for e in told if e.where_icon == SIGNED}, now=self.now)
        return [self._name(entry, names) if entry.where_icon == SIGNED else entry for entry in told]

    def _name(self, entry: StoryEntry, names: dict[str, str]) -> StoryEntry:
        kind = entry.where.partition(":")[0]
        if kind in _QUIET:
            return replace(entry, where="", where_icon="")
        if kind == "customer_link":
            return replace(entry, where=_("the customer"), where_icon="user")
        return replace(entry, where=names.get(entry.where, entry.where), where_icon="user")
