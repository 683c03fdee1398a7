"""Whose turn it is where pieces are scarce: who was let down already, then who waits longest."""

from datetime import datetime

from shopkeeper.orders.contracts import Precedence, ScarcePieces

_IN_ORDER = tuple(Precedence)


def precedence_of(*, was_let_down: bool, is_company: bool, agreed: ScarcePieces) -> Precedence:
    """What an order's place in the line comes of. Of two reasons the first counts."""
    if was_let_down and agreed.let_down_first:
        return Precedence.LET_DOWN
    if is_company and agreed.companies_first:
        return Precedence.COMPANY
    return Precedence.LONGEST


def place_in_line(precedence: Precedence, since: datetime) -> tuple[int, datetime]:
    """To sort by: lower comes first."""
    return _IN_ORDER.index(precedence), since
