"""Which arriving records and which known customers are one person: a union that contradictions can stop."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

from shopkeeper.customers.contracts import MatchKind

MOST_NAMES_OF_A_VALUE = 4
"""A value held by people of more different names than this is nobody's own (info@, the shop's phone)."""

MOST_NAMELESS_OF_A_VALUE = 30
"""A value in more records without any name than somebody makes as a guest is nobody's own either."""


def is_nobodys(*, names: int, nameless: int) -> bool:
    """Whether a value that people of so many names hold, and so many records without one, counts for nobody."""
    return names > MOST_NAMES_OF_A_VALUE or nameless > MOST_NAMELESS_OF_A_VALUE


STRENGTH = {kind: place for place, kind in enumerate(MatchKind)}
_EXPLICIT = (MatchKind.PERSON_KEY, MatchKind.CARD)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two nodes (arriving lines or known customers) share a value of this kind."""

    kind: MatchKind
    left: Hashable
    right: Hashable


@dataclass(slots=True)
class _Cluster:
    nodes: list[Hashable]
    born_on: set[date] = field(default_factory=set)
    apart_from: set[Hashable] = field(default_factory=set)


class Clusters:
    """Nodes grown together by evidence, strongest first, unless something speaks against it."""

    def __init__(self, *, born_on: dict[Hashable, date], apart: Iterable[tuple[Hashable, Hashable]]) -> None:
        self._of: dict[Hashable, _Cluster] = {}
        self._born_on = born_on
        self._apart: dict[Hashable, set[Hashable]] = {}
        self.joined_by: dict[Hashable, MatchKind] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def grow(self, evidence: Iterable[Evidence]) -> None:
        """Join what belongs together. The order is fixed, so the same rows always give the same people."""
        for item in sorted(evidence, key=lambda item: (STRENGTH[item.kind], str(item.left), str(item.right))):
            self._join(item)

    def nodes_with(self, node: Hashable) -> list[Hashable]:
        """Everything that is one person with `node`, itself included."""
        return self._cluster(node).nodes

    def _join(self, item: Evidence) -> None:
        one, other = self._cluster(item.left), self._cluster(item.right)
        if one is not other and _speaks_against(one, other, item.kind):
            return
        for node in (item.left, item.right):
            self.joined_by.setdefault(node, item.kind)
        if one is other:
            return
        if len(one.nodes) < len(other.nodes):
            one, other = other, one
        one.nodes.extend(other.nodes)
        one.born_on |= other.born_on
        one.apart_from |= other.apart_from
        for node in other.nodes:
            self._of[node] = one

    def _cluster(self, node: Hashable) -> _Cluster:
        if node not in self._of:
            born = self._born_on.get(node)
            self._of[node] = _Cluster([node], {born} if born else set(), set(self._apart.get(node, ())))
        return self._of[node]


def _speaks_against(one: _Cluster, other: _Cluster, kind: MatchKind) -> bool:
    """Somebody keeps them apart, or they were born on different days and only an address or a number joins them."""
    kept_apart = not one.apart_from.isdisjoint(other.nodes) or not other.apart_from.isdisjoint(one.nodes)
    twins = bool(one.born_on and other.born_on and one.born_on.isdisjoint(other.born_on))
    return kept_apart or (twins and kind not in _EXPLICIT)
