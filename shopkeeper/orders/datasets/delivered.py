"""Deliveries as a data set: promised for which day, delivered on which day, by whom, from where."""

from shopkeeper.engines.datasets import Column, DataSet
from shopkeeper.orders.datasets.columns import DATE, FLAG, MAIN_LINE, TEXT, WHAT, WHERE, WHO, ZONE

DELIVERIES = DataSet(
    name="deliveries",
    description="Parcels that were promised for a day.",
    grain="a parcel",
    columns=(
        *WHO,
        *WHERE,
        *WHAT,
        Column("carrier", TEXT, "who brought it", dimension=True),
        Column("service", TEXT, "by which service", dimension=True),
        Column("ship_from", TEXT, "from which node", dimension=True),
        Column("postcode_area", TEXT, "first letters of the postcode", dimension=True),
        Column("weekday", TEXT, "day of the week that was promised", dimension=True),
        Column("promised_on", DATE, "the day promised"),
        Column("delivered_on", DATE, "the local day of delivery; none while it is under way"),
        Column("is_canceled", FLAG, "called back or lost"),
    ),
    sql=f"""
        WITH {ZONE}, {MAIN_LINE}
        SELECT p.id::text AS key, GREATEST(p.written_xid, COALESCE(o.written_xid, p.written_xid)) AS written_xid,
               p.customer_id::text AS customer_id, o.id::text AS order_id, o.number AS order_number,
               (p.promised_on + time '12:00') AT TIME ZONE zone.name AS occurred_at,
               o.outlet_id::text AS outlet_id, outlet.name AS outlet, o.channel AS channel,
               COALESCE(NULLIF(p.region, ''), NULLIF(o.region, '')) AS region,
               main_line.category AS category, main_line.supplier AS supplier,
               COALESCE(NULLIF(carrier.name, ''), carrier.source_key) AS carrier, NULLIF(p.service, '') AS service,
               NULLIF(p.ship_from, '') AS ship_from,
               COALESCE(NULLIF(p.postcode_area, ''), NULLIF(o.postcode_area, '')) AS postcode_area,
               trim(to_char(p.promised_on, 'Day')) AS weekday, p.promised_on AS promised_on,
               (p.delivered_at AT TIME ZONE zone.name)::date AS delivered_on, p.canceled_at IS NOT NULL AS is_canceled
        FROM delivery_parcel AS p CROSS JOIN zone
        LEFT JOIN orders_order AS o ON p.ref = 'order:' || o.id::text
        LEFT JOIN main_line ON main_line.order_id = o.id
        LEFT JOIN organization_outlet AS outlet ON outlet.id = o.outlet_id
        LEFT JOIN delivery_carrier AS carrier ON carrier.id = p.carrier_id
        WHERE p.promised_on IS NOT NULL
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)
