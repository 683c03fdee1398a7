"""Thousands of pairs at a glance: which of them may weigh enough to be looked at one by one.

What numbers cannot tell of two texts (how alike they are) is taken to hold as long as it may, so that a pair is given
up only where it cannot weigh enough.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.bounds import Bound, Gain
from shopkeeper.engines.linkage.conditions import Condition, Either, Form, Missing
from shopkeeper.engines.linkage.guessing import Pairs, Rows, is_certain, may_hold
from shopkeeper.engines.linkage.traits import Column, Known, Texts, Trait, Worth, list_texts

type Bits = NDArray[np.float64]
type Forms = Mapping[int, Form]
type Found = Mapping[int, Collection[int]]
"""By the name of one record, the names of those that it is to be compared with."""

_MOST_KEPT = 150_000
"""Records whose traits are kept; beyond that they are read again where they are met again."""
_ROUNDING = 1e-6
"""Bits: the same figures are added up in another order here."""


class Glance:
    """The attributes that a scorer weighs, ready to be compared for many pairs of records at once."""

    def __init__(self, start: float, bounds: Sequence[Bound]) -> None:
        self._bounds = sorted(bounds, key=lambda bound: -bound.most)
        self._known = Known(tuple(_list_columns(bound.missing) for bound in self._bounds))
        self._most = _sum_up(start, [bound.most for bound in self._bounds])
        self._worth = {id(gain): Worth(gain) for bound in bounds for _, gain in bound.levels}
        self._columns: dict[Trait, Column] = {}
        self._forms: list[Form] = []
        self._rows: dict[int, int] = {}
        """By the identity of a form, which is among the forms as long as it is here."""
        self._texts: Texts = {}
        """What the forms hold, as long as traits are read of them for the first time."""
        self._room = _MOST_KEPT

    def pick(self, ones: Forms, others: Forms, found: Found, *, at_least: float) -> list[tuple[int, int]]:
        """Which of the pairs that were found may weigh `at_least` bits, in their order."""
        names = np.repeat(np.fromiter(found, np.int64, len(found)), [len(mine) for mine in found.values()])
        theirs = np.fromiter(chain.from_iterable(found.values()), np.int64, len(names))
        if not len(names):
            return []
        left, right = self._list_rows([(ones, names), (others, theirs)])
        alive = self._pick(left, right, at_least)
        return list(zip(names[alive].tolist(), theirs[alive].tolist(), strict=True))

    def _pick(self, left: Rows, right: Rows, at_least: float) -> Rows:
        pairs, alive = Pairs(self._show, left, right), np.arange(len(left))
        known = np.bitwise_and(*pairs.sides(self._known))
        bits = self._most[known]
        for place, bound in enumerate(self._bounds):
            is_known = (known >> place & 1).astype(np.bool_)
            bits += (self._say(bound, pairs) - bound.most) * is_known
            stay = np.flatnonzero(bits >= at_least - _ROUNDING)
            if len(stay) < len(bits):
                alive, known, bits, pairs = alive[stay], known[stay], bits[stay], pairs.at(stay)
        return alive

    def _say(self, bound: Bound, pairs: Pairs) -> Bits:
        """What an attribute that both know may add to each pair at most."""
        *levels, (_, last) = bound.levels
        said = self._add(last, pairs)
        for condition, gain in reversed(levels):
            if condition:
                said = _replace(condition, said, self._add(gain, pairs), pairs)
        return _replace(bound.missing, said, np.zeros(len(said)), pairs)

    def _add(self, gain: Gain, pairs: Pairs) -> Bits:
        return pairs.first(self._worth[id(gain)]) if gain.column else np.full(len(pairs.left), gain.bits)

    def _show(self, trait: Trait) -> Column:
        """A trait of all forms that are kept."""
        if trait not in self._columns:
            read = trait.read(self._texts or list_texts(self._forms))
            self._columns[trait] = np.empty(self._room, read.dtype)
            self._columns[trait][: len(read)] = read
        return self._columns[trait]

    def _list_rows(self, sides: Sequence[tuple[Forms, NDArray[np.int64]]]) -> list[Rows]:
        """The row of each record, whose forms are taken in where that is not done yet."""
        named = [(forms, *np.unique(names, return_inverse=True)) for forms, names in sides]
        listed = [([forms[name] for name in names.tolist()], places) for forms, names, places in named]
        self._take_in({id(form): form for forms, _ in listed for form in forms})
        return [np.array([self._rows[id(form)] for form in forms], np.intp)[places] for forms, places in listed]

    def _take_in(self, forms: dict[int, Form]) -> None:
        """Read the traits of those of these forms that are not kept yet."""
        fresh = [form for name, form in forms.items() if name not in self._rows]
        if len(self._forms) + len(fresh) > self._room:
            self._columns, self._forms, self._rows = {}, [], {}
            fresh, self._room = list(forms.values()), max(_MOST_KEPT, len(forms))
        first = len(self._forms)
        texts = list_texts(fresh) if fresh else {}
        self._texts = texts if first == 0 else {}
        self._rows |= {id(form): row for row, form in enumerate(fresh, first)}
        self._forms += fresh
        for trait, column in self._columns.items() if fresh else ():
            column[first : len(self._forms)] = trait.read(texts)


def _replace(condition: Condition, said: Bits, by: Bits, pairs: Pairs) -> Bits:
    """What is said where a condition holds; the more of the two where it may hold."""
    return np.where(may_hold(condition, pairs), by if is_certain(condition) else np.maximum(said, by), said)


def _list_columns(missing: Condition) -> tuple[str, ...]:
    """Columns in one of which a record has to hold something, or the attribute is missing for sure."""
    parts = missing.conditions if isinstance(missing, Either) else (missing,)
    return next((part.columns for part in parts if isinstance(part, Missing)), ())


def _sum_up(start: float, most: Sequence[float]) -> Bits:
    """The most that a pair may weigh, by the attributes that both know: a bit for each."""
    sums = np.array([start])
    for bits in most:
        sums = np.concatenate([sums, sums + bits])
    return sums
