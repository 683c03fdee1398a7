"""Who is who among arriving rows by the model in force: forms, keys, weights and groups are those of the batch."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from uuid import UUID

from shopkeeper.customers.actions.filing import standardize_rows
from shopkeeper.customers.actions.gathering import read
from shopkeeper.customers.actions.resolution import Placed, Verdict, judge, list_evidence
from shopkeeper.customers.contracts import LinkReason, MatchKind
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.queries.matching import OnlineModel, list_apart
from shopkeeper.customers.rules.clusters import Evidence
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT
from shopkeeper.customers.rules.matching.forms import SAID, Form, list_keys, read_form
from shopkeeper.customers.rules.matching.placing import Edge, Placing, place
from shopkeeper.customers.rules.matching.shared import forget_values
from shopkeeper.engines.linkage import MOST_IN_A_KEY, bits_of, probability_of

_ARRIVING = f"SELECT line, {', '.join(SAID)} FROM customers_arriving ORDER BY line"  # noqa: S608  constants
_KNOWN = "SELECT line, record_id, owner_id FROM customers_arriving ORDER BY line"

_FOUND = f"""
SELECT k.key, f.record_id FROM unnest(%(keys)s::bigint[]) AS k (key), LATERAL (
    SELECT b.record_id FROM customers_blockingkey AS b WHERE b.key = k.key LIMIT {MOST_IN_A_KEY + 1}
) AS f
"""  # noqa: S608  a number of ours

_STANDING = """
SELECT f.record_id, coalesce(c.merged_into_id, c.id), f.form FROM customers_standardform AS f
JOIN customers_link AS l ON l.record_id = f.record_id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id WHERE f.record_id = ANY(%(records)s)
"""

_OF_OWNERS = """
SELECT f.record_id, coalesce(c.merged_into_id, c.id), f.form FROM customers_customer AS c
JOIN customers_link AS l ON l.customer_id = c.id AND l.ends_at IS NULL
JOIN customers_standardform AS f ON f.record_id = l.record_id
WHERE c.id = ANY(%(owners)s) OR c.merged_into_id = ANY(%(owners)s)
"""

_VOID_LINES = """
SELECT k.line, k.kind FROM customers_arriving_key AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
"""

_VOID_RECORDS = """
SELECT k.record_id, k.kind FROM customers_matchkey AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest WHERE k.record_id = ANY(%(records)s)
"""

_COLUMN_OF = {"email": "email", "phone_and_name": "phone", "card": "card"}


Node = int | UUID
"""An arriving line or a stored record; of people, an arriving line or a customer."""

Weighed = tuple[int, Node, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The arriving rows by line: what each says in standard form, its record, and its customer if it has one."""

    forms: dict[int, Form]
    records: dict[int, UUID]
    owners: dict[int, UUID | None]


