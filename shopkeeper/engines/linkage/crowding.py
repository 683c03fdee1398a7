"""How many pairs of records share a key: what comparing them will cost, told before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shopkeeper.engines.linkage.model import MOST_IN_A_KEY


@dataclass(frozen=True, slots=True)
class Crowd:
    """The keys of one rule: so many records have one, so many pairs share one, so many keys find too much."""

    records: int
    pairs: int
    passed_over: int


def count_crowd(keys: Iterable[int]) -> Crowd:
    """The keys of all records under one rule, 64 bits each: those that too many share lead to no pair."""
    _, held = np.unique(np.fromiter(keys, np.int64), return_counts=True)
    useful = held[held <= MOST_IN_A_KEY]
    pairs = int((useful * (useful - 1) // 2).sum())
    return Crowd(records=int(held.sum()), pairs=pairs, passed_over=int((held > MOST_IN_A_KEY).sum()))
