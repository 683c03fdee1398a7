"""How much harm an episode did, in points, and how pressing it is.

Points of one signal (`size` in brackets):

    pick-up not found        8                                  [1]
    delivery late            3, and 1 for each day late, at most 10   [days; still missing counts to today]
    wrong item               6 another one, 5 broken, 4 not as described, 2 of a size that does not fit  [these points]
    long wait                1 for each 5 minutes over 10, at most 6  [minutes]
    contact again            3 for each contact after the first, at most 9  [contacts]
    low score                2 just below the pass mark to 6 at the worst   [share of the way down, 0 to 1]
    complaint                6                                  [1]

An episode's harm is the sum over kinds of the worst signal of each kind, times 1.5 when the same customer was harmed
before within 90 days. A case is the more pressing the more harm and the fresher: harm halves with each 14 days of age.
Saying nothing does not make harm smaller: who never told us counts as much as who complained.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from shopkeeper.recovery.contracts import Fault, SignalKind

AGAIN_WITHIN = timedelta(days=90)
AGAIN_FACTOR = Decimal("1.5")
HALF_LIFE = timedelta(days=14)
TOO_LATE_AFTER = timedelta(days=60)
"""Older harm is past putting right by a call; it counts under its cause."""

SPOKEN = frozenset({SignalKind.LOW_SCORE, SignalKind.COMPLAINT, SignalKind.REPEAT_CONTACT})
"""Signals that the customer sent on purpose."""

_FAULTS_BY_WEIGHT = (
    Fault.PICKUP_NOT_FOUND,
    Fault.WRONG_ITEM,
    Fault.LONG_WAIT,
    Fault.LATE_DELIVERY,
    Fault.REPEAT_CONTACT,
    Fault.LOW_SCORE,
)
"""What went wrong comes before how the customer showed it."""


def points_of(kind: SignalKind, size: Decimal) -> Decimal:
    """Harm points of one signal."""
    points = {
        SignalKind.PICKUP_NOT_FOUND: Decimal(8),
        SignalKind.LATE_DELIVERY: min(Decimal(10), 3 + max(Decimal(0), size)),
        SignalKind.WRONG_ITEM: size,
        SignalKind.LONG_WAIT: min(Decimal(6), max(Decimal(0), (size - 10) / 5)),
        SignalKind.REPEAT_CONTACT: min(Decimal(9), 3 * max(Decimal(0), size - 1)),
        SignalKind.LOW_SCORE: 2 + 4 * min(Decimal(1), max(Decimal(0), size)),
        SignalKind.COMPLAINT: Decimal(6),
    }[kind]
    return points.quantize(Decimal("0.1"), ROUND_HALF_UP)


def harm_of(signals: Iterable[tuple[SignalKind, Decimal]], *, again: bool) -> Decimal:
    """Harm points of an episode from its signals (kind, points)."""
    worst: dict[SignalKind, Decimal] = {}
    for kind, points in signals:
        worst[kind] = max(points, worst.get(kind, Decimal(0)))
    total = sum(worst.values(), Decimal(0)) * (AGAIN_FACTOR if again else 1)
    return total.quantize(Decimal("0.1"), ROUND_HALF_UP)


def fault_of(kinds: Iterable[SignalKind]) -> Fault:
    """What went wrong, where several signals tell of one episode."""
    seen = {Fault.LOW_SCORE if kind is SignalKind.COMPLAINT else Fault(kind.value) for kind in kinds}
    return next(fault for fault in _FAULTS_BY_WEIGHT if fault in seen)


def is_silent(kinds: Iterable[SignalKind]) -> bool:
    """Whether the customer never told us."""
    return not SPOKEN.intersection(kinds)


def pressing(harm: Decimal, age: timedelta) -> float:
    """How pressing an episode is: its harm, halved for each two weeks of age."""
    return float(harm) * 0.5 ** max(0.0, age / HALF_LIFE)


def is_too_late(last_at: datetime, today: datetime) -> bool:
    """Whether harm is too old to be put right one by one."""
    return today - last_at > TOO_LATE_AFTER
