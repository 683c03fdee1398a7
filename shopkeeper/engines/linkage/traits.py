"""What is kept of each record for a glance at it: numbers in columns, so that thousands are compared in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.bounds import Gain
from shopkeeper.engines.linkage.conditions import Form

type Column = NDArray[Any]
"""A trait, record by record."""
type Texts = Mapping[str, Sequence[str | None]]
"""Column -> what the records hold in it."""

NONE = hash(None)
"""The mark of no text."""

LOOKED_AT = 24
"""So many letters of a text are counted."""
_KINDS, _MOST = 16, 4
"""Letters are counted by kinds, and no further than this."""
_UNARY = np.array([(1 << count) - 1 for count in range(_MOST + 1)], np.uint64)
_PLACES = np.arange(0, _KINDS * _MOST, _MOST, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Mark:
    """One number for a text, or for a piece of it: the same for the same."""

    column: str
    start: int | None = None
    stop: int | None = None

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        said = texts[self.column]
        if (self.start, self.stop) != (None, None):
            said = [text if text is None else text[self.start : self.stop] for text in said]
        return np.fromiter(map(hash, said), np.int64, len(said))


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letters a text begins with, in no order: in two of them as many bits differ as letters do, or fewer.

    A slip takes one letter away and brings another at most; so it does among the first so many of a longer text.
    """

    column: str

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        said = [text or "" for text in texts[self.column]]
        codes = np.array(said, f"U{LOOKED_AT}").view(np.uint32).reshape(len(said), LOOKED_AT)
        kinds = codes % _KINDS + np.arange(0, len(said) * _KINDS, _KINDS, dtype=np.uint32)[:, None]
        counts = np.bincount(kinds[codes != 0], minlength=len(said) * _KINDS).reshape(len(said), _KINDS)
        return np.bitwise_or.reduce(_UNARY[np.minimum(counts, _MOST)] << _PLACES, axis=1)


@dataclass(frozen=True, slots=True)
class Length:
    """How many letters a text has; -1 where there is none."""

    column: str

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        return np.array([-1 if text is None else len(text) for text in texts[self.column]], np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """How many bits it adds that another holds the same."""

    gain: Gain

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        by_value, bits = self.gain.by_value, self.gain.bits
        return np.array([by_value.get(text or "", bits) for text in texts[self.gain.column]], np.float64)


@dataclass(frozen=True, slots=True)
class Known:
    """Which attributes a record says something of: a bit for each, where it holds something in any of its columns."""

    attributes: tuple[tuple[str, ...], ...]

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        bits: Column = np.zeros(len(next(iter(texts.values()))), np.int32)
        for place, columns in enumerate(self.attributes):
            for column in columns:
                bits |= np.array([text is not None for text in texts[column]], np.int32) << place
        return bits


type Trait = Mark | Letters | Length | Worth | Known


def list_texts(forms: Sequence[Form]) -> Texts:
    """What these records hold, column by column."""
    columns = list(forms[0])
    pick = itemgetter(*columns)
    return dict(zip(columns, zip(*map(pick, forms), strict=True), strict=True))
