"""The pairs that wait for people: which comes next, how many there are, and whether one concerns a customer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.remembering import remembered
from shopkeeper.customers.contracts import ProposalKind, ProposalOutcome
from shopkeeper.customers.models import Proposal
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of
from shopkeeper.customers.sql import read

# What was carried out elsewhere waits no more, even before anybody settles the row.
_WAITING = """
FROM customers_proposal AS p
JOIN customers_link AS l ON l.record_id = p.one_id AND l.ends_at IS NULL
JOIN customers_link AS m ON m.record_id = p.other_id AND m.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id JOIN customers_customer AS d ON d.id = m.customer_id
WHERE p.settled_at IS NULL AND (coalesce(c.merged_into_id, c.id) = coalesce(d.merged_into_id, d.id)) = (p.kind = 'part')
AND NOT EXISTS (
    SELECT FROM customers_distinction AS x
    JOIN customers_customer AS f ON f.id = x.first_id JOIN customers_customer AS s ON s.id = x.second_id
    WHERE x.withdrawn_at IS NULL AND (coalesce(f.merged_into_id, f.id), coalesce(s.merged_into_id, s.id)) IN (
        (coalesce(c.merged_into_id, c.id), coalesce(d.merged_into_id, d.id)),
        (coalesce(d.merged_into_id, d.id), coalesce(c.merged_into_id, c.id))))
"""
_PAIR = "least({one}, {other})::text || greatest({one}, {other})::text".format(
    one="coalesce(c.merged_into_id, c.id)", other="coalesce(d.merged_into_id, d.id)"
)
_QUESTION = f"CASE p.kind WHEN 'join' THEN {_PAIR} ELSE p.id::text END"
"""What people are asked: whether two customers are one, however many of their records are alike."""

# The open pairs of records that ask the same as p, looked for from the few records of the two customers.
_RECORDS = """(SELECT k.record_id FROM customers_customer AS f
    JOIN customers_link AS k ON k.customer_id = f.id AND k.ends_at IS NULL
    WHERE f.id = coalesce({0}.merged_into_id, {0}.id) OR f.merged_into_id = coalesce({0}.merged_into_id, {0}.id))"""
_MINE, _THEIRS = _RECORDS.format("c"), _RECORDS.format("d")
_BESIDE = f"""
FROM customers_proposal AS q WHERE p.kind = 'join' AND q.kind = 'join' AND q.settled_at IS NULL AND (
    q.one_id IN {_MINE} AND q.other_id IN {_THEIRS} OR q.one_id IN {_THEIRS} AND q.other_id IN {_MINE})
"""
_FIRST = f"{_WAITING} AND NOT EXISTS (SELECT {_BESIDE} AND (-q.worth, q.id) < (-p.worth, p.id))"
"""Of the pairs that ask the same the one that is worth most speaks for all."""

_QUEUE = f"""
SELECT p.id, p.kind, p.probability, p.worth, p.proposed_at, l.customer_id, m.customer_id,
       greatest(1, (SELECT count(*) {_BESIDE})) {_FIRST}
ORDER BY p.worth DESC, p.id LIMIT %(limit)s
"""
_NEXT = f"SELECT p.id {_FIRST} ORDER BY p.worth DESC, p.id LIMIT 1"
_BEHIND = f"SELECT p.id {_FIRST} AND (-p.worth, p.id) > (%(worth)s, %(id)s) ORDER BY p.worth DESC, p.id LIMIT 1"
_BEFORE = f"SELECT p.id {_FIRST} AND (-p.worth, p.id) < (%(worth)s, %(id)s) ORDER BY p.worth, p.id DESC LIMIT 1"
_COUNT = f"SELECT count(DISTINCT {_QUESTION}), min(p.proposed_at) {_WAITING}"
_OTHERS = f"""
SELECT q.id, q.probability, q.one_id, q.other_id FROM customers_proposal AS p
JOIN customers_link AS l ON l.record_id = p.one_id AND l.ends_at IS NULL
JOIN customers_link AS m ON m.record_id = p.other_id AND m.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id JOIN customers_customer AS d ON d.id = m.customer_id
CROSS JOIN LATERAL (SELECT q.* {_BESIDE}) AS q
WHERE p.id = %(id)s AND q.id <> p.id ORDER BY q.probability DESC, q.id
"""  # noqa: S608  built from constants of this module
_ASKED_FROM = f"SELECT max(p.probability) {_WAITING} GROUP BY {_QUESTION}"
# Looked for on every page of a customer: from their few links to the pairs, never through all pairs that wait.
_OF_CUSTOMER = f"""
SELECT p.id {_WAITING} AND p.kind = 'join' AND p.id IN (
    SELECT q.id FROM customers_link AS k JOIN customers_proposal AS q ON q.one_id = k.record_id
    WHERE k.customer_id = ANY(%(ids)s::uuid[]) AND k.ends_at IS NULL AND q.settled_at IS NULL
    UNION ALL
    SELECT q.id FROM customers_link AS k JOIN customers_proposal AS q ON q.other_id = k.record_id
    WHERE k.customer_id = ANY(%(ids)s::uuid[]) AND k.ends_at IS NULL AND q.settled_at IS NULL)
