"""What the voice of the customer offers to analytics: what people said, what had happened to them, who responds."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, register

TEXT, NUMBER, FLAG, TIME = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.TIMESTAMP

FEEDBACK = DataSet(
    name="feedback_facts",
    description="What customers said, beside the order, the parcel and the place that they speak of.",
    grain="a feedback",
    columns=(
        Column("feedback_id", TEXT, "the feedback"),
        Column("customer_id", TEXT, "who; none when unknown"),
        Column("order_id", TEXT, "about which order"),
        Column("order_number", TEXT, "the order's number"),
        Column("occurred_at", TIME, "when it was said"),
        Column("outlet_id", TEXT, "where, as an id"),
        Column("outlet", TEXT, "where", dimension=True),
        Column("kind", TEXT, "survey, review, complaint, mention", dimension=True),
        Column("channel", TEXT, "how it came", dimension=True),
        Column("touchpoint", TEXT, "about which touchpoint", dimension=True),
        Column("scale", TEXT, "what was asked"),
        Column("score", NUMBER, "what was given"),
        Column("region", TEXT, "where the customer lives", dimension=True),
        Column("category", TEXT, "category of the product or the dearest line", dimension=True),
        Column("department", TEXT, "department spoken of", dimension=True),
        Column("supplier", TEXT, "supplier of the dearest line", dimension=True),
        Column("product", TEXT, "product spoken of or the dearest line", dimension=True),
        Column("carrier", TEXT, "who brought the parcel", dimension=True),
        Column("ship_from", TEXT, "from which node", dimension=True),
        Column("weekday", TEXT, "day of the week", dimension=True),
        Column("hours", TEXT, "part of the day", dimension=True),
        Column("was_late", FLAG, "as they spoke, a parcel had come after the promised day, or had not come by it"),
        Column("days_late", NUMBER, "local days after the promised one"),
        Column("was_returned", FLAG, "something of the order came back"),
        Column("has_text", FLAG, "it comes with words"),
    ),
    sql="""
        WITH zone AS (SELECT COALESCE(max(time_zone), 'UTC') AS name FROM organization_retailer),
        main_line AS (
            SELECT DISTINCT ON (l.order_id) l.order_id, l.product_id, l.supplier_id
            FROM orders_orderline AS l ORDER BY l.order_id, l.unit_price * l.ordered DESC, l.position
        ),
        parcel AS (
            SELECT p.ref, max(p.written_xid) AS written_xid,
                   min(p.promised_on) FILTER (
                       WHERE p.canceled_at IS NULL AND (p.delivered_at IS NULL
                           OR (p.delivered_at AT TIME ZONE zone.name)::date > p.promised_on)
                   ) AS late_from,
                   bool_or(p.promised_on IS NOT NULL) FILTER (WHERE p.canceled_at IS NULL) AS was_promised,
                   max((p.delivered_at AT TIME ZONE zone.name)::date - p.promised_on) AS days_late,
                   max(COALESCE(NULLIF(c.name, ''), c.source_key)) AS carrier,
                   max(NULLIF(p.ship_from, '')) AS ship_from,
                   max(NULLIF(p.region, '')) AS region
            FROM delivery_parcel AS p CROSS JOIN zone LEFT JOIN delivery_carrier AS c ON c.id = p.carrier_id
            GROUP BY p.ref
        ),
        came_back AS (SELECT order_id, bool_or(returned > 0) AS was_returned FROM orders_orderline GROUP BY order_id)
        SELECT f.id::text AS key,
               GREATEST(f.written_xid, COALESCE(o.written_xid, f.written_xid),
                        COALESCE(parcel.written_xid, f.written_xid)) AS written_xid,
               f.id::text AS feedback_id, f.customer_id::text AS customer_id, o.id::text AS order_id,
               o.number AS order_number, f.occurred_at AS occurred_at,
               COALESCE(f.outlet_id, o.outlet_id)::text AS outlet_id, outlet.name AS outlet, f.kind AS kind,
               NULLIF(f.channel, '') AS channel, NULLIF(f.touchpoint, '') AS touchpoint, NULLIF(f.scale, '') AS scale,
               f.score::float8 AS score, COALESCE(NULLIF(o.region, ''), parcel.region) AS region,
               COALESCE(NULLIF(c.name, ''), c.source_key) AS category, NULLIF(f.department_code, '') AS department,
               COALESCE(NULLIF(s.name, ''), s.source_key) AS supplier,
               COALESCE(NULLIF(p.name, ''), p.sku) AS product, parcel.carrier AS carrier,
               parcel.ship_from AS ship_from,
               trim(to_char(f.occurred_at AT TIME ZONE zone.name, 'Day')) AS weekday,
               CASE WHEN extract(hour FROM f.occurred_at AT TIME ZONE zone.name) < 9 THEN 'before 9'
                    WHEN extract(hour FROM f.occurred_at AT TIME ZONE zone.name) < 12 THEN '9 to 12'
                    WHEN extract(hour FROM f.occurred_at AT TIME ZONE zone.name) < 15 THEN '12 to 15'
                    WHEN extract(hour FROM f.occurred_at AT TIME ZONE zone.name) < 18 THEN '15 to 18'
                    ELSE 'after 18' END AS hours,
               CASE WHEN parcel.was_promised THEN COALESCE(
                   (f.occurred_at AT TIME ZONE zone.name)::date > parcel.late_from, false) END AS was_late,
               GREATEST(parcel.days_late, 0)::float8 AS days_late,
               came_back.was_returned AS was_returned, f.text <> '' AS has_text
        FROM feedback_feedback AS f CROSS JOIN zone
        LEFT JOIN orders_order AS o ON o.id = f.order_id
        LEFT JOIN main_line ON main_line.order_id = o.id
        LEFT JOIN catalog_product AS p ON p.id = COALESCE(f.product_id, main_line.product_id)
        LEFT JOIN catalog_category AS c ON c.id = p.category_id
        LEFT JOIN catalog_supplier AS s ON s.id = COALESCE(main_line.supplier_id, p.supplier_id)
        LEFT JOIN parcel ON parcel.ref = 'order:' || o.id::text
        LEFT JOIN came_back ON came_back.order_id = o.id
        LEFT JOIN organization_outlet AS outlet ON outlet.id = COALESCE(f.outlet_id, o.outlet_id)
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

