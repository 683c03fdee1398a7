"""People who belong together are written down as such, and as no more than that."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.contracts import ProposalOutcome
from shopkeeper.customers.errors import CustomerNotFound, RelationIncomplete, RelationNotFound
from shopkeeper.customers.models import Customer, Erasure, HouseholdPair, Relation
from shopkeeper.customers.queries.identity import ids_of, survivor_of
from shopkeeper.customers.rules.relations import RelationKind


@action
def relate_customers(
    *, kind: RelationKind, one: UUID, other: UUID | None = None, company: str = "", source: str = "person",
    starts_on: date, by: Actor, now: datetime,
) -> UUID:  # fmt: skip
    """Write a relation down; the same one again changes nothing.

    :raises RelationIncomplete: when there is nobody, or only themselves, to be related to
    :raises CustomerNotFound: when either does not exist
    """
    first, second = survivor_of(one), survivor_of(other) if other else None
    works = kind is RelationKind.EMPLOYEE
    if first == second or (works and not company.strip()) or (not works and second is None):
        raise RelationIncomplete
    wanted = {first, *([second] if second else [])}
    there = Customer.objects.select_for_update().filter(pk__in=wanted).count()
    if there != len(wanted) or Erasure.objects.filter(customer__in=wanted).exists():
        raise CustomerNotFound(key=one)
    if second and not works:
        _settle_suggested(first, second, kind, by=by, now=now)
    facts = {"kind": kind, "one_id": first, "other_id": None if works else second}
    facts |= {"company": company.strip() if works else "", "ends_on": None}
    turned = {**facts, "one_id": second, "other_id": first}
    if kind is RelationKind.HOUSEHOLD and (known := Relation.objects.filter(**turned).first()):
        return known.id
    new = {"source": source, "decided_by": sign(by), "at": now, "starts_on": starts_on}
    return Relation.objects.get_or_create(**facts, defaults=new)[0].id


@action
def end_relation(*, relation_id: UUID, customer_id: UUID, ends_on: date, by: Actor, now: datetime) -> None:
    """A relation ended on a day.

    :raises RelationNotFound: when this customer has no such relation
    """
    ids = ids_of(customer_id)
    rows = Relation.objects.filter(Q(one__in=ids) | Q(other__in=ids), pk=relation_id, ends_on=None)
    if not rows.update(ends_on=ends_on, decided_by=sign(by)):
        raise RelationNotFound


def _settle_suggested(one: UUID, other: UUID, kind: RelationKind, *, by: Actor, now: datetime) -> None:
    """Nobody is asked any more whether two live together of whom somebody said how they belong together."""
    ones, others = ids_of(one), ids_of(other)
    pair = Q(one__in=ones, other__in=others) | Q(one__in=others, other__in=ones)
    outcome = ProposalOutcome.CONFIRMED if kind is RelationKind.HOUSEHOLD else ProposalOutcome.OVERTAKEN
    HouseholdPair.objects.filter(pair).settle(outcome, by=sign(by), at=now)
