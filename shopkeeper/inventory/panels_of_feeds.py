"""Locations that do not sell, silent or switched off, as work for those who can change that."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.words import write_duration, write_moment
from shopkeeper.core.work import WorkItem
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries.places import list_silent

_NAMED = 3


def list_silent_feeds(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """All of them in one line for those who look after the record everywhere; its own for whoever runs a location."""
    keepers = [one for one in people if one.may("inventory.repair_stock") and one.scopes.company_wide]
    running = [one for one in people if one.may("inventory.manage_locations") and not one.scopes.company_wide]
    silent = list_silent(now=now) if keepers or running else []
    return [_of_all(silent, person, now) for person in keepers if silent] + [
        _of_one(row, person, now)
        for person in running
        for row in silent
        if row.outlet_id and person.scopes.allows("outlet_id", row.outlet_id)
    ]


def list_switched_off(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Each location that somebody switched off, for whoever runs it, until it sells again: a stocktaking ends, and
    nobody finds anything there as long as it is forgotten."""
    running = [one for one in people if one.may("inventory.manage_locations") and not one.scopes.company_wide]
    rows = list(Location.objects.exclude(switched_off_at=None).exclude(outlet=None).order_by("name")) if running else []
    return [
        WorkItem(
            kind="switched_off", title=_("Switch %(name)s on again") % {"name": row.name},
            why=_("Switched off %(when)s: %(why)s. Nothing is promised from it.")
            % {"when": write_moment(row.switched_off_at, now), "why": row.switched_off_why},
            url=_page_of(row), icon="circle-pause", person_id=person.id, weight=1.7,
        )
        for person in running
        for row in rows
        if row.switched_off_at and person.scopes.allows("outlet_id", row.outlet_id)
    ]  # fmt: skip


def _of_all(silent: Sequence[Location], person: Actor, now: datetime) -> WorkItem:
    if len(silent) == 1:
        return _of_one(silent[0], person, now)
    names = ", ".join(row.name for row in silent[:_NAMED])
    more = len(silent) - _NAMED
    named = _("%(names)s and %(n)s more") % {"names": names, "n": more} if more > 0 else names
    why = _("%(names)s. Nothing of what they have is promised until they are heard of again.") % {"names": named}
    title = _("Find out why %(n)s feeds of stock are silent") % {"n": len(silent)}
    return _item(title, why, reverse("inventory:locations"), person)


def _of_one(row: Location, person: Actor, now: datetime) -> WorkItem:
    title = _("Find out why nothing is heard of %(name)s") % {"name": row.name}
    unheard = _("Nothing of what it has is promised until it is heard of again.")
    if row.fed_at is not None:
        unheard = _("It is silent for %(long)s.") % {"long": write_duration(now - row.fed_at)} + " " + unheard
    return _item(title, unheard, _page_of(row), person)


def _page_of(row: Location) -> str:
    return f"{reverse('inventory:locations')}{quote(row.code)}/"


def _item(title: str, why: str, url: str, person: Actor) -> WorkItem:
    return WorkItem(
        kind="silent_feed", title=title, why=why, url=url, icon="wifi-off", person_id=person.id, weight=1.8
    )  # fmt: skip
