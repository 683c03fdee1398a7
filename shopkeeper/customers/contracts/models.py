"""What crosses the boundary about models: how they judge, what they would change, why they were trained."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ModelReason(StrEnum):
    """Why a model was trained that nobody asked for."""

    OLD_VERSION = "old_version"
    """The newest one belongs to another version of the program."""
    NEW_COLUMNS = "new_columns"
    """Sources tell something of people that no model has seen."""
    GREW = "grew"
    """There are many times as many records as the newest one learned from."""


@dataclass(frozen=True, slots=True)
class ModelCause:
    """Why a model was trained by itself, and which columns are new to it."""

    reason: ModelReason
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgment:
    """How a model judges the pairs of customers that people decided on: one person, or two."""

    found: int = 0
    """One person, and the model says so."""
    missed: int = 0
    parted: int = 0
    """Two people, and the model says so."""
    confused: int = 0

    @property
    def precision(self) -> float | None:
        """Of the pairs that the model would join, the share that people joined; None without any."""
        joined = self.found + self.confused
        return self.found / joined if joined else None

    @property
    def recall(self) -> float | None:
        """Of the pairs that people joined, the share that the model would join; None without any."""
        true = self.found + self.missed
        return self.found / true if true else None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A trained model as people see it."""

    version: int
    records: int
    pairs: float
    judgment: Judgment
    trained_at: datetime
    in_force: bool
    effect: "ModelEffect | None" = None
    cause: "ModelCause | None" = None
    is_foreign: bool = False
    """It belongs to another version of the program, and judges nothing here."""
    outdated: "Outdated | None" = None
    """Why its effect is to be worked out again before it may be switched on."""


class Outdated(StrEnum):
    """Why what a model would change is no more what it would change now."""

    OLD = "old"
    RECORDS = "records"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ModelEffect:
    """What a model would change if it were in force; not known yet where the time is missing."""

    people: int = 0
    merged: int = 0
    moved: int = 0
    looked_at: datetime | None = None
    records: int = 0
    """Of how many records."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The records of now: how many say something, and since when the model in force judges them."""

    described: int
    judged_since: datetime | None


@dataclass(frozen=True, slots=True)
class RelinkCard:
    """What a relink would change, or has changed."""

    version: int
    people: int
    merged: int
    """Customers that are one with another."""
    moved: int
    """Records that belong to another person than they were given to."""
    skipped: int = 0
    """Changed by somebody in the meantime, so left alone."""
    proposed: int = 0
    """Pairs in doubt that are new in the queue."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A blocking rule: so many records have a key under it, so many pairs share one."""

    rule: str
    records: int
    pairs: int
    passed_over: int
    """Keys that so many records share that they lead to no pair."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What a look at all records would compare, rule by rule, the most pairs first."""

    records: int
    rules: tuple[RuleCount, ...]
    counted_at: datetime

    @property
    def pairs(self) -> int:
        """At most so many: a pair that shares several keys counts under each."""
        return sum(rule.pairs for rule in self.rules)

    @property
    def all_pairs(self) -> int:
        """Every pair that there could be."""
        return self.records * (self.records - 1) // 2
