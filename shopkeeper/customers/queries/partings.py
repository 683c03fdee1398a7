"""Merges that were undone, and what nobody could give back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers import facts
from shopkeeper.customers.models import Merge
from shopkeeper.customers.queries.identity import ids_of


@dataclass(frozen=True, slots=True)
class Parting:
    """Two customers were one for a time; what came then without a record stayed where it was written down."""

    other_number: str
    merged_at: datetime
    undone_at: datetime
    left: tuple[tuple[str, int], ...]


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
