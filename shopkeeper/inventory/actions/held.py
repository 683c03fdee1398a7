"""Movements that could not be recorded when they came: tried again until they can, or decided by a person."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory.actions.explained import note_as_seen, write_explained
from shopkeeper.inventory.actions.ledger import Placed, actor_name
from shopkeeper.inventory.contracts import MovementKind, WhyHeld
from shopkeeper.inventory.errors import HeldMovementNotFound, ReasonMissing, WhyDismissedMissing
from shopkeeper.inventory.events import MovementDismissed, MovementExplained
from shopkeeper.inventory.models import HeldMovement
from shopkeeper.inventory.queries.places import name_of_place
from shopkeeper.inventory.rules.movements import AHEAD_AT_MOST, EARLIEST, LARGEST

AT_ONCE = 2_000
# What can never have happened is left out here, so that it keeps nobody waiting.
_READY = """
SELECT h.id, h.kind, t.id, l.id, h.quantity, h.occurred_at, h.reason, h.ref, h.source, h.source_key, h.sequence
FROM inventory_heldmovement h
JOIN catalog_product t ON t.sku = h.sku JOIN inventory_location l ON l.code = h.location_code
LEFT JOIN inventory_position p ON (p.product_id, p.location_id) = (t.id, l.id)
WHERE h.recorded_at IS NULL AND h.dismissed_at IS NULL
    AND h.occurred_at BETWEEN %s AND %s AND h.kind NOT IN ('reserve', 'release')
    AND h.quantity BETWEEN CASE h.kind WHEN 'adjust' THEN -%s WHEN 'count' THEN 0 ELSE 1 END AND %s
    AND (h.why <> 'no_reason' OR h.reason <> '' OR coalesce(p.on_hand, 0) + h.quantity >= 0
        OR h.occurred_at <= p.last_counted_at OR EXISTS (SELECT FROM inventory_seenmovement s WHERE s.digest =
            md5(h.source || chr(31) || h.source_key || chr(31) || h.sequence)::uuid))
    AND (%s::uuid IS NULL OR h.id = %s)
ORDER BY h.held_at, h.id LIMIT %s FOR UPDATE OF h SKIP LOCKED"""


@action
def replay_held_movements(*, by: Actor, now: datetime) -> int:
    """Record what was held and can be recorded now. Gives how many movements left the waiting room."""
    return _record_ready(None, by=by, now=now)


@action
def explain_movement(*, held_id: UUID, reason: str, by: Actor, now: datetime) -> bool:
    """Say why pieces went, so that a correction below zero is recorded. Gives whether it was: what waits for something
    else besides waits on.

    :raises ReasonMissing: without a reason
    :raises HeldMovementNotFound: when it waits no more
    """
    row = _lock(held_id)
    if not reason.strip():
        raise ReasonMissing(sku=row.sku, location=name_of_place(row.location_code))
    HeldMovement.objects.filter(pk=row.pk).update(reason=reason.strip()[:80])
    announce(MovementExplained(held_id=row.pk), by=by, now=now)
    return _record_ready(row.pk, by=by, now=now) == 1


@action
def dismiss_movement(*, held_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Decide that a movement never happened: it is kept with the decision, and changes nothing, told again or not.

    :raises WhyDismissedMissing: without a reason
    :raises HeldMovementNotFound: when it waits no more
    """
    row = _lock(held_id)
    if not reason.strip():
        raise WhyDismissedMissing(sku=row.sku, location=name_of_place(row.location_code))
    note_as_seen(row.source, row.source_key, row.sequence)
    HeldMovement.objects.filter(pk=row.pk).update(
        dismissed_at=now, dismissed_by=actor_name(by), why_dismissed=reason.strip()[:200]
    )
    announce(MovementDismissed(held_id=row.pk), by=by, now=now)


def _lock(held_id: UUID) -> HeldMovement:
    row = HeldMovement.objects.waiting().filter(pk=held_id).select_for_update(no_key=True).first()
    if row is None:
        raise HeldMovementNotFound(what="movement", key=held_id)
    return row


def _record_ready(only: UUID | None, *, by: Actor, now: datetime) -> int:
    """Record those that can be, or one of them; gives how many. What turns out to lack a reason waits for one."""
    with connection.cursor() as cursor:
        cursor.execute(_READY, [EARLIEST, now + AHEAD_AT_MOST, LARGEST, LARGEST, only, only, AT_ONCE])
        rows = cursor.fetchall()
    placed = [Placed(MovementKind(kind), *rest) for _, kind, *rest in rows]
    _, withheld = write_explained(placed, by=by, now=now)
    left = {rows[line][0] for line in withheld}
    HeldMovement.objects.filter(pk__in=left).update(why=WhyHeld.NO_REASON)
    HeldMovement.objects.filter(pk__in=[row[0] for row in rows if row[0] not in left]).update(recorded_at=now)
    return len(rows) - len(left)
