"""A lot of records is looked at again: what is sure becomes one, what is not is two, and what stood in doubt stays."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from itertools import combinations, product

from shopkeeper.customers.rules.matching.placing import Edge, list_doubts
from shopkeeper.customers.rules.matching.zones import STANDARD, Zones
from shopkeeper.engines.linkage import Grouping, Lot, Scorer

Apart = Mapping[str, Set[str]]
"""Owners of whom somebody said that they are not the same as these."""


@dataclass(slots=True)
class Revision:
    """The places of each person's records; pairs of two people who may be one, and of one person who may be two."""

    groups: list[list[int]]
    join: list[Edge] = field(default_factory=list)
    part: list[Edge] = field(default_factory=list)


def revise(lot: Lot, scorer: Scorer, *, apart: Apart, zones: Zones = STANDARD) -> Revision:
    """Who is who in a lot.

    What fixed rules or another model put together, and these weights are in doubt of, stays together and is for
    people to say; what these weights put together themselves, they may take apart again.
    """
    pairs = _list_apart(lot, apart)
    weighed = len(lot.names) == 2 and lot.edges
    return _revise_two(lot, zones, apart=bool(pairs)) if weighed else _revise_many(lot, scorer, pairs, zones)


def _revise_two(lot: Lot, zones: Zones, *, apart: bool) -> Revision:
    bits = lot.edges[0][2]
    if not apart and (lot.together or bits >= zones.sure_bits):
        return Revision([[0, 1]])
    if apart or bits < zones.least_bits:
        return Revision([[0], [1]])
    if lot.owners[0] == lot.owners[1] and not any(lot.ours):
        return Revision([[0, 1]], part=[(0, 1, bits)])
    return Revision([[0], [1]], join=[(0, 1, bits)])


def _revise_many(lot: Lot, scorer: Scorer, apart: list[tuple[int, int]], zones: Zones) -> Revision:
    people = Grouping(lot.forms, scorer, sure=zones.sure_bits)
    people.keep_apart(apart)
    people.hold_together(lot.together)
    people.grow(lot.edges)
    part = _list_kept(lot, people, zones)
    people.hold_together((one, other) for one, other, _ in part)
    return Revision(people.groups(), list_doubts(people, lot.edges, zones), part)


def _list_kept(lot: Lot, people: Grouping, zones: Zones) -> list[Edge]:
    """Pairs of groups of one owner that weigh too little to be joined and too much to be taken apart."""
    groups = people.groups()
    of_owner: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        owners = {lot.owners[place] for place in group}
        if len(owners) == 1:  # who is joined with somebody else tonight is put together by these weights
            of_owner[owners.pop()].append(number)
    kept = []
    for numbers in of_owner.values():
        for one, other in combinations((groups[number] for number in numbers), 2):
            bits = people.weigh(one, other)
            if bits is not None and bits >= zones.least_bits and not _is_ours(lot, one) and not _is_ours(lot, other):
                kept.append((one[0], other[0], bits))
    return sorted(kept, key=lambda edge: (-edge[2], *edge[:2]))


def _is_ours(lot: Lot, places: list[int]) -> bool:
    return all(lot.ours[place] for place in places)


def _list_apart(lot: Lot, apart: Apart) -> list[tuple[int, int]]:
    homes: dict[str, list[int]] = defaultdict(list)
    for place, owner in enumerate(lot.owners):
        homes[owner].append(place)
    pairs = ((owner, other) for owner in homes for other in apart.get(owner, ()) if other in homes)
    return [pair for owner, other in pairs for pair in product(homes[owner], homes[other])]
