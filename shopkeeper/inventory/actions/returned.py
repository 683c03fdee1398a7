"""Pieces that came back: put aside until somebody has looked at them, then on the shelf, mended or gone."""

from collections.abc import Mapping
from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.corrections import find_position
from shopkeeper.inventory.actions.ledger import Placed, lock_positions, write
from shopkeeper.inventory.actions.unbundling import find_contents
from shopkeeper.inventory.contracts import MovementKind, ReturnedTo
from shopkeeper.inventory.errors import NotEnoughStock, NotPositive
from shopkeeper.inventory.models import Position
from shopkeeper.inventory.queries.places import name_of_place

_KINDS: Mapping[ReturnedTo, tuple[MovementKind, ...]] = {
    ReturnedTo.SHELF: (MovementKind.UNHOLD,),
    ReturnedTo.WORKSHOP: (MovementKind.UNHOLD, MovementKind.DAMAGE),
    ReturnedTo.SUPPLIER: (MovementKind.UNHOLD, MovementKind.TRANSFER_OUT),
    ReturnedTo.BIN: (MovementKind.UNHOLD, MovementKind.DAMAGE, MovementKind.DISPOSE),
}
_BACK: Mapping[ReturnedTo, tuple[MovementKind, ...]] = {
    ReturnedTo.SHELF: (MovementKind.HOLD,),
    ReturnedTo.WORKSHOP: (MovementKind.MEND, MovementKind.HOLD),
}


@action
def take_back(*, sku: str, location: str, pieces: int, ref: str, by: Actor, now: datetime) -> None:
    """Pieces came back and are put aside: nobody may promise them before somebody has looked at them.

    :raises NotPositive: when no piece is meant
    """
    _write(sku, location, (MovementKind.RETURN, MovementKind.HOLD), pieces, ref, by=by, now=now)


@action
def give_out_again(*, sku: str, location: str, pieces: int, ref: str, by: Actor, now: datetime) -> None:
    """They had not come back after all: the record is as before.

    :raises NotEnoughStock: when they are not put aside any more
    """
    _check(sku, location, "held", pieces)
    _write(sku, location, (MovementKind.UNHOLD, MovementKind.SELL), pieces, ref, by=by, now=now)


@action
def put_returned(
    *, sku: str, location: str, pieces: int, to: ReturnedTo, ref: str, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Somebody has looked at pieces that were put aside, and they go somewhere.

    :raises NotEnoughStock: when they are not put aside any more
    """
    _check(sku, location, "held", pieces)
    _write(sku, location, _KINDS[to], pieces, ref, by=by, now=now)


@action
def put_aside_again(
    *, sku: str, location: str, pieces: int, out_of: ReturnedTo, ref: str, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Pieces go back to where nobody has looked at them yet. What has left the building cannot.

    :raises NotEnoughStock: when they left or were promised in the meantime
    """
    if out_of not in _BACK:
        raise NotEnoughStock(free=0, sku=sku, location=name_of_place(location))
    _check(sku, location, "damaged" if out_of is ReturnedTo.WORKSHOP else "unpromised", pieces)
    _write(sku, location, _BACK[out_of], pieces, ref, by=by, now=now)


def _check(sku: str, location: str, where: str, pieces: int) -> None:
    for part, each in _parts_of(sku):
        product, place = find_position(part, location)
        lock_positions([(product, place)])
        there = getattr(Position.objects.get(product=product, location=place), where)
        if there < pieces * each:
            raise NotEnoughStock(free=max(0, there), sku=part, location=name_of_place(location))


def _write(
    sku: str, location: str, kinds: tuple[MovementKind, ...], pieces: int, ref: str, *, by: Actor, now: datetime
) -> None:
    if pieces < 1:
        raise NotPositive(sku=sku)
    places = [(find_position(part, location), each) for part, each in _parts_of(sku)]
    moved = [
        Placed(kind, product, place, pieces * each, now, "returned", ref)
        for (product, place), each in places for kind in kinds
    ]  # fmt: skip
    write(moved, by=by, now=now)


def _parts_of(sku: str) -> list[tuple[str, int]]:
    """A bundle that another system sold as one line comes back as what is in it, since it lies nowhere itself."""
    return [(part.sku, part.quantity) for part in find_contents([sku]).get(sku, ())] or [(sku, 1)]
