"""The counts of all candidates by block, kept up to date while causes are set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shopkeeper.insight.rules.causes.facts import Facts
from shopkeeper.insight.rules.causes.panel import Conditions, Panel, block_edges
from shopkeeper.insight.rules.causes.scan import FEWEST_RARE, Scan, World, overdispersion, scan_counts


@dataclass(slots=True)
class _Entry:
    n: list[int]
    k: list[int]
    version: int


class Tally:
    """All single values and pairs with enough facts. Setting facts aside only makes the blocks of their days stale."""

    def __init__(self, facts: Facts) -> None:
        self._edges = block_edges(facts.days)
        self._changed: list[Sequence[int]] = []
        self._read(facts)
        every = range(len(self._edges) - 1)
        singles: list[Conditions] = [(condition,) for condition in self.panel.singles]
        candidates = [*singles, *self.panel.pairs(FEWEST_RARE)]
        self._entries = {conditions: _Entry(*self.panel.count(conditions, every), 0) for conditions in candidates}
        self._drop_what_says_no_more()

    def overdispersion(self) -> float:
        return overdispersion(self.panel, self.world)

    def set_aside(self, facts: Facts, first: int, end: int) -> None:
        """Go on with `facts`, from which some of the days from `first` to before `end` were taken."""
        self._read(facts)
        edges = enumerate(zip(self._edges, self._edges[1:], strict=False))
        self._changed.append([at for at, (low, high) in edges if low < end and high > first])

    def counts(self, conditions: Conditions) -> tuple[list[int], list[int]]:
        """Facts and rare facts by block, now."""
        entry = self._entries[conditions]
        if entry.version < len(self._changed):
            stale = sorted({block for blocks in self._changed[entry.version :] for block in blocks})
            for block, n, k in zip(stale, *self.panel.count(conditions, stale), strict=True):
                entry.n[block], entry.k[block] = n, k
            entry.version = len(self._changed)
        return entry.n, entry.k

    def scan(self, candidates: Iterable[Conditions] | None = None) -> list[Scan]:
        """The quick look at some candidates, or at all."""
        chosen = self._entries if candidates is None else candidates
        scans = (scan_counts(conditions, *self.counts(conditions), self.world) for conditions in chosen)
        return [scan for scan in scans if scan]

    def _read(self, facts: Facts) -> None:
        self.panel = Panel.of(facts, self._edges)
        self.world = World.of(self.panel)

    def _drop_what_says_no_more(self) -> None:
        """A batch of a product is that product's anyway: such a pair is one of its values again."""
        sizes = {conditions: sum(entry.n) for conditions, entry in self._entries.items()}
        for conditions, size in sizes.items():
            if len(conditions) > 1 and any(sizes[(condition,)] == size for condition in conditions):
                del self._entries[conditions]
