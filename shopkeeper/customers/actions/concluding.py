"""From weighed pairs to a verdict: arriving lines among the stored records around them, grouped as the batch does."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from shopkeeper.customers.actions.resolution import Placed, Verdict, judge
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.queries.matching import OnlineModel
from shopkeeper.customers.rules.clusters import Evidence
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.placing import Edge, Placing, place
from shopkeeper.customers.rules.matching.shared import forget_values
from shopkeeper.engines.linkage import probability_of

_COLUMN_OF = {"email": "email", "phone_and_name": "phone", "card": "card"}

Node = int | UUID
"""An arriving line or a stored record; of people, an arriving line or a customer."""

Weighed = tuple[int, Node, float]
"""An arriving line, what shares a key with it, and what the model says of the two in bits."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The arriving rows by line: what each says in standard form, its keys, its record, its customer if it has one."""

    forms: dict[int, Form]
    keys: dict[int, list[int]]
    records: dict[int, UUID]
    owners: dict[int, UUID | None]


@dataclass(slots=True)
class Standing:
    """Records that are stored: form and customer."""

    forms: dict[UUID, Form] = field(default_factory=dict)
    owners: dict[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """The customers around arriving lines: all their records, whom somebody keeps apart, and who lives on of two."""

    standing: Standing
    apart: Sequence[tuple[UUID, UUID]]
    ranks: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two records that may be one person: it is for people to say."""

    one: UUID
    other: UUID
    probability: float


def forget_kinds(form: Form, kinds: Collection[str] | None) -> Form:
    """The form without the values of these kinds, which count for nobody."""
    return forget_values(form, [_COLUMN_OF[kind] for kind in kinds if kind in _COLUMN_OF]) if kinds else form


def conclude(
    online: OnlineModel,
    sheet: Sheet,
    own: dict[int, Form],
    weighed: Iterable[Weighed],
    told: Sequence[Evidence],
    around: Around,
) -> tuple[Verdict, list[Doubt]]:
    """Group the lines with what is around them: sure pairs are one, pairs in doubt are named, others are strangers."""
    table = _Table(sheet, own, around.standing)
    said = table.pairs((item.left, item.right) for item in told)
    placing = place(
        table.forms,
        [table.edge(*pair) for pair in weighed],
        online.scorer,
        together=[*table.homes(), *said],
        apart=table.pairs(around.apart),
        zones=online.zones,
    )
    placed = table.placed(placing, said)
    return judge(sheet.owners, placed, around.ranks), [table.doubt(edge) for edge in placing.doubts]


class _Table:
    """Arriving lines and the stored records around them, each at its place: the stored ones by age, then the lines."""

    def __init__(self, sheet: Sheet, own: dict[int, Form], standing: Standing) -> None:
        arriving = set(sheet.records.values())
        self._records = sheet.records
        self._nodes: list[Node] = [*sorted(record for record in standing.forms if record not in arriving), *own]
        self._places = {node: at for at, node in enumerate(self._nodes)}
        self.forms = [own[node] if isinstance(node, int) else standing.forms[node] for node in self._nodes]
        self._people: list[Node] = [
            sheet.owners[node] or node if isinstance(node, int) else standing.owners[node] for node in self._nodes
        ]
        self._homes: dict[Hashable, list[int]] = {}
        for at, person in enumerate(self._people):
            self._homes.setdefault(person, []).append(at)

    def homes(self) -> Iterable[tuple[int, int]]:
        """The records of each customer hang together."""
        return (pair for places in self._homes.values() if len(places) > 1 for pair in pairwise(places))

    def pairs(self, people: Iterable[tuple[Hashable, Hashable]]) -> list[tuple[int, int]]:
        """Places of people who are both at the table."""
        homes = self._homes
        return [(homes[one][0], homes[other][0]) for one, other in people if one in homes and other in homes]

    def edge(self, one: Node, other: Node, bits: float) -> Edge:
        """A weighed pair by its places."""
        low, high = sorted((self._places[one], self._places[other]))
        return low, high, bits

    def placed(self, placing: Placing, said: Iterable[tuple[int, int]]) -> Placed:
        """The people of each group, and why they are in it."""
        by_key = {self._people[at] for pair in said for at in pair}
        placed = Placed({}, {})
        for group in placing.groups:
            people = list(dict.fromkeys(self._people[at] for at in group))
            for person in people:
                placed.groups[person] = people
                if len(people) > 1:
                    placed.reasons[person] = LinkReason.PERSON_KEY if person in by_key else LinkReason.MODEL
        return placed

    def doubt(self, edge: Edge) -> Doubt:
        """A pair in doubt by its records."""
        one, other = (self._record(self._nodes[at]) for at in edge[:2])
        return Doubt(one, other, probability_of(edge[2]))

    def _record(self, node: Node) -> UUID:
        return self._records[node] if isinstance(node, int) else node
