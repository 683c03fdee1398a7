"""Month partitions are made before the month begins, for every partitioned table there is."""

from datetime import datetime, timedelta

from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.core.schema import ensure_months

_AHEAD = timedelta(days=70)


def list_partitioned_tables() -> list[str]:
    """Every table that is partitioned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace")
        return [name for (name,) in cursor.fetchall()]


def ensure_next_months(*, by: Actor, now: datetime) -> int:
    """Make the partitions of this month and the next two."""
    tables = list_partitioned_tables()
    for table in tables:
        ensure_months(table, now.date(), (now + _AHEAD).date())
    return len(tables)
