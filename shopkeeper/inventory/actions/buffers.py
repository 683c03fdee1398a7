"""What is kept back: rules set and dropped by people, and worked into the positions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

_TURN = "LOCK TABLE inventory_bufferrule IN SHARE ROW EXCLUSIVE MODE"
SAFETY, BUFFER = "safety", "buffer"
PRODUCTS_AT_ONCE = 200
_ONE = ("kind", "channel", "location", "place_kind", "category")
"""There is one rule for each of these."""


@dataclass(frozen=True, slots=True)
class ToKeepBack:
    """A rule as a file tells it: how much is kept back, from whom, where and of what; empty means all of them."""

    kind: str
    pieces: int
    percent: int
    why: str
    channel: str
    location_id: UUID | None
    place_kind: str
    category_id: UUID | None

    @property
    def meant(self) -> dict[str, Any]:
        """Where it holds; there is one rule for each."""
        names = ("kind", "channel", "location_id", "place_kind", "category_id")
        return {name: getattr(self, name) for name in names}


def take_turn() -> None:
    """Wait until nobody else writes a rule or works rules in; held to the end of the transaction.

    What is written is worked in by all rules that its writer sees. Two writers at once would each miss the other's, and
    the later one would leave in the positions what held before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURN)


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
    take_turn()
    rule = ToKeepBack(kind, pieces, percent, why, channel, place.id if place else None, place_kind, category_id)
    _write(rule, by=by, now=now)
    apply_buffers_to(products=list_misbuffered(), by=by, now=now)


@action
def set_buffers(*, rules: Sequence[ToKeepBack], by: Actor, now: datetime) -> list[bool | None]:
    """Set many rules at once; of each whether it is new (true), another than before (false) or as it was (None)."""
    take_turn()
    told = [_write(rule, by=by, now=now) if _is_news(rule) else None for rule in rules]
    if any(each is not None for each in told):
        apply_buffers_to(products=list_misbuffered(), by=by, now=now)
    return told


def _is_news(rule: ToKeepBack) -> bool:
    said = {"pieces": rule.pieces, "percent": rule.percent, "why": rule.why[:200], "learned": False}
    return not BufferRule.objects.filter(**rule.meant, **said).exists()


def _write(rule: ToKeepBack, *, by: Actor, now: datetime) -> bool:
    told = {"pieces": rule.pieces, "percent": rule.percent, "why": rule.why[:200], "learned": False}
    return put_rule(rule.meant, told, by=by, now=now)


def put_rule(meant: Mapping[str, Any], told: Mapping[str, Any], *, by: Actor, now: datetime) -> bool:
    """Write the one rule that is meant, whatever it said before, by whoever has the turn; gives whether it is new."""
    said = {**told, "set_by": actor_name(by), "set_at": now}
    is_new = not BufferRule.objects.filter(**meant).exists()
    row = BufferRule(id=new_id(), **meant, **said)
    BufferRule.objects.bulk_create([row], update_conflicts=True, unique_fields=_ONE, update_fields=list(said))
    return is_new


@action
def drop_buffer(*, rule_id: UUID, by: Actor, now: datetime) -> None:
    """Keep nothing back by this rule any more; what the next less specific one says holds then. Twice is once."""
    take_turn()
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
