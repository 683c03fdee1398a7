"""Fresh statistics inside a large batch: a plan made for an empty table would walk a full one."""

from shopkeeper.customers.actions.gathering import run

_LARGE = 2_000
_TABLES = (
    "customers_customer, customers_sourcerecord, customers_link, customers_matchkey, customers_profile, "
    "customers_standardform, customers_blockingkey"
)


def analyze_after(rows: int) -> None:
    """Let PostgreSQL look at the tables again when this batch changed many rows."""
    if rows > _LARGE:
        run(f"ANALYZE {_TABLES}")
