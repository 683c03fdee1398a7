"""What happened to pieces, as it is told, and what became of the telling."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta


class MovementKind(StrEnum):
    """What happened to pieces at a location. `rules.movements` says what each kind adds to which counter."""

    RECEIVE = "receive"
    SELL = "sell"
    RETURN = "return"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    ADJUST = "adjust"
    COUNT = "count"
    DAMAGE = "damage"
    MEND = "mend"
    DISPOSE = "dispose"
    HOLD = "hold"
    UNHOLD = "unhold"
    DISPLAY = "display"
    UNDISPLAY = "undisplay"
    SHORT = "short"
    RESERVE = "reserve"
    RELEASE = "release"


class WhyHeld(StrEnum):
    """Why a movement waits instead of being recorded."""

    UNKNOWN_SKU = "unknown_sku"
    UNKNOWN_LOCATION = "unknown_location"
    IMPLAUSIBLE = "implausible"
    NO_REASON = "no_reason"
    """A correction that would leave fewer than no piece and does not say why."""
    KEPT_BY_NAME = "kept_by_name"
    """Pieces are kept and let go by the name of whoever wants them, not by bare numbers."""


@dataclass(frozen=True, slots=True)
class StockMovement:
    """One movement as a till, a scanner or a supplier tells it; what is counted once is (source, source_key, sequence).

    `quantity` is in base units and positive, but for `adjust` (signed) and `count` (what was found on the shelf).
    `sku` may be a SKU; `location` is a location's code.
    """

    kind: MovementKind
    sku: Annotated[str, Meta(min_length=1, max_length=200)]
    location: Annotated[str, Meta(min_length=1, max_length=200)]
    quantity: Annotated[int, Meta(ge=-2_000_000_000, le=2_000_000_000)]
    occurred_at: Annotated[datetime, Meta(tz=True)]
    source: Annotated[str, Meta(min_length=1, max_length=60)]
    source_key: Annotated[str, Meta(min_length=1, max_length=200)]
    sequence: Annotated[int, Meta(ge=0, le=2**62)] = 0
    reason: Annotated[str, Meta(max_length=80)] = ""
    ref: Annotated[str, Meta(max_length=80)] = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a batch of movements; `waiting` says which of them wait (by their place in the batch), and why."""

    applied: int
    repeated: int
    held: int
    waiting: tuple[tuple[int, WhyHeld], ...] = field(default=(), compare=False)
