"""Pairs of records about which a model is not sure are laid before people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.weighing import weigh_proposed
from shopkeeper.customers.contracts import ProposalKind, ProposalOutcome, ProposedPair
from shopkeeper.customers.models import Proposal
from shopkeeper.customers.queries.matching import list_decided
from shopkeeper.customers.sql import read, run

_ROUNDING = 1e-9
PATIENCE_DAYS = 7
"""A pair that was skipped comes back after so long, or as soon as another model still proposes it."""

_SAID = """
WITH said AS (
    SELECT DISTINCT ON (one, other) * FROM (
        SELECT least(a, b) AS one, greatest(a, b) AS other, probability, version, origin, kind
        FROM unnest(%(ones)s::uuid[], %(others)s::uuid[], %(probabilities)s::float8[], %(versions)s::int[],
                    %(origins)s::text[], %(kinds)s::text[]) AS p (a, b, probability, version, origin, kind)
    ) AS pairs WHERE one <> other ORDER BY one, other, probability DESC
)
SELECT said.one, said.other, said.probability, said.version, said.origin, said.kind, mine.id, theirs.id
FROM said CROSS JOIN LATERAL (
    SELECT coalesce(c.merged_into_id, c.id) AS id FROM customers_sourcerecord AS r
    JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id WHERE r.id = said.one AND r.erased_at IS NULL OFFSET 0
) AS mine CROSS JOIN LATERAL (
    SELECT coalesce(c.merged_into_id, c.id) AS id FROM customers_sourcerecord AS r
    JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id WHERE r.id = said.other AND r.erased_at IS NULL OFFSET 0
) AS theirs
"""
"""Looked up for one pair after the other, which is what OFFSET is for: until a young installation is analyzed the
planner believes that few links are in force, starts with all of them on both sides, and takes seconds for a pair."""
_PROPOSED = ("ones", "others", "probabilities", "versions", "origins", "kinds", "mine", "theirs")

_OPEN = """
WITH apart AS MATERIALIZED (
    SELECT coalesce(f.merged_into_id, f.id) AS first, coalesce(s.merged_into_id, s.id) AS second
    FROM customers_distinction AS d JOIN customers_customer AS f ON f.id = d.first_id
    JOIN customers_customer AS s ON s.id = d.second_id WHERE d.withdrawn_at IS NULL
), skipped AS (
    SELECT p.one_id, p.other_id, p.model_version FROM customers_proposal AS p
    WHERE p.outcome = 'skipped' AND p.settled_at > %(now)s - %(patience)s * interval '1 day'
), undecided AS (
    SELECT p.* FROM unnest(
        %(ones)s::uuid[], %(others)s::uuid[], %(probabilities)s::float8[], %(versions)s::int[], %(origins)s::text[],
        %(kinds)s::text[], %(mine)s::uuid[], %(theirs)s::uuid[]
    ) AS p (one, other, probability, version, origin, kind, mine, theirs)
    WHERE CASE p.kind WHEN 'part' THEN p.mine = p.theirs AND p.mine <> ALL(%(decided)s::uuid[])
          ELSE p.mine <> p.theirs AND NOT EXISTS (
              SELECT FROM apart AS a WHERE (a.first, a.second) IN ((p.mine, p.theirs), (p.theirs, p.mine))) END
    AND NOT EXISTS (SELECT FROM skipped AS s
                    WHERE s.one_id = p.one AND s.other_id = p.other AND s.model_version = p.version)
), written AS (
    INSERT INTO customers_proposal AS p
        (id, one_id, other_id, probability, model_version, origin, kind, worth, proposed_at, settled_by, outcome)
    SELECT uuidv7(), one, other, probability, version, origin, kind, 0, %(now)s, '', '' FROM undecided
    ORDER BY one, other
    ON CONFLICT (one_id, other_id) WHERE settled_at IS NULL DO UPDATE SET
        probability = EXCLUDED.probability, model_version = EXCLUDED.model_version, kind = EXCLUDED.kind
    WHERE (p.probability, p.model_version, p.kind)
          IS DISTINCT FROM (EXCLUDED.probability, EXCLUDED.model_version, EXCLUDED.kind)
    RETURNING xmax = 0 AS fresh
)
SELECT count(*) FILTER (WHERE fresh) FROM written
"""

_OVERTAKEN = """
UPDATE customers_proposal AS p SET settled_at = %(now)s, settled_by = %(by)s, outcome = %(outcome)s
FROM customers_link AS l, customers_link AS m, customers_customer AS c, customers_customer AS d
WHERE p.settled_at IS NULL AND l.record_id = p.one_id AND m.record_id = p.other_id
  AND l.ends_at IS NULL AND m.ends_at IS NULL AND c.id = l.customer_id AND d.id = m.customer_id
  AND (coalesce(c.merged_into_id, c.id) = coalesce(d.merged_into_id, d.id)) = (p.kind = 'join')
  AND (%(people)s::uuid[] IS NULL OR ARRAY[c.id, c.merged_into_id, d.id, d.merged_into_id] && %(people)s::uuid[])
"""


@action
def propose_pairs(*, pairs: Sequence[ProposedPair], by: Actor, now: datetime) -> int:
    """Lay pairs before people; gives how many are new in the queue. Set-wise, so call it once a batch.

    Ignored are pairs that people decided on, pairs to join that are one customer already, pairs to part that are two,
    and pairs skipped lately. A pair that waits already gets the new probability.
    """
    if not pairs:
        return 0
    said = read(_SAID, _columns(pairs))
    if not said:
        return 0
    proposed = dict(zip(_PROPOSED, map(list, zip(*said, strict=True)), strict=True))
    part = any(pair.kind is ProposalKind.PART for pair in pairs)
    facts = {"now": now, "patience": PATIENCE_DAYS, "decided": list(list_decided()) if part else []}
    [(fresh,)] = read(_OPEN, facts | proposed)
    weigh_proposed(proposed)
    return int(fresh)


@action
def settle_overtaken(*, people: Iterable[UUID] | None = None, by: Actor, now: datetime) -> int:
    """Close proposals that were carried out elsewhere, of everybody or of these customers; gives how many."""
    chosen = None if people is None else list(people)
    return run(_OVERTAKEN, {"now": now, "by": sign(by), "outcome": ProposalOutcome.OVERTAKEN, "people": chosen})


@action
def settle_unlikely(*, less_than: float, by: Actor, now: datetime) -> int:
    """Ask people no more about pairs that are less likely to be one than what they are to be asked about."""
    unlikely = Proposal.objects.filter(settled_at=None, kind=ProposalKind.JOIN, probability__lt=less_than - _ROUNDING)
    return unlikely.update(settled_at=now, settled_by=sign(by), outcome=ProposalOutcome.OVERTAKEN)


def _columns(pairs: Sequence[ProposedPair]) -> dict[str, list[object]]:
    return {
        "ones": [pair.record_id for pair in pairs],
        "others": [pair.other_record_id for pair in pairs],
        "probabilities": [pair.probability for pair in pairs],
        "versions": [pair.model_version for pair in pairs],
        "origins": [pair.origin.value for pair in pairs],
        "kinds": [pair.kind.value for pair in pairs],
    }
