"""When a parcel that was packed is not ready to leave after all."""

from shopkeeper.orders.contracts import VoidWhy


def why_void(*, is_called_back: bool, has_too_much: bool, goes_elsewhere: bool) -> VoidWhy | None:
    """What matters most to whoever has it on the table: that it does not go, that it is opened, that its label is
    another."""
    if is_called_back:
        return VoidWhy.CALLED_BACK
    if has_too_much:
        return VoidWhy.FEWER_PIECES
    return VoidWhy.ELSEWHERE if goes_elsewhere else None
