"""What the stock offers to analytics: how often it told the truth, what counts found, how old records and feeds are."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, register
from shopkeeper.inventory.datasets.feeds import FEED_LOOKS

TEXT, FLAG, TIME = ColumnType.TEXT, ColumnType.BOOLEAN, ColumnType.TIMESTAMP
INTEGER, NUMBER = ColumnType.INTEGER, ColumnType.NUMBER

_PLACE = (
    Column("outlet_id", TEXT, "whose stock it is, as an id"),
    Column("location", TEXT, "at which location", dimension=True),
    Column("location_kind", TEXT, "store, warehouse, supplier", dimension=True),
)
_WHAT = (
    Column("sku", TEXT, "which product"),
    Column("category", TEXT, "category of the product", dimension=True),
    Column("supplier", TEXT, "who supplies the product", dimension=True),
)
_OF_BOTH = """
    l.outlet_id::text AS outlet_id, l.name AS location, l.kind AS location_kind, t.sku,
    COALESCE(NULLIF(c.name, ''), c.source_key) AS category, COALESCE(NULLIF(s.name, ''), s.source_key) AS supplier"""
_JOINS = """
    JOIN inventory_location AS l ON l.id = x.location_id JOIN catalog_product AS t ON t.id = x.product_id
    LEFT JOIN catalog_category AS c ON c.id = t.category_id LEFT JOIN catalog_supplier AS s ON s.id = t.supplier_id"""

SEARCHES = DataSet(
    name="stock_searches",
    description="Promised pieces that somebody went for, and whether they were there.",
    grain="a search",
    columns=(
        *_PLACE,
        *_WHAT,
        Column("occurred_at", TIME, "when"),
        Column("wanted", INTEGER, "pieces that were promised"),
        Column("missing", INTEGER, "pieces that were not there"),
        Column("was_not_found", FLAG, "something was not there"),
    ),
    sql=f"""
        SELECT x.id::text AS key, x.written_xid AS written_xid, {_OF_BOTH}, x.occurred_at AS occurred_at,
               x.wanted::bigint AS wanted, x.missing::bigint AS missing, x.missing > 0 AS was_not_found
        FROM inventory_search AS x {_JOINS}
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

COUNTS = DataSet(
    name="stock_counts",
    description="Shelves that somebody counted, and how far the record was off.",
    grain="a count",
    columns=(
        *_PLACE,
        *_WHAT,
        Column("occurred_at", TIME, "when"),
        Column("counted", INTEGER, "pieces that were there"),
        Column("difference", INTEGER, "pieces that the record gained by it"),
        Column("was_wrong", FLAG, "the record was off"),
    ),
    sql=f"""
        SELECT x.id::text AS key, x.written_xid AS written_xid, {_OF_BOTH}, x.occurred_at AS occurred_at,
               x.quantity::bigint AS counted, x.on_hand::bigint AS difference, x.on_hand <> 0 AS was_wrong
        FROM inventory_movement AS x {_JOINS}
        WHERE x.kind = 'count' AND x.reason <> 'counted since'
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

POSITIONS = DataSet(
    name="stock_positions",
    description="What the record says is where, how sure that is, and since when nobody has looked.",
    grain="a product at a location",
    columns=(
        *_PLACE,
        *_WHAT,
        Column("on_hand", INTEGER, "pieces on the record"),
        Column("reserved", INTEGER, "pieces kept for somebody"),
        Column("held_back", INTEGER, "pieces held back, beside percentages"),
        Column("accuracy", NUMBER, "how often the record was right of late, from 0 to 1"),
        Column("last_counted_at", TIME, "when somebody counted last"),
        Column("last_sold_at", TIME, "when it sold last"),
        Column("fed_at", TIME, "until when its record was confirmed"),
    ),
    sql=f"""
        SELECT x.product_id::text || '/' || x.location_id AS key, x.written_xid AS written_xid, {_OF_BOTH},
               x.on_hand::bigint AS on_hand, x.reserved::bigint AS reserved,
               (x.safety + x.buffer)::bigint AS held_back, x.accuracy::float8 AS accuracy,
               x.last_counted_at AS last_counted_at, x.last_sold_at AS last_sold_at,
               GREATEST(x.fed_at, l.fed_at) AS fed_at
        FROM inventory_position AS x {_JOINS}
    """,
    scope_columns=("outlet_id",),
)

register(SEARCHES, COUNTS, POSITIONS, FEED_LOOKS)
