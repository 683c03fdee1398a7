"""Arriving lines are weighed with all that they share keys with, some of them before it is known who they are."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from shopkeeper.customers.actions.at_hand import AtHand, Far, Keys, Near
from shopkeeper.customers.actions.concluding import Weighed
from shopkeeper.customers.queries.matching import OnlineModel
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.signing import get_signature
from shopkeeper.engines.linkage import open_glance, open_shelf

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.glancing import Glance
    from shopkeeper.engines.linkage.signatures import Shelf

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
class Own:
    """What arriving lines say, and their signatures."""

    forms: dict[int, Form]
    signed: "Shelf"


@dataclass(frozen=True, slots=True)
class Picked:
    """Pairs that may be in doubt: of two lines, and of a line and a place at hand."""

    near: list[tuple[int, int]]
    far: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Scales:
    """What weighs the pairs of an import: the model in force, what is at hand, and a glance at all pairs of a turn."""

    online: OnlineModel
    at_hand: AtHand
    glance: "Glance"

    def pick(self, own: Own, near: Near, far: Far) -> Picked:
        """Which of these are worth weighing, told by signatures; one that was erased meanwhile has none."""
        signed, least = own.signed, self.online.zones.least_bits
        picked = self.glance.pick(signed, signed, near, at_least=least)
        return Picked(picked, self.glance.pick(signed, self.at_hand.signed, far, at_least=least))

    def weigh(self, own: Own, picked: Picked) -> Iterator[Weighed]:
        """Those that are at least in doubt, once the forms of all of them are at hand."""
        yield from self._weigh(own.forms, own.forms, picked.near)
        for line, place, bits in self._weigh(own.forms, self.at_hand.forms, picked.far):
            yield line, self.at_hand.record_at(place), bits

    def _weigh(
        self, own: Mapping[int, Form], others: Mapping[int, Form], pairs: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[int, int, float]]:
        weigh, least = self.online.scorer.weigh, self.online.zones.least_bits
        for one, other in pairs:
            if other in others and (bits := weigh(own[one], others[other])) >= least:
                yield one, other, bits


def start_scales(online: OnlineModel, at_hand: AtHand) -> Scales:
    """For one import."""
    return Scales(online, at_hand, open_glance(online.scorer, get_signature()))


def sign(forms: Mapping[int, Form]) -> "Shelf":
    """The signatures of these lines."""
    signed = open_shelf(get_signature())
    signed.keep(forms, get_signature().read([*forms.values()]))
    return signed


def compare(scales: Scales, own: Own, near: Near, far: Far) -> Iterator[Weighed]:
    """All pairs that are at least in doubt, where everything that lines may meet is at hand."""
    yield from scales.weigh(own, scales.pick(own, near, far))


def compare_ahead(scales: Scales, own: Own, keys: Keys) -> Ahead:
    """Weigh lines with all that is at hand, before the database knows them."""
    near, far = scales.at_hand.share(keys, ())
    return Ahead(len(own.forms), near, far, list(compare(scales, own, near, far)))


def compare_again(
    scales: Scales, own: Own, found: tuple[Near, Far], ahead: Ahead, changed: Changed
) -> Iterator[Weighed]:
    """What is found now, of which only what was not weighed ahead, or says less since, is weighed."""
    near = _list_fresh(found[0], ahead.near, changed, changed.lines)
    far = _list_fresh(found[1], ahead.far, changed, changed.places)
    yield from compare(scales, own, near, far)
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
