"""Arriving lines are weighed with all that they share keys with, some of them before it is known who they are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from shopkeeper.customers.actions.at_hand import AtHand, Far, Keys, Near
from shopkeeper.customers.actions.concluding import Weighed
from shopkeeper.customers.queries.matching import OnlineModel
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.engines.linkage import open_glance

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.glancing import Glance

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was weighed while the database was still at what came before: should every line be a new record."""

    lines: int
    """How many."""
    near: Near
    far: Far
    weighed: list[Weighed]


@dataclass(frozen=True, slots=True)
class Changed:
    """Lines, and places of records, that say less than they did when they were weighed ahead."""

    lines: Collection[int]
    places: Collection[int]


@dataclass(frozen=True, slots=True)
class Scales:
    """What weighs the pairs of an import: the model in force, what is at hand, and a glance at all pairs of a turn."""

    online: OnlineModel
    at_hand: AtHand
    glance: "Glance"

    def weigh(self, own: Mapping[int, Form], near: Near, far: Far) -> Iterator[Weighed]:
        """The pairs that are at least in doubt."""
        forms = self.at_hand.forms
        there = {line: places & forms.keys() for line, places in far.items()}  # one that was erased meanwhile has none
        yield from self._list_in_doubt(own, own, near)
        for line, place, bits in self._list_in_doubt(own, forms, there):
            yield line, self.at_hand.record_at(place), bits

    def _list_in_doubt(
        self, own: Mapping[int, Form], others: Mapping[int, Form], found: Near
    ) -> Iterator[tuple[int, int, float]]:
        weigh, least = self.online.scorer.weigh, self.online.zones.least_bits
        for one, other in self.glance.pick(own, others, found, at_least=least):
            bits = weigh(own[one], others[other])
            if bits >= least:
                yield one, other, bits


def start_scales(online: OnlineModel, at_hand: AtHand) -> Scales:
    """For one import."""
    return Scales(online, at_hand, open_glance(online.scorer))


def compare_ahead(scales: Scales, forms: Mapping[int, Form], keys: Keys) -> Ahead:
    """Weigh lines with all that is at hand, before the database knows them."""
    near, far = scales.at_hand.share(keys, ())
    return Ahead(len(forms), near, far, list(scales.weigh(forms, near, far)))


def compare_again(
    scales: Scales, own: Mapping[int, Form], found: tuple[Near, Far], ahead: Ahead, changed: Changed
) -> Iterator[Weighed]:
    """What is found now, of which only what was not weighed ahead, or says less since, is weighed."""
    near = _list_fresh(found[0], ahead.near, changed, changed.lines)
    far = _list_fresh(found[1], ahead.far, changed, changed.places)
    yield from scales.weigh(own, near, far)
    for one, other, bits in ahead.weighed:
        was, fresh = (found[1], far) if isinstance(other, UUID) else (found[0], near)
        place = scales.at_hand.place_of(other) if isinstance(other, UUID) else other
        if place in was.get(one, _NONE) and place not in fresh[one]:
            yield one, other, bits


def _list_fresh(now: Near, before: Near, changed: Changed, others: Collection[int]) -> Near:
    """By line, what of its counterparts was not weighed before as it is now."""
    return {
        line: found if line in changed.lines else (found - before.get(line, _NONE)) | found.intersection(others)
        for line, found in now.items()
    }
