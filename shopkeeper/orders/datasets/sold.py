"""Orders and their lines as data sets."""

from shopkeeper.engines.datasets import Column, DataSet
from shopkeeper.orders.datasets.columns import (
    FLAG,
    INTEGER,
    MAIN_LINE,
    NUMBER,
    TEXT,
    WHAT,
    WHEN,
    WHERE,
    WHO,
    ZONE,
    hours,
    weekday,
)  # fmt: skip

ORDER_FACTS = DataSet(
    name="order_facts",
    description="Orders and till receipts of all channels.",
    grain="an order",
    columns=(
        *WHO,
        *WHERE,
        *WHAT,
        *WHEN,
        Column("company", TEXT, "for which company"),
        Column("is_canceled", FLAG, "canceled as a whole"),
        Column("revenue", NUMBER, "goods less discounts and cancellations, in the order's currency"),
        Column("margin", NUMBER, "revenue less unit costs, where costs are known"),
        Column("pieces", INTEGER, "pieces kept in the order"),
        Column("undone", NUMBER, "margin of what was canceled, and what was given back beyond goods undone"),
    ),
    sql=f"""
        WITH {ZONE}, {MAIN_LINE},
        totals AS (
            SELECT order_id, max(written_xid) AS written_xid, sum(ordered - canceled) AS pieces,
                   sum((ordered - canceled) * unit_price - discount) AS revenue,
                   sum((ordered - canceled) * (unit_price - unit_cost) - discount) AS margin,
                   COALESCE(sum(canceled * (unit_price - unit_cost)), 0) AS canceled_margin,
                   sum((canceled + returned) * unit_price) AS undone_goods
            FROM orders_orderline GROUP BY order_id
        ),
        refunds AS (
            SELECT ref, max(written_xid) AS written_xid, sum(amount) AS amount
            FROM payments_payment WHERE kind = 'refunded' GROUP BY ref
        )
        SELECT o.id::text AS key,
               GREATEST(o.written_xid, totals.written_xid, COALESCE(refunds.written_xid, o.written_xid)) AS written_xid,
               o.customer_id::text AS customer_id, o.id::text AS order_id, o.number AS order_number,
               o.placed_at AS occurred_at, o.outlet_id::text AS outlet_id, outlet.name AS outlet, o.channel AS channel,
               NULLIF(o.region, '') AS region, main_line.category AS category, main_line.supplier AS supplier,
               {weekday("o.placed_at")} AS weekday, {hours("o.placed_at")} AS hours,
               company.name AS company, o.canceled_at IS NOT NULL AS is_canceled,
               totals.revenue::float8 AS revenue, totals.margin::float8 AS margin, totals.pieces::bigint AS pieces,
               (COALESCE(totals.canceled_margin, 0)
                   + GREATEST(0, COALESCE(refunds.amount, 0) - COALESCE(totals.undone_goods, 0)))::float8 AS undone
        FROM orders_order AS o CROSS JOIN zone
        LEFT JOIN totals ON totals.order_id = o.id
        LEFT JOIN refunds ON refunds.ref = 'order:' || o.id::text
        LEFT JOIN main_line ON main_line.order_id = o.id
        LEFT JOIN organization_outlet AS outlet ON outlet.id = o.outlet_id
        LEFT JOIN accounts_company AS company ON company.id = o.account_id
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

SOLD_LINES = DataSet(
    name="sold_lines",
    description="Lines that reached the customer, and whether they came back.",
    grain="an order line",
    columns=(
        *WHO,
        *WHERE,
        Column("product", TEXT, "what was sold", dimension=True),
        Column("batch", TEXT, "factory batch", dimension=True),
        Column("category", TEXT, "category of the product", dimension=True),
        Column("supplier", TEXT, "who made or sent it", dimension=True),
        Column("quantity", INTEGER, "pieces that reached the customer"),
        Column("revenue", NUMBER, "their price less discounts"),
        Column("margin", NUMBER, "revenue less unit costs"),
        Column("is_returned", FLAG, "pieces of it came back"),
        Column("returned_after", INTEGER, "days from the purchase to the first return; none while it is kept"),
        Column("reason", TEXT, "why they came back", dimension=True),
    ),
    sql="""
        WITH came_back AS (
            SELECT DISTINCT ON (r.line_id) r.line_id, r.written_xid, r.occurred_at, t.name AS reason
            FROM orders_return AS r LEFT JOIN interactions_topic AS t ON t.id = r.reason_id
            WHERE r.line_id IS NOT NULL ORDER BY r.line_id, r.occurred_at
        )
        SELECT l.id::text AS key,
               GREATEST(l.written_xid, o.written_xid, COALESCE(came_back.written_xid, l.written_xid)) AS written_xid,
               o.customer_id::text AS customer_id, o.id::text AS order_id, o.number AS order_number,
               o.placed_at AS occurred_at, o.outlet_id::text AS outlet_id, outlet.name AS outlet, o.channel AS channel,
               NULLIF(o.region, '') AS region, COALESCE(NULLIF(p.name, ''), p.sku) AS product,
               NULLIF(l.batch, '') AS batch, COALESCE(NULLIF(c.name, ''), c.source_key) AS category,
               COALESCE(NULLIF(s.name, ''), s.source_key) AS supplier, l.delivered::bigint AS quantity,
               (l.delivered * l.unit_price - l.discount)::float8 AS revenue,
               (l.delivered * (l.unit_price - l.unit_cost) - l.discount)::float8 AS margin,
               l.returned > 0 AS is_returned,
               ceil(extract(epoch FROM came_back.occurred_at - o.placed_at) / 86400)::bigint AS returned_after,
               came_back.reason AS reason
        FROM orders_orderline AS l
        JOIN orders_order AS o ON o.id = l.order_id
        JOIN catalog_product AS p ON p.id = l.product_id
        LEFT JOIN catalog_category AS c ON c.id = p.category_id
        LEFT JOIN catalog_supplier AS s ON s.id = COALESCE(l.supplier_id, p.supplier_id)
        LEFT JOIN organization_outlet AS outlet ON outlet.id = o.outlet_id
        LEFT JOIN came_back ON came_back.line_id = l.id
        WHERE l.delivered > 0
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)
