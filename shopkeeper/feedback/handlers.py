"""What the feedback does when it hears of something. Each is harmless when repeated."""

from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.core.intake import RowsImported
from shopkeeper.feedback.actions.analyzing import read_new_texts, read_texts
from shopkeeper.feedback.actions.inviting import invite
from shopkeeper.feedback.events import FeedbackReceived
from shopkeeper.orders import public as orders
from shopkeeper.orders.events import OrderDelivered, PickupCollected


@on(FeedbackReceived)
def read_received_text(heard: Announcement) -> None:
    """Somebody wrote: find what it is about."""
    read_texts(only=heard.event.feedback_id, by=system_actor("feedback.received"), now=heard.recorded_at)


@on(RowsImported, takes_history=True)
def read_imported_texts(heard: Announcement) -> None:
    """A file brought texts: read them all."""
    if heard.event.table == "feedback":
        read_new_texts(by=system_actor("core.rows_imported"), now=heard.recorded_at)


@on(PickupCollected)
def ask_about_pickup(heard: Announcement) -> None:
    """An order was collected: ask how it went."""
    invite(order_id=heard.event.order_id, touchpoint="pickup", by=system_actor("orders.pickup"), now=heard.recorded_at)


@on(OrderDelivered)
def ask_about_delivery(heard: Announcement) -> None:
    """A parcel arrived: ask how it went. Whoever collected is asked about that instead."""
    by = system_actor("orders.delivered")
    if orders.list_pickups(heard.event.order_id):
        return
    invite(order_id=heard.event.order_id, touchpoint="delivery", by=by, now=heard.recorded_at)
