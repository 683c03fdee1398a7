"""Looks at the feeds of stock, one an hour and location."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet

TEXT, FLAG, TIME, INTEGER = ColumnType.TEXT, ColumnType.BOOLEAN, ColumnType.TIMESTAMP, ColumnType.INTEGER

FEED_LOOKS = DataSet(
    name="stock_feed_looks",
    description="Looks at how long each location that tells of its stock had said nothing, one an hour.",
    grain="a location in an hour",
    columns=(
        Column("outlet_id", TEXT, "whose stock it is, as an id"),
        Column("outlet", TEXT, "whose stock it is; none for warehouses and suppliers", dimension=True),
        Column("region", TEXT, "where the outlet is", dimension=True),
        Column("location", TEXT, "at which location", dimension=True),
        Column("location_kind", TEXT, "store, warehouse, supplier", dimension=True),
        Column("supplier", TEXT, "which supplier keeps it", dimension=True),
        Column("occurred_at", TIME, "when it was looked at"),
        Column("age_minutes", INTEGER, "minutes since it was heard of; none where it never was"),
        Column("limit_minutes", INTEGER, "how many it may say nothing, with its closed hours"),
        Column("was_fresh", FLAG, "it was heard of in time, so its stock was promised"),
    ),
    sql="""
        SELECT x.id::text AS key, x.written_xid AS written_xid, l.outlet_id::text AS outlet_id, o.name AS outlet,
               r.name AS region, l.name AS location, l.kind AS location_kind,
               COALESCE(NULLIF(s.name, ''), s.source_key) AS supplier, x.looked_at AS occurred_at,
               x.age_minutes::bigint AS age_minutes, x.limit_minutes::bigint AS limit_minutes,
               COALESCE(x.age_minutes <= x.limit_minutes, false) AS was_fresh
        FROM inventory_feedlook AS x JOIN inventory_location AS l ON l.id = x.location_id
        LEFT JOIN organization_outlet AS o ON o.id = l.outlet_id
        LEFT JOIN organization_region AS r ON r.id = o.region_id
        LEFT JOIN catalog_supplier AS s ON s.id = l.supplier_id
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)
