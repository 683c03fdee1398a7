"""A coarse view of the facts in blocks of days, in which many candidates can be compared quickly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from shopkeeper.insight.rules.causes.facts import Facts, slices

RECENT_WEEKS = 8  # these have a block each; earlier ones are taken four together
WEEK, LONG = 7, 28

type Conditions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Single:
    """The facts that share one value: their bits as a whole, and by block."""

    condition: tuple[str, str]
    rare: int
    all_by_block: tuple[int, ...]
    rare_by_block: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All facts and all single values, by block."""

    edges: tuple[int, ...]
    totals: tuple[int, ...]
    rare_totals: tuple[int, ...]
    singles: Mapping[tuple[str, str], Single]

    @classmethod
    def of(cls, facts: Facts, edges: Sequence[int]) -> "Panel":
        singles = {
            (dimension.name, value): Single(
                (dimension.name, value),
                members.rare,
                slices(members.all, facts.starts, edges),
                slices(members.rare, facts.rare_starts, edges),
            )
            for dimension in facts.dimensions
            for value, members in dimension.values.items()
        }
        totals, rare_totals = facts.counts(facts.everything, edges)
        return cls(tuple(edges), tuple(totals), tuple(rare_totals), singles)

    def pairs(self, fewest_rare: int) -> Iterator[Conditions]:
        """Two values of two dimensions each, where they have enough rare facts in common."""
        enough = [single for single in self.singles.values() if single.rare.bit_count() >= fewest_rare]
        for one, other in combinations(enough, 2):
            if one.condition[0] != other.condition[0] and (one.rare & other.rare).bit_count() >= fewest_rare:
                yield tuple(sorted((one.condition, other.condition)))

    def count(self, conditions: Conditions, blocks: Sequence[int]) -> tuple[list[int], list[int]]:
        """Facts and rare facts that meet the conditions, in some of the blocks."""
        one = self.singles[conditions[0]]
        if len(conditions) == 1:
            return [one.all_by_block[at].bit_count() for at in blocks], [
                one.rare_by_block[at].bit_count() for at in blocks
            ]
        a, b, c, d = self._parts(one, self.singles[conditions[1]])
        return [(a[at] & b[at]).bit_count() for at in blocks], [(c[at] & d[at]).bit_count() for at in blocks]

    @staticmethod
    def _parts(one: Single, other: Single) -> tuple[tuple[int, ...], ...]:
        return one.all_by_block, other.all_by_block, one.rare_by_block, other.rare_by_block


def block_edges(days: int) -> tuple[int, ...]:
    """Days at which blocks begin and end: recent weeks one by one, so that what is new is seen soon."""
    edges, at = [days], days
    while at > 0:
        at -= WEEK if days - at < RECENT_WEEKS * WEEK else LONG
        edges.append(max(0, at))
    if len(edges) > 2 and edges[-2] - edges[-1] < WEEK:
        edges.pop(-2)
    return tuple(reversed(edges))
