"""Merges that were undone, or would be: what goes back to whom, and what nobody can give back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers import facts
from shopkeeper.customers.contracts import CustomerCard, RecordStory
from shopkeeper.customers.errors import NotMerged
from shopkeeper.customers.models import Customer, Distinction, Merge
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of
from shopkeeper.customers.rules.merges import find_survivors


@dataclass(frozen=True, slots=True)
class Parting:
    """Two customers were one for a time; what came then without a record stayed where it was written down."""

    other_number: str
    merged_at: datetime
    undone_at: datetime
    left: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people that a person would be parted into; `held` says how many they have of what."""

    number: str
    records: tuple[RecordStory, ...]
    held: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PartingPreview:
    """What would be whose if a merge were undone; `left` came meanwhile without a record and stays where it is."""

    stays: Side
    goes: Side
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


def preview_parting(merged_id: UUID, *, now: datetime) -> PartingPreview:
    """What would go back to a merged customer, and what would stay, if the two were made two again.

    :raises NotMerged: when this customer is not merged into another one
    """
    merge = Merge.objects.filter(merged=merged_id, undone_at=None).first()
    if merge is None:
        raise NotMerged
    family = ids_of(merged_id)
    merges = Merge.objects.filter(merged__in=family, undone_at=None).exclude(pk=merge.pk)
    survivors = find_survivors(dict(merges.values_list("merged", "survivor")), family)
    going = [customer for customer, survivor in survivors.items() if survivor == merged_id]
    staying = [customer for customer in family if customer not in going]
    left = facts.count_without_record(family, since=merge.at, until=now)
    records = explain_identity(family[0]).records
    return PartingPreview(_side(family[0], staying, records), _side(merged_id, going, records), tuple(left))


def _side(customer_id: UUID, ids: list[UUID], records: Sequence[RecordStory]) -> Side:
    own = tuple(record for record in records if record.customer_id in ids)
    held = facts.count_with_records(ids, [record.id for record in own])
    return Side(Customer.objects.get(pk=customer_id).number, own, dict(held))


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
