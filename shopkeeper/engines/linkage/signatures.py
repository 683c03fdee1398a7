"""The signature of a record: all that a glance asks of it, in a row of bytes that is kept beside its form.

So whoever meets thousands of stored records need not read what they say to give up most of them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.conditions import Condition, Either, Form, Missing
from shopkeeper.engines.linkage.guessing import Pairs, may_hold
from shopkeeper.engines.linkage.model import Comparison
from shopkeeper.engines.linkage.traits import Column, Known, Mark, Trait, list_texts

type Rows = NDArray[Any]
"""Signatures, one record each, by the fields of `Signature.layout`."""

_NAME = 16
"""Bytes of the name before each that is kept."""


class Signature:
    """What is kept of a record for a glance, and how it lies in a row of bytes.

    Of attributes that few retailers keep it is only kept whether a record says something of them.
    """

    def __init__(self, comparisons: Sequence[Comparison]) -> None:
        self.known = Known(tuple(_list_columns(part.missing) for part in comparisons))
        """Which attributes a record says something of."""
        self.places = {part.name: place for place, part in enumerate(comparisons)}
        """The bit of each attribute among those."""
        self.is_told = {part.name: not part.optional for part in comparisons}
        """Whether more is kept of an attribute than that it is known."""
        self._fields = {trait: f"trait {at}" for at, trait in enumerate([self.known, *_list_traits(comparisons)])}
        self.layout = np.dtype([(name, trait.kind) for trait, name in self._fields.items()])

    def read(self, forms: Sequence[Form]) -> Rows:
        """The signatures of these records."""
        rows = np.zeros(len(forms), self.layout)
        if len(forms):
            texts = list_texts(forms)
            for trait, name in self._fields.items():
                rows[name] = trait.read(texts)
        return rows

    def load(self, written: bytes) -> tuple[list[bytes], Rows]:
        """Signatures as they are kept, each behind the sixteen bytes by which it is asked for."""
        rows = np.frombuffer(written, np.uint8).reshape(-1, _NAME + self.layout.itemsize)
        names, said = (np.ascontiguousarray(part) for part in np.split(rows, [_NAME], axis=1))
        return names.view(f"V{_NAME}")[:, 0].tolist(), said.view(self.layout)[:, 0]

    def show(self, rows: Rows, trait: Trait) -> Column:
        """A trait of these records."""
        column: Column = rows[self._fields[trait]]
        return column


class Shelf:
    """Signatures of records, by the numbers that whoever keeps them gave them."""

    def __init__(self, layout: np.dtype[Any], room: int) -> None:
        """`room`: for so many nothing has to be moved; what is not used of it costs nothing."""
        self.rows: Rows = np.empty(room, layout)
        """Among them all that are kept; `find` tells where."""
        self._places: dict[int, int] = {}
        self._used = 0

    def list_missing(self, names: Iterable[int]) -> list[int]:
        """Those of these that are not kept."""
        return [name for name in names if name not in self._places]

    def keep(self, names: Iterable[int], rows: Rows) -> None:
        """Keep these signatures, instead of former ones of the same names."""
        first, self._used = self._used, self._used + len(rows)
        if self._used > len(self.rows):
            self.rows = np.concatenate([self.rows[:first], np.empty(self._used, self.rows.dtype)])
        self._as_bytes(self.rows)[first : self._used] = self._as_bytes(rows)
        self._places |= zip(names, range(first, self._used), strict=True)

    def forget(self, names: Iterable[int]) -> None:
        """Keep those of these names no longer."""
        for name in names:
            self._places.pop(name, None)

    def keep_only(self, names: Iterable[int]) -> None:
        """Forget all others, and use the room that they took again."""
        kept = [name for name in names if name in self._places]
        rows = self.rows[self.find(kept)]
        self._places, self._used = {}, 0
        self.keep(kept, rows)

    def find(self, names: Iterable[int]) -> NDArray[np.intp]:
        """Where among the rows each of these is; -1 where it is not."""
        find = self._places.get
        return np.array([find(name, -1) for name in names], np.intp)

    def _as_bytes(self, rows: Rows) -> NDArray[Any]:
        """The same, which is copied at once and not field by field."""
        return rows.view(f"V{rows.itemsize}")


def _list_columns(missing: Condition) -> tuple[str, ...]:
    """Columns in one of which a record has to hold something, or the attribute is missing for sure."""
    parts = missing.conditions if isinstance(missing, Either) else (missing,)
    return next((part.columns for part in parts if isinstance(part, Missing)), ())


def _list_traits(comparisons: Iterable[Comparison]) -> list[Trait]:
    """All that is asked for where pairs are told by these attributes: found by asking, of no pair at all."""
    asked: dict[Trait, None] = {}

    def show(trait: Trait) -> Column:
        asked[trait] = None
        return np.empty(0, trait.kind)

    nobody = np.empty(0, np.intp)
    pairs = Pairs(show, show, nobody, nobody)
    for part in comparisons:
        if not part.optional:
            _ask(part, pairs)
    return list(asked)


def _ask(part: Comparison, pairs: Pairs) -> None:
    may_hold(part.missing, pairs)
    for level in part.levels:
        if level.condition:
            may_hold(level.condition, pairs)
        if level.rare:
            pairs.first(Mark(level.rare))
