"""Each order's place in its customer's history, counted again when people turn out to be one, or two."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.orders.models import Order


@action
def number_history(*, customer_id: UUID, by: Actor, now: datetime) -> int:
    """Count a person's orders from first to last, over all ids that lead to them; gives how many changed."""
    rows = Order.objects.filter(customer__in=customers.ids_of(customer_id), described=True).order_by("placed_at", "id")
    changed = []
    for place, order in enumerate(rows.only("id", "sequence"), start=1):
        if order.sequence != place:
            order.sequence = place
            changed.append(order)
    return Order.objects.bulk_update(changed, ["sequence"], batch_size=500)
