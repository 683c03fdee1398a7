"""Thousands of pairs at a glance: which of them may weigh enough to be looked at one by one.

What numbers cannot tell of two texts (how alike they are) is taken to hold as long as it may, so that a pair is given
up only where it cannot weigh enough.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.bounds import Bound, Gain
from shopkeeper.engines.linkage.conditions import Condition
from shopkeeper.engines.linkage.guessing import Pairs, Places, is_certain, may_hold
from shopkeeper.engines.linkage.signatures import Shelf, Signature
from shopkeeper.engines.linkage.traits import NONE, Column, Mark, mark

type Bits = NDArray[np.float64]
type Found = Mapping[int, Collection[int]]
"""By the name of one record, the names of those that it is to be compared with."""

_NOTHING = Gain(0.0)
_ROUNDING = 1e-6
"""Bits: the same figures are added up in another order here."""


class Glance:
    """The attributes that a scorer weighs, ready to be told of many pairs of records at once by their signatures."""

    def __init__(self, start: float, bounds: Sequence[Bound], signature: Signature) -> None:
        self._signature, most = signature, {bound.name: bound.most for bound in bounds}
        self._bounds = sorted((one for one in bounds if signature.is_told[one.name]), key=lambda bound: -bound.most)
        self._most = _sum_up(start, [most.get(name, 0.0) for name in signature.places])
        self._worth = {id(gain): _Worth(gain) for bound in self._bounds for _, gain in bound.levels if gain.column}

    def pick(self, ones: Shelf, others: Shelf, found: Found, *, at_least: float) -> list[tuple[int, int]]:
        """Which of the pairs that were found may weigh `at_least` bits, in order; who has no signature is in none."""
        counts = [len(theirs) for theirs in found.values()]
        names = np.repeat(np.fromiter(found, np.int64, len(found)), counts)
        theirs = np.fromiter(chain.from_iterable(found.values()), np.int64, len(names))
        left, right = np.repeat(ones.find(found), counts), others.find(theirs.tolist())
        there = np.flatnonzero(right >= 0)
        show = self._signature.show
        pairs = Pairs(partial(show, ones.rows), partial(show, others.rows), left[there], right[there])
        alive = there[self._pick(pairs, at_least)]
        return list(zip(names[alive].tolist(), theirs[alive].tolist(), strict=True))

    def _pick(self, pairs: Pairs, at_least: float) -> Places:
        alive = np.arange(len(pairs.left))
        known = np.bitwise_and(*pairs.sides(self._signature.known))
        bits = self._most[known]
        for bound in self._bounds:
            is_known = (known >> self._signature.places[bound.name] & 1).astype(np.bool_)
            bits += (self._say(bound, pairs) - bound.most) * is_known
            stay = np.flatnonzero(bits >= at_least - _ROUNDING)
            if len(stay) < len(bits):
                alive, known, bits, pairs = alive[stay], known[stay], bits[stay], pairs.at(stay)
        return alive

    def _say(self, bound: Bound, pairs: Pairs) -> Bits:
        """What an attribute that both know may add to each pair at most."""
        *levels, (_, last) = bound.levels
        said = np.full(len(pairs.left), last.bits)
        for condition, gain in reversed(levels):
            if condition:
                self._put(said, condition, gain, pairs)
        self._put(said, bound.missing, _NOTHING, pairs)
        return said

    def _put(self, said: Bits, condition: Condition, gain: Gain, pairs: Pairs) -> None:
        """What is said where a condition holds; the more of the two where it may hold."""
        at = np.flatnonzero(may_hold(condition, pairs))
        by = self._worth[id(gain)].of(pairs.first(Mark(gain.column))[at]) if gain.column else gain.bits
        said[at] = by if is_certain(condition) else np.maximum(said[at], by)


class _Worth:
    """How many bits it adds that another holds the same."""

    def __init__(self, gain: Gain) -> None:
        marks = np.append(mark(list(gain.by_value)), np.uint64(NONE))
        bits = np.array([*gain.by_value.values(), gain.bits])
        order = np.argsort(marks)
        self._marks, self._bits, self._usual = marks[order], bits[order], gain.bits

    def of(self, marks: Column) -> Bits:
        """For values with these marks."""
        at = np.minimum(np.searchsorted(self._marks, marks), len(self._marks) - 1)
        return np.where(self._marks[at] == marks, self._bits[at], self._usual)


def _sum_up(start: float, most: Sequence[float]) -> Bits:
    """The most that a pair may weigh, by the attributes that both know: a bit for each."""
    sums = np.array([start])
    for bits in most:
        sums = np.concatenate([sums, sums + bits])
    return sums
