"""The second half of an arrival: who is who among arriving rows and known customers."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shopkeeper.core.ids import new_id
from shopkeeper.customers.contracts import LinkReason, MatchKind
from shopkeeper.customers.rules.clusters import Clusters, Evidence
from shopkeeper.customers.sql import read

# A first name that is not given joins the only one there is, and nobody where there are several. A telephone without a
# family name joins nobody: it is a key only so that one that stands everywhere is noticed.
_EVIDENCE = """
WITH counted AS (
    SELECT k.* FROM customers_arriving_key AS k
    WHERE k.kind = ANY(%(kinds)s) AND (k.kind <> 'phone_and_name' OR k.part <> 0)
      AND NOT EXISTS (SELECT FROM customers_sharedvalue AS s WHERE s.kind = k.kind AND s.digest = k.digest)
), held AS (
    SELECT k.kind, k.digest, k.part, k.initial, k.line, a.owner_id
    FROM counted AS k JOIN customers_arriving AS a USING (line)
    UNION ALL
    SELECT m.kind, m.digest, m.part, m.initial, NULL, coalesce(c.merged_into_id, c.id)
    FROM (SELECT DISTINCT kind, digest, part FROM counted) AS k
    JOIN customers_matchkey AS m ON m.digest = k.digest AND m.kind = k.kind AND m.part = k.part
    JOIN customers_link AS l ON l.record_id = m.record_id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id
    WHERE NOT EXISTS (SELECT FROM customers_arriving AS a WHERE a.record_id = m.record_id)
), narrowed AS (
    SELECT kind, digest, part, line, owner_id, CASE
        WHEN initial = 0 AND min(nullif(initial, 0)) OVER same = max(nullif(initial, 0)) OVER same
        THEN min(nullif(initial, 0)) OVER same ELSE initial END AS initial
    FROM held WINDOW same AS (PARTITION BY kind, digest, part)
), grouped AS (
    SELECT kind, array_agg(DISTINCT line) FILTER (WHERE line IS NOT NULL) AS lines,
           array_agg(DISTINCT owner_id) FILTER (WHERE line IS NULL) AS owners
    FROM narrowed GROUP BY kind, digest, part, initial HAVING count(*) > 1
)
SELECT kind, lines, coalesce(owners, '{}') FROM grouped WHERE lines IS NOT NULL
"""

_BORN = """
SELECT line, NULL::uuid, born_on FROM customers_arriving WHERE born_on IS NOT NULL
UNION ALL
SELECT NULL, coalesce(c.merged_into_id, c.id), r.born_on
FROM customers_customer AS c JOIN customers_link AS l ON l.customer_id = c.id AND l.ends_at IS NULL
JOIN customers_sourcerecord AS r ON r.id = l.record_id
WHERE (c.id = ANY(%(owners)s) OR c.merged_into_id = ANY(%(owners)s)) AND r.born_on IS NOT NULL
"""

_APART = """
SELECT coalesce(f.merged_into_id, f.id), coalesce(s.merged_into_id, s.id)
FROM customers_distinction AS d JOIN customers_customer AS f ON f.id = d.first_id
JOIN customers_customer AS s ON s.id = d.second_id WHERE d.withdrawn_at IS NULL
"""

_RANK = """
SELECT coalesce(c.merged_into_id, c.id) AS owner, count(l.id), min(c.created_at)
FROM customers_customer AS c LEFT JOIN customers_link AS l ON l.customer_id = c.id AND l.ends_at IS NULL
WHERE c.id = ANY(%(owners)s) OR c.merged_into_id = ANY(%(owners)s)
GROUP BY 1 ORDER BY 2 DESC, 3, 1
"""


Merger = tuple[UUID, UUID, LinkReason]
"""Who lives on, who is merged into them, and why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is who in a batch: lines by person, the customer of each (None is a new one), and customers that are one."""

    groups: list[list[int]]
    owners: list[UUID | None]
    reasons: dict[int, LinkReason]
    mergers: list[Merger]
    newcomers: list[UUID] = field(default_factory=list)
    """The ids of those who are new, once they have one."""

    def name_newcomers(self) -> None:
        """Give everybody who is new an id."""
        for place, owner in enumerate(self.owners):
            if owner is None:
                self.owners[place] = fresh = new_id()
                self.newcomers.append(fresh)


@dataclass(frozen=True, slots=True)
class Placed:
    """What turned out to be one person: all of them for each line or customer, and why it is among them."""

    groups: dict[Any, list[Any]]
    reasons: dict[Any, LinkReason]


def resolve() -> Verdict:
    """Decide for every arriving line by fixed rules."""
    known: dict[int, UUID | None] = dict(read("SELECT line, owner_id FROM customers_arriving ORDER BY line"))
    evidence = list_evidence(known, list(MatchKind))
    owners = {node for item in evidence for node in (item.left, item.right) if isinstance(node, UUID)}
    clusters = Clusters(born_on=_births(known, owners), apart=read(_APART) if owners else [])
    clusters.grow(evidence)
    nodes = {owner or line for line, owner in known.items()}
    reasons = {node: LinkReason(kind.value) for node, kind in clusters.joined_by.items()}
    return judge(known, Placed({node: clusters.nodes_with(node) for node in nodes}, reasons), rank(owners))


def list_evidence(known: dict[int, UUID | None], kinds: Sequence[MatchKind]) -> list[Evidence]:
    """Each group that shares a value of one of these kinds, as a star around its first member."""
    evidence = []
    for kind, lines, owners in read(_EVIDENCE, {"kinds": [kind.value for kind in kinds]}):
        evidence += make_star(MatchKind(kind), owners, {known[line] or line for line in lines})
    return evidence


def make_star(kind: MatchKind, owners: Sequence[UUID], arriving: Collection[UUID | int]) -> list[Evidence]:
    """Customers and arriving lines that share a value, each with the first of them."""
    nodes = [*owners, *sorted(arriving, key=str)]
    return [Evidence(kind, nodes[0], node) for node in nodes[1:] if node != nodes[0]]


def rank(owners: Collection[UUID]) -> dict[UUID, int]:
    """Who lives on among these customers: the one with more records, then the older one."""
    if len(owners) < 2:
        return dict.fromkeys(owners, 0)
    return {owner: place for place, (owner, *_) in enumerate(read(_RANK, {"owners": list(owners)}))}


def judge(known: dict[int, UUID | None], placed: Placed, ranks: Mapping[UUID, int]) -> Verdict:
    """What follows for lines and customers, given who lives on of several."""
    verdict = Verdict([], [], {}, [])
    seen: set[int] = set()
    for line, owner in known.items():
        nodes = placed.groups[owner or line]
        if id(nodes) in seen:
            continue
        seen.add(id(nodes))
        customers = sorted((n for n in nodes if isinstance(n, UUID)), key=lambda c: (ranks.get(c, 0), str(c)))
        lines = sorted(n for n in nodes if isinstance(n, int))
        verdict.groups.append(lines)
        verdict.owners.append(customers[0] if customers else None)
        for place, arriving in enumerate(lines):
            first = place == 0 and not customers
            verdict.reasons[arriving] = LinkReason.FIRST if first else placed.reasons.get(arriving, LinkReason.FIRST)
        for loser in customers[1:]:
            verdict.mergers.append((customers[0], loser, placed.reasons.get(loser, LinkReason.EMAIL)))
    return verdict


def _births(known: dict[int, UUID | None], owners: set[UUID]) -> dict[Hashable, date]:
    rows = read(_BORN, {"owners": list(owners)})
    return {owner or known[line] or line: born_on for line, owner, born_on in rows}
