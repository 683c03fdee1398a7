"""The households that wait for people: which comes next, who may live together, and what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shopkeeper.core.remembering import remembered
from shopkeeper.customers.contracts import CustomerCard, ProposalOutcome
from shopkeeper.customers.errors import HouseholdNotFound
from shopkeeper.customers.models import HouseholdPair, Profile
from shopkeeper.customers.queries.identity import card_of, get_customer_cards, ids_of
from shopkeeper.customers.rules.households import Sign, gather_household
from shopkeeper.customers.rules.relations import family_name
from shopkeeper.customers.sql import read

SUGGESTED = "suggestion"
"""As source of a relation: somebody agreed to what was suggested."""

# Whoever was merged with the other, or erased, lives with nobody any more.
_WAITING = """
FROM customers_householdpair AS p
JOIN customers_customer AS c ON c.id = p.one_id JOIN customers_customer AS d ON d.id = p.other_id
WHERE p.settled_at IS NULL AND coalesce(c.merged_into_id, c.id) <> coalesce(d.merged_into_id, d.id)
"""
_PAIR = "p.id, coalesce(c.merged_into_id, c.id), coalesce(d.merged_into_id, d.id), p.signs, p.suggested_at"
_ORDER = "ORDER BY p.strength DESC, p.door, p.id"
_BACK = "ORDER BY p.strength, p.door DESC, p.id DESC"
_PLACE = "(-p.strength, p.door, p.id)"
_NEXT = f"SELECT p.id {_WAITING} {_ORDER} LIMIT 1"
_LIST = (
    f"SELECT DISTINCT ON (p.strength, p.door) p.id {_WAITING} ORDER BY p.strength DESC, p.door, p.id LIMIT %(limit)s"
)
_COUNT = f"SELECT count(DISTINCT p.door), min(p.suggested_at) {_WAITING}"
_BEHIND = (
    f"SELECT p.id {_WAITING} AND p.id <> ALL(%(own)s) AND {_PLACE} > (%(strength)s, %(door)s, %(id)s) {_ORDER} LIMIT 1"
)
_BEFORE = (
    f"SELECT p.id {_WAITING} AND p.id <> ALL(%(own)s) AND {_PLACE} < (%(strength)s, %(door)s, %(id)s) {_BACK} LIMIT 1"
)
_AT_DOOR = f"SELECT {_PAIR} {_WAITING} AND p.door = %(door)s ORDER BY p.id"
_OF_CUSTOMER = f"""
SELECT {_PAIR} {_WAITING} AND (p.one_id = ANY(%(ids)s::uuid[]) OR p.other_id = ANY(%(ids)s::uuid[]))
ORDER BY p.id LIMIT %(limit)s
"""
_MOST = 6


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Two people, as the customers they are today, who may live together."""

    id: UUID
    one: UUID
    other: UUID
    signs: tuple[Sign, ...]
    suggested_at: datetime