ORDER BY p.probability DESC, p.id LIMIT 1
"""  # noqa: S608  built from constants of this module


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A pair in a list: who, what is proposed, how sure the model is that they are one, what deciding is worth."""

    id: UUID
    kind: ProposalKind
    probability: float
    worth: float
    proposed_at: datetime
    one_id: UUID
    one_name: str
    other_id: UUID
    other_name: str
    pairs: int
    """So many pairs of their records are alike; one answer settles all of them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many pairs of customers wait, and since when the oldest does."""

    pairs: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided last, so that it can be taken back."""

    id: UUID
    kind: ProposalKind
    outcome: ProposalOutcome
    one_name: str
    other_name: str


def list_proposals(*, limit: int) -> list[ProposalCard]:
    """The questions that wait, the most valuable first: two customers stand there once."""
    rows = read(_QUEUE, {"limit": limit})
    cards = get_customer_cards(customer for *_, one, other, _pairs in rows for customer in (one, other))
    names = {customer: card.name or card.number for customer, card in cards.items()}
    return [
        ProposalCard(
            id=identifier, kind=ProposalKind(kind), probability=probability, worth=worth, proposed_at=proposed_at,
            one_id=one, one_name=names.get(one, ""), other_id=other, other_name=names.get(other, ""), pairs=pairs,
        )
        for identifier, kind, probability, worth, proposed_at, one, other, pairs in rows
    ]  # fmt: skip


def find_next_proposal() -> UUID | None:
    """The pair to look at next."""
    rows = read(_NEXT)
    return rows[0][0] if rows else None


def list_beside(proposal_id: UUID) -> list[tuple[UUID, float, UUID, UUID]]:
    """The other pairs of records that ask the same, the likeliest first: id, how sure, and the two records."""
    return [(other, sure, left, right) for other, sure, left, right in read(_OTHERS, {"id": proposal_id})]


def list_probabilities() -> list[float]:
    """How sure the model is of each question that waits."""
    return [sure for (sure,) in read(_ASKED_FROM)]


def find_neighbors(proposal_id: UUID) -> tuple[UUID | None, UUID | None]:
    """The pairs before and behind this one in the queue."""
    worth = Proposal.objects.filter(pk=proposal_id).values_list("worth", flat=True).first() or 0.0
    found = (read(statement, {"worth": -worth, "id": proposal_id}) for statement in (_BEFORE, _BEHIND))
    before, behind = (rows[0][0] if rows else None for rows in found)
    return before, behind


@remembered
def count_waiting() -> Waiting:
    """How many wait, and how old the oldest is."""
    [(pairs, oldest_at)] = read(_COUNT)
    return Waiting(pairs, oldest_at)


def find_proposal_of(customer_id: UUID) -> UUID | None:
    """The likeliest pair to be joined of which this customer is one side; None when nobody looks like them."""
    rows = read(_OF_CUSTOMER, {"ids": ids_of(customer_id)})
    return rows[0][0] if rows else None


def find_last_decision(signature: str, *, since: datetime) -> Decided | None:
    """What somebody (as they sign) decided last, if it was lately."""
    settled = Proposal.objects.filter(settled_by=signature, settled_at__gte=since)
    decided = settled.exclude(outcome=ProposalOutcome.OVERTAKEN).select_related("one", "other")
    row = decided.order_by("-settled_at").first()
    if row is None:
        return None
    return Decided(row.id, ProposalKind(row.kind), ProposalOutcome(row.outcome), row.one.name, row.other.name)
