"""Records that hang together in any way, one lot at a time: nobody outside of a lot has to be looked at with it."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from shopkeeper.engines.linkage.lots import Lot
from shopkeeper.engines.linkage.pool import Pool, Row


def list_lots(
    pool: Pool, *, held: Iterable[str] = (), together: Iterable[tuple[int, int]] = (),
    bound: Iterable[tuple[str, str]] = (),
) -> Iterator[Lot]:  # fmt: skip
    """The lots of two records and more, once all pairs are weighed.

    :param held: owners whose records stay together whatever they say
    :param together: places of records that do
    :param bound: names of records that do
    """
    pairs = list(together)
    named = list(bound)
    pool.hand_over("held", {"owner": pa.array(list(held), pa.string())})
    ones, others = (pa.array([pair[side] for pair in pairs], pa.int32()) for side in (0, 1))
    pool.hand_over("said", {"one": ones, "other": others})
    ones, others = (pa.array([pair[side] for pair in named], pa.string()) for side in (0, 1))
    pool.hand_over("bound", {"one": ones, "other": others})
    pool.database.execute(f"CREATE OR REPLACE TABLE bonds AS {_BONDS}")
    _write_lots(pool)
    columns = ", ".join(f'CASE WHEN NOT weighed THEN "{name}" END AS "{name}"' for name in pool.configuration.columns)
    records = pool.stream(
        f"SELECT lot, id, name, owner, since, ours, {columns} FROM lots JOIN records USING (id) {_ORDER}"
    )
    edges = _Beside(pool.stream(f"SELECT lot, one, other, bits FROM weighed JOIN lots ON id = one {_BY_PAIR}"))
    bonds = _Beside(pool.stream(f"SELECT lot, one, other FROM bonds JOIN lots ON id = one {_BY_PAIR}"))
    for lot, rows in groupby(records, key=itemgetter(0)):
        members = list(rows)
        places = {row[1]: place for place, row in enumerate(members)}
        yield Lot(
            names=[row[2] for row in members],
            owners=[row[3] for row in members],
            since=[row[4] for row in members],
            ours=[row[5] for row in members],
            forms=[dict(zip(pool.configuration.columns, row[6:], strict=True)) for row in members],
            edges=[(places[one], places[other], bits) for _, one, other, bits in edges.of(lot)],
            together=[(places[one], places[other]) for _, one, other in bonds.of(lot)],
        )


_BONDS = """
SELECT DISTINCT one, other FROM (
    SELECT lag(id) OVER (PARTITION BY bond ORDER BY id) AS one, id AS other FROM records WHERE bond IS NOT NULL
    UNION ALL
    SELECT lag(id) OVER (PARTITION BY owner ORDER BY id), id FROM records WHERE owner IN (SELECT owner FROM held)
    UNION ALL SELECT least(one, other), greatest(one, other) FROM said
    UNION ALL SELECT least(a.id, b.id), greatest(a.id, b.id)
    FROM bound JOIN records AS a ON a.name = bound.one JOIN records AS b ON b.name = bound.other
) WHERE one IS NOT NULL
"""
_SAME_OWNER = (
    "SELECT lag(id) OVER (PARTITION BY owner ORDER BY id) AS one, id AS other FROM records QUALIFY one IS NOT NULL"
)
_ORDER = "ORDER BY lot, id"
_BY_PAIR = "ORDER BY lot, one, other"


def _write_lots(pool: Pool) -> None:
    """The table `lots`: id, the first id of its lot, and whether all that can be said of it is one weighed pair."""
    first = array("i", range(pool.size))
    for statement in ("SELECT one, other FROM weighed", "SELECT one, other FROM bonds", _SAME_OWNER):
        for one, other in pool.stream(statement):
            _join(first, one, other)
    lots = [_find(first, place) for place in range(pool.size)]
    pool.hand_over("lot_of", {"id": pa.array(range(pool.size), pa.int32()), "lot": pa.array(lots, pa.int32())})
    pool.database.execute(
        "CREATE OR REPLACE TABLE lots AS SELECT id, lot, size = 2 AND lot IN (SELECT one FROM weighed) AS weighed "
        "FROM (SELECT *, count(*) OVER (PARTITION BY lot) AS size FROM lot_of) WHERE size > 1; DROP TABLE lot_of"
    )


def _find(first: "array[int]", place: int) -> int:
    while first[place] != place:
        first[place] = first[first[place]]
        place = first[place]
    return place


def _join(first: "array[int]", one: int, other: int) -> None:
    low, high = sorted((_find(first, one), _find(first, other)))
    first[high] = low


class _Beside:
    """Rows that are ordered by lot, read along with the lots."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next: tuple[Any, Iterator[Row]] | None = next(self._groups, None)

    def of(self, lot: int) -> list[Row]:
        """The rows of this lot; lots are asked for in their order."""
        if self._next is None or self._next[0] != lot:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows
