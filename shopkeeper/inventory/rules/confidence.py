"""How far a number may be trusted, in words."""

from datetime import datetime, timedelta

from shopkeeper.inventory.contracts import Confidence

COUNTED_LATELY = timedelta(days=2)
COUNTED_LONG_AGO = timedelta(days=365)
ACCURATE, POOR = 0.9, 0.6
FEW = 2
UNTRIED = 0.8
"""What a record is taken to be worth before anybody has counted or picked."""


def after_count(accuracy: float, *, expected: int, counted: int) -> float:
    """Accuracy after a count: half what it was, half how near the record was to the shelf."""
    near = 1 - min(1.0, abs(counted - expected) / max(counted, expected, 1))
    return accuracy * 0.5 + near * 0.5


def after_pick(accuracy: float, *, found: bool) -> float:
    """Accuracy after somebody went for a promised piece: a miss weighs five times a find."""
    return accuracy * 0.9 + 0.1 if found else accuracy * 0.5


def confidence_of(
    *, on_hand: int, trust: float, counted_at: datetime | None, counts: bool, now: datetime
) -> Confidence:
    """The word for a number: the last pieces of an item need a better record than a full shelf.

    `trust` is how far the record is believed, by `rules.trust`.
    """
    if not counts:
        return Confidence.UNKNOWN
    if on_hand < 0:  # the record is wrong for certain, however lately somebody has counted
        return Confidence.CALL_FIRST
    if counted_at is not None and now - counted_at <= COUNTED_LATELY:
        return Confidence.SURE
    if trust < POOR:
        return Confidence.CALL_FIRST
    stale = counted_at is None or now - counted_at > COUNTED_LONG_AGO
    if on_hand <= FEW and (trust < ACCURATE or stale):
        return Confidence.CALL_FIRST
    return Confidence.SURE if trust >= ACCURATE and not stale else Confidence.PROBABLY
