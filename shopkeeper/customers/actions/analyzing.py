"""Fresh statistics inside a large batch: a plan made for an empty table would walk a full one."""

from shopkeeper.customers.sql import read, run

_LARGE = 2_000
_SAMPLED = "SET LOCAL default_statistics_target = 10"
"""A tenth of the usual sample tells an empty table from a full one; autovacuum looks closer when it is quiet."""
_TABLES = (
    "customers_customer, customers_sourcerecord, customers_link, customers_matchkey, customers_profile, "
    "customers_standardform, customers_blockingkey"
)
_GROWN = """
SELECT pg_relation_size(oid) / current_setting('block_size')::int > 3 * relpages FROM pg_class
WHERE oid = 'customers_sourcerecord'::regclass
"""


def analyze_after(rows: int) -> None:
    """Let PostgreSQL look at the tables again when a large batch has made them three times as large."""
    if rows > _LARGE and read(_GROWN) == [(True,)]:
        run(f"{_SAMPLED}; ANALYZE {_TABLES}; RESET default_statistics_target")