INVITATIONS = DataSet(
    name="invitations",
    description="Customers who were asked, and whether they responded.",
    grain="an invitation",
    columns=(
        Column("customer_id", TEXT, "who was asked"),
        Column("order_id", TEXT, "about which order"),
        Column("occurred_at", TIME, "when they were asked"),
        Column("outlet_id", TEXT, "where, as an id"),
        Column("outlet", TEXT, "where", dimension=True),
        Column("touchpoint", TEXT, "about which touchpoint", dimension=True),
        Column("has_responded", FLAG, "whether they responded"),
        Column("responded_after", NUMBER, "days until the first response; none without"),
    ),
    sql="""
        WITH response AS (
            SELECT invitation_id, max(written_xid) AS written_xid, min(occurred_at) AS first_at FROM feedback_feedback
            WHERE invitation_id IS NOT NULL GROUP BY invitation_id
        )
        SELECT i.id::text AS key, GREATEST(i.written_xid, COALESCE(r.written_xid, i.written_xid)) AS written_xid,
               i.customer_id::text AS customer_id, i.order_id::text AS order_id, i.sent_at AS occurred_at,
               i.outlet_id::text AS outlet_id, o.name AS outlet, NULLIF(i.touchpoint, '') AS touchpoint,
               r.invitation_id IS NOT NULL AS has_responded,
               (extract(epoch FROM r.first_at - i.sent_at) / 86400)::float8 AS responded_after
        FROM feedback_invitation AS i
        LEFT JOIN response AS r ON r.invitation_id = i.id
        LEFT JOIN organization_outlet AS o ON o.id = i.outlet_id
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

register(FEEDBACK, INVITATIONS)
