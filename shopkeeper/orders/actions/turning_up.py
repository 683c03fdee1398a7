"""Pieces of an order to be collected that its store had not got turn up after all: they are kept for it again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.resourcing import NOT_FOUND, list_unserved, note_filled
from shopkeeper.orders.models import Allocation, OrderLine, Pickup, Placement, ShortPick
from shopkeeper.orders.queries.book import demand_ref


def take_up(row: Pickup, wanted: Mapping[UUID, int] | None = None, *, by: Actor, now: datetime) -> int:
    """Somebody holds pieces that this store missed and that nobody else fulfills by now: all of them, or `wanted` ones
    by line. Gives how many are its order's again."""
    placement = Placement.objects.filter(order=row.order_id).first()
    if placement is None or row.collected_at is not None or row.released_at is not None:
        return 0
    _order, lines = lock_order(row.order_id)
    unserved = list_unserved(lines)
    left = {one.id: unserved.get(one.position, 0) for one in lines}
    if wanted is not None:
        left = {key: min(pieces, wanted.get(key, 0)) for key, pieces in left.items()}
    missed = ShortPick.objects.filter(line__order=row.order_id, location__code=placement.location, reason=NOT_FOUND)
    taken = 0
    for short in missed.filter(quantity__gt=F("found_again")).order_by("reported_at", "id"):
        line = next(one for one in lines if one.id == short.line_id)
        pieces = min(left[line.id], short.quantity - short.found_again)
        if pieces:
            placement.attempts += 1
            _keep(short, line, pieces, placement, by=by, now=now)
            left[line.id] -= pieces
            taken += pieces
    if taken:
        placement.save(update_fields=["attempts"])
        note_filled(lines, outcome="found", now=now)
    return taken


def _keep(
    short: ShortPick, line: OrderLine, pieces: int, placement: Placement, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    ShortPick.objects.filter(pk=short.pk).update(found_again=F("found_again") + pieces)
    Allocation.objects.create(
        id=new_id(), line=line, location_id=short.location_id, attempt=placement.attempts, quantity=pieces,
        allocated_at=now,
    )  # fmt: skip
    OrderLine.objects.filter(pk=line.pk).update(allocated=F("allocated") + pieces)
    line.allocated += pieces
    ref, sku = demand_ref(line.order_id, line.position), line.product.sku
    demand = inventory.Demand(ref, placement.attempts, sku, pieces, placement.location)
    inventory.keep_found(demand=demand, missed_at=short.reported_at, by=by, now=now)
