"""What the order book does when it hears of something. Each is harmless when repeated."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.core.intake import RowsImported
from shopkeeper.customers.events import CustomersMerged, CustomersParted, PeopleRelinked
from shopkeeper.delivery.events import LabelMade, ParcelDelivered, ParcelHandedOver, StopAnswered
from shopkeeper.inventory.events import InboundMoved, QueueServed
from shopkeeper.orders.actions.asked_cancellations import settle_stop
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.actions.holding import hold_order
from shopkeeper.orders.actions.letters import READY, RELEASED, write_about_pickup
from shopkeeper.orders.actions.letters_back import (
    APPROVED,
    DENIED,
    SETTLED,
    write_about_return,
    write_of_agreement,
    write_of_refusal,
)
from shopkeeper.orders.actions.letters_of_changes import write_of_change, write_of_lack, write_of_redirection
from shopkeeper.orders.actions.letters_of_parcels import write_of_our_parcel, write_of_shops_parcels
from shopkeeper.orders.actions.letters_of_payment import write_of_decline
from shopkeeper.orders.actions.moving import follow_hand_over, record_delivery
from shopkeeper.orders.actions.numbering import number_history
from shopkeeper.orders.actions.settling import CONTACT_CENTER, settle_order
from shopkeeper.orders.actions.welcoming import settle_welcomed, welcome_orders
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.events import (
    CancellationAnswered,
    OrderRevised,
    OrderUnfillable,
    PickupReady,
    PickupReleased,
    RedirectionAnswered,
    ReturnDenied,
    ReturnSettled,
)
from shopkeeper.payments import public as payments
from shopkeeper.payments.events import PaymentAuthorized, PaymentCaptured, PaymentDeclined

_OURS = "order:"


@on(ParcelHandedOver)
def follow_parcel_that_left(heard: Announcement) -> None:
    """A carrier's scan, or a warehouse's file, tells that a parcel has left: so have its pieces."""
    parcel: ParcelHandedOver = heard.event
    if parcel.ref.startswith(_OURS):
        order_id, by = UUID(parcel.ref.removeprefix(_OURS)), system_actor("delivery.parcel_handed_over")
        at = heard.recorded_at
        follow_hand_over(order_id=order_id, parcel_id=parcel.parcel_id, at=at, by=by, now=at)


@on(ParcelDelivered)
def settle_delivered_order(heard: Announcement) -> None:
    """A parcel arrived: its pieces are the customer's, whoever told the delivery."""
    parcel: ParcelDelivered = heard.event
    if parcel.ref.startswith(_OURS):
        order_id = UUID(parcel.ref.removeprefix(_OURS))
        by = system_actor("delivery.parcel_delivered")
        ref = f"parcel:{parcel.parcel_id}"
        record_delivery(order_id=order_id, ref=ref, at=parcel.delivered_at, by=by, now=heard.recorded_at)


@on(ParcelHandedOver)
@on(ParcelDelivered)
def write_where_a_parcel_is(heard: Announcement) -> None:
    """It has left, or arrived: whoever waits for it is told, if that is ours to tell."""
    parcel: ParcelHandedOver | ParcelDelivered = heard.event
    if parcel.ref.startswith(_OURS):
        order_id = UUID(parcel.ref.removeprefix(_OURS))
        by = system_actor("delivery.parcel_moved")
        write_of_our_parcel(order_id=order_id, parcel_id=parcel.parcel_id, by=by, now=heard.recorded_at)


@on(PickupReady)
def write_that_it_is_ready(heard: Announcement) -> None:
    """Every piece was scanned: the customer may come."""
    ready: PickupReady = heard.event
    by = system_actor("orders.pickup_ready")
    write_about_pickup(pickup_id=ready.pickup_id, text=READY, by=by, now=heard.recorded_at)


@on(PickupReleased)
def write_that_it_was_let_go(heard: Announcement) -> None:
    """Nobody came: the customer should not come in vain now."""
    released: PickupReleased = heard.event
    by = system_actor("orders.pickup_released")
    write_about_pickup(pickup_id=released.pickup_id, text=RELEASED, by=by, now=heard.recorded_at)


@on(OrderUnfillable)
def write_what_a_store_lacks(heard: Announcement) -> None:
    """Whoever was to collect it chooses, instead of coming in vain."""
    by = system_actor("orders.order_unfillable")
    write_of_lack(order_id=heard.event.order_id, by=by, now=heard.recorded_at)


@on(OrderRevised)
def write_what_was_changed(heard: Announcement) -> None:
    """Whoever ordered is told, at the contact that was known before."""
    revised: OrderRevised = heard.event
    by = system_actor("orders.order_revised")
    at, difference = heard.recorded_at, Decimal(revised.difference)
    write_of_change(order_id=revised.order_id, changed_at=at, difference=difference, by=by, now=at)


@on(CustomersMerged)
def number_joined_history(heard: Announcement) -> None:
    """Two histories became one."""
    number_history(customer_id=heard.event.survivor_id, by=system_actor("customers.merged"), now=heard.recorded_at)


