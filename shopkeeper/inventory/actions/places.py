"""Locations: switched off and on by who runs them, described, and heard of."""

from dataclasses import asdict
from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory.actions.ledger import actor_name
from shopkeeper.inventory.contracts import Abilities
from shopkeeper.inventory.errors import LocationNotFound, WhyOffMissing
from shopkeeper.inventory.events import LocationDescribed, LocationSwitched
from shopkeeper.inventory.models import Location


@action
def switch_off(*, location: str, why: str, by: Actor, now: datetime) -> None:
    """Promise nothing from here until it is switched on again. What was promised stays promised.

    :raises WhyOffMissing: when nobody says why
    """
    row = locked_location(location)
    if not why.strip():
        raise WhyOffMissing(location=row.name)
    if row.switched_off_at is None:
        row.switched_off_at, row.switched_off_by, row.switched_off_why = now, actor_name(by), why[:120]
        row.save(update_fields=["switched_off_at", "switched_off_by", "switched_off_why"])
        announce(LocationSwitched(location_id=row.id, is_on=False), by=by, now=now)


@action
def switch_on(*, location: str, by: Actor, now: datetime) -> None:
    """Promise from here again."""
    row = locked_location(location)
    if row.switched_off_at is not None:
        row.switched_off_at, row.switched_off_by, row.switched_off_why = None, "", ""
        row.save(update_fields=["switched_off_at", "switched_off_by", "switched_off_why"])
        announce(LocationSwitched(location_id=row.id, is_on=True), by=by, now=now)


@action
def describe_location(*, location: str, abilities: Abilities, by: Actor, now: datetime) -> None:
    """Say what a location does, how many orders a day it handles, and how long its feed may be silent."""
    row, said = locked_location(location), asdict(abilities)
    said["trusted_minutes"] = said.pop("stale_after_minutes")
    if all(getattr(row, name) == value for name, value in said.items()):
        return
    Location.objects.filter(pk=row.pk).update(**said, stale_after_minutes=said["trusted_minutes"])
    announce(LocationDescribed(location_id=row.id), by=by, now=now)


@action
def hear_from(*, location: str, by: Actor, now: datetime) -> None:
    """The feed of a location is alive, though it has nothing to tell."""
    if not Location.objects.filter(code=location).update(fed_at=now):
        raise LocationNotFound(what="location", key=location)


def locked_location(code: str) -> Location:
    """A location that nobody else changes until this transaction ends."""
    row = Location.objects.select_for_update(no_key=True).filter(code=code).first()
    if row is None:
        raise LocationNotFound(what="location", key=code)
    return row
