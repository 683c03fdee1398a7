"""All records of one look, out of core: forms, keys and pairs in a DuckDB that spills to disk what is too much."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import psutil
import pyarrow as pa

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.model import MOST_IN_A_KEY, Comparison, Configuration, Model
from shopkeeper.engines.linkage.statements import rare_columns, write_levels

THREADS = 2
MEMORY = "700MB"
"""DuckDB's share; what does not fit goes to disk."""

_STREAMED = 10_000
_PREFIX = "shopkeeper-linkage-"
_BELIEF = 2_000
_SELDOM = 0.0001
"""How frequent a name is that few people have."""
_MOST_BELIEVED = 3.0
_FEWEST_OF_A_CROWD = 8

_COLUMNS = {
    "name": "VARCHAR", "owner": "VARCHAR", "since": "DOUBLE", "bond": "VARCHAR", "ours": "BOOLEAN", "form": "VARCHAR",
    "keys": "VARCHAR",
}  # fmt: skip

Row = tuple[Any, ...]


class Pool:
    """Records, each under the name that whoever fills the pool gave it, and a place: names in order, counted from 0.

    A record has an owner today; `bond` is shared by records that are one whatever they say; `ours` tells that the
    weights in force gave it to its owner.
    """

    def __init__(self, configuration: Configuration, columns: Sequence[str]) -> None:
        """:param columns: what a form holds, in the order in which it is written down"""
        self.configuration = configuration
        self.columns = tuple(columns)
        self._weighed: tuple[Comparison, ...] = ()
        self.size = 0
        self._folder = _make_folder()
        self.files = self._folder / "files"
        self.files.mkdir()
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": THREADS,
            "memory_limit": MEMORY,
            "temp_directory": str(self._folder / "spill"),
        }
        self.database = duckdb.connect(config=settings)  # nothing has to outlive a crash, so nothing is synced

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def fill(self, *files: Path) -> int:
        """Take records from CSV files without a header: name, owner, since, bond, ours, form, keys.

        Form is a JSON array of texts or null, keys an array of numbers as PostgreSQL writes it.
        """
        values = ", ".join(f'form[{place}] AS "{name}"' for place, name in enumerate(self.columns, 1))
        listed = ", ".join(f"'{name}': '{kind}'" for name, kind in _COLUMNS.items())
        self.database.execute(
            "CREATE TABLE records AS SELECT CAST(row_number() OVER (ORDER BY name) - 1 AS INTEGER) AS id, "
            f"name, owner, since, bond, coalesce(ours, false) AS ours, {values}, keys FROM ("
            "SELECT * REPLACE (from_json(form, '[\"VARCHAR\"]') AS form, "
            "from_json('[' || trim(keys, '{}') || ']', '[\"BIGINT\"]') AS keys) "
            "FROM read_csv($files, header=false, quote='\"', escape='\"', delim=',', auto_detect=false, "
            f"max_line_size=1000000, columns={{{listed}}}))",
            {"files": [str(file) for file in files]},
        )
        for file in files:
            file.unlink()
        [(self.size,)] = self.database.execute("SELECT count(*) FROM records").fetchall()
        return self.size

    def list_holders(self, column: str, *, more_than: int, columns: Sequence[str]) -> Iterator[Row]:
        """Each value that so many records hold, with `columns` of each record that holds it, value by value."""
        said = ", ".join(f'"{name}"' for name in columns)
        return self.stream(
            f'SELECT "{column}", {said} FROM records WHERE "{column}" IN (SELECT "{column}" FROM records '
            f'WHERE "{column}" IS NOT NULL GROUP BY 1 HAVING count(*) > {more_than}) ORDER BY 1'
        )

    def list_with(self, column: str, values: Iterable[str]) -> Iterator[tuple[int, str, Form]]:
        """Place, name and form of the records that hold one of these values."""
        self.hand_over("wanted", {"value": pa.array(list(values), pa.string())})
        said = ", ".join(f'"{name}"' for name in self.columns)
        for place, name, *form in self.stream(
            f'SELECT id, name, {said} FROM records WHERE "{column}" IN (SELECT value FROM wanted)'
        ):
            yield place, name, dict(zip(self.columns, form, strict=True))

    def amend(self, forms: Iterable[tuple[int, Form, Iterable[int]]]) -> None:
        """Let these records say something else, and be filed under other keys."""
        rows = list(forms)
        table = {"id": pa.array([place for place, _, _ in rows], pa.int32())}
        table |= {name: pa.array([form[name] for _, form, _ in rows], pa.string()) for name in self.columns}
        table["keys"] = pa.array([list(keys) for _, _, keys in rows], pa.list_(pa.int64()))
        self.hand_over("amended", table)
        changes = ", ".join(f'"{name}" = amended."{name}"' for name in (*self.columns, "keys"))
        self.database.execute(f"UPDATE records SET {changes} FROM amended WHERE amended.id = records.id")

    def file(self) -> int:
        """File the records under the keys that are of use; gives how many pairs share one, each key counted."""
        self.database.execute(
            "CREATE OR REPLACE TEMP TABLE filed AS SELECT unnest(keys) AS key, id FROM records; "
            "CREATE OR REPLACE TABLE useful AS SELECT key, id FROM filed WHERE key IN "
            f"(SELECT key FROM filed GROUP BY key HAVING count(*) BETWEEN 2 AND {MOST_IN_A_KEY}); DROP TABLE filed"
        )
        [(pairs,)] = self.database.execute(
            "SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM (SELECT count(*) AS n FROM useful GROUP BY key)"
        ).fetchall()
        return int(pairs)

    def measure_frequencies(self, column: str) -> tuple[dict[str, float], float]:
        """How frequent each value is that is held more than twice, and how frequent any other is taken to be.

        In few records nothing can be told of rarity: the figures lean on what is usual, or on what is of a rare value.
        """
        usual = self.configuration.usual.get(column, {})
        fewest = _FEWEST_OF_A_CROWD if column in self.configuration.crowded else 3
        seldom = _SELDOM if usual else max(level.u for level in self.configuration.levels if level.rare == column)
        belief = min(_BELIEF, _MOST_BELIEVED / seldom)
        [(total,)] = self.database.execute(f'SELECT count("{column}") FROM records').fetchall()
        counts = dict.fromkeys(usual, 0) | dict(
            self.database.execute(
                f'SELECT "{column}", count(*) FROM records WHERE "{column}" IS NOT NULL '
                f"GROUP BY 1 HAVING count(*) >= {1 if usual else fewest} ORDER BY 1"
            ).fetchall()
        )
        known = {
            value: (count + belief * usual.get(value, seldom)) / (total + belief)
            for value, count in counts.items()
            if count >= fewest or value in usual
        }
        return known, (1.5 + belief * seldom) / (total + belief)

    def write_forms(self, model: Model) -> None:
        """The table `forms`: id, what is compared, and how rare it is by this model, which compares from now on."""
        self._weighed = self.configuration.weighed_by(model)
        said = ", ".join(f'r."{name}"' for name in self.configuration.columns)
        rare = rare_columns(self._weighed)
        for column in rare:
            known = model.frequencies[column]
            values, shares = pa.array(known, pa.string()), pa.array(known.values(), pa.float64())
            self.hand_over(f"frequency_{column}", {"value": values, "frequency": shares})
        rarities = "".join(
            f', CASE WHEN r."{column}" IS NOT NULL THEN -log2(coalesce(t_{column}.frequency, '
            f'CAST({model.least[column]!r} AS DOUBLE))) END AS "rare_{column}"'
            for column in rare
        )
        joins = "".join(f' LEFT JOIN frequency_{name} AS t_{name} ON t_{name}.value = r."{name}"' for name in rare)
        self.database.execute(
            f"CREATE OR REPLACE TABLE forms AS SELECT r.id, {said}{rarities} FROM records AS r{joins} ORDER BY r.id"
        )

    def pick(self, *, part: int, parts: int) -> None:
        """The table `candidates`: the pairs of one part that share a key, each once, the lower id first."""
        self.database.execute(
            "CREATE OR REPLACE TEMP TABLE candidates AS SELECT DISTINCT a.id AS one, b.id AS other FROM useful AS a "
            f"JOIN useful AS b ON b.key = a.key AND b.id > a.id WHERE a.id % {parts} = {part}"
        )

    def compare(self, *, part: int, parts: int) -> None:
        """The table `compared`: the levels of all pairs of one part, and the rarities of the one with the lower id."""
        self.pick(part=part, parts=parts)
        levels = ", ".join(write_levels(comparison) for comparison in self._weighed)
        rare = "".join(f', l."rare_{column}"' for column in rare_columns(self._weighed))
        self.database.execute(
            f"CREATE OR REPLACE TEMP TABLE compared AS SELECT c.one, c.other, {levels}{rare} FROM candidates AS c "
            "JOIN forms AS l ON l.id = c.one JOIN forms AS r ON r.id = c.other"
        )

    def fetch(self, statement: str) -> dict[str, np.ndarray]:
        """The columns that a statement gives."""
        columns: dict[str, np.ndarray] = self.database.execute(statement).fetchnumpy()
        return columns

    def stream(self, statement: str) -> Iterator[Row]:
        """The rows that a statement gives, a few thousand at a time."""
        rows = self.database.cursor().execute(statement)
        while some := rows.fetchmany(_STREAMED):
            yield from some

    def hand_over(self, name: str, columns: dict[str, pa.Array]) -> None:
        """A table of values of ours."""
        self.database.execute(f"DROP TABLE IF EXISTS {name}")
        self.database.register("handed", pa.table(columns))
        self.database.execute(f"CREATE TABLE {name} AS SELECT * FROM handed")
        self.database.unregister("handed")


def _make_folder() -> Path:
    """A folder of this process alone. What killed processes left behind goes: it holds people."""
    root = Path(tempfile.gettempdir())
    for left in root.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)) and left.stat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
