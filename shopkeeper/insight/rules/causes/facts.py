"""The facts that a search for causes reads: who had which outcome when, as one bit each.

A fact is one parcel, one response, one visit. Facts lie in the order of their days, the oldest at bit 0, in
two rows of bits: all of them, and those with the rare outcome alone. A set of facts is two whole numbers, so
what two values have in common is one `&`, and counting is `bit_count`: exact, without a library, and fast for
some hundred thousand facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate


class Level(StrEnum):
    """Who can mend what lies in a dimension."""

    OUTLET = "outlet"
    DEPARTMENT = "department"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Members:
    """A set of facts: their bits among all facts, and among those with the rare outcome."""

    all: int = field(repr=False)
    rare: int = field(repr=False)

    @property
    def n(self) -> int:
        return self.all.bit_count()

    @property
    def k(self) -> int:
        return self.rare.bit_count()

    def __and__(self, other: "Members") -> "Members":
        return Members(self.all & other.all, self.rare & other.rare)

    def __or__(self, other: "Members") -> "Members":
        return Members(self.all | other.all, self.rare | other.rare)

    def __sub__(self, other: "Members") -> "Members":
        return Members(self.all & ~other.all, self.rare & ~other.rare)


NONE = Members(0, 0)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to split the facts. Values with too few facts to judge, and facts without a value, count as `others`."""

    name: str
    values: Mapping[str, Members]
    others: Members = NONE
    level: Level = Level.COMPANY
    left_out: int = 0

    def strata(self) -> Iterable[Members]:
        """Every fact in exactly one part."""
        yield from self.values.values()
        if self.others.all:
            yield self.others

    def without(self, gone: Members) -> "Dimension":
        kept = {value: members - gone for value, members in self.values.items()}
        return replace(self, values=kept, others=self.others - gone)


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one metric. The rare outcome is the bad one, or the good one where most facts are bad."""

    first_day: date
    per_day: tuple[int, ...]
    rare_per_day: tuple[int, ...]
    dimensions: tuple[Dimension, ...]
    rare_is_bad: bool = True
    everything: Members = field(default=NONE)
    starts: tuple[int, ...] = field(init=False, repr=False)
    rare_starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", tuple(accumulate(self.per_day, initial=0)))
        object.__setattr__(self, "rare_starts", tuple(accumulate(self.rare_per_day, initial=0)))
        if self.everything == NONE:
            object.__setattr__(self, "everything", self.between(0, self.days))

    @property
    def days(self) -> int:
        return len(self.per_day)

    def day(self, number: int) -> date:
        return self.first_day + timedelta(days=number)

    def between(self, first: int, end: int) -> Members:
        """The facts of the days from `first` up to before `end`."""
        return Members(_run(self.starts[first], self.starts[end]), _run(self.rare_starts[first], self.rare_starts[end]))

    def counts(self, members: Members, edges: Sequence[int]) -> tuple[list[int], list[int]]:
        """Facts and rare facts between each edge (a day's number) and the next."""
        return _cut(members.all, self.starts, edges), _cut(members.rare, self.rare_starts, edges)

    def without(self, gone: Members) -> "Facts":
        """The same world without some facts."""
        return replace(
            self,
            dimensions=tuple(dimension.without(gone) for dimension in self.dimensions),
            everything=self.everything - gone,
        )

    def since(self, first: int) -> "Facts":
        """The facts from a day on."""
        return self.without(self.between(0, first)) if first else self

    def find_dimension(self, name: str) -> Dimension | None:
        return next((dimension for dimension in self.dimensions if dimension.name == name), None)


def slices(bits: int, starts: Sequence[int], edges: Sequence[int]) -> tuple[int, ...]:
    """The bits between each edge and the next, each moved to the bottom."""
    ends = [starts[edge] for edge in edges]
    bits = (bits >> ends[0]) & ((1 << (ends[-1] - ends[0])) - 1)
    parts: list[int] = []
    _halve(bits, ends, 0, len(ends) - 1, parts)
    return tuple(parts)


def _halve(bits: int, ends: Sequence[int], low: int, high: int, parts: list[int]) -> None:
    """Cut in halves again and again: cutting day by day would copy the long number once for each day."""
    if high - low == 1:
        parts.append(bits)
        return
    middle = (low + high) // 2
    size = ends[middle] - ends[low]
    _halve(bits & ((1 << size) - 1), ends, low, middle, parts)
    _halve(bits >> size, ends, middle, high, parts)


def _cut(bits: int, starts: Sequence[int], edges: Sequence[int]) -> list[int]:
    return [part.bit_count() for part in slices(bits, starts, edges)]


def _run(start: int, end: int) -> int:
    return ((1 << (end - start)) - 1) << start
