"""What happens at the desks of a store: pick-ups and returns."""

from shopkeeper.engines.datasets import Column, DataSet
from shopkeeper.orders.datasets.columns import (
    DEPARTMENT,
    FLAG,
    MAIN_LINE,
    NUMBER,
    TEXT,
    WHEN,
    WHO,
    ZONE,
    hours,
    weekday,
)  # fmt: skip

PLACE = (
    Column("outlet_id", TEXT, "where, as an id"),
    Column("outlet", TEXT, "at which store", dimension=True),
)

PICKUPS = DataSet(
    name="pickups",
    description="Orders that customers came to collect.",
    grain="a pick-up",
    columns=(
        *WHO,
        *PLACE,
        *WHEN,
        Column("category", TEXT, "category of the dearest line", dimension=True),
        Column("department", TEXT, "department that sells the dearest line", dimension=True),
        Column("shelf", TEXT, "where it was put", dimension=True),
        Column("is_settled", FLAG, "the customer came"),
        Column("was_not_found", FLAG, "it was not found when the customer stood there"),
        Column("waited_seconds", NUMBER, "waited at the desk, in seconds"),
    ),
    sql=f"""
        WITH {ZONE}, {MAIN_LINE}, {DEPARTMENT}
        SELECT p.id::text AS key, GREATEST(p.written_xid, o.written_xid) AS written_xid,
               p.customer_id::text AS customer_id, o.id::text AS order_id, o.number AS order_number,
               COALESCE(p.not_found_at, p.collected_at, p.promised_at) AS occurred_at,
               p.outlet_id::text AS outlet_id, outlet.name AS outlet,
               {weekday("COALESCE(p.not_found_at, p.collected_at, p.promised_at)")} AS weekday,
               {hours("COALESCE(p.not_found_at, p.collected_at, p.promised_at)")} AS hours,
               main_line.category AS category,
               COALESCE(department.name, main_line.category_above, main_line.category) AS department,
               NULLIF(p.shelf, '') AS shelf,
               p.collected_at IS NOT NULL OR p.not_found_at IS NOT NULL AS is_settled,
               p.not_found_at IS NOT NULL AS was_not_found, p.waited_seconds::float8 AS waited_seconds
        FROM orders_pickup AS p CROSS JOIN zone
        JOIN orders_order AS o ON o.id = p.order_id
        JOIN organization_outlet AS outlet ON outlet.id = p.outlet_id
        LEFT JOIN main_line ON main_line.order_id = o.id
        LEFT JOIN department ON department.code = main_line.department_code
        WHERE p.called_off_at IS NULL
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

RETURNS_DESK = DataSet(
    name="returns_desk",
    description="Returns that customers brought to a store, with their wait at the desk.",
    grain="a return at a store",
    columns=(
        *WHO,
        *PLACE,
        *WHEN,
        Column("category", TEXT, "category of the product", dimension=True),
        Column("reason", TEXT, "why it came back", dimension=True),
        Column("waited_seconds", NUMBER, "waited at the desk, in seconds"),
    ),
    sql=f"""
        WITH {ZONE}
        SELECT r.id::text AS key, r.written_xid AS written_xid, r.customer_id::text AS customer_id,
               l.order_id::text AS order_id, o.number AS order_number, r.occurred_at AS occurred_at,
               r.outlet_id::text AS outlet_id, outlet.name AS outlet,
               {weekday("r.occurred_at")} AS weekday, {hours("r.occurred_at")} AS hours,
               COALESCE(NULLIF(c.name, ''), c.source_key) AS category, t.name AS reason,
               r.waited_seconds::float8 AS waited_seconds
        FROM orders_return AS r CROSS JOIN zone
        JOIN organization_outlet AS outlet ON outlet.id = r.outlet_id
        JOIN catalog_product AS p ON p.id = r.product_id
        LEFT JOIN catalog_category AS c ON c.id = p.category_id
        LEFT JOIN interactions_topic AS t ON t.id = r.reason_id
        LEFT JOIN orders_orderline AS l ON l.id = r.line_id
        LEFT JOIN orders_order AS o ON o.id = l.order_id
        WHERE r.waited_seconds IS NOT NULL
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)
