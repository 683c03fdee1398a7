"""Arriving lines are weighed with all that they share keys with, some of them before it is known who they are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from shopkeeper.customers.actions.at_hand import AtHand, Far, Keys, Near
from shopkeeper.customers.actions.concluding import Weighed
from shopkeeper.customers.queries.matching import OnlineModel
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.engines.linkage import bits_of

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


def compare(online: OnlineModel, own: Mapping[int, Form], near: Near, far: Far, at_hand: AtHand) -> Iterator[Weighed]:
    """The pairs that are at least in doubt."""
    weigh, least, forms = online.scorer.weigh_if, bits_of(IN_DOUBT), at_hand.forms
    for one, others in near.items():
        for other in others:
            bits = weigh(own[one], own[other], at_least=least)
            if bits is not None:
                yield one, other, bits
    for line, places in far.items():
        for place in places & forms.keys():  # one that was erased meanwhile has none
            bits = weigh(own[line], forms[place], at_least=least)
            if bits is not None:
                yield line, at_hand.record_at(place), bits


def compare_ahead(online: OnlineModel, forms: Mapping[int, Form], keys: Keys, at_hand: AtHand) -> Ahead:
    """Weigh lines with all that is at hand, before the database knows them."""
    near, far = at_hand.share(keys, ())
    return Ahead(len(forms), near, far, list(compare(online, forms, near, far, at_hand)))


def compare_again(
    online: OnlineModel,
    own: Mapping[int, Form],
    found: tuple[Near, Far],
    at_hand: AtHand,
    ahead: Ahead,
    changed: Changed,
) -> Iterator[Weighed]:
    """What is found now, of which only what was not weighed ahead, or says less since, is weighed."""
    near = _list_fresh(found[0], ahead.near, changed, changed.lines)
    far = _list_fresh(found[1], ahead.far, changed, changed.places)
    yield from compare(online, own, near, far, at_hand)
    for one, other, bits in ahead.weighed:
        was, fresh = (found[1], far) if isinstance(other, UUID) else (found[0], near)
        place = at_hand.place_of(other) if isinstance(other, UUID) else other
        if place in was.get(one, _NONE) and place not in fresh[one]:
            yield one, other, bits


def _list_fresh(now: Near, before: Near, changed: Changed, others: Collection[int]) -> Near:
    """By line, what of its counterparts was not weighed before as it is now."""
    return {
        line: found if line in changed.lines else (found - before.get(line, _NONE)) | found.intersection(others)
        for line, found in now.items()
    }
