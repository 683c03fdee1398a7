"""The checker: walks over all positions in slices, writes down what is not what it should be, and repairs it."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.ledger import actor_name, lock_positions
from shopkeeper.inventory.events import DriftFound
from shopkeeper.inventory.models import Drift, Inspection

PRODUCTS_AT_ONCE = 500
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('inventory.check_stock', 0))"
_SLICE = """
SELECT DISTINCT product_id FROM inventory_position
WHERE product_id > coalesce(%s::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY product_id LIMIT %s"""
_DRIFTS = "SELECT product_id, location_id, counter, recorded, expected FROM inventory_drifts(%s)"
_SIZE = "SELECT count(*) FROM inventory_position WHERE product_id = ANY(%s)"


@action
def check_stock(*, by: Actor, now: datetime) -> int:
    """Check the next slice of products; after the last one a new walk begins. Gives how many positions were checked.

    Two checkers take turns: else one could meet the end of the other's walk between its look and its own beginning.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        inspection, _ = Inspection.objects.get_or_create(finished_at=None, defaults={"id": new_id(), "started_at": now})
        cursor.execute(_SLICE, [inspection.reached, PRODUCTS_AT_ONCE])
        products = [product for (product,) in cursor.fetchall()]
        cursor.execute(_SIZE, [products])
        [checked] = cursor.fetchone()
        cursor.execute(_DRIFTS, [products])
        found = cursor.fetchall()
    _write_down(inspection, found, by=by, now=now)
    finished = now if len(products) < PRODUCTS_AT_ONCE else None
    Inspection.objects.filter(pk=inspection.pk).update(
        positions=F("positions") + checked, reached=products[-1] if products else inspection.reached,
        finished_at=finished,
    )  # fmt: skip
    return int(checked)


@action
def repair_stock(*, by: Actor, now: datetime) -> int:
    """Repair every position that an inspection found wrong. Gives how many positions were repaired."""
    found = list(Drift.objects.filter(repaired_at=None).values_list("id", "product_id", "location_id"))
    pairs = {(product, location) for _, product, location in found}
    if pairs:
        lock_positions(pairs)
    with connection.cursor() as cursor:
        for product, location in sorted(pairs):
            cursor.execute("SELECT inventory_repair(%s, %s, %s, %s)", [now, actor_name(by), product, location])
    # What the checker found meanwhile is still to be repaired.
    Drift.objects.filter(pk__in=[drift for drift, _, _ in found]).update(repaired_at=now)
    return len(pairs)


def _write_down(
    inspection: Inspection, found: list[tuple[UUID, UUID, str, int, int]], *, by: Actor, now: datetime
) -> None:
    known = set(Drift.objects.filter(repaired_at=None).values_list("product_id", "location_id", "counter"))
    new = [row for row in found if row[:3] not in known]
    Drift.objects.bulk_create(
        Drift(
            id=new_id(), inspection=inspection, product_id=product, location_id=location, counter=counter,
            recorded=recorded, expected=expected, found_at=now,
        )
        for product, location, counter, recorded, expected in new
    )  # fmt: skip
    if new:
        Inspection.objects.filter(pk=inspection.pk).update(drifts=F("drifts") + len(new))
        positions = len({row[:2] for row in new})
        announce(DriftFound(inspection_id=inspection.id, positions=positions, repaired=0), by=by, now=now)
