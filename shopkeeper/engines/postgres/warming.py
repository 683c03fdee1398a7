"""After a start, a large shop's most read tables and indexes are brought into the server's memory."""

from threading import Thread

import psycopg

_LARGE = 2**30
"""Bytes of memory from which on there is something to gain; a small server is filled by whoever reads."""

_MOST_READ = """
SELECT relation FROM (
    SELECT relation, sum(pg_relation_size(relation)) OVER (ORDER BY read DESC, relation) AS room
    FROM (
        SELECT relid AS relation, heap_blks_read + heap_blks_hit AS read FROM pg_statio_user_tables
        UNION ALL SELECT indexrelid, idx_blks_read + idx_blks_hit FROM pg_statio_user_indexes
    ) AS known WHERE read > 0
) AS sized, pg_settings AS held
WHERE held.name = 'shared_buffers' AND room < held.setting::bigint * 8192 * .9
ORDER BY room
"""


def warm_up(database_url: str) -> None:
    """Begin to read them, those that were read most first, as many as find room; whoever asks meanwhile is answered."""
    with psycopg.connect(database_url, autocommit=True) as database:
        [held] = database.execute("SELECT setting::bigint * 8192 FROM pg_settings WHERE name = 'shared_buffers'")
        if held[0] < _LARGE:
            return
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
    Thread(target=_read, args=[database_url], name="warm-up", daemon=True).start()


def _read(database_url: str) -> None:
    try:
        with psycopg.connect(database_url, autocommit=True) as database:
            for [relation] in database.execute(_MOST_READ).fetchall():
                database.execute("SELECT pg_prewarm(%s::regclass)", [relation])
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return  # the server stopped, or a table went: what is not in memory is read when it is asked for
