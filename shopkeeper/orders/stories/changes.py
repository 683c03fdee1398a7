"""What people changed about an order after it was placed, and what kept it from leaving."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.components import StoryEntry
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import HoldReason, OrderCard
from shopkeeper.orders.models import Change, Hold
from shopkeeper.orders.stories.deciders import SIGNED
from shopkeeper.orders.words import tell_where

HELD = {
    HoldReason.FRAUD: gettext_noop("Held: it may be a fraud"),
    HoldReason.CREDIT: gettext_noop("Held: their credit is used up"),
    HoldReason.ADDRESS: gettext_noop("Held: the address is in doubt"),
    HoldReason.PAYMENT: gettext_noop("Held: not paid"),
    HoldReason.MANUAL: gettext_noop("Held: somebody looks into it"),
}
TITLES = {
    "address": gettext_noop("Goes to another address"),
    "day": gettext_noop("Comes on another day"),
    "method": gettext_noop("Comes another way"),
    "lines": gettext_noop("Pieces were added"),
    "keep": gettext_noop("Kept longer on the pick-up shelf"),
    "collector": gettext_noop("Somebody else collects it"),
}
_ICONS = {
    "address": "map-pin",
    "day": "calendar-clock",
    "method": "truck",
    "lines": "plus",
    "keep": "calendar-clock",
    "collector": "users",
}


def _holds(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [entry for row in Hold.objects.filter(order=card.id) for entry in _tell_hold(row)]


def _tell_hold(row: Hold) -> Iterator[StoryEntry]:
    title = _(HELD[HoldReason(row.reason)])
    yield StoryEntry(
        at=row.held_at, icon="lock", title=title, detail=row.why, tone="warn", where=row.held_by, where_icon=SIGNED
    )
    if row.released_at:
        yield StoryEntry(
            at=row.released_at, icon="lock-open", title=_("Let go"), where=row.released_by, where_icon=SIGNED
        )


def _changes(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [entry for row in Change.objects.filter(order=card.id) for entry in tell_change(row)]


def tell_change(row: Change) -> Iterator[StoryEntry]:
    """What was changed, from what to what, and that this was undone."""
    title, icon = _(TITLES.get(row.kind, gettext_noop("Changed"))), _ICONS.get(row.kind, "pencil")
    detail = " · ".join(filter(None, [_from_to(row), row.why]))
    yield StoryEntry(at=row.occurred_at, icon=icon, title=title, detail=detail, where=row.decided_by, where_icon=SIGNED)
    if row.undone_at:
        undone = _("Undone: %(what)s") % {"what": title}
        yield StoryEntry(at=row.undone_at, icon="undo-2", title=undone, where=row.undone_by, where_icon=SIGNED)


def _from_to(row: Change) -> str:
    if row.kind == "lines":
        return ", ".join(f"{one['pieces']} × {one['sku']}" for one in row.after.get("added", ()))
    told = [(said(row.before), said(row.after)) for said in (tell_where, _when)]
    return " · ".join(_words(before, after) for before, after in told if after and before != after)


def _words(before: str, after: str) -> str:
    return _("%(before)s → %(after)s") % {"before": before, "after": after} if before else after


def _when(facts: dict[str, str]) -> str:
    """When it comes, or where it is collected."""
    if facts.get("location"):
        return _("collected at %(place)s") % {"place": _name_of(facts["location"])}
    day = facts.get("day") or facts.get("until") or ""
    return date_format(date.fromisoformat(day[:10]), "D j M") if day else ""


def _name_of(location: str) -> str:
    """What people call a place; one that is not known any more keeps its code."""
    card = inventory.get_locations([location]).get(location)
    return card.name if card else location


PARTS = (_holds, _changes)
