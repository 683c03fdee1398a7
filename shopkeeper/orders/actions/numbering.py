"""Each order's place in its customer's history, counted again when people turn out to be one, or two."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import fetch
from shopkeeper.customers import public as customers
from shopkeeper.orders.models import Order

TURN = """pg_advisory_xact_lock(hashtextextended('orders.history:' || coalesce(
    (SELECT coalesce(merged_into_id, id) FROM customers_customer WHERE id = $1::uuid), $1::uuid), 0))"""
"""Waits until nobody else counts the orders of the person `$1`, whichever of their ids that is.

An order's place in a history is worked out from the others: of two at once neither would see the other. Whoever holds
an order takes its turn after that; held to the end of the transaction.
"""
_TAKE = f"SELECT {TURN}"


def take_turn(customer_id: UUID) -> None:
    """Wait until nobody else counts the orders of this person."""
    fetch(_TAKE, [customer_id])


@action
def number_history(*, customer_id: UUID, by: Actor, now: datetime) -> int:
    """Count a person's orders from first to last, over all ids that lead to them; gives how many changed."""
    rows = Order.objects.filter(customer__in=customers.ids_of(customer_id), described=True).order_by("placed_at", "id")
    list(rows.order_by("id").select_for_update(no_key=True).values_list("id"))
    take_turn(customer_id)
    changed = []
    for place, order in enumerate(rows.only("id", "sequence"), start=1):
        if order.sequence != place:
            order.sequence = place
            changed.append(order)
    return Order.objects.bulk_update(changed, ["sequence"], batch_size=500)
