"""Rules of the retailer's own are carried out: on what arrives, and on all that is stored."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import batched
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import join_customers
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.actions.resolution import Merger, rank
from shopkeeper.customers.actions.rule_keys import Digests
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.events import PeopleRelinked
from shopkeeper.customers.models import Customer, Erasure, MatchingRule
from shopkeeper.customers.queries.matching import list_apart
from shopkeeper.customers.queries.matching_rules import list_groups, read_born
from shopkeeper.customers.rules.matching_rules import Group, plan_joining

NO_MODEL = 0
"""The version of the model that rules are said to be, where one is asked for."""
_AT_ONCE = 500


def join_arrivals(said: Digests, *, by: Actor, now: datetime) -> list[Merger]:
    """Join the customers of arriving records with all who say the same to a rule; gives who was merged."""
    rules = {row.id: row for row in MatchingRule.objects.in_force().filter(pk__in=said)} if said else {}
    groups = [group for rule, digests in said.items() if rule in rules for group in _list(rules[rule], digests)]
    return _join_people(_plan(groups), by=by, now=now)


def join_by_rules(*, by: Actor, now: datetime) -> int:
    """Join all customers who say the same to a rule in force; gives how many were merged.

    Some hundreds at a time: killed anywhere and begun again, it ends as if nobody had disturbed it.
    """
    groups = [group for row in MatchingRule.objects.in_force().order_by("number") for group in _list(row)]
    people = _plan(groups)
    return sum(join_some(people=some, by=by, now=now) for some in batched(people, _AT_ONCE))


@action
def join_some(*, people: Sequence[Sequence[UUID]], by: Actor, now: datetime) -> int:
    """Join these, but for those whom somebody joined, erased or kept apart meanwhile; gives how many were merged."""
    lock_everybody()
    wanted = {owner for group in people for owner in group}
    there = set(Customer.objects.filter(pk__in=wanted, merged_into=None).values_list("pk", flat=True))
    there -= set(Erasure.objects.filter(customer__in=wanted).values_list("customer", flat=True))
    groups = [Group(tuple(group), outweighs_birth=True) for group in people if there.issuperset(group)]
    joined = plan_joining(groups, born={}, apart=list_apart()).people
    mergers = _join_people(joined, by=by, now=now)
    if mergers:
        announce(PeopleRelinked(version=NO_MODEL, customer_ids=tuple(sorted({m[0] for m in mergers}))), by=by, now=now)
    return len(mergers)


def _list(row: MatchingRule, digests: Collection[int] | None = None) -> list[Group]:
    return list_groups(row, digests)[0]


def _plan(groups: Sequence[Group]) -> list[list[UUID]]:
    return plan_joining(groups, born=read_born(groups), apart=list_apart()).people if groups else []


def _join_people(people: Iterable[Sequence[UUID]], *, by: Actor, now: datetime) -> list[Merger]:
    some = list(people)
    ranks = rank({owner for group in some for owner in group})
    mergers: list[Merger] = []
    for group in some:
        survivor, *merged = sorted(group, key=lambda owner: (ranks.get(owner, 0), str(owner)))
        mergers += [(survivor, other, LinkReason.RULE) for other in merged]
    if mergers:
        join_customers([(one, other, reason.value) for one, other, reason in mergers], by=by, now=now)
        refresh_profiles({survivor for survivor, *_ in mergers}, now=now)
    return mergers
