"""Who lives, works or comes with a customer, and who may be of their household."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.models import Profile, Relation
from shopkeeper.customers.queries.identity import card_of, get_customer_cards, ids_of
from shopkeeper.customers.rules.relations import RelationKind, family_name, looks_like_household

_MOST = 6


@dataclass(frozen=True, slots=True)
class RelationCard:
    """A relation as one side of it sees it; `is_first` when they are the guardian, say, and not the ward."""

    id: UUID
    kind: RelationKind
    is_first: bool
    person: CustomerCard | None
    company: str
    starts_on: date


def list_relations(customer_id: UUID, *, on: date) -> list[RelationCard]:
    """The relations in force on a day; with people who were erased none remains."""
    ids = ids_of(customer_id)
    in_force = Q(ends_on=None) | Q(ends_on__gt=on)
    rows = list(Relation.objects.filter(Q(one__in=ids) | Q(other__in=ids), in_force, starts_on__lte=on).order_by("at"))
    others = {row.id: row.other_id if row.one_id in ids else row.one_id for row in rows}
    people = get_customer_cards(other for other in others.values() if other) if rows else {}
    return [
        RelationCard(
            id=row.id, kind=RelationKind(row.kind), is_first=row.one_id in ids, company=row.company,
            person=people.get(other) if (other := others[row.id]) else None, starts_on=row.starts_on,
        )
        for row in rows
    ]  # fmt: skip


def suggest_household(customer_id: UUID, *, on: date) -> list[CustomerCard]:
    """People of the same family name behind the same door whom nobody has related to them yet."""
    mine = Profile.objects.select_related("customer").filter(customer__in=ids_of(customer_id)).first()
    if mine is None or not mine.street or not mine.postcode or not family_name(mine.name):
        return []
    near = Profile.objects.filter(search_text__contains=family_name(mine.name), postcode__iexact=mine.postcode)
    known = {relation.person.id for relation in list_relations(customer_id, on=on) if relation.person}
    alike = [
        card_of(row)
        for row in near.exclude(pk=mine.pk).select_related("customer")[:50]
        if looks_like_household(card_of(mine), card_of(row), street=mine.street, other_street=row.street)
    ]
    return [card for card in alike if card.id not in known][:_MOST]
