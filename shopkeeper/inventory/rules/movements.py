"""What each kind of movement adds to which counter of a position."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shopkeeper.inventory.contracts import MovementKind

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD_AT_MOST = timedelta(hours=24)
"""Clocks of tills differ; one that is a day ahead is wrong."""
LARGEST = 100_000_000


@dataclass(frozen=True, slots=True)
class Effect:
    """What one piece adds: to what is there, what is reserved, and the parts of what is there that cannot be sold."""

    on_hand: int = 0
    reserved: int = 0
    damaged: int = 0
    held: int = 0
    display: int = 0


EFFECTS: dict[str, Effect] = {
    MovementKind.RECEIVE: Effect(on_hand=1),
    MovementKind.SELL: Effect(on_hand=-1),
    MovementKind.RETURN: Effect(on_hand=1),
    MovementKind.TRANSFER_OUT: Effect(on_hand=-1),
    MovementKind.TRANSFER_IN: Effect(on_hand=1),
    MovementKind.ADJUST: Effect(on_hand=1),
    MovementKind.DAMAGE: Effect(damaged=1),
    MovementKind.MEND: Effect(damaged=-1),
    MovementKind.DISPOSE: Effect(on_hand=-1, damaged=-1),
    MovementKind.HOLD: Effect(held=1),
    MovementKind.UNHOLD: Effect(held=-1),
    MovementKind.DISPLAY: Effect(display=1),
    MovementKind.UNDISPLAY: Effect(display=-1),
    MovementKind.SHORT: Effect(on_hand=-1),
    MovementKind.RESERVE: Effect(reserved=1),
    MovementKind.RELEASE: Effect(reserved=-1),
}
"""A count has no effect of its own: it sets what is there, and the difference is what it adds."""

TOLD_BY_FEEDS = frozenset(MovementKind) - {MovementKind.RESERVE, MovementKind.RELEASE}
"""Reservations are made here, by name, and cannot be told as bare numbers."""


def is_unexplained(kind: str, quantity: int, reason: str) -> bool:
    """Whether a movement takes pieces off without saying why. Every other kind is its own reason: a sale was a sale."""
    return kind == MovementKind.ADJUST and quantity < 0 and not reason.strip()


def is_plausible(kind: str, quantity: int, occurred_at: datetime, *, now: datetime) -> bool:
    """Whether a movement can have happened like this; a clock that jumped, or a slip of the keys, cannot."""
    signed = kind in (MovementKind.ADJUST, MovementKind.COUNT)
    fits = abs(quantity) <= LARGEST and (signed or quantity > 0) and (kind != MovementKind.COUNT or quantity >= 0)
    return fits and kind in TOLD_BY_FEEDS and EARLIEST <= occurred_at <= now + AHEAD_AT_MOST
