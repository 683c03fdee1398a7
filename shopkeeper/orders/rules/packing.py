"""When a parcel that was packed is not ready to leave after all."""

from shopkeeper.orders.contracts import ToSend, VoidWhy
from shopkeeper.orders.errors import NotClosedYet, NotPackedYet, PackedBefore


def why_void(*, is_called_back: bool, has_too_much: bool, goes_elsewhere: bool) -> VoidWhy | None:
    """What matters most to whoever has it on the table: that it does not go, that it is opened, that its label is
    another."""
    if is_called_back:
        return VoidWhy.CALLED_BACK
    if has_too_much:
        return VoidWhy.FEWER_PIECES
    return VoidWhy.ELSEWHERE if goes_elsewhere else None


def check_may_leave(card: ToSend) -> None:
    """A parcel of ours leaves when it is closed, with all of its pieces in it.

    :raises PackedBefore: when it was, before its order was changed
    :raises NotPackedYet: when pieces were not scanned
    :raises NotClosedYet: when all were, and it is open
    """
    if card.is_suppliers:
        return
    if card.void:
        raise PackedBefore
    if card.left:
        raise NotPackedYet(left=card.left)
    if card.packed_at is None:
        raise NotClosedYet
