"""From weighed pairs to people: groups that are sure, and the pairs between them that stay in doubt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.zones import STANDARD, Zones
from shopkeeper.engines.linkage import Grouping, Scorer

Pairs = Iterable[tuple[int, int]]
Edge = tuple[int, int, float]
"""Two places in a sequence of records, and what the model says of them in bits."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The places of the records of each person, and the best pair between two who may be one."""

    groups: list[list[int]]
    doubts: list[Edge]


def place(
    forms: Sequence[Form], edges: Sequence[Edge], scorer: Scorer, *, together: Pairs = (), apart: Pairs = (),
    zones: Zones = STANDARD,
) -> Placing:  # fmt: skip
    """Join what the model is sure of. What somebody decided stands: first what is apart, then what is together."""
    people = Grouping(forms, scorer, sure=zones.sure_bits)
    people.keep_apart(apart)
    people.hold_together(together)
    groups = people.grow(edges)
    return Placing(groups, list_doubts(people, edges, zones))


def list_doubts(people: Grouping, edges: Iterable[Edge], zones: Zones) -> list[Edge]:
    """Of all pairs between the same two groups the most probable one, with what all their records together weigh."""
    groups = people.groups()
    group_of = {record: number for number, group in enumerate(groups) for record in group}
    best: dict[tuple[int, int], Edge] = {}
    for one, other, bits in edges:
        low, high = sorted((group_of[one], group_of[other]))
        if low != high and ((low, high) not in best or bits > best[low, high][2]):
            best[low, high] = (one, other, bits)
    weighed = ((one, other, people.weigh(groups[low], groups[high])) for (low, high), (one, other, _) in best.items())
    least = zones.least_bits
    return sorted((one, other, bits) for one, other, bits in weighed if bits is not None and bits >= least)
