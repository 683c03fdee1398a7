"""What the customer record offers to analytics: who survived a merge, joined when a question is asked."""

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, Refresh, register

SURVIVORS = DataSet(
    name="customer_survivors",
    description="Merged customers and who they are today. Nothing is rewritten by a merge: readers join this.",
    grain="a merged customer",
    columns=(
        Column("customer_id", ColumnType.TEXT, "the id under which facts were recorded"),
        Column("survivor_id", ColumnType.TEXT, "the customer that it leads to today"),
    ),
    sql="""
        WITH RECURSIVE chain AS (
            SELECT id, merged_into_id AS survivor_id FROM customers_customer WHERE merged_into_id IS NOT NULL
            UNION ALL
            SELECT chain.id, next.merged_into_id FROM chain
            JOIN customers_customer AS next ON next.id = chain.survivor_id AND next.merged_into_id IS NOT NULL
        )
        SELECT chain.id::text AS key, chain.id::text AS customer_id, chain.survivor_id::text AS survivor_id
        FROM chain JOIN customers_customer AS last ON last.id = chain.survivor_id AND last.merged_into_id IS NULL
    """,
    refresh=Refresh.FULL,
    sources=("customers_customer",),
    is_open=True,
)

register(SURVIVORS)
