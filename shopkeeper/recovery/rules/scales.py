"""When a fact is a signal of harm: pass marks of scores, how long a wait is long, what makes an item wrong."""

from datetime import timedelta

PASS_MARKS = {"nps": (0, 6), "csat": (1, 2), "ces": (1, 3), "stars": (1, 2)}
"""Scale -> the worst score and the best one that still tells of harm (detractors; the two lowest boxes)."""

WAIT_IS_LONG_AFTER = timedelta(minutes=15)
CONTACT_AGAIN_WITHIN = timedelta(days=7)

WRONG_ITEM_POINTS = {
    "wrong_item": 6,
    "damaged": 5,
    "faulty": 5,
    "not_as_described": 4,
    "too_small": 2,
    "too_large": 2,
}
"""Return reasons that are our fault, by the last part of their code (`returns.too_small`), with their harm points.

A size that does not fit hurts little by itself, and much once the customer has told us so in another way.
"""
