"""Open proposals are put in the order of what they are worth."""

from typing import Any
from uuid import UUID

from shopkeeper.customers.contracts import ProposalKind
from shopkeeper.customers.rules.worth import worth_of_pair
from shopkeeper.customers.sql import read, run
from shopkeeper.customers.worth import weigh_customers

# A statement of either person about the same purpose that the other contradicts.
_PAIRS = """
WITH pair AS (
    SELECT q.id, q.kind, q.probability, p.mine, p.theirs
    FROM unnest(%(ones)s::uuid[], %(others)s::uuid[], %(mine)s::uuid[], %(theirs)s::uuid[])
         AS p (one, other, mine, theirs)
    JOIN customers_proposal AS q ON q.one_id = p.one AND q.other_id = p.other AND q.settled_at IS NULL
)
SELECT id, kind, probability, mine, theirs, EXISTS (
    SELECT FROM customers_consent AS a JOIN customers_consent AS b ON b.purpose = a.purpose
    WHERE a.customer_id = pair.mine AND b.customer_id = pair.theirs
    AND (a.state = 'granted') <> (b.state = 'granted')
) FROM pair
"""
_WORTH = """
UPDATE customers_proposal AS p SET worth = w.worth
FROM unnest(%(ids)s::uuid[], %(worth)s::float8[]) AS w (id, worth) WHERE p.id = w.id AND p.worth <> w.worth
"""


def weigh_proposed(proposed: dict[str, Any]) -> None:
    """Say what the open proposals are worth today: `ones` and `others`, two records, `mine` and `theirs`, whose."""
    pairs = read(_PAIRS, proposed)
    people: list[UUID] = sorted({owner for *_, one, other, _contested in pairs for owner in (one, other)})
    if not people:
        return
    points = weigh_customers(people)
    worth = [
        worth_of_pair(
            points.get(one, 0.0),
            points.get(other, 0.0) if other != one else 0.0,
            probability=probability,
            kind=ProposalKind(kind),
            contested=contested,
        )
        for _id, kind, probability, one, other, contested in pairs
    ]
    run(_WORTH, {"ids": [row[0] for row in pairs], "worth": worth})
