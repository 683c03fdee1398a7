"""People put the record right: counts and corrections, with a reason."""

from datetime import datetime
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory.actions.ledger import Placed, lock_positions, write, write_counts
from shopkeeper.inventory.contracts import MovementKind
from shopkeeper.inventory.errors import LocationNotFound, NotEnoughStock, NotPositive, ReasonMissing
from shopkeeper.inventory.events import StockCounted
from shopkeeper.inventory.models import Location, Position
from shopkeeper.inventory.queries.places import name_of_place

_BACK = {
    MovementKind.MEND: "damaged", MovementKind.DISPOSE: "damaged", MovementKind.UNHOLD: "held",
    MovementKind.UNDISPLAY: "display",
}  # fmt: skip


@action
def count(
    *, sku: str, location: str, counted: int, by: Actor, now: datetime, occurred_at: datetime | None = None,
    reason: str = "", ref: str = "",
) -> int:  # fmt: skip
    """Somebody counted what is there at `occurred_at`; what happened since stays. Gives how far the record was off."""
    if counted < 0:
        raise NotPositive(sku=sku)
    product, place = find_position(sku, location)
    at = min(occurred_at or now, now)
    seen = Placed(MovementKind.COUNT, product, place, counted, at, reason, ref)
    [found] = write_counts([seen], by=by, now=now)
    told = StockCounted(product_id=product, location_id=place, counted=counted, difference=found.difference)
    announce(told, by=by, now=now)
    return found.difference


@action
def adjust(*, sku: str, location: str, pieces: int, reason: str, by: Actor, now: datetime, ref: str = "") -> int:
    """Correct the record by some pieces, up or down. Gives what is there now.

    :raises ReasonMissing: without a reason
    """
    if not reason.strip() or pieces == 0:
        raise ReasonMissing(sku=sku, location=name_of_place(location))
    product, place = find_position(sku, location)
    write([Placed(MovementKind.ADJUST, product, place, pieces, now, reason, ref)], by=by, now=now)
    return Position.objects.get(product=product, location=place).on_hand


@action
def move_within(
    *, sku: str, location: str, kind: MovementKind, pieces: int, by: Actor, now: datetime, reason: str = ""
) -> None:
    """Pieces change their state where they are: damaged, mended, thrown away, put aside, put on display, and back.

    :raises NotEnoughStock: when fewer pieces are in that state, or fewer are usable
    """
    if pieces < 1 or kind not in (MovementKind.DAMAGE, MovementKind.HOLD, MovementKind.DISPLAY, *_BACK):
        raise NotPositive(sku=sku)
    product, place = find_position(sku, location)
    lock_positions([(product, place)])
    position = Position.objects.get(product=product, location=place)
    there = getattr(position, _BACK[kind]) if kind in _BACK else position.usable
    if there < pieces:
        raise NotEnoughStock(free=max(0, there), sku=sku, location=name_of_place(location))
    write([Placed(kind, product, place, pieces, now, reason)], by=by, now=now)


def find_position(sku: str, code: str) -> tuple[UUID, UUID]:
    """The ids of a product and a location.

    :raises ProductNotFound: when there is no such SKU
    :raises LocationNotFound: when there is no such location
    """
    product = catalog.get_products([sku])[sku].id
    place = Location.objects.filter(code=code).values_list("id", flat=True).first()
    if place is None:
        raise LocationNotFound(what="location", key=code)
    return product, place
