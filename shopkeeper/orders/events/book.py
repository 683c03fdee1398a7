"""What the order book announces."""

from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class OrderPlaced:
    """Somebody ordered, or bought at a till."""

    order_id: UUID
    ref: str
    channel: str
    placed_at: datetime
    customer_id: UUID | None
    outlet_id: UUID | None


@event
class OrderShipped:
    """Pieces of an order left the building."""

    order_id: UUID
    ref: str
    occurred_at: datetime


@event
class HandOverUndone:
    """Pieces were said to have gone by `ref` (a parcel or a pick-up) by mistake: they have not."""

    order_id: UUID
    ref: str
    customer_id: UUID | None


@event
class OrderDelivered:
    """All pieces of an order that were not canceled reached the customer."""

    order_id: UUID
    ref: str
    occurred_at: datetime
    customer_id: UUID | None
    outlet_id: UUID | None


@event
class LineCanceled:
    """Pieces were canceled before they left."""

    line_id: UUID
    order_id: UUID
    quantity: int
    reason_code: str
    customer_id: UUID | None


@event
class LineReturned:
    """Pieces came back."""

    return_id: UUID
    order_id: UUID | None
    sku: str
    quantity: int
    reason_code: str
    customer_id: UUID | None
    outlet_id: UUID | None
    occurred_at: datetime


@event
class PickupReady:
    """An order waits for its customer at an outlet."""

    pickup_id: UUID
    order_id: UUID
    outlet_id: UUID
    customer_id: UUID | None
    ready_at: datetime


@event
class PickupCollected:
    """A customer collected an order."""

    pickup_id: UUID
    order_id: UUID
    outlet_id: UUID
    customer_id: UUID | None
    collected_at: datetime


@event
class PickupNotFound:
    """A customer stood there and the order could not be found."""

    pickup_id: UUID
    order_id: UUID
    outlet_id: UUID
    customer_id: UUID | None
    occurred_at: datetime


@event
class OrderSourced:
    """It was decided from where an order is fulfilled."""

    order_id: UUID
    attempt: int
    parts: int
    missing: int


@event
class NodeRefused:
    """A location could not fulfill what it was to."""

    order_id: UUID
    line_id: UUID
    location: str
    quantity: int
    reason: str


@event
class OrderUnfillable:
    """Pieces of an order cannot be fulfilled from anywhere: somebody has to decide."""

    order_id: UUID
    line_id: UUID


@event
class AwaitedPiecesCame:
    """Pieces for which a line waited are there, and can be sent."""

    order_id: UUID
    line_id: UUID
    quantity: int
    customer_id: UUID | None


@event
class AwaitedPiecesMoved:
    """What a line waits for comes on another day, or (`due_on` empty) nobody knows any more when."""

    order_id: UUID
    line_id: UUID
    due_on: date | None
    customer_id: UUID | None


@event
class OrderHoldPlaced:
    """An order may not leave for now."""

    order_id: UUID
    hold_id: UUID
    reason: str


@event
class OrderHoldReleased:
    """An order may leave again."""

    order_id: UUID
    hold_id: UUID
    reason: str


@event
class OrderChanged:
    """An order was changed after it was placed, or a change or a cancellation undone."""

    order_id: UUID
    kind: str
    customer_id: UUID | None


@event
class OrderRevised:
    """All that somebody changed about an order in one go, or undid: its customer is sent what it is now. `difference`
    is what it costs more, or less."""

    order_id: UUID
    customer_id: UUID | None
    difference: str


@event
class PickupReleased:
    """Nobody came for an order in time: its pieces are canceled and may be sold again."""

    pickup_id: UUID
    order_id: UUID
    outlet_id: UUID
    customer_id: UUID | None


@event
class CallBackBooked:
    """A customer is to be called about an order."""

    call_id: UUID
    order_id: UUID
    customer_id: UUID | None
    starts_at: datetime
    ends_at: datetime


@event
class CallBackSettled:
    """Somebody called, or the call is not wanted any more."""

    call_id: UUID
    order_id: UUID
    outcome: str
