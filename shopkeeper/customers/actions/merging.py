"""Two customers become one: a row that says so and a pointer in one step; no other row is rewritten."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.customers.models import Customer, Merge


def join_customers(pairs: Iterable[tuple[UUID, UUID, str]], *, by: Actor, now: datetime) -> None:
    """Write (survivor, merged, reason) for each pair and point all that were merged before to the new survivor."""
    rows = [
        Merge(survivor_id=survivor, merged_id=merged, reason=reason, decided_by=f"{by.kind}:{by.id}"[:120], at=now)
        for survivor, merged, reason in pairs
    ]
    Merge.objects.bulk_create(rows)
    for row in rows:
        Customer.objects.filter(merged_into=row.merged_id).update(merged_into=row.survivor_id)
        Customer.objects.filter(pk=row.merged_id).update(merged_into=row.survivor_id)
