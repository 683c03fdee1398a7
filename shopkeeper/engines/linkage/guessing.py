"""Conditions of many pairs at once, by the traits of their records: what may hold, and whether that is certain."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.conditions import (
    Across,
    Both,
    Condition,
    Crossed,
    Either,
    Longer,
    Missing,
    Near,
    NearlyCrossed,
    Neighbor,
    Part,
    Same,
    SharedWord,
    Short,
    Similar,
)
from shopkeeper.engines.linkage.traits import LOOKED_AT, NONE, Column, Length, Letters, Mark, Trait

type Mask = NDArray[np.bool_]
type Places = NDArray[np.intp]

_ROUNDING = 1e-6
_PREFIX = 0.4
"""So much of what likeness misses Winkler adds at most for a common beginning: a tenth for each of four letters."""


type Show = Callable[[Trait], Column]
"""Gives a trait of all records of one side."""


class Pairs:
    """Pairs of records by their places on each side, of which each trait is looked up once."""

    def __init__(self, one: Show, other: Show, left: Places, right: Places) -> None:
        self._one, self._other, self.left, self.right = one, other, left, right
        self._firsts: dict[Trait, Column] = {}
        self._seconds: dict[Trait, Column] = {}
        self._likeness: dict[str, NDArray[np.float64]] = {}

    def at(self, places: Places) -> "Pairs":
        """Those at these places."""
        return Pairs(self._one, self._other, self.left[places], self.right[places])

    def sides(self, trait: Trait) -> tuple[Column, Column]:
        """What the two of each pair show of a trait."""
        return self.first(trait), self.second(trait)

    def first(self, trait: Trait) -> Column:
        """What the first of each pair shows of a trait."""
        if trait not in self._firsts:
            self._firsts[trait] = self._one(trait)[self.left]
        return self._firsts[trait]

    def second(self, trait: Trait) -> Column:
        """What the second of each pair shows of a trait."""
        if trait not in self._seconds:
            self._seconds[trait] = self._other(trait)[self.right]
        return self._seconds[trait]

    def same(self, one: Mark, other: Mark | None = None) -> Mask:
        """What the first shows of one trait, the second shows of the other."""
        mark = self.first(one)
        same: Mask = (mark == self.second(other or one)) & (mark != NONE)
        return same

    def apart(self, column: str) -> NDArray[np.uint8]:
        """In so many letters two texts differ at least."""
        count: NDArray[np.uint8] = np.bitwise_count(np.bitwise_xor(*self.sides(Letters(column))))
        return count

    def likeness(self, column: str) -> NDArray[np.float64]:
        """How alike two texts may be by Jaro and Winkler: by letters that they share, wherever these stand."""
        if column not in self._likeness:
            self._likeness[column] = self._measure(column)
        return self._likeness[column]

    def _measure(self, column: str) -> NDArray[np.float64]:
        long, short = (length.astype(np.int32) for length in self.sides(Length(column)))
        shared = np.minimum(np.minimum(long, short), (long + short - self.apart(column)) / 2)
        jaro = (shared / np.maximum(long, 1) + shared / np.maximum(short, 1) + 1) / 3
        alike = jaro + np.where(self.same(Mark(column, 0, 1)), _PREFIX, 0.0) * (1 - jaro)
        longer = np.maximum(long, short)
        return np.where((longer > LOOKED_AT) | (longer == 0), 1.0, alike)


def is_certain(condition: Condition) -> bool:
    """Whether what may hold does hold."""
    match condition:
        case Both(conditions) | Either(conditions):
            return all(map(is_certain, conditions))
        case Near() | NearlyCrossed() | Similar() | SharedWord():
            return False
        case _:
            return True


def may_hold(condition: Condition, pairs: Pairs) -> Mask:
    """Where a condition cannot be ruled out."""
    match condition:
        case Both(conditions):
            return np.logical_and.reduce([may_hold(part, pairs) for part in conditions])
        case Either(conditions):
            return np.logical_or.reduce([may_hold(part, pairs) for part in conditions])
        case Crossed(one, other):
            return _both_ways(Mark(one), Mark(other), pairs)
        case NearlyCrossed(one, other):
            return _both_ways(Mark(one, 0, 1), Mark(other, 0, 1), pairs)
        case Across(one, other):
            return pairs.same(Mark(one), Mark(other)) | pairs.same(Mark(other), Mark(one))
        case Missing(columns):
            return _lacks(columns, pairs)
        case _:
            return _may_agree(condition, pairs)


def _may_agree(condition: Same | Part | Neighbor | Near | Similar | Short | Longer | SharedWord, pairs: Pairs) -> Mask:
    """The same of what is about one column."""
    column = condition.column
    match condition:
        case Same():
            return pairs.same(Mark(column))
        case Part(_, first, length):
            return pairs.same(Mark(column, first - 1, first - 1 + length))
        case Neighbor():
            return pairs.same(Mark(column, None, -1)) & np.equal(*pairs.sides(Length(column)))
        case Near(_, slips):
            return pairs.apart(column) <= 2 * slips
        case Similar(_, at_least):
            return pairs.likeness(column) >= at_least - _ROUNDING
        case Short(_, length):
            return (_shorter(column, pairs) <= length) & _known(column, pairs)
        case Longer(_, length):
            return _shorter(column, pairs) > length
        case SharedWord():
            return _known(column, pairs)


def _both_ways(one: Mark, other: Mark, pairs: Pairs) -> Mask:
    return pairs.same(one, other) & pairs.same(other, one)


def _shorter(column: str, pairs: Pairs) -> Column:
    return np.minimum(*pairs.sides(Length(column)))


def _known(column: str, pairs: Pairs) -> Mask:
    return _shorter(column, pairs) >= 0


def _lacks(columns: tuple[str, ...], pairs: Pairs) -> Mask:
    """One of the two holds nothing in any of these columns."""
    sides = [[mark == NONE for mark in pairs.sides(Mark(column))] for column in columns]
    one, two = (np.logical_and.reduce(side) for side in zip(*sides, strict=True))
    return one | two
