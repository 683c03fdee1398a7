"""Whom a problem touched, so that whoever meets them knows."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.improvement.contracts import PersonHurt
from shopkeeper.improvement.models import Affected


@action
def record_people(*, problem_id: UUID, people: Iterable[PersonHurt], by: Actor, now: datetime) -> int:
    """Keep whom a problem touches, each once for each order; who turned out not to be one of them goes. How many."""
    rows = {
        (person.customer_id, person.order_id): Affected(
            problem_id=problem_id, customer_id=person.customer_id, record_id=person.record_id,
            order_id=person.order_id, spoke=person.spoke, at=person.at,
        )
        for person in people
    }  # fmt: skip
    told = {customer_id for customer_id, _ in rows}
    Affected.objects.filter(problem=problem_id).exclude(customer__in=told).delete()
    Affected.objects.bulk_create(
        rows.values(), batch_size=2000, update_conflicts=True,
        unique_fields=["problem", "customer", "order"], update_fields=["spoke", "at"],
    )  # fmt: skip
    return len(rows)
