"""What feeds tell: movements that count once each, in any order; what cannot be placed, or has no reason, is held."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory.actions.explained import write_explained
from shopkeeper.inventory.actions.ledger import Placed
from shopkeeper.inventory.actions.unbundling import unbundle
from shopkeeper.inventory.contracts import Recorded, StockMovement, WhyHeld
from shopkeeper.inventory.events import MovementsRecorded
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.rules.movements import TOLD_BY_FEEDS, is_plausible

type Stray = tuple[int, WhyHeld]
"""The place of a movement in its batch, and why it has to wait."""
_HEARD_EVERY = 30
_HOLD = """
INSERT INTO inventory_heldmovement (id, held_at, source, source_key, sequence, kind, sku, location_code, quantity,
    occurred_at, reason, ref, why)
SELECT uuidv7(), %s, * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[])
ON CONFLICT DO NOTHING"""
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""What can be kept and read again by every clock; a time beyond is shown as one of these, and stays implausible."""


@action
def record_movements(*, movements: Sequence[StockMovement], by: Actor, now: datetime) -> Recorded:
    """Write what feeds tell. Each movement counts once, whatever the order in which they come.

    A SKU or location that nobody knows, a time that cannot be, or a correction below zero without a reason holds its
    movement: it is shown and recorded later. A bundle that is sold or comes back is so in its parts, each of which is a
    movement of its own.
    """
    told = unbundle(movements)
    placed, strays = _place([one for _, one in told], now=now)
    applied, withheld = write_explained([one for _, one in placed], by=by, now=now)
    strays += [(placed[line][0], WhyHeld.NO_REASON) for line in withheld]
    held = _hold([(told[line][1], why) for line, why in strays], now=now)
    _note_feeds([one for _, one in placed], now=now)
    repeated = len(told) - applied - held
    sources = {movement.source for movement in movements}
    recorded = MovementsRecorded(
        source=min(sources) if len(sources) == 1 else "", applied=applied, repeated=repeated, held=held
    )
    announce(recorded, by=by, now=now)
    return Recorded(applied, repeated, held, tuple((told[line][0], why) for line, why in strays))


def _place(movements: Sequence[StockMovement], *, now: datetime) -> tuple[list[tuple[int, Placed]], list[Stray]]:
    products = catalog.find_product_ids({m.sku for m in movements})
    codes = {m.location for m in movements}
    places = dict(Location.objects.filter(code__in=codes).values_list("code", "id"))
    placed: list[tuple[int, Placed]] = []
    strays: list[Stray] = []
    for line, m in enumerate(movements):
        product, place = products.get(m.sku), places.get(m.location)
        if product is None or place is None:
            strays.append((line, WhyHeld.UNKNOWN_SKU if product is None else WhyHeld.UNKNOWN_LOCATION))
        elif m.kind not in TOLD_BY_FEEDS:
            strays.append((line, WhyHeld.KEPT_BY_NAME))
        elif not is_plausible(m.kind, m.quantity, m.occurred_at, now=now):
            strays.append((line, WhyHeld.IMPLAUSIBLE))
        else:
            placed.append((line, _placed(m, product, place)))
    return placed, strays


def _placed(m: StockMovement, product: UUID, place: UUID) -> Placed:
    return Placed(
        m.kind, product, place, m.quantity, m.occurred_at, m.reason, m.ref, m.source, m.source_key, m.sequence
    )


def _hold(strays: Sequence[tuple[StockMovement, WhyHeld]], *, now: datetime) -> int:
    if not strays:
        return 0
    columns: list[list[Any]] = [
        [m.source for m, _ in strays], [m.source_key for m, _ in strays], [m.sequence for m, _ in strays],
        [m.kind.value for m, _ in strays], [m.sku[:200] for m, _ in strays], [m.location[:200] for m, _ in strays],
        [m.quantity for m, _ in strays], [min(max(m.occurred_at, _FIRST), _LAST) for m, _ in strays],
        [m.reason[:80] for m, _ in strays],
        [m.ref[:80] for m, _ in strays], [why.value for _, why in strays],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [now, *columns])
        return int(cursor.rowcount)


def _note_feeds(movements: Sequence[Placed], *, now: datetime) -> None:
    """Note until when each location has been told; rarely, and never waiting, since all tills of it come along here."""
    latest: dict[UUID, datetime] = {}
    for m in movements:
        at = min(m.occurred_at, now)
        latest[m.location_id] = max(latest.get(m.location_id, at), at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_location l SET fed_at = free.at FROM (SELECT w.id, w.at FROM inventory_location l"
            " JOIN unnest(%s::uuid[], %s::timestamptz[]) AS w (id, at) ON w.id = l.id"
            " WHERE l.fed_at IS NULL OR l.fed_at < w.at - %s * interval '1 second'"
            " ORDER BY l.id FOR UPDATE OF l SKIP LOCKED) free"
            " WHERE free.id = l.id",
            [list(latest), list(latest.values()), _HEARD_EVERY],
        )
