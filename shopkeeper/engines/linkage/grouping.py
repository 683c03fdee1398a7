"""Which records are one, from the pairs that are: groups that grow one by one and are looked at as a whole.

Two pairs that share a record do not make three records one: A may be B's mother and C's shop. So the most certain join
comes first; a group is then compared with its neighbors by all that its records know together, and joins them only if
that is certain, too, and if its records agree with theirs on average. The same records give the same groups in
whatever order they came.
"""

import heapq
from collections.abc import Iterable, Sequence

from shopkeeper.engines.linkage.conditions import Form
from shopkeeper.engines.linkage.scoring import Scorer, Step

COHESION = -5.0
"""Bits that the pairs between two groups must weigh on average: a few poor records may, strangers may not."""

_MOST_OF_A_PAIR = 20.0
_LARGEST = 200
"""A group of more records than this is not looked at pair by pair: it does not grow any more."""

Group = list[int]
Edge = tuple[int, int, float]


class Grouping:
    """Groups over a sequence of forms. The sequence should stand in an order of its own, say by id."""

    def __init__(self, forms: Sequence[Form], scorer: Scorer, *, sure: float) -> None:
        self._forms = forms
        self._scorer = scorer
        self._sure = sure
        self._members: dict[int, Group] = {place: [place] for place in range(len(forms))}
        self._of = list(range(len(forms)))
        self._near: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = {}
        self._pairs: dict[tuple[int, int], tuple[dict[str, Step], float]] = {}
        self._next = len(forms)

    def keep_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """These are never one, whatever the weights say."""
        for one, other in pairs:
            self._apart.setdefault(self._of[one], set()).add(self._of[other])
            self._apart.setdefault(self._of[other], set()).add(self._of[one])

    def hold_together(self, pairs: Iterable[tuple[int, int]]) -> None:
        """These are one, whatever the weights say. What is kept apart stays apart."""
        for one, other in pairs:
            left, right = self._of[one], self._of[other]
            if left != right and right not in self._apart.get(left, ()):
                self._join(left, right)

    def grow(self, edges: Iterable[Edge]) -> list[Group]:
        """Join what the weights are sure of; gives every group, each sorted, in the order of their first records."""
        for one, other, _ in edges:
            left, right = self._of[one], self._of[other]
            if left != right:
                self._near.setdefault(left, set()).add(right)
                self._near.setdefault(right, set()).add(left)
        waiting = [
            offer for group in list(self._near) for offer in self._offers(group) if offer[1] == self._first(group)
        ]
        heapq.heapify(waiting)
        while waiting:
            _, _, _, left, right = heapq.heappop(waiting)
            if left in self._members and right in self._members:
                for offer in self._offers(self._join(left, right)):
                    heapq.heappush(waiting, offer)
        return self.groups()

    def groups(self) -> list[Group]:
        """Every group as it is, each sorted, in the order of their first records."""
        return sorted(self._members.values())

    def weigh(self, left: Group, right: Group) -> float | None:
        """What all that two groups know together weighs, or None where too little of them agrees."""
        best: dict[str, Step] = {}
        total = 0.0
        for one in left:
            for other in right:
                steps, bits = self._compare(one, other)
                total += bits
                for name, step in steps.items():
                    if name not in best or step.strangers > best[name].strangers:
                        best[name] = step
        if total / (len(left) * len(right)) < COHESION:
            return None
        return self._scorer.sum_up(best.values())

    def _offers(self, group: int) -> list[tuple[float, int, int, int, int]]:
        """The neighbors that a group should join; equals by their first records, so that no order of arrival counts."""
        offers = []
        for other in self._near.get(group, ()):
            if other in self._apart.get(group, ()) or len(self._members[group]) + len(self._members[other]) > _LARGEST:
                continue
            bits = self.weigh(self._members[group], self._members[other])
            if bits is not None and bits >= self._sure:
                low, high = sorted((self._first(group), self._first(other)))
                offers.append((-bits, low, high, group, other))
        return offers

    def _compare(self, one: int, other: int) -> tuple[dict[str, Step], float]:
        pair = (one, other) if one < other else (other, one)
        known = self._pairs.get(pair)
        if known is None:
            steps = self._scorer.list_steps(self._forms[pair[0]], self._forms[pair[1]])
            bits = self._scorer.sum_up(steps)
            bounded = max(-_MOST_OF_A_PAIR, min(_MOST_OF_A_PAIR, bits))
            known = self._pairs[pair] = ({step.comparison: step for step in steps}, bounded)
        return known

    def _join(self, left: int, right: int) -> int:
        fresh, self._next = self._next, self._next + 1
        self._members[fresh] = sorted(self._members.pop(left) + self._members.pop(right))
        for member in self._members[fresh]:
            self._of[member] = fresh
        for links in (self._near, self._apart):
            around = (links.pop(left, set()) | links.pop(right, set())) - {left, right}
            for other in around:
                links[other] = (links[other] - {left, right}) | {fresh}
            if around:
                links[fresh] = around
        return fresh

    def _first(self, group: int) -> int:
        return self._members[group][0]
