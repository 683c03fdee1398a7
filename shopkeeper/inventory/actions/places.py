"""Locations: switched off and on by who runs them, heard of, and how much is kept back there."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.ledger import actor_name
from shopkeeper.inventory.contracts import Abilities
from shopkeeper.inventory.errors import LocationNotFound, ReasonMissing
from shopkeeper.inventory.events import LocationDescribed, LocationSwitched
from shopkeeper.inventory.models import BufferRule, Location

SAFETY, BUFFER = "safety", "buffer"


@action
def switch_off(*, location: str, why: str, by: Actor, now: datetime) -> None:
    """Promise nothing from here until it is switched on again. What was promised stays promised.

    :raises ReasonMissing: when nobody says why
    """
    if not why.strip():
        raise ReasonMissing(sku="", location=location)
    row = _locked(location)
    if row.switched_off_at is None:
        row.switched_off_at, row.switched_off_by, row.switched_off_why = now, actor_name(by), why[:120]
        row.save(update_fields=["switched_off_at", "switched_off_by", "switched_off_why"])
        announce(LocationSwitched(location_id=row.id, is_on=False), by=by, now=now)


@action
def switch_on(*, location: str, by: Actor, now: datetime) -> None:
    """Promise from here again."""
    row = _locked(location)
    if row.switched_off_at is not None:
        row.switched_off_at, row.switched_off_by, row.switched_off_why = None, "", ""
        row.save(update_fields=["switched_off_at", "switched_off_by", "switched_off_why"])
        announce(LocationSwitched(location_id=row.id, is_on=True), by=by, now=now)


@action
def describe_location(*, location: str, abilities: Abilities, by: Actor, now: datetime) -> None:
    """Say what a location does, how many orders a day it handles, and how long its feed may be silent."""
    row, said = _locked(location), asdict(abilities)
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


@action
def set_buffer(
    *, kind: str, pieces: int, percent: int, why: str, by: Actor, now: datetime, channel: str = "",
    location: str = "", category_id: UUID | None = None,
) -> None:  # fmt: skip
    """Keep pieces back: `safety` for the shop, `buffer` against a record that may be wrong. Holds at once.

    Without a channel it holds for all; the rule that names most (location, then category) holds alone.
    """
    place = _locked(location) if location else None
    told: dict[str, Any] = {"pieces": pieces, "percent": percent, "why": why[:200], "learned": False}
    told |= {"set_by": actor_name(by), "set_at": now}
    meant: dict[str, Any] = {"kind": kind, "channel": channel, "location": place, "category_id": category_id}
    BufferRule.objects.update_or_create(**meant, defaults=told, create_defaults={"id": new_id(), **told})
    apply_buffers(by=by, now=now)


@action
def drop_buffer(*, rule_id: UUID, by: Actor, now: datetime) -> None:
    """Keep nothing back by this rule any more; what the next less specific one says holds then. Twice is once."""
    if BufferRule.objects.filter(pk=rule_id).delete()[0]:
        apply_buffers(by=by, now=now)


@action
def apply_buffers(*, by: Actor, now: datetime) -> int:
    """Work the rules without a channel into the positions, new ones too. Gives how many positions changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inventory_apply_buffers()")
        return int(cursor.fetchone()[0])


def _locked(code: str) -> Location:
    row = Location.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise LocationNotFound(what="location", key=code)
    return row
