"""What was ordered from afar, as a data set: who was to send each line, and whether they refused it afterwards."""

from shopkeeper.engines.datasets import Column, DataSet
from shopkeeper.orders.datasets.columns import FLAG, INTEGER, NUMBER, TEXT, WHEN, WHERE, WHO, ZONE, hours, weekday

ORDERED_LINES = DataSet(
    name="ordered_lines",
    description="Lines that a supplier was to make or send, ordered from afar, and whether the supplier refused them.",
    grain="an order line",
    columns=(
        *WHO,
        *WHERE,
        *WHEN,
        Column("product", TEXT, "what was ordered", dimension=True),
        Column("category", TEXT, "category of the product", dimension=True),
        Column("supplier", TEXT, "who was to make or send it", dimension=True),
        Column("quantity", INTEGER, "pieces ordered"),
        Column("revenue", NUMBER, "their price less discounts"),
        Column("is_refused", FLAG, "the supplier took pieces back after the order"),
    ),
    sql=f"""
        WITH {ZONE},
        refused AS (
            SELECT line_id, max(written_xid) AS written_xid,
                   bool_or(decided_by = 'supplier' AND undone_at IS NULL) AS by_supplier
            FROM orders_cancellation GROUP BY line_id
        )
        SELECT l.id::text AS key,
               GREATEST(l.written_xid, o.written_xid, COALESCE(refused.written_xid, l.written_xid)) AS written_xid,
               o.customer_id::text AS customer_id, o.id::text AS order_id, o.number AS order_number,
               o.placed_at AS occurred_at, o.outlet_id::text AS outlet_id, outlet.name AS outlet, o.channel AS channel,
               NULLIF(o.region, '') AS region, {weekday("o.placed_at")} AS weekday, {hours("o.placed_at")} AS hours,
               COALESCE(NULLIF(p.name, ''), p.sku) AS product, COALESCE(NULLIF(c.name, ''), c.source_key) AS category,
               COALESCE(NULLIF(s.name, ''), s.source_key) AS supplier, l.ordered::bigint AS quantity,
               (l.ordered * l.unit_price - l.discount)::float8 AS revenue,
               COALESCE(refused.by_supplier, false) AS is_refused
        FROM orders_orderline AS l CROSS JOIN zone
        JOIN orders_order AS o ON o.id = l.order_id
        JOIN catalog_product AS p ON p.id = l.product_id
        JOIN catalog_supplier AS s ON s.id = COALESCE(l.supplier_id, p.supplier_id)
        LEFT JOIN catalog_category AS c ON c.id = p.category_id
        LEFT JOIN organization_outlet AS outlet ON outlet.id = o.outlet_id
        LEFT JOIN refused ON refused.line_id = l.id
        WHERE o.channel <> 'store'
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)
