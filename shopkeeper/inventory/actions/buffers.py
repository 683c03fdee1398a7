"""What is kept back: rules set and dropped by people, and worked into the positions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.ledger import actor_name
from shopkeeper.inventory.actions.places import locked_location
from shopkeeper.inventory.errors import PlaceTwice
from shopkeeper.inventory.models import BufferRule, Unbuffered

SAFETY, BUFFER = "safety", "buffer"
PRODUCTS_AT_ONCE = 200


@action
def set_buffer(
    *, kind: str, pieces: int, percent: int, why: str, by: Actor, now: datetime, channel: str = "",
    location: str = "", place_kind: str = "", category_id: UUID | None = None,
) -> None:  # fmt: skip
    """Keep pieces back: `safety` for the shop, `buffer` against a record that may be wrong. Holds at once.

    Without a channel it holds for all; the rule that names most (location, then kind of locations, then category)
    holds alone.

    :raises PlaceTwice: when it names a location and a kind of locations
    """
    if location and place_kind:
        raise PlaceTwice
    place = locked_location(location) if location else None
    told: dict[str, Any] = {"pieces": pieces, "percent": percent, "why": why[:200], "learned": False}
    told |= {"set_by": actor_name(by), "set_at": now}
    meant: dict[str, Any] = {"kind": kind, "channel": channel, "location": place, "category_id": category_id}
    meant["place_kind"] = place_kind
    BufferRule.objects.update_or_create(**meant, defaults=told, create_defaults={"id": new_id(), **told})
    apply_buffers_to(products=list_misbuffered(), by=by, now=now)


@action
def drop_buffer(*, rule_id: UUID, by: Actor, now: datetime) -> None:
    """Keep nothing back by this rule any more; what the next less specific one says holds then. Twice is once."""
    if BufferRule.objects.filter(pk=rule_id).delete()[0]:
        apply_buffers_to(products=list_misbuffered(), by=by, now=now)


def apply_buffers(*, by: Actor, now: datetime) -> int:
    """Work the rules without a channel into positions that are new, or whose product moved to another category: those
    of the products that triggers noted.

    Some products at a time, each slice for itself, so that no buyer waits for all. Gives how many positions changed.
    """
    changed = 0
    while Unbuffered.objects.exists():
        found = _apply_to_noted(by=by, now=now)
        changed += found or 0
        if found is None:
            break
    return changed


@action
def _apply_to_noted(*, by: Actor, now: datetime) -> int | None:
    """The next slice; None when nothing is left that anybody has committed.

    Whoever writes a rule compares all positions that they see. So a note may be taken only while no rule is being
    written by somebody who cannot see its position, and no rule is written until what was taken is worked in.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE inventory_bufferrule IN SHARE MODE")
        cursor.execute("SELECT inventory_take_unbuffered(%s)", [PRODUCTS_AT_ONCE])
        products: list[UUID] = cursor.fetchone()[0]
    if not products:
        return None
    if not BufferRule.objects.filter(channel="").exists():
        return 0
    return apply_buffers_to(products=products, by=by, now=now)


@action
def apply_buffers_to(*, products: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Work the rules without a channel into the positions of these products. Gives how many changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inventory_apply_buffers(%s::uuid[])", [list(products)])
        return int(cursor.fetchone()[0])


def list_misbuffered() -> list[UUID]:
    """Products of which somewhere more or less is kept back than the rules say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inventory_misbuffered() ORDER BY 1")
        return [product for (product,) in cursor.fetchall()]
