"""What improvement offers to analytics: problems, and how long they have been with customers."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, Refresh, register

TEXT, NUMBER, FLAG, TIME = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.TIMESTAMP

PROBLEMS = DataSet(
    name="problems",
    description="Problems: causes that keep hurting customers until figures say that they are over.",
    grain="a problem",
    columns=(
        Column("problem_number", TEXT, "the problem's number"),
        Column("occurred_at", TIME, "when it was opened"),
        Column("outlet_id", TEXT, "its outlet, as an id; none for those of a department or the company"),
        Column("outlet", TEXT, "its outlet", dimension=True),
        Column("level", TEXT, "outlet, department or company", dimension=True),
        Column("metric", TEXT, "what is watched", dimension=True),
        Column("owner_role", TEXT, "whose it is", dimension=True),
        Column("cost_a_year", NUMBER, "what it costs in a year"),
        Column("people", NUMBER, "customers touched"),
        Column("attempts", NUMBER, "how often somebody wanted to close it"),
        Column("is_closed", FLAG, "figures have closed it"),
        Column("was_reopened", FLAG, "figures have opened it again"),
        Column("open_days", NUMBER, "days from its opening to its closing; none while it is open"),
    ),
    sql="""
        SELECT p.id::text AS key, p.number AS problem_number, p.opened_at AS occurred_at,
               p.outlet_id::text AS outlet_id, o.name AS outlet, p.level AS level, w.metric AS metric,
               p.owner_role AS owner_role, p.cost_a_year::float8 AS cost_a_year,
               (SELECT count(DISTINCT a.customer_id) FROM improvement_affected AS a WHERE a.problem_id = p.id)::float8
                   AS people,
               (SELECT count(*) FROM improvement_closingattempt AS t WHERE t.problem_id = p.id)::float8 AS attempts,
               p.closed_at IS NOT NULL AS is_closed,
               EXISTS (SELECT 1 FROM improvement_relapse AS r WHERE r.problem_id = p.id) AS was_reopened,
               (extract(epoch FROM p.closed_at - p.opened_at) / 86400)::float8 AS open_days
        FROM improvement_problem AS p LEFT JOIN improvement_watch AS w ON w.problem_id = p.id
        LEFT JOIN organization_outlet AS o ON o.id = p.outlet_id
    """,
    scope_columns=("outlet_id",),
    time_column="occurred_at",
    refresh=Refresh.FULL,
    sources=(
        "improvement_problem", "improvement_watch", "improvement_affected", "improvement_closingattempt",
        "improvement_relapse",
    ),
)  # fmt: skip

register(PROBLEMS)
