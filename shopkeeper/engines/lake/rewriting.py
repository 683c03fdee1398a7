"""Writing changed rows into the months they touch; other months are left as they are."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pyarrow import RecordBatchReader

from shopkeeper.engines.datasets import DataSet
from shopkeeper.engines.lake.errors import RepeatedKey
from shopkeeper.engines.lake.manifest import Manifest, Month, sync_folder
from shopkeeper.engines.lake.types import DUCKDB_TYPE

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "threads": 2,
    "preserve_insertion_order": False,
}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One refresh of one data set: changed rows are staged, then merged into copies of the months they touch."""

    data_set: DataSet
    folder: Path
    generation: str
    engine: duckdb.DuckDBPyConnection
    drops_gone: bool = False
    """Whether rows that the source has no more are left out, by the keys that `stage_keys` took in."""

    def stage(self, rows: RecordBatchReader) -> int:
        """Take the changed rows in; gives their number.

        :raises RepeatedKey: when the data set's query gives one key twice
        """
        self.engine.register("incoming", rows)
        casts = ", ".join(
            f"CAST({_quoted(column.name)} AS {DUCKDB_TYPE[column.type]}) AS {_quoted(column.name)}"
            for column in self.data_set.columns
        )
        self.engine.execute(f"CREATE TABLE changes AS SELECT key, month_of_row, {casts} FROM incoming")
        self.engine.unregister("incoming")
        repeated = self.engine.execute("SELECT key FROM changes GROUP BY key HAVING count(*) > 1 LIMIT 1").fetchone()
        if repeated:
            raise RepeatedKey(self.data_set.name, repeated[0])
        return self._number("SELECT count(*) FROM changes")

    def stage_keys(self, keys: RecordBatchReader) -> None:
        """Take in the keys of all rows that there are."""
        self.engine.register("present", keys)
        self.engine.execute("CREATE TABLE known AS SELECT key FROM present")
        self.engine.unregister("present")

    def write(self, before: dict[str, Month]) -> dict[str, Month]:
        """The months as they are now; untouched ones keep their file."""
        months = dict(before)
        for name in sorted(self._touched(before)):
            months.pop(name, None)
            month = self._write_month(name, before.get(name))
            if month.rows:
                months[name] = month
        sync_folder(self.folder)
        return months

    def _touched(self, before: dict[str, Month]) -> set[str]:
        """Months that changed rows belong to, or belonged to before their date changed."""
        now = {name for (name,) in self.engine.execute("SELECT DISTINCT month_of_row FROM changes").fetchall()}
        return now | {name for name, month in before.items() if self._holds_changed(month)}

    def _holds_changed(self, month: Month) -> bool:
        joins = ["SEMI JOIN changes", *(["ANTI JOIN known"] if self.drops_gone else [])]
        found = (f"SELECT count(*) FROM (SELECT 1 FROM {self._file(month)} {j} USING (key) LIMIT 1)" for j in joins)
        return any(self._number(one) > 0 for one in found)

    def _write_month(self, name: str, old: Month | None) -> Month:
        columns = ", ".join(["key", *(_quoted(column.name) for column in self.data_set.columns)])
        parts = [f"SELECT {columns} FROM changes WHERE month_of_row = '{name}'"]
        if old:
            left = " SEMI JOIN known USING (key)" if self.drops_gone else ""
            parts.append(f"SELECT {columns} FROM {self._file(old)} ANTI JOIN changes USING (key){left}")
        order = f" ORDER BY {_quoted(self.data_set.time_column)}" if self.data_set.time_column else ""
        month = Month(file=f"{name}.{self.generation}.parquet", rows=0)
        path = self.folder / month.file
        rows = self._number(
            f"COPY ({' UNION ALL '.join(parts)}{order}) TO '{_escaped(path)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        _sync_file(path)
        return Month(file=month.file, rows=rows)

    def _file(self, month: Month) -> str:
        return f"read_parquet('{_escaped(self.folder / month.file)}')"

    def _number(self, sql: str) -> int:
        [(number,)] = self.engine.execute(sql).fetchall()
        return int(number)


def open_engine(spill: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that spills to disk instead of taking the machine's memory."""
    engine = duckdb.connect(config=_SETTINGS | {"temp_directory": str(spill)})
    engine.execute("SET TimeZone = 'UTC'")
    return engine


def remove_leftovers(folder: Path, manifests: Iterable[Manifest | None]) -> None:
    """Delete files that no reader can want: those of killed refreshes, and those replaced twice over."""
    wanted = {file for manifest in manifests if manifest for file in manifest.files}
    for path in folder.glob("*.parquet"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
