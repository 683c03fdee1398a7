"""What each attribute can say of a pair at most: for giving up what cannot weigh enough before it is weighed."""

from collections.abc import Mapping
from typing import NamedTuple

from shopkeeper.engines.linkage.conditions import Condition


class Gain(NamedTuple):
    """What a level adds in bits; where it names a column, its value there says how much, and all others say `bits`."""

    bits: float
    column: str = ""
    by_value: Mapping[str, float] = {}


class Bound(NamedTuple):
    """An attribute with its levels, the first of which that holds counts, and what it can add at most."""

    name: str
    missing: Condition
    levels: tuple[tuple[Condition | None, Gain], ...]
    most: float