@on(PeopleRelinked)
def number_relinked_histories(heard: Announcement) -> None:
    """Some histories became one, some came apart."""
    for customer_id in heard.event.customer_ids:
        number_history(customer_id=customer_id, by=system_actor("customers.relinked"), now=heard.recorded_at)


@on(CustomersParted)
def number_parted_histories(heard: Announcement) -> None:
    """One history became two."""
    for customer_id in (heard.event.customer_id, heard.event.parted_id):
        number_history(customer_id=customer_id, by=system_actor("customers.parted"), now=heard.recorded_at)


@on(PaymentAuthorized)
@on(PaymentCaptured)
def settle_when_money_moved(heard: Announcement) -> None:
    """What had to wait until money was set aside or taken can be done now."""
    _settle(heard)


@on(PaymentDeclined)
def hold_unpaid_order(heard: Announcement) -> None:
    """Nobody set the money aside: the order stays, and its customer is told how to pay again."""
    declined: PaymentDeclined = heard.event
    if declined.ref.startswith(_OURS):
        order_id, by = UUID(declined.ref.removeprefix(_OURS)), system_actor("payments.payment_declined")
        why = next((one.why for one in reversed(payments.list_tenders(declined.ref)) if one.declined), "")
        hold_order(
            order_id=order_id, reason=HoldReason.PAYMENT, owner=CONTACT_CENTER, why=why, by=by, now=heard.recorded_at
        )
        if declined.kind == "authorize":
            write_of_decline(order_id=order_id, tender_id=declined.tender_id, by=by, now=heard.recorded_at)


@on(StopAnswered)
def settle_stopped_parcel(heard: Announcement) -> None:
    """A carrier stopped a parcel, or could not."""
    told: StopAnswered = heard.event
    if told.ref.startswith(_OURS):
        by = system_actor("delivery.stop_answered")
        settle_stop(stop_id=told.stop_id, parcel_id=told.parcel_id, agreed=told.agreed, by=by, now=heard.recorded_at)


@on(LabelMade)
def write_that_a_return_may_come(heard: Announcement) -> None:
    """The label is there: now the customer can send it."""
    ref: str = heard.event.ref
    if ref.startswith("return:"):
        _write_about_return(UUID(ref.removeprefix("return:")), APPROVED, heard)


@on(ReturnDenied)
def write_that_a_return_may_not_come(heard: Announcement) -> None:
    """The customer is told why."""
    _write_about_return(heard.event.request_id, DENIED, heard)


@on(ReturnSettled)
def write_that_money_goes_back(heard: Announcement) -> None:
    """The customer is told how much."""
    _write_about_return(heard.event.request_id, SETTLED, heard)


@on(CancellationAnswered)
def write_whether_it_was_stopped(heard: Announcement) -> None:
    """The customer is told; and where it could not be stopped, what they can do instead."""
    told: CancellationAnswered = heard.event
    by, at = system_actor("orders.cancellation_answered"), heard.recorded_at
    if told.agreed:
        write_of_agreement(order_id=told.order_id, answered_at=at, by=by, now=at)
    else:
        write_of_refusal(order_id=told.order_id, by=by, now=at)


@on(RedirectionAnswered)
def write_where_it_goes(heard: Announcement) -> None:
    """The customer is told whether a supplier sends to the new address."""
    by = system_actor("orders.redirection_answered")
    write_of_redirection(asked_id=heard.event.asked_id, by=by, now=heard.recorded_at)


@on(RowsImported, takes_history=True)
def welcome_what_shops_tell(heard: Announcement) -> None:
    """Another shop system told of orders, or of their parcels: what is news is no history."""
    told: RowsImported = heard.event
    by = system_actor("orders.told_by_a_shop")
    if told.table == "order_details":
        welcome_orders(source=told.source, by=by, now=heard.recorded_at)
    if told.table in ("order_details", "deliveries"):
        write_of_shops_parcels(source=told.source, by=by, now=heard.recorded_at)
        settle_welcomed(source=told.source, by=by, now=heard.recorded_at)


@on(InboundMoved)
def follow_moved_delivery(heard: Announcement) -> None:
    """A delivery comes on another day, or no more: whoever was promised some of it is told."""
    _follow(heard.event.refs, heard)


@on(QueueServed)
def follow_served_queue(heard: Announcement) -> None:
    """Pieces for which a line waits are there, or are due on a day now."""
    _follow([heard.event.ref], heard)


def _follow(refs: Iterable[str], heard: Announcement) -> None:
    """By the name of a line: `order:<order>/<position>`."""
    by = system_actor("inventory.inbound_moved")
    for order_id in sorted({ref.removeprefix(_OURS).split("/")[0] for ref in refs if ref.startswith(_OURS)}):
        follow_what_comes(order_id=UUID(order_id), by=by, now=heard.recorded_at)


def _write_about_return(request_id: UUID, text: str, heard: Announcement) -> None:
    by = system_actor("orders.return_moved")
    write_about_return(request_id=request_id, text=text, by=by, now=heard.recorded_at)


def _settle(heard: Announcement) -> None:
    if heard.event.ref.startswith(_OURS):
        order_id = UUID(heard.event.ref.removeprefix(_OURS))
        settle_order(order_id=order_id, by=system_actor("payments.money_moved"), now=heard.recorded_at)
