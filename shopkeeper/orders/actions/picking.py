"""Pieces of orders to be collected are found, one scan each, or turn out not to be there."""

from datetime import datetime
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.resourcing import NOT_FOUND, refuse_pieces
from shopkeeper.orders.actions.searching import teach_missing
from shopkeeper.orders.actions.stages import note_pickup
from shopkeeper.orders.actions.turning_up import take_up
from shopkeeper.orders.contracts import Pick, PickLine, PickupState
from shopkeeper.orders.errors import (
    FoundAlready,
    LineNotFound,
    NotAllFound,
    PickupNotFoundHere,
    StillToCome,
    WrongPiece,
)
from shopkeeper.orders.models import OrderLine, PickScan, Pickup, Placement
from shopkeeper.orders.queries import get_pick, ref_of
from shopkeeper.orders.rules.states import pickup_state


def lock_pickup(pickup_id: UUID) -> Pickup:
    """A pick-up, locked after its order.

    :raises PickupNotFoundHere: when there is none
    """
    order_id = Pickup.objects.filter(pk=pickup_id).values_list("order", flat=True).first()
    if order_id is None:
        raise PickupNotFoundHere(key=pickup_id)
    lock_order(order_id)
    row = Pickup.objects.select_for_update(no_key=True).get(pk=pickup_id)
    if row.called_off_at is not None:
        raise PickupNotFoundHere(key=pickup_id)
    return row


@action
def scan_piece(*, pickup_id: UUID, code: str, by: Actor, now: datetime) -> PickLine:
    """Somebody holds a piece of the order, or a pack, in their hands; gives its line as it is then.

    :raises WrongPiece: when it is not part of the order
    :raises FoundAlready: when all of its pieces were scanned
    """
    row, match = lock_pickup(pickup_id), catalog.find_by_code(code)
    lines = _lines_of(row, match.product.sku) if match else []
    if match is None or not lines:
        raise WrongPiece(code=code[:80])
    missed = next((one for one in lines if one.waiting and not one.left), None)
    if missed and take_up(row, {missed.line_id: match.quantity}, by=by, now=now):
        lines = _lines_of(row, match.product.sku)
    line = next((one for one in lines if one.left), None)
    if line is None:
        raise FoundAlready(name=lines[0].name)
    _write(row, line, min(match.quantity, line.left), code=code, by=by, now=now)
    pick = get_pick(row.id)
    if not pick.left:
        note_pickup(row.id, pick.pickup.outlet, left=True, by=by, now=now)
    return next(one for one in pick.lines if one.line_id == line.line_id)


@action
def scan_all(*, pickup_id: UUID, by: Actor, now: datetime) -> int:
    """A till or a handheld of another system has scanned every piece; gives how many were new to us. Of
    an order that was missing when its customer came, it is there again as a whole."""
    row = lock_pickup(pickup_id)
    if pickup_state(row.times) is PickupState.NOT_FOUND:
        take_up(row, by=by, now=now)
    lines = [line for line in get_pick(row.id).lines if line.left]
    for line in lines:
        _write(row, line, line.left, code=line.sku, by=by, now=now)
    if lines:
        note_pickup(row.id, row.outlet.name, left=True, by=by, now=now)
    return sum(line.left for line in lines)


@action
def report_short(
    *, pickup_id: UUID, line_id: UUID, quantity: int, part: str = "", by: Actor, now: datetime
) -> bool:  # fmt: skip
    """Pieces are not where they should be: the record is put right, and another place is looked for. Gives whether
    there is one; if not, they wait for somebody to decide. Of orders of other systems only the record is put right;
    of a bundle in one, that of the `part` (its SKU) that is missing, or of all its parts.

    :raises LineNotFound: when it is not a line that is to be found here
    :raises NothingAllocatedThere: when fewer pieces are
    """
    row = lock_pickup(pickup_id)
    line = next((one for one in get_pick(row.id).lines if one.line_id == line_id), None)
    if line is None or not 1 <= quantity <= line.left * _in_one(line, part):
        raise LineNotFound(key=line_id)
    placement = Placement.objects.filter(order=row.order_id).first()
    if placement is not None:
        elsewhere = refuse_pieces(
            line_id=line_id, location=placement.location, quantity=quantity, reason=NOT_FOUND, by=by, now=now
        )
        teach_missing(row, line_id, quantity, by=by, now=now)
        return elsewhere
    missing = part or line.sku
    product_id = catalog.get_products([missing])[missing].id
    ref = f"{ref_of(row.order_id)}/short/{line_id}"[:80]
    found = inventory.Found(ref, product_id, row.outlet_id, quantity, quantity, now)
    inventory.record_search(found=found, by=by, now=now)
    return False


def _in_one(line: PickLine, part: str) -> int:
    """How many of a part are in one bundle of a line; none where it is no part of it."""
    return next((each.quantity for each in line.parts if each.sku == part), 0) if part else 1


def check_all_found(pick: Pick) -> None:
    """Nobody is told that an order is ready before each of its pieces was scanned.

    :raises NotAllFound: when some were not
    """
    if pick.left:
        raise NotAllFound(left=pick.left)


def check_has_come(order_id: UUID) -> None:
    """Nobody looks for pieces that are still on their way.

    :raises StillToCome: when some are
    """
    rows = OrderLine.objects.filter(order=order_id, awaited__gt=0)
    if pieces := sum(rows.values_list("awaited", flat=True)):
        raise StillToCome(pieces=pieces)


def _lines_of(row: Pickup, sku: str) -> list[PickLine]:
    return [line for line in get_pick(row.id).lines if line.sku == sku]


def _write(row: Pickup, line: PickLine, pieces: int, *, code: str, by: Actor, now: datetime) -> None:
    PickScan.objects.create(
        id=new_id(), pickup=row, line_id=line.line_id, quantity=pieces, code=code.strip()[:80],
        found_by=f"{by.kind}:{by.id}"[:120], found_at=now,
    )  # fmt: skip
