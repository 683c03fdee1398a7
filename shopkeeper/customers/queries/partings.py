"""Merges that were undone, and what nobody could give back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers import facts
from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.models import Distinction, Merge
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of


@dataclass(frozen=True, slots=True)
class Parting:
    """Two customers were one for a time; what came then without a record stayed where it was written down."""

    other_number: str
    merged_at: datetime
    undone_at: datetime
    left: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody decided that this person and another are two."""

    other: CustomerCard
    at: datetime
    decided_by: str


def list_apart_from(customer_id: UUID, *, now: datetime) -> list[Apart]:
    """From whom people keep this person apart, the latest decision first; each of the others once."""
    ids = ids_of(customer_id)
    rows = Distinction.objects.filter(Q(first__in=ids) | Q(second__in=ids), withdrawn_at=None).order_by("-at")
    others = {row.second_id if row.first_id in ids else row.first_id: row for row in reversed(rows)}
    cards, names = get_customer_cards(others), name_deciders((row.decided_by for row in rows), now=now)
    found = {cards[other].id: Apart(cards[other], row.at, names[row.decided_by])
             for other, row in others.items() if other in cards}  # fmt: skip
    return sorted(found.values(), key=lambda apart: apart.at, reverse=True)


def list_partings(customer_id: UUID) -> list[Parting]:
    """The undone merges of this person, newest first, each with what could not be undone."""
    ids = ids_of(customer_id)
    rows = Merge.objects.filter(Q(survivor__in=ids) | Q(merged__in=ids)).exclude(undone_at=None)
    return [_parting(row, ids) for row in rows.select_related("survivor", "merged").order_by("-undone_at")]


def _parting(row: Merge, ids: list[UUID]) -> Parting:
    assert row.undone_at is not None
    both = {*ids_of(row.survivor_id), *ids_of(row.merged_id)}
    left = facts.count_without_record(sorted(both), since=row.at, until=row.undone_at)
    other = row.merged if row.survivor_id in ids else row.survivor
    return Parting(other.number, row.at, row.undone_at, tuple(left))
