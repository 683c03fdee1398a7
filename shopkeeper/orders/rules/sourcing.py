"""From where an order is fulfilled, by rules that can be read aloud.

1. A place counts if it is on, may do what is wanted, has room today, and its record can be trusted; where no trusted
   place will do, those whose record is doubtful count too.
2. One place that has every line in full sends the whole order.
3. The parts of a bundle leave from one place.
4. Else the fewest parcels, if the order may be split: no more than `most_parts`, each worth at least `least_value`.
5. Among equals: the day that is earliest, then the surest record, then the nearest, then by name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

FAR = 1e9
"""A place of which nobody knows how far it is comes after all others."""
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Need:
    """Pieces of a line; `value` is that of one piece. Parts of one bundle (its SKU) leave from one place."""

    line: int
    sku: str
    quantity: int
    value: Decimal = Decimal(0)
    bundle: str = ""

    def is_in(self, skus: Collection[str]) -> bool:
        """Whether it is one of these, itself or as part of its bundle."""
        return self.sku in skus or bool(self.bundle and self.bundle in skus)


@dataclass(frozen=True, slots=True)
class Place:
    """A location as far as it decides: what it has free by SKU, how far it is, when a parcel from it arrives.

    `doubt` is 0 for a sure record, 1 for a likely one, 2 for one that should be looked at first. `room` is how many
    orders more it can handle today; None for as many as come.
    """

    code: str
    name: str
    free: dict[str, int] = field(hash=False)
    km: float = FAR
    arrives: date = date.min
    doubt: int = 0
    room: int | None = None
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class SplitPolicy:
    """Whether and how far an order may be split."""

    may_split: bool = True
    most_parts: int = 3
    least_value: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one place sends: pieces by line."""

    place: Place
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sends what. Without parts nobody can; `missing` says what nobody has, by line."""

    parts: tuple[Part, ...] = ()
    missing: tuple[tuple[int, int], ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether every piece has a place."""
        return bool(self.parts)


def plan_sources(needs: Sequence[Need], places: Iterable[Place], policy: SplitPolicy) -> Plan:
    """Who sends what, by the rules above."""
    usable = [place for place in places if place.is_on and place.room != 0 and _has_any(place, needs)]
    for doubt in (1, 2):
        trusted = _worth_a_look(needs, [place for place in usable if place.doubt <= doubt])
        for parts in range(1, (policy.most_parts if policy.may_split else 1) + 1):
            found = list(_divisions(needs, trusted, parts, policy))
            if found:
                return Plan(min(found, key=_burden))
    return Plan(missing=tuple(_missing(needs, usable)))


def plan_as_offered(needs: Sequence[Need], places: Sequence[Place], offered: Mapping[str, Collection[str]]) -> Plan:
    """Who sends what as the delivery offer says (SKUs by place); what has gone there since is missing."""
    by_code = {place.code: dict(place.free) for place in places}
    missing = []
    for need in needs:
        free = next((by_code.get(code, {}) for code, skus in offered.items() if need.is_in(skus)), {})
        short = need.quantity - min(need.quantity, free.get(need.sku, 0))
        missing += [(need.line, short)] if short else []
        free[need.sku] = free.get(need.sku, 0) - need.quantity
    if missing:
        return Plan(missing=tuple(missing))
    sending = [(place, [need for need in needs if need.is_in(offered.get(place.code, ()))]) for place in places]
    return Plan(tuple(Part(place, tuple((n.line, n.quantity) for n in sent)) for place, sent in sending if sent))


def _divisions(
    needs: Sequence[Need], places: Sequence[Place], parts: int, policy: SplitPolicy
) -> Iterator[tuple[Part, ...]]:
    """Every way in which just so many places can send everything, each a part that is worth it."""
    for chosen in combinations(places, parts):
        divided = _divide(needs, sorted(chosen, key=_nearness))
        if divided is None or len(divided) < parts:
            continue
        if parts == 1 or all(_value(part, needs) >= policy.least_value for part in divided):
            yield divided


def _divide(needs: Sequence[Need], places: Sequence[Place]) -> tuple[Part, ...] | None:
    """The nearest sends all it has, the next what is left; None when that is not enough. A bundle is sent whole."""
    left = {need.line: need.quantity for need in needs}
    parts = []
    for place in places:
        free, pieces = dict(place.free), []
        for together in _bundled(needs):
            taken = _take(together, left, free)
            pieces += taken
            left |= {line: left[line] - count for line, count in taken}
        if pieces:
            parts.append(Part(place, tuple(pieces)))
    return None if any(left.values()) else tuple(parts)


def _bundled(needs: Sequence[Need]) -> list[list[Need]]:
    """The parts of each bundle together, everything else by itself."""
    found: dict[str | int, list[Need]] = {}
    for need in needs:
        found.setdefault(need.bundle or need.line, []).append(need)
    return list(found.values())


def _take(together: Sequence[Need], left: Mapping[int, int], free: dict[str, int]) -> list[tuple[int, int]]:
    """What a place sends of these, taken off what it has; of a bundle everything or nothing."""
    before, taken = dict(free), list[tuple[int, int]]()
    for need in together:
        pieces = min(left[need.line], free.get(need.sku, 0))
        if need.bundle and pieces < left[need.line]:
            free.update(before)
            return []
        if pieces > 0:
            taken.append((need.line, pieces))
            free[need.sku] -= pieces
    return taken


def _burden(parts: tuple[Part, ...]) -> tuple[date, int, float, list[str]]:
    places = [part.place for part in parts]
    last = max(place.arrives for place in places)
    return last, max(place.doubt for place in places), sum(place.km for place in places), sorted(p.name for p in places)


def _nearness(place: Place) -> tuple[float, str]:
    return place.km, place.name


def _has_any(place: Place, needs: Sequence[Need]) -> bool:
    return any(place.free.get(need.sku, 0) > 0 for need in needs)


def _worth_a_look(needs: Sequence[Need], places: list[Place]) -> list[Place]:
    """All places, or in a large network those that come first by what they have and how near they are."""
    if len(places) <= _LOOKED_AT:
        return places
    whole = [place for place in places if _divide(needs, [place]) is not None]
    if whole:
        return sorted(whole, key=lambda place: _burden((Part(place, ()),)))[:_LOOKED_AT]
    return sorted(places, key=lambda place: (-_covered(place, needs), *_nearness(place)))[:_LOOKED_AT]


def _covered(place: Place, needs: Sequence[Need]) -> int:
    return sum(min(need.quantity, place.free.get(need.sku, 0)) for need in needs)


def _value(part: Part, needs: Sequence[Need]) -> Decimal:
    worth = {need.line: need.value for need in needs}
    return sum((worth[line] * pieces for line, pieces in part.pieces), Decimal(0))


def _missing(needs: Sequence[Need], places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """What not even all places together have; where they have it all, everything, since no allowed split will do."""
    free: dict[str, int] = {}
    for place in places:
        for sku, pieces in place.free.items():
            free[sku] = free.get(sku, 0) + max(0, pieces)
    short = []
    for need in needs:
        there = min(need.quantity, free.get(need.sku, 0))
        free[need.sku] = free.get(need.sku, 0) - there
        short += [(need.line, need.quantity - there)] if there < need.quantity else []
    yield from short or ((need.line, need.quantity) for need in needs)
