"""Which tables a data set cannot do without is read from its query."""

import pytest

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, get_data_set
from shopkeeper.engines.lineage import lineage_of

WITH_PARTS = """
    WITH RECURSIVE chain AS (SELECT id FROM people UNION ALL SELECT p.id FROM people p JOIN chain ON true),
    late AS MATERIALIZED (SELECT parcel_id FROM (SELECT max(x) FROM scans) s LEFT JOIN depots ON true)
    SELECT (SELECT count(*) FROM clicks) AS n FROM parcels -- FROM nothing
    JOIN chain ON true LEFT JOIN late ON true
"""


def needs_and_looks_up(sql: str) -> tuple[set[str], set[str]]:
    column = Column("n", ColumnType.INTEGER, "how many")
    found = lineage_of(DataSet(name="tried", description="", grain="a row", columns=(column,), sql=sql))
    return set(found.needs), set(found.looks_up)


@pytest.mark.parametrize(
    ("sql", "needs", "looks_up"),
    [
        ("SELECT 1 AS n FROM orders", {"orders"}, set()),
        (
            "SELECT 1 AS n FROM orders o JOIN lines l ON true LEFT JOIN stores s ON true",
            {"orders", "lines"},
            {"stores"},
        ),
        (WITH_PARTS, {"parcels", "people"}, {"depots"}),
    ],
    ids=["plain", "joined", "parts"],
)
def test_what_is_joined_is_needed_and_what_may_be_absent_is_looked_up(
    sql: str, needs: set[str], looks_up: set[str]
) -> None:
    assert needs_and_looks_up(sql) == (needs, looks_up)


def test_feedback_stands_alone_and_is_explained_by_orders_and_parcels() -> None:
    found = lineage_of(get_data_set("feedback_facts"))
    assert found.needs == {"feedback_feedback", "organization_retailer"}
    assert {"orders_order", "delivery_parcel", "orders_orderline", "delivery_carrier"} <= found.looks_up
