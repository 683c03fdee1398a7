"""Who lives, works or comes with a customer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.models import Relation
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of
from shopkeeper.customers.rules.relations import RelationKind


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
