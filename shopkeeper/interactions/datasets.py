"""What the interactions offer to analytics: contacts, and the steps towards a purchase in the e-shop."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, Refresh, register

TEXT, NUMBER, FLAG, TIME = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.TIMESTAMP

CONTACTS = DataSet(
    name="contacts",
    description="Calls, chats, mails and letters of customers, with their waiting and handling times.",
    grain="a contact",
    columns=(
        Column("customer_id", TEXT, "who got in touch; none when unknown"),
        Column("occurred_at", TIME, "when"),
        Column("outlet_id", TEXT, "where, as an id"),
        Column("outlet", TEXT, "where", dimension=True),
        Column("channel", TEXT, "how", dimension=True),
        Column("topic", TEXT, "about what", dimension=True),
        Column("outcome", TEXT, "how it ended", dimension=True),
        Column("weekday", TEXT, "day of the week", dimension=True),
        Column("hours", TEXT, "part of the day", dimension=True),
        Column("order_ref", TEXT, "about which order"),
        Column("queue_seconds", NUMBER, "waited, in seconds"),
        Column("handle_seconds", NUMBER, "handled, in seconds"),
        Column("is_repeated", FLAG, "the same person got in touch again within seven days"),
    ),
    sql="""
        WITH zone AS (SELECT COALESCE(max(time_zone), 'UTC') AS name FROM organization_retailer)
        SELECT i.id::text AS key, i.customer_id::text AS customer_id, i.occurred_at AS occurred_at,
               i.outlet_id::text AS outlet_id, o.name AS outlet, i.channel AS channel, t.name AS topic,
               NULLIF(i.outcome, '') AS outcome,
               trim(to_char(i.occurred_at AT TIME ZONE zone.name, 'Day')) AS weekday,
               CASE WHEN extract(hour FROM i.occurred_at AT TIME ZONE zone.name) < 9 THEN 'before 9'
                    WHEN extract(hour FROM i.occurred_at AT TIME ZONE zone.name) < 12 THEN '9 to 12'
                    WHEN extract(hour FROM i.occurred_at AT TIME ZONE zone.name) < 15 THEN '12 to 15'
                    WHEN extract(hour FROM i.occurred_at AT TIME ZONE zone.name) < 18 THEN '15 to 18'
                    ELSE 'after 18' END AS hours,
               NULLIF(i.order_ref, '') AS order_ref,
               i.queue_seconds::float8 AS queue_seconds, i.handle_seconds::float8 AS handle_seconds,
               CASE WHEN i.customer_id IS NOT NULL THEN COALESCE(
                   lead(i.occurred_at) OVER (PARTITION BY i.customer_id ORDER BY i.occurred_at)
                       <= i.occurred_at + interval '7 days', false) END AS is_repeated
        FROM interactions_interaction AS i CROSS JOIN zone
        LEFT JOIN organization_outlet AS o ON o.id = i.outlet_id
        LEFT JOIN interactions_topic AS t ON t.id = i.topic_id
        WHERE i.kind IN ('call', 'chat', 'email', 'letter')
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
    refresh=Refresh.FULL,
    sources=("interactions_interaction", "interactions_topic", "organization_outlet"),
)

CHECKOUT_STEPS = DataSet(
    name="checkout_steps",
    description="Each step that somebody reached on the way to a purchase, and whether they went on to the next.",
    grain="a step reached in a session",
    columns=(
        Column("session_key", TEXT, "the session"),
        Column("customer_id", TEXT, "who; none when unknown"),
        Column("occurred_at", TIME, "when the step was reached"),
        Column("step", TEXT, "which step", dimension=True),
        Column("went_on", FLAG, "whether the next step was reached in the same session"),
        Column("region", TEXT, "where the customer lives", dimension=True),
        Column("postcode_area", TEXT, "first letters of the postcode", dimension=True),
        Column("outlet", TEXT, "the store nearest to the customer", dimension=True),
        Column("outlet_id", TEXT, "the same, as an id"),
        Column("device", TEXT, "phone, tablet, desktop", dimension=True),
        Column("options", TEXT, "what was shown at this step (a code)", dimension=True),
        Column("value", NUMBER, "worth of the cart"),
    ),
    sql="""
        WITH session AS (
            SELECT session_key, max(s.written_xid) AS written_xid, (max(customer_id::text)) AS customer_id,
                   max(s.region) AS region, max(s.postcode_area) AS postcode_area,
                   max(nearest_outlet_id::text) AS outlet_id, max(device) AS device, max(value) AS value,
                   max(detail) FILTER (WHERE step = 'delivery_options') AS options,
                   min(occurred_at) FILTER (WHERE step = 'visit') AS visit,
                   min(occurred_at) FILTER (WHERE step = 'cart') AS cart,
                   min(occurred_at) FILTER (WHERE step = 'checkout') AS checkout,
                   min(occurred_at) FILTER (WHERE step = 'delivery_options') AS delivery_options,
                   min(occurred_at) FILTER (WHERE step = 'payment') AS payment,
                   min(occurred_at) FILTER (WHERE step = 'order') AS placed
            FROM interactions_shopstep AS s GROUP BY session_key
        )
        SELECT session.session_key || ':' || reached.step AS key, session.written_xid AS written_xid,
               session.session_key AS session_key, session.customer_id AS customer_id, reached.at AS occurred_at,
               reached.step AS step, reached.next_at IS NOT NULL AS went_on,
               NULLIF(session.region, '') AS region, NULLIF(session.postcode_area, '') AS postcode_area,
               o.name AS outlet, session.outlet_id AS outlet_id, NULLIF(session.device, '') AS device,
               NULLIF(session.options, '') AS options, session.value::float8 AS value
        FROM session
        CROSS JOIN LATERAL (VALUES
            ('visit', visit, cart), ('cart', cart, checkout), ('checkout', checkout, delivery_options),
            ('delivery options', delivery_options, payment), ('payment', payment, placed)
        ) AS reached (step, at, next_at)
        LEFT JOIN organization_outlet AS o ON o.id = session.outlet_id::uuid
        WHERE reached.at IS NOT NULL
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

register(CONTACTS, CHECKOUT_STEPS)
