"""Migration operations that Django lacks: month partitions, commit-safe watermarks, rows that nobody can edit."""

from datetime import date
from typing import Any

from django.db import connection, migrations, models
from django.db.models.expressions import Func


class CurrentTransaction(Func):
    """The id of the writing transaction, as a column default."""

    template = "pg_current_xact_id()"


class Xid8Field(models.Field):
    """A 64-bit transaction id: ordered by start, safe to read below the oldest one still running."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


def written_xid() -> Xid8Field:
    """The column that every table read by analytics carries; a trigger keeps it at the last writer."""
    return Xid8Field(db_default=CurrentTransaction(), editable=False)


class TrackWrites(migrations.RunSQL):
    """Keep `written_xid` at the transaction that wrote a row last."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"CREATE TRIGGER {table}_track_writes BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION core_track_write();",
            f"DROP TRIGGER {table}_track_writes ON {table};",
        )
        self.table = table

    def deconstruct(self) -> Any:
        return (type(self).__qualname__, [self.table], {})


class Uneditable(migrations.RunSQL):
    """Refuse every UPDATE, DELETE and TRUNCATE on a table."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"CREATE TRIGGER {table}_uneditable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_edit();"
            f"CREATE TRIGGER {table}_untruncatable BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_edit();",
            f"DROP TRIGGER {table}_uneditable ON {table}; DROP TRIGGER {table}_untruncatable ON {table};",
        )
        self.table = table

    def deconstruct(self) -> Any:
        return (type(self).__qualname__, [self.table], {})


class CreatePartitionedModel(migrations.CreateModel):
    """CreateModel for a table partitioned by month of one column; its primary key must contain that column."""

    def __init__(self, *args: Any, partition_by: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partition_by = partition_by

    def deconstruct(self) -> Any:
        name, args, kwargs = super().deconstruct()
        return name, args, {**kwargs, "partition_by": self.partition_by}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY RANGE ({self.partition_by})"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain


def ensure_months(table: str, first: date, last: date) -> None:
    """Create the partitions of `table` for the months from `first` to `last` that are missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_ensure_months(%s, %s, %s)", [table, first, last])
