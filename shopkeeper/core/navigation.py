"""Navigation: each module names its pages; the shell shows those that the actor may open, in the order of the loop."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actors import Actor


class Section(StrEnum):
    """The loop, as people walk it."""

    TODAY = "today"
    HEAR = "hear"
    CAUSE = "cause"
    RIGHT = "right"
    PREVENT = "prevent"
    PROVE = "prove"
    PEOPLE = "people"
    SETUP = "setup"


SECTION_LABELS = {
    Section.TODAY: _("Today"),
    Section.HEAR: _("Hear"),
    Section.CAUSE: _("Find the cause"),
    Section.RIGHT: _("Put right"),
    Section.PREVENT: _("Prevent"),
    Section.PROVE: _("Prove"),
    Section.PEOPLE: _("People and orders"),
    Section.SETUP: _("Set-up"),
}


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page in the navigation."""

    section: Section
    label: str
    url_name: str
    icon: str
    permission: str
    order: int = 50
    at_hand: bool = False
    """Whoever may open it does so many times a day with a phone in the hand: it stands at the foot by itself."""

    @property
    def url(self) -> str:
        """Its address."""
        return _address(self.url_name, get_script_prefix())


@lru_cache(maxsize=256)
def _address(url_name: str, _prefix: str) -> str:
    return reverse(url_name)


_ITEMS: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Put a page into the navigation."""
    _ITEMS[item.url_name] = item


def list_sections(by: Actor) -> list[tuple[Section, str, list[NavItem]]]:
    """The sections with the pages that `by` may open; empty sections are left out."""
    open_items = sorted((i for i in _ITEMS.values() if by.may(i.permission)), key=lambda i: (i.order, i.label))
    grouped = [(s, SECTION_LABELS[s], [i for i in open_items if i.section is s]) for s in Section]
    return [group for group in grouped if group[2]]
