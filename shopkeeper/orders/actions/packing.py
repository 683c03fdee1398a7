"""Pieces go into a parcel, one scan each; it is closed when all are in, and opened again if that was a mistake."""

from datetime import datetime
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.holding import check_not_held
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.stages import note_passed
from shopkeeper.orders.actions.voiding import settle_void
from shopkeeper.orders.contracts import PieceToSend, Stage, ToSend
from shopkeeper.orders.errors import FoundAlready, NothingToSendThere, NotPackedYet, WrongPiece
from shopkeeper.orders.models import Packing, PackScan, Placement, StagePassed
from shopkeeper.orders.queries.sending import list_cards_to_send
from shopkeeper.orders.queries.stages import list_waiting_parcels
from shopkeeper.orders.rules.packing import check_may_leave


@action
def scan_into_parcel(*, order_id: UUID, parcel_id: UUID, code: str, by: Actor, now: datetime) -> PieceToSend:
    """Somebody holds a piece of the parcel, or a pack, in their hands; gives its line as it is then.

    :raises NothingToSendThere: when the parcel has left, or was called back
    :raises OrderHeld: when something keeps the order from leaving
    :raises WrongPiece: when it does not belong into the parcel
    :raises FoundAlready: when all of its pieces are in
    """
    card, match = _lock_released(order_id, parcel_id, now=now), catalog.find_by_code(code)
    pieces = [piece for piece in card.pieces if match and piece.sku == match.product.sku]
    if match is None or not pieces:
        raise WrongPiece(code=code[:80])
    piece = next((one for one in pieces if one.left), None)
    if piece is None:
        raise FoundAlready(name=pieces[0].name)
    _write(card, piece, min(match.quantity, piece.left), code=code, by=by, now=now)
    after = _get(order_id, parcel_id, now=now)
    return next(one for one in after.pieces if one.line_id == piece.line_id)


@action
def scan_all_into_parcel(*, order_id: UUID, parcel_id: UUID, by: Actor, now: datetime) -> int:
    """The system of a warehouse has scanned every piece; gives how many were new to us.

    :raises NothingToSendThere: when the parcel has left, or was called back
    :raises OrderHeld: when something keeps the order from leaving
    """
    left = _lock_released(order_id, parcel_id, now=now).left
    while (card := _get(order_id, parcel_id, now=now)).left:
        piece = next(one for one in card.pieces if one.left)
        _write(card, piece, piece.left, code=piece.sku, by=by, now=now)
    return left


@action
def pack_parcel(*, order_id: UUID, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """All pieces are in, and the parcel is closed; its carrier makes a label. Twice changes nothing.

    :raises NothingToSendThere: when the parcel has left, or was called back
    :raises OrderHeld: when something keeps the order from leaving
    :raises NotPackedYet: when pieces were not scanned
    """
    card = _lock_released(order_id, parcel_id, now=now)
    if card.left:
        raise NotPackedYet(left=card.left)
    if card.packed_at is not None:
        return
    [waiting] = list_waiting_parcels([card], now=now)
    note_passed(waiting, last=Stage.PACK, by=by, now=now)
    settle_void(parcel_id, by=by, now=now)
    Packing.objects.create(id=new_id(), parcel_id=parcel_id, packed_by=_name(by), packed_at=now)
    carrier = Placement.objects.filter(order=order_id).values_list("carrier_key", flat=True).get()
    delivery.ask_label(ref=f"parcel:{parcel_id}", carrier_key=carrier, by=by, now=now)


@action
def unpack_parcel(*, order_id: UUID, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """The parcel is opened, and its pieces are scanned anew.

    :raises NothingToSendThere: when the parcel has left, or was called back
    """
    card = _lock(order_id, parcel_id, now=now)
    settle_void(parcel_id, by=by, now=now)
    PackScan.objects.filter(parcel=card.parcel_id, undone_at=None).update(undone_at=now)
    Packing.objects.filter(parcel=card.parcel_id, undone_at=None).update(undone_at=now, undone_by=_name(by))
    passed = StagePassed.objects.filter(ref=f"parcel:{parcel_id}", undone_at=None)
    passed.exclude(stage=Stage.RELEASE).update(undone_at=now)


def check_packed(order_id: UUID, parcel_id: UUID, *, now: datetime) -> None:
    """Nobody gives a parcel of ours away before each of its pieces was scanned into it, and it was closed. What a
    supplier packs, nobody here sees; what has left is not looked into again.

    :raises PackedBefore: when it was, before its order was changed
    :raises NotPackedYet: when some were not
    :raises NotClosedYet: when all were, and it is open
    """
    card = _find(order_id, parcel_id, now=now)
    if card is not None:
        check_may_leave(card)


def _lock(order_id: UUID, parcel_id: UUID, *, now: datetime) -> ToSend:
    lock_order(order_id)
    return _get(order_id, parcel_id, now=now)


def _lock_released(order_id: UUID, parcel_id: UUID, *, now: datetime) -> ToSend:
    """Nobody gets ready what may not leave."""
    order, _lines = lock_order(order_id)
    check_not_held(order)
    return _get(order_id, parcel_id, now=now)


def _get(order_id: UUID, parcel_id: UUID, *, now: datetime) -> ToSend:
    card = _find(order_id, parcel_id, now=now)
    if card is None:
        raise NothingToSendThere(key=parcel_id)
    return card


def _find(order_id: UUID, parcel_id: UUID, *, now: datetime) -> ToSend | None:
    found = list_cards_to_send(order_id=order_id, now=now)
    return next((one for one in found if one.parcel_id == parcel_id), None)


def _write(card: ToSend, piece: PieceToSend, pieces: int, *, code: str, by: Actor, now: datetime) -> None:
    if card.left == pieces:
        [waiting] = list_waiting_parcels([card], now=now)
        note_passed(waiting, last=Stage.PICK, by=by, now=now)
    if card.packed_at is not None:  # more was given to a parcel that was closed already
        Packing.objects.filter(parcel=card.parcel_id, undone_at=None).update(undone_at=now, undone_by=_name(by))
    PackScan.objects.create(
        id=new_id(), parcel_id=card.parcel_id, line_id=piece.line_id, quantity=pieces, code=code.strip()[:80],
        found_by=_name(by), found_at=now,
    )  # fmt: skip


def _name(by: Actor) -> str:
    return f"{by.kind}:{by.id}"[:120]
