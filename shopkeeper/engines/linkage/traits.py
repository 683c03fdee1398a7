"""What a glance at a record needs to know of it: numbers in columns, so that thousands are compared in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, ClassVar

import numpy as np
import xxhash
from numpy.typing import NDArray

from shopkeeper.engines.linkage.conditions import Form

type Column = NDArray[Any]
"""A trait, record by record."""
type Texts = Mapping[str, Sequence[str | None]]
"""Column -> what the records hold in it."""

NONE = 0
"""The mark of no text."""

LOOKED_AT = 24
"""So many letters of a text are counted."""
LONGEST = 127
"""Beyond so many letters texts are told to be equally long."""
_KINDS, _MOST = 16, 4
"""Letters are counted by kinds, and no further than this."""
_UNARY = np.array([(1 << count) - 1 for count in range(_MOST + 1)], np.uint64)
_PLACES = np.arange(0, _KINDS * _MOST, _MOST, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Mark:
    """One number for a text, or for a piece of it: the same for the same, in every process."""

    column: str
    start: int | None = None
    stop: int | None = None

    kind: ClassVar[str] = "<u8"

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        said = texts[self.column]
        if (self.start, self.stop) != (None, None):
            said = [text if text is None else text[self.start : self.stop] for text in said]
        return mark(said)


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letters a text begins with, in no order: in two of them as many bits differ as letters do, or fewer.

    A slip takes one letter away and brings another at most; so it does among the first so many of a longer text.
    """

    column: str

    kind: ClassVar[str] = "<u8"

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        said = [text or "" for text in texts[self.column]]
        codes = np.array(said, f"U{LOOKED_AT}").view(np.uint32).reshape(len(said), LOOKED_AT)
        kinds = codes % _KINDS + np.arange(0, len(said) * _KINDS, _KINDS, dtype=np.uint32)[:, None]
        counts = np.bincount(kinds[codes != 0], minlength=len(said) * _KINDS).reshape(len(said), _KINDS)
        return np.bitwise_or.reduce(_UNARY[np.minimum(counts, _MOST)] << _PLACES, axis=1)


@dataclass(frozen=True, slots=True)
class Length:
    """How many letters a text has, `LONGEST` at most; -1 where there is none."""

    column: str

    kind: ClassVar[str] = "i1"

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        return np.array([-1 if text is None else min(len(text), LONGEST) for text in texts[self.column]], np.int8)


@dataclass(frozen=True, slots=True)
class Known:
    """Which attributes a record says something of: a bit for each, where it holds something in any of its columns."""

    attributes: tuple[tuple[str, ...], ...]

    kind: ClassVar[str] = "<u4"

    def read(self, texts: Texts) -> Column:
        """For each of these records."""
        bits: Column = np.zeros(len(next(iter(texts.values()))), np.uint32)
        for place, columns in enumerate(self.attributes):
            for column in columns:
                bits |= np.array([text is not None for text in texts[column]], np.uint32) << np.uint32(place)
        return bits


type Trait = Mark | Letters | Length | Known


def mark(said: Sequence[str | None]) -> Column:
    """The mark of each of these texts; a turn says most of them again and again."""
    marks: dict[str | None, int] = {
        text: xxhash.xxh3_64_intdigest(text.encode()) for text in set(said) if text is not None
    }
    marks[None] = NONE
    return np.fromiter(map(marks.__getitem__, said), np.uint64, len(said))


def list_texts(forms: Sequence[Form]) -> Texts:
    """What these records hold, column by column."""
    columns = list(forms[0])
    pick = itemgetter(*columns)
    return dict(zip(columns, zip(*map(pick, forms), strict=True), strict=True))
