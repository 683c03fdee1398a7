"""What recovery offers to analytics: cases, how long they took, and whether anybody was late."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, register

TEXT, NUMBER, FLAG, TIME = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.TIMESTAMP

CASES = DataSet(
    name="cases",
    description="Cases: work to put right what went wrong for one customer.",
    grain="a case",
    columns=(
        Column("customer_id", TEXT, "who was harmed"),
        Column("order_id", TEXT, "about which order"),
        Column("case_number", TEXT, "the case's number"),
        Column("occurred_at", TIME, "when the case was opened"),
        Column("outlet_id", TEXT, "where it happened, as an id"),
        Column("outlet", TEXT, "where it happened", dimension=True),
        Column("fault", TEXT, "what went wrong", dimension=True),
        Column("role", TEXT, "whose people lead it", dimension=True),
        Column("harm", NUMBER, "harm in points"),
        Column("is_silent", FLAG, "the customer never told us"),
        Column("waited_hours", NUMBER, "hours from the harm to the opening"),
        Column("resolved_hours", NUMBER, "hours from the opening to the last resolution; none while it is open"),
        Column("is_resolved", FLAG, "it is resolved"),
        Column("was_reopened", FLAG, "it was not over when somebody thought so"),
        Column("was_kept", FLAG, "every step was done by its time; none while steps are not due yet"),
        Column(
            "given", NUMBER, "worth of the remedies given, in the retailer's currency; what went back for an order once"
        ),
    ),
    sql="""
        WITH step AS (
            SELECT s.case_id, GREATEST(max(s.written_xid), max(c.written_xid)) AS written_xid,
                   bool_and(c.at <= s.due_at) FILTER (WHERE c.at IS NOT NULL) AS done_in_time,
                   bool_and(c.at IS NOT NULL) AS is_done
            FROM recovery_step AS s LEFT JOIN recovery_completion AS c ON c.step_id = s.id GROUP BY s.case_id
        ),
        gift AS (
            SELECT case_id, max(written_xid) AS written_xid,
                   sum(amount) FILTER (WHERE state = 'given') AS given
            FROM recovery_remedy GROUP BY case_id
        ),
        reopened AS (
            SELECT case_id, max(written_xid) AS written_xid FROM recovery_reopening GROUP BY case_id
        )
        SELECT k.id::text AS key,
               GREATEST(k.written_xid, e.written_xid, COALESCE(step.written_xid, k.written_xid),
                        COALESCE(reopened.written_xid, k.written_xid),
                        COALESCE(gift.written_xid, k.written_xid)) AS written_xid,
               k.customer_id::text AS customer_id, e.order_id::text AS order_id, k.number AS case_number,
               k.opened_at AS occurred_at, k.outlet_id::text AS outlet_id, o.name AS outlet, e.fault AS fault,
               k.role AS role, e.harm::float8 AS harm, e.silent AS is_silent,
               (extract(epoch FROM k.opened_at - e.starts_at) / 3600)::float8 AS waited_hours,
               (extract(epoch FROM k.resolved_at - k.opened_at) / 3600)::float8 AS resolved_hours,
               k.resolved_at IS NOT NULL AS is_resolved, reopened.case_id IS NOT NULL AS was_reopened,
               CASE WHEN NOT step.done_in_time THEN false WHEN step.is_done THEN true END AS was_kept,
               COALESCE(gift.given, 0)::float8 AS given
        FROM recovery_case AS k JOIN recovery_episode AS e ON e.id = k.episode_id
        LEFT JOIN step ON step.case_id = k.id LEFT JOIN gift ON gift.case_id = k.id
        LEFT JOIN reopened ON reopened.case_id = k.id
        LEFT JOIN organization_outlet AS o ON o.id = k.outlet_id
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
)

register(CASES)
