"""Columns and fragments of SQL that several data sets of the order book share."""

from shopkeeper.engines.datasets import Column, ColumnType

TEXT, NUMBER, FLAG = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.BOOLEAN
TIME, DATE, INTEGER = ColumnType.TIMESTAMP, ColumnType.DATE, ColumnType.INTEGER

WHO = (
    Column("customer_id", TEXT, "who; none for an anonymous sale"),
    Column("order_id", TEXT, "the order"),
    Column("order_number", TEXT, "the order's number"),
    Column("occurred_at", TIME, "when"),
)
WHERE = (
    Column("outlet_id", TEXT, "where, as an id"),
    Column("outlet", TEXT, "where it was bought", dimension=True),
    Column("channel", TEXT, "how it came", dimension=True),
    Column("region", TEXT, "where the customer lives", dimension=True),
)
WHAT = (
    Column("category", TEXT, "category of the dearest line", dimension=True),
    Column("supplier", TEXT, "supplier of the dearest line", dimension=True),
)
WHEN = (
    Column("weekday", TEXT, "day of the week", dimension=True),
    Column("hours", TEXT, "part of the day", dimension=True),
)

ZONE = "zone AS (SELECT COALESCE(max(time_zone), 'UTC') AS name FROM organization_retailer)"

DEPARTMENT = """
    department AS (
        SELECT source_key AS code, min(NULLIF(name, '')) AS name FROM organization_department GROUP BY source_key
    )
"""
"""Departments by their code. A product without one is sold by what its category belongs to."""

MAIN_LINE = """
    main_line AS (
        SELECT DISTINCT ON (l.order_id) l.order_id, l.written_xid,
               COALESCE(NULLIF(c.name, ''), c.source_key) AS category,
               COALESCE(NULLIF(above.name, ''), above.source_key) AS category_above, p.department_code,
               COALESCE(NULLIF(s.name, ''), s.source_key) AS supplier,
               COALESCE(NULLIF(p.name, ''), p.sku) AS product
        FROM orders_orderline AS l
        JOIN catalog_product AS p ON p.id = l.product_id
        LEFT JOIN catalog_category AS c ON c.id = p.category_id
        LEFT JOIN catalog_category AS above ON above.id = c.parent_id
        LEFT JOIN catalog_supplier AS s ON s.id = COALESCE(l.supplier_id, p.supplier_id)
        ORDER BY l.order_id, l.unit_price * l.ordered DESC, l.position
    )
"""


def weekday(instant: str) -> str:
    """SQL for the local day of the week of `instant`."""
    return f"trim(to_char({instant} AT TIME ZONE zone.name, 'Day'))"


def hours(instant: str) -> str:
    """SQL for the local part of the day of `instant`."""
    hour = f"extract(hour FROM {instant} AT TIME ZONE zone.name)"
    return (
        f"CASE WHEN {hour} < 9 THEN 'before 9' WHEN {hour} < 12 THEN '9 to 12' WHEN {hour} < 15 THEN '12 to 15' "
        f"WHEN {hour} < 18 THEN '15 to 18' ELSE 'after 18' END"
    )
