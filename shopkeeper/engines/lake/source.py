"""Reading data sets out of PostgreSQL: one snapshot, in columns, from a transaction id on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import adbc_driver_postgresql.dbapi as adbc
from pyarrow import RecordBatchReader

from shopkeeper.engines.datasets import ColumnType, DataSet

_CAST = {
    ColumnType.TEXT: "{}::text",
    ColumnType.INTEGER: "{}::bigint",
    ColumnType.NUMBER: "{}::float8",
    ColumnType.DECIMAL: "{}::numeric::text",  # Arrow has no unlimited numeric: the lake casts the text
    ColumnType.BOOLEAN: "{}::boolean",
    ColumnType.DATE: "{}::date",
    ColumnType.TIMESTAMP: "{}::timestamptz",
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent view of the database.

    `horizon` is the oldest transaction that was still running: everything written below it is visible here. Rows
    written at or above it may be visible too; they are read again next time, so none is missed, however late its
    transaction commits. Clocks and serial numbers do not have this property: they are drawn before the commit.
    """

    connection: adbc.Connection
    database: str
    horizon: int

    def was_written(self, tables: tuple[str, ...], since: int) -> bool:
        """Whether any row of the tables was written at or after the transaction `since`."""
        questions = " OR ".join(
            f"EXISTS (SELECT FROM {table} WHERE written_xid >= '{since:d}'::xid8)" for table in tables
        )
        return bool(self._one(f"SELECT {questions}")[0])

    @contextmanager
    def rows(self, data_set: DataSet, since: int | None) -> Iterator[RecordBatchReader]:
        """The rows written at or after the transaction `since` (all, for none), each with `key` and `month`."""
        with self._read(_select(data_set, since)) as reader:
            yield reader

    @contextmanager
    def keys(self, data_set: DataSet) -> Iterator[RecordBatchReader]:
        """The `key` of every row that there is."""
        with self._read(f"SELECT d.key::text AS key FROM (\n{data_set.sql}\n) AS d") as reader:
            yield reader

    @contextmanager
    def _read(self, sql: str) -> Iterator[RecordBatchReader]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            reader = cursor.fetch_record_batch()
            try:
                yield reader
            finally:
                reader.close()

    def _one(self, sql: str) -> tuple[object, ...]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            row: tuple[object, ...] = cursor.fetchone()
            return row


@contextmanager
def take_snapshot(database_url: str) -> Iterator[Snapshot]:
    """Open a read-only view of the database that does not move while it is read."""
    with adbc.connect(database_url) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text, system_identifier || '/' || current_database()"
                " FROM pg_control_system()"
            )
            horizon, database = cursor.fetchone()
        yield Snapshot(connection=connection, database=database, horizon=int(horizon))


def _select(data_set: DataSet, since: int | None) -> str:
    columns = [
        f"{_CAST[column.type].format(f'd.{_quoted(column.name)}')} AS {_quoted(column.name)}"
        for column in data_set.columns
    ]
    changed = "" if since is None else f" WHERE d.written_xid >= '{since:d}'::xid8"
    listed = ", ".join(["d.key::text AS key", f"{_month(data_set)} AS month_of_row", *columns])
    return f"SELECT {listed} FROM (\n{data_set.sql}\n) AS d{changed}"


def _month(data_set: DataSet) -> str:
    if data_set.time_column is None:
        return "'all'::text"
    time = f"d.{_quoted(data_set.time_column)}::timestamptz AT TIME ZONE 'UTC'"
    return f"coalesce(to_char({time}, 'YYYY-MM'), 'undated')"


def _quoted(name: str) -> str:
    return f'"{name}"'
