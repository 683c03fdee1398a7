"""Forms, keys and frequencies as tables of a DuckDB that lives as long as one training or prediction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.model import MOST_IN_A_KEY, Configuration, Model

THREADS = 2
MEMORY = "2GB"
_BELIEF = 2_000
_SEEN_BEFORE = 0.2


def open_duckdb() -> duckdb.DuckDBPyConnection:
    """An empty database in memory, held within bounds."""
    return duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY})


def register_forms(
    connection: duckdb.DuckDBPyConnection,
    forms: Sequence[Form],
    keys: Sequence[Mapping[str, int]],
    configuration: Configuration,
) -> None:
    """The table `forms`: id (the place in the sequence), the columns that are compared, and keys that are of use."""
    columns: dict[str, Any] = {"id": pa.array(range(len(forms)), pa.int64())}
    for name in configuration.columns:
        columns[name] = pa.array([form[name] for form in forms], pa.string())
    for name in configuration.keys:
        columns[f"key_{name}"] = pa.array([key.get(name) for key in keys], pa.int64())
    connection.register("raw_forms", pa.table(columns))
    useful = ", ".join(
        f'CASE WHEN count(*) OVER (PARTITION BY "key_{name}") <= {MOST_IN_A_KEY} THEN "key_{name}" END AS "key_{name}"'
        for name in configuration.keys
    )
    plain = ", ".join(f'"{name}"' for name in configuration.columns)
    connection.execute(f"CREATE TABLE forms AS SELECT id, {plain}, {useful} FROM raw_forms")
    connection.unregister("raw_forms")


def rare_columns(configuration: Configuration) -> list[str]:
    """The columns whose values count for more the rarer they are."""
    return sorted({level.rare for comparison in configuration.comparisons for level in comparison.levels if level.rare})


def frequencies_of(connection: duckdb.DuckDBPyConnection, column: str) -> tuple[dict[str, float], float]:
    """How frequent each value is that is held more than twice, and how frequent any other is taken to be.

    In few records nothing can be told of rarity: the figures lean on what is usual of a rare value.
    """
    [(total,)] = connection.execute(f'SELECT count("{column}") FROM forms').fetchall()
    rows = connection.execute(
        f'SELECT "{column}", count(*) FROM forms WHERE "{column}" IS NOT NULL GROUP BY 1 HAVING count(*) > 2'
    )
    known = {value: (count + _SEEN_BEFORE) / (total + _BELIEF) for value, count in rows.fetchall()}
    return known, (1.5 + _SEEN_BEFORE) / (total + _BELIEF)


def register_frequencies(connection: duckdb.DuckDBPyConnection, column: str, model: Model) -> str:
    """A table with the frequency of every value that the forms hold; gives its name."""
    table = f"frequency_{column}"
    known = model.frequencies[column]
    listed = pa.table({"value": pa.array(known, pa.string()), "frequency": pa.array(known.values(), pa.float64())})
    connection.register("listed", listed)
    connection.execute(
        f'CREATE OR REPLACE TABLE {table} AS SELECT f.value AS "{column}", '
        f'coalesce(l.frequency, CAST({model.least[column]!r} AS DOUBLE)) AS "tf_{column}" '
        f'FROM (SELECT DISTINCT "{column}" AS value FROM forms WHERE "{column}" IS NOT NULL) AS f '
        "LEFT JOIN listed AS l ON l.value = f.value"
    )
    connection.unregister("listed")
    return table


def columns_with_values(connection: duckdb.DuckDBPyConnection, columns: Iterable[str]) -> set[str]:
    """Those of the columns that at least two records fill."""
    names = list(columns)
    [counts] = connection.execute(
        "SELECT " + ", ".join(f'count("{name}")' for name in names) + " FROM forms"
    ).fetchall()
    return {name for name, count in zip(names, counts, strict=True) if count > 1}


def count_candidates(connection: duckdb.DuckDBPyConnection) -> int:
    """How many pairs share a key, those that share several counted once for each."""
    names = [name for (name,) in connection.execute("SELECT column_name FROM (DESCRIBE forms)").fetchall()]
    return sum(_count_pairs(connection, name) for name in names if name.startswith("key_"))


def _count_pairs(connection: duckdb.DuckDBPyConnection, key: str) -> int:
    groups = f'SELECT count(*) AS n FROM forms WHERE "{key}" IS NOT NULL GROUP BY "{key}"'
    [(pairs,)] = connection.execute(f"SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM ({groups})").fetchall()
    return int(pairs)
