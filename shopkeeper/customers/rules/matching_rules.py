"""Rules that a retailer writes itself: which values two records share so that they are one person.

All values of a rule have to be the same, in standard form; one that is blank is never the same. Any rule is enough.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from uuid import UUID

from shopkeeper.customers.contracts import MatchKind
from shopkeeper.customers.errors.matching_rules import RuleTooWide, RuleValueUnknown
from shopkeeper.customers.rules.matching.forms import DETAILS, Form, hash_of

OFFERED = {
    "card_number": "card", "email": "email", "phone": "phone", "given_name": "nick", "family_name": "family",
    "born_on": "born", "street": "home", "postcode": "postcode", "city": "city", "birth_place": "birth_place",
    "occupation": "occupation", **{name: name for name in DETAILS},
}  # fmt: skip
"""What a rule may ask for, as the columns of a record are called, and where it stands in a standard form."""

_KINDS = {"card_number": MatchKind.CARD, "email": MatchKind.EMAIL, "phone": MatchKind.PHONE_AND_NAME}
_TELLING = frozenset({"card_number", "email", "phone", "born_on", "street", *DETAILS})
"""One of these has to be among what a rule asks for: names and towns are everybody's."""

_ALONE = "card_number"
"""What may be a rule by itself, and outweighs another date of birth."""


def tidy_attributes(attributes: Iterable[str]) -> tuple[str, ...]:
    """What a rule asks for, each once, in our order.

    :raises RuleValueUnknown: when there is no such value
    :raises RuleTooWide: when strangers share all of it
    """
    wanted = set(attributes)
    if unknown := sorted(wanted - OFFERED.keys()):
        raise RuleValueUnknown(value=unknown[0], known=", ".join(OFFERED))
    if wanted != {_ALONE} and (len(wanted) < 2 or wanted.isdisjoint(_TELLING)):
        raise RuleTooWide
    return tuple(name for name in OFFERED if name in wanted)


def digest_of(number: int, attributes: Sequence[str], form: Form) -> int | None:
    """What a record says to a rule, hashed; None where it leaves anything blank."""
    values = [form[OFFERED[name]] for name in attributes]
    known = [value for value in values if value]
    return hash_of("\x1f".join(("rule", str(number), *known))) if len(known) == len(values) else None


def name_of(form: Form) -> int:
    """Initial and family name, hashed, by which people are told apart; 0 of a record without a name."""
    given, family = form["given"] or "", form["family"] or ""
    return hash_of(f"{given[:1]} {family}") if given or family else 0


def list_kinds(attributes: Iterable[str]) -> list[str]:
    """The values that it asks for and that may turn out to count for nobody."""
    return [_KINDS[name].value for name in attributes if name in _KINDS]


def outweighs_birth(attributes: Collection[str]) -> bool:
    """Whether people are one by it although they say different dates of birth: a card is nobody else's."""
    return _ALONE in attributes


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule for which records are filed: it is in force, or waits."""

    id: UUID
    number: int
    attributes: tuple[str, ...]
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who say the same to a rule."""

    owners: tuple[UUID, ...]
    outweighs_birth: bool = False


@dataclass(slots=True)
class Joining:
    """Who becomes one, and how many pairs do not although a rule says so."""

    people: list[list[UUID]] = field(default_factory=list)
    decided_apart: int = 0
    born_apart: int = 0


Born = Mapping[UUID, Collection[date]]


def plan_joining(groups: Iterable[Group], *, born: Born, apart: Iterable[tuple[UUID, UUID]]) -> Joining:
    """Who becomes one by these groups. What people decided stands; so does another date of birth.

    Where a group holds several dates of birth, who says none of them stays out: they may be either.
    """
    kept_apart = {frozenset(pair) for pair in apart}
    joining, of = Joining(), dict[UUID, list[UUID]]()
    for group in groups:
        for owner in group.owners:
            of.setdefault(owner, [owner])
        for some in _split_by_birth(group, born, joining):
            _join(some, of, kept_apart, joining)
    joining.people = [people for owner, people in of.items() if len(people) > 1 and people[0] == owner]
    return joining


def _split_by_birth(group: Group, born: Born, joining: Joining) -> list[list[UUID]]:
    dates = {owner: frozenset(born.get(owner, ())) for owner in group.owners}
    told = [said for said in dates.values() if said]
    if group.outweighs_birth or all(not one.isdisjoint(other) for one, other in combinations(told, 2)):
        return [list(group.owners)]
    by_date: dict[date, list[UUID]] = {}
    for owner, said in dates.items():
        if said:
            by_date.setdefault(min(said), []).append(owner)
    joining.born_apart += sum(one.isdisjoint(other) for one, other in combinations(told, 2))
    return list(by_date.values())


def _join(owners: Sequence[UUID], of: dict[UUID, list[UUID]], apart: set[frozenset[UUID]], joining: Joining) -> None:
    first = owners[0]
    for other in owners[1:]:
        one, two = of[first], of[other]
        if one is two:
            continue
        if any(frozenset((left, right)) in apart for left in one for right in two):
            joining.decided_apart += 1
            continue
        one.extend(two)
        for member in two:
            of[member] = one
