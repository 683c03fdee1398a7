"""Several conditions at once: all of them, or any of them."""

from dataclasses import dataclass

from shopkeeper.engines.linkage.conditions.crossings import Across, Crossed, NearlyCrossed
from shopkeeper.engines.linkage.conditions.texts import (
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


@dataclass(frozen=True, slots=True)
class Both:
    """Every one of these."""

    conditions: "tuple[Condition, ...]"

    def sql(self) -> str:
        """For the batch."""
        return "(" + " AND ".join(condition.sql() for condition in self.conditions) + ")"

    def code(self) -> str:
        """For one pair."""
        return "(" + " and ".join(condition.code() for condition in sorted(self.conditions, key=effort_of)) + ")"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    conditions: "tuple[Condition, ...]"

    def sql(self) -> str:
        """For the batch."""
        return "(" + " OR ".join(condition.sql() for condition in self.conditions) + ")"

    def code(self) -> str:
        """For one pair."""
        return "(" + " or ".join(condition.code() for condition in sorted(self.conditions, key=effort_of)) + ")"


Condition = (
    Same
    | Crossed
    | NearlyCrossed
    | Across
    | Similar
    | Near
    | Part
    | Neighbor
    | Short
    | Longer
    | SharedWord
    | Missing
    | Both
    | Either
)


def effort_of(condition: Condition) -> int:
    """What it takes to find out, so that what is told at a glance is looked at first."""
    match condition:
        case Near(slips=slips):
            return 10 + slips
        case Similar() | NearlyCrossed() | SharedWord():
            return 5
        case Both(conditions) | Either(conditions):
            return max(effort_of(part) for part in conditions)
        case _:
            return 1


def both(*conditions: Condition) -> Both:
    """Every one of these."""
    return Both(conditions)


def either(*conditions: Condition) -> Either:
    """At least one of these."""
    return Either(conditions)
