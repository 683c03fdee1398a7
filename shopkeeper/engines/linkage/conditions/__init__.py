"""What two records can have in common, each said twice: as SQL for the batch and as Python for a single pair."""

from shopkeeper.engines.linkage.conditions.composed import Both, Condition, Either, both, effort_of, either
from shopkeeper.engines.linkage.conditions.crossings import Across, Crossed, NearlyCrossed
from shopkeeper.engines.linkage.conditions.sides import Form
from shopkeeper.engines.linkage.conditions.texts import (
    UNTOUCHED,
    Longer,
    Missing,
    Near,
    Neighbor,
    Part,
    Same,
    SharedWord,
    Short,
    Similar,
)

__all__ = [
    "UNTOUCHED", "Across", "Both", "Condition", "Crossed", "Either", "Form", "Longer", "Missing", "Near",
    "NearlyCrossed", "Neighbor", "Part", "Same", "SharedWord", "Short", "Similar", "both", "effort_of", "either",
]  # fmt: skip
