"""Two customers become one, or two again: rows that say so and a pointer in one step; no other row is rewritten."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers import facts
from shopkeeper.customers.actions.locking import lock_deciders
from shopkeeper.customers.actions.parting_consents import part_consents
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.actions.recording import create_customers
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.errors import AlreadyOne, CustomerNotFound, KeptApart, NotMerged, WholeCustomer
from shopkeeper.customers.events import CustomersMerged, CustomersParted
from shopkeeper.customers.models import Customer, Distinction, Erasure, Link, Merge
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.rules.merges import find_survivors
from shopkeeper.customers.sql import run

_POINT = """
UPDATE customers_customer AS c SET merged_into_id = w.survivor
FROM unnest(%(survivors)s::uuid[], %(merged)s::uuid[]) AS w (survivor, merged) WHERE c.{merged} = w.merged
"""


def join_customers(pairs: Iterable[tuple[UUID, UUID, str]], *, by: Actor, now: datetime) -> None:
    """Write (survivor, merged, reason) for each pair and point all that were merged before to the new survivor.

    Nobody is merged twice at once, nor a survivor.
    """
    rows = [
        Merge(survivor_id=survivor, merged_id=merged, reason=reason, decided_by=sign(by), at=now)
        for survivor, merged, reason in pairs
    ]
    Merge.objects.bulk_create(rows)
    if rows:
        said = {"survivors": [row.survivor_id for row in rows], "merged": [row.merged_id for row in rows]}
        for merged in ("merged_into_id", "id"):
            run(_POINT.format(merged=merged), said)


@action
def merge_customers(*, one: UUID, other: UUID, by: Actor, now: datetime) -> UUID:
    """Decide that two customers are one person; gives the one that lives on: more records, then the older.

    :raises CustomerNotFound: when either does not exist
    :raises AlreadyOne: when they are one already
    :raises KeptApart: when somebody decided that they are two people
    """
    left, right = lock_person(one), lock_person(other)
    if left[0] == right[0]:
        raise AlreadyOne
    apart = Distinction.objects.filter(
        Q(first__in=left, second__in=right) | Q(first__in=right, second__in=left), withdrawn_at=None
    ).first()
    if apart is not None:
        raise KeptApart(who=name_deciders([apart.decided_by], now=now)[apart.decided_by])
    survivor, merged = _choose_survivor(left[0], right[0])
    join_customers([(survivor, merged, LinkReason.STEWARD)], by=by, now=now)
    refresh_profiles([survivor], now=now)
    announce(CustomersMerged(survivor_id=survivor, merged_id=merged, reason=LinkReason.STEWARD), by=by, now=now)
    return survivor


@action
def unmerge_customer(*, merged_id: UUID, by: Actor, now: datetime) -> UUID:
    """Undo a merge: the merged customer is a person of their own again, with all that came with their records.

    :raises NotMerged: when this customer is not merged into another one
    """
    lock_deciders()
    merge = Merge.objects.select_for_update().filter(merged=merged_id, undone_at=None).first()
    if merge is None:
        raise NotMerged
    family = lock_person(merged_id)
    Merge.objects.filter(pk=merge.pk).update(undone_at=now, undone_by=sign(by))
    point_again(family)
    for linked, records in _records_by_customer(family).items():
        facts.repoint(records, to=linked)
    part_consents(merge=merge, family=family, now=now)
    _keep_apart(family[0], merged_id, by=by, now=now)
    refresh_profiles(family, now=now)
    announce(CustomersParted(customer_id=family[0], parted_id=merged_id), by=by, now=now)
    return merged_id


@action
def part_records(*, customer_id: UUID, record_ids: Sequence[UUID], by: Actor, now: datetime) -> UUID:
    """Give records that belong to somebody else to a new customer, with everything that came with them.

    :raises CustomerNotFound: when there is no such customer, or a record is not theirs
    :raises WholeCustomer: when no record would stay
    """
    family = lock_person(customer_id)
    links = Link.objects.select_for_update().filter(customer__in=family, ends_at=None)
    theirs = set(links.values_list("record", flat=True))
    chosen = set(record_ids)
    if not chosen or chosen - theirs:
        raise CustomerNotFound(key=customer_id)
    if chosen == theirs:
        raise WholeCustomer
    [fresh] = create_customers(1, now=now)
    links.filter(record__in=chosen).update(ends_at=now)
    Link.objects.bulk_create(
        Link(record_id=record, customer_id=fresh, reason=LinkReason.SPLIT, decided_by=sign(by), starts_at=now)
        for record in chosen
    )
    facts.repoint(list(chosen), to=fresh)
    _keep_apart(family[0], fresh, by=by, now=now)
    refresh_profiles([family[0], fresh], now=now)
    announce(CustomersParted(customer_id=family[0], parted_id=fresh), by=by, now=now)
    return fresh


def sign(by: Actor) -> str:
    """Who decided, as it is kept on a row."""
    return f"{by.kind}:{by.id}"[:120]


def lock_person(customer_id: UUID) -> list[UUID]:
    """Every id of this person, which stay theirs until this transaction ends.

    :raises CustomerNotFound: when there is no such customer, or they were erased
    """
    lock_deciders()
    ids = ids_of(customer_id)
    locked = Customer.objects.select_for_update().filter(pk__in=ids).order_by("id")
    if {row.id for row in locked} != set(ids) or Erasure.objects.filter(customer__in=ids).exists():
        raise CustomerNotFound(key=customer_id)
    return ids


def _choose_survivor(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    def weight(customer: UUID) -> tuple[int, datetime]:
        row = Customer.objects.filter(pk=customer).annotate(records=Count("links", filter=Q(links__ends_at=None))).get()
        merged = Link.objects.filter(customer__merged_into=customer, ends_at=None).count()
        return -(row.records + merged), row.created_at

    survivor, merged = sorted((one, other), key=weight)
    return survivor, merged


def point_again(family: Sequence[UUID]) -> None:
    """Work out from the merges in force whom each customer of a former person points to."""
    merges = dict(Merge.objects.filter(merged__in=family, undone_at=None).values_list("merged", "survivor"))
    for customer, survivor in find_survivors(merges, family).items():
        Customer.objects.filter(pk=customer).update(merged_into=None if survivor == customer else survivor)


def _records_by_customer(family: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    records: dict[UUID, list[UUID]] = {}
    for customer, record in Link.objects.filter(customer__in=family, ends_at=None).values_list("customer", "record"):
        records.setdefault(customer, []).append(record)
    return records


def _keep_apart(first: UUID, second: UUID, *, by: Actor, now: datetime) -> None:
    Distinction.objects.create(first_id=first, second_id=second, decided_by=sign(by), at=now)