@dataclass(slots=True)
class _Standing:
    """Records that are stored: form and customer."""

    forms: dict[UUID, Form] = field(default_factory=dict)
    owners: dict[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two records that may be one person: it is for people to say."""

    one: UUID
    other: UUID
    probability: float


def read_sheet() -> Sheet:
    """The rows of `customers_arriving`, whose records must have their ids."""
    known = read(_KNOWN)
    return Sheet(
        forms=dict(standardize_rows(read(_ARRIVING))),
        records={line: record for line, record, _ in known},
        owners={line: owner for line, _, owner in known},
    )


def resolve_by(online: OnlineModel, sheet: Sheet) -> tuple[Verdict, list[Doubt]]:
    """Decide for every arriving line: sure pairs are one, pairs in doubt are named, all others are strangers."""
    own = _without_void(sheet.forms, read(_VOID_LINES) if SharedValue.objects.exists() else [])
    near, far = _find_pairs(own, set(sheet.records.values()))
    standing = _read_standing(_STANDING, "records", {record for _, record in far})
    weighed = list(_weigh(online, own, standing, near, far))
    told = list_evidence(sheet.owners, [MatchKind.PERSON_KEY])
    owners = {standing.owners[node] for edge in weighed for node in edge[:2] if isinstance(node, UUID)}
    owners |= {node for item in told for node in (item.left, item.right) if isinstance(node, UUID)}
    owners |= {owner for line, owner in sheet.owners.items() if owner}
    table = _Table(sheet, own, _read_standing(_OF_OWNERS, "owners", owners), owners)
    return table.judge(online, weighed, told)


def _find_pairs(own: dict[int, Form], arriving: set[UUID]) -> tuple[set[tuple[int, int]], set[tuple[int, UUID]]]:
    """Lines and lines, lines and stored records that share a key which is not too common to be of use."""
    lines: dict[int, list[int]] = {}
    for line, form in own.items():
        for key in list_keys(form).values():
            lines.setdefault(key, []).append(line)
    stored: dict[int, list[UUID]] = {}
    for key, record in read(_FOUND, {"keys": list(lines)}):
        stored.setdefault(key, []).append(record)
    near: set[tuple[int, int]] = set()
    far: set[tuple[int, UUID]] = set()
    for key, mine in lines.items():
        theirs = [record for record in stored.get(key, ()) if record not in arriving]
        if len(mine) + len(theirs) <= MOST_IN_A_KEY:
            near.update(combinations(mine, 2))
            far.update((line, record) for line in mine for record in theirs)
    return near, far


def _weigh(
    online: OnlineModel,
    own: dict[int, Form],
    standing: _Standing,
    near: Iterable[tuple[int, int]],
    far: Iterable[tuple[int, UUID]],
) -> Iterator[Weighed]:
    weigh, least = online.scorer.weigh_if, bits_of(IN_DOUBT)
    for one, other in near:
        bits = weigh(own[one], own[other], at_least=least)
        if bits is not None:
            yield one, other, bits
    for line, record in far:
        form = standing.forms.get(record)
        bits = weigh(own[line], form, at_least=least) if form else None
        if bits is not None:
            yield line, record, bits


def _read_standing(statement: str, name: str, wanted: set[UUID]) -> _Standing:
    standing = _Standing()
    for record, owner, written in read(statement, {name: list(wanted)}) if wanted else ():
        standing.forms[record] = read_form(written)
        standing.owners[record] = owner
    if standing.forms and SharedValue.objects.exists():
        void = read(_VOID_RECORDS, {"records": list(standing.forms)})
        standing.forms = _without_void(standing.forms, void)
    return standing


def _without_void[N](forms: dict[N, Form], void: Iterable[tuple[N, str]]) -> dict[N, Form]:
    """The forms without values that count for nobody."""
    cleaned = dict(forms)
    for name, kind in void:
        if name in cleaned and kind in _COLUMN_OF:
            cleaned[name] = forget_values(cleaned[name], [_COLUMN_OF[kind]])
    return cleaned


class _Table:
    """Arriving lines and the stored records around them, each at its place: the stored ones by age, then the lines."""

    def __init__(self, sheet: Sheet, own: dict[int, Form], standing: _Standing, owners: set[UUID]) -> None:
        arriving = set(sheet.records.values())
        self._sheet = sheet
        self._owners = owners
        self._nodes: list[Node] = [*sorted(record for record in standing.forms if record not in arriving), *own]
        self._places = {node: at for at, node in enumerate(self._nodes)}
        self._forms = [own[node] if isinstance(node, int) else standing.forms[node] for node in self._nodes]
        self._people: list[Node] = [
            sheet.owners[node] or node if isinstance(node, int) else standing.owners[node] for node in self._nodes
        ]
        self._homes: dict[Hashable, list[int]] = {}
        for at, person in enumerate(self._people):
            self._homes.setdefault(person, []).append(at)

    def judge(
        self, online: OnlineModel, weighed: Iterable[Weighed], told: Iterable[Evidence]
    ) -> tuple[Verdict, list[Doubt]]:
        """Group the table and say what follows."""
        said = self._pairs((item.left, item.right) for item in told)
        edges = [self._edge(*pair) for pair in weighed]
        together = [*(pair for places in self._homes.values() for pair in pairwise(places)), *said]
        apart = self._pairs(list_apart()) if self._owners else []
        placing = place(self._forms, edges, online.scorer, together=together, apart=apart)
        by_key = {self._people[at] for pair in said for at in pair}
        verdict = judge(self._sheet.owners, self._placed(placing, by_key), self._owners)
        return verdict, [self._doubt(edge) for edge in placing.doubts]

    def _pairs(self, people: Iterable[tuple[Hashable, Hashable]]) -> list[tuple[int, int]]:
        homes = self._homes
        return [(homes[one][0], homes[other][0]) for one, other in people if one in homes and other in homes]

    def _edge(self, one: Node, other: Node, bits: float) -> Edge:
        low, high = sorted((self._places[one], self._places[other]))
        return low, high, bits

    def _placed(self, placing: Placing, by_key: set[Node]) -> Placed:
        placed = Placed({}, {})
        for group in placing.groups:
            people = list(dict.fromkeys(self._people[at] for at in group))
            for person in people:
                placed.groups[person] = people
                if len(people) > 1:
                    placed.reasons[person] = LinkReason.PERSON_KEY if person in by_key else LinkReason.MODEL
        return placed

    def _doubt(self, edge: Edge) -> Doubt:
        one, other = (self._record(self._nodes[at]) for at in edge[:2])
        return Doubt(one, other, probability_of(edge[2]))

    def _record(self, node: Node) -> UUID:
        return self._sheet.records[node] if isinstance(node, int) else node