@dataclass(frozen=True, slots=True)
class Dweller:
    """One of those who may live together."""

    card: CustomerCard
    street: str
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What some of them share, and who they are."""

    sign: Sign
    value: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """People behind one door who may live together, and what speaks for it."""

    id: UUID
    people: tuple[Dweller, ...]
    shared: tuple[Shared, ...]
    suggested_at: datetime


@dataclass(frozen=True, slots=True)
class Neighbor:
    """Somebody who may live with a customer."""

    pair_id: UUID
    card: CustomerCard
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class WaitingHouseholds:
    """Behind how many doors people may live together, and since when the oldest suggestion waits."""

    households: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecidedHousehold:
    """What somebody decided last, so that it can be taken back."""

    id: UUID
    outcome: ProposalOutcome
    names: tuple[str, ...]


@remembered
def count_waiting_households() -> WaitingHouseholds:
    """How many wait, and how old the oldest is."""
    [(households, oldest_at)] = read(_COUNT)
    return WaitingHouseholds(households, oldest_at)


def find_next_household() -> UUID | None:
    """The household to look at next: where most speaks for it."""
    rows = read(_NEXT)
    return rows[0][0] if rows else None


def list_households(*, limit: int) -> list[Household]:
    """Those that wait, the surest first."""
    return [get_household(pair_id) for (pair_id,) in read(_LIST, {"limit": limit})]


def list_open_pairs(pair_id: UUID) -> list[OpenPair]:
    """The waiting pairs of the household to which this one leads."""
    door = HouseholdPair.objects.filter(pk=pair_id).values_list("door", flat=True).first()
    pairs = _read_pairs(_AT_DOOR, {"door": door})
    start = next((pair.one for pair in pairs if pair.id == pair_id), None)
    people = set(gather_household([(pair.one, pair.other) for pair in pairs], start)) if start else set()
    return [pair for pair in pairs if pair.one in people]


def get_household(pair_id: UUID) -> Household:
    """A household that waits.

    :raises HouseholdNotFound: when there is none, or it was decided in the meantime
    """
    pairs = list_open_pairs(pair_id)
    people = {one: None for pair in pairs for one in (pair.one, pair.other)}
    profiles = {row.customer_id: row for row in Profile.objects.select_related("customer").filter(customer__in=people)}
    known = [pair for pair in pairs if pair.one in profiles and pair.other in profiles]
    if not known:
        raise HouseholdNotFound
    dwellers = [Dweller(card_of(row), row.street, row.born_on) for one in people if (row := profiles.get(one))]
    return Household(pair_id, tuple(dwellers), tuple(_shared(known, profiles)), min(p.suggested_at for p in known))


def find_households_beside(household: Household) -> tuple[UUID | None, UUID | None]:
    """The ones before and behind it in the queue."""
    row = HouseholdPair.objects.get(pk=household.id)
    own = [pair.id for pair in list_open_pairs(household.id)]
    place = {"strength": -row.strength, "door": row.door, "id": row.id, "own": own}
    before, behind = (rows[0][0] if (rows := read(one, place)) else None for one in (_BEFORE, _BEHIND))
    return before, behind


def list_neighbors(customer_id: UUID) -> list[Neighbor]:
    """Who may live with a customer and was not decided about yet."""
    ids = ids_of(customer_id)
    pairs = _read_pairs(_OF_CUSTOMER, {"ids": ids, "limit": _MOST})
    others = {pair.id: pair.other if pair.one in ids else pair.one for pair in pairs}
    cards = get_customer_cards(others.values())
    return [Neighbor(pair.id, cards[others[pair.id]], pair.signs) for pair in pairs if others[pair.id] in cards]


def find_last_household(signature: str, *, since: datetime) -> DecidedHousehold | None:
    """What somebody (as they sign) decided last about a household, if it was lately."""
    settled = HouseholdPair.objects.filter(settled_by=signature, settled_at__gte=since)
    row = settled.exclude(outcome=ProposalOutcome.OVERTAKEN).order_by("-settled_at", "outcome", "id").first()
    if row is None:
        return None
    same = settled.filter(settled_at=row.settled_at, outcome=row.outcome).values_list("one", "other")
    cards = get_customer_cards(one for pair in same for one in pair)
    names = dict.fromkeys(card.name or card.number for card in cards.values())
    return DecidedHousehold(row.id, ProposalOutcome(row.outcome), tuple(names))


def _shared(pairs: Sequence[OpenPair], profiles: dict[UUID, Profile]) -> list[Shared]:
    found = []
    for sign in Sign:
        told = [(pair.one, pair.other) for pair in pairs if sign in pair.signs]
        groups = dict.fromkeys(tuple(gather_household(told, one)) for one, _ in told)
        found += [Shared(sign, _value(sign, profiles[group[0]]), _names(group, profiles)) for group in groups]
    return found


def _names(group: Sequence[UUID], profiles: dict[UUID, Profile]) -> tuple[str, ...]:
    return tuple(profiles[one].name for one in group)


def _value(sign: Sign, row: Profile) -> str:
    return {Sign.FAMILY_NAME: family_name(row.name).title(), Sign.PHONE: row.phone, Sign.EMAIL: row.email}[sign]


def _read_pairs(statement: str, facts: dict[str, Any]) -> list[OpenPair]:
    rows = read(statement, facts)
    return [OpenPair(pair, one, other, tuple(map(Sign, signs)), at) for pair, one, other, signs, at in rows]
