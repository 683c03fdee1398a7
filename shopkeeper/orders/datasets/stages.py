"""Stages that parcels and pick-ups went through at their place, and whether each was in time."""

from shopkeeper.engines.datasets import Column, DataSet
from shopkeeper.orders.datasets.columns import FLAG, NUMBER, TEXT, WHEN, WHO, ZONE, hours, weekday

STAGES_PASSED = DataSet(
    name="fulfillment_stages",
    description="Stages of orders at the store or warehouse that fulfills them: released, found, packed, handed over.",
    grain="a stage that a parcel or a pick-up is through with",
    columns=(
        *WHO,
        Column("outlet_id", TEXT, "at which store, as an id; none for a warehouse"),
        Column("outlet", TEXT, "at which store", dimension=True),
        Column("node", TEXT, "at which store or warehouse", dimension=True),
        *WHEN,
        Column("stage", TEXT, "which stage: release, pick, pack, hand_over", dimension=True),
        Column("is_judged", FLAG, "there was a time by which it should have been done"),
        Column("was_in_time", FLAG, "it was done by then"),
        Column("open_minutes", NUMBER, "how long it waited while the place was open, in minutes"),
    ),
    sql=f"""
        WITH {ZONE}
        SELECT s.id::text AS key, GREATEST(s.written_xid, o.written_xid) AS written_xid,
               o.customer_id::text AS customer_id, o.id::text AS order_id, o.number AS order_number,
               s.passed_at AS occurred_at, s.outlet_id::text AS outlet_id, outlet.name AS outlet, s.place AS node,
               {weekday("s.passed_at")} AS weekday, {hours("s.passed_at")} AS hours, s.stage AS stage,
               s.due_at IS NOT NULL AS is_judged, COALESCE(s.passed_at <= s.due_at, false) AS was_in_time,
               s.open_seconds / 60.0::float8 AS open_minutes
        FROM orders_stagepassed AS s CROSS JOIN zone
        JOIN orders_order AS o ON o.id = s.order_id
        LEFT JOIN organization_outlet AS outlet ON outlet.id = s.outlet_id
        WHERE s.undone_at IS NULL
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)
