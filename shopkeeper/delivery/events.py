"""What the delivery announces."""

from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class ParcelHandedOver:
    """A parcel left for the customer."""

    parcel_id: UUID
    ref: str
    promised_on: date | None


@event
class ParcelNotHandedOver:
    """A parcel was said to have left by mistake: it is still where it was."""

    parcel_id: UUID
    ref: str


@event
class ParcelDelivered:
    """A parcel reached the customer, in time or late."""

    parcel_id: UUID
    ref: str
    delivered_at: datetime
    late: bool
    customer_id: UUID | None


@event
class ParcelCanceled:
    """A parcel was called back or lost; it will not arrive."""

    parcel_id: UUID
    ref: str


@event
class AddressNotFound:
    """A parcel came back, since nobody lives at the address."""

    parcel_id: UUID
    ref: str
    customer_id: UUID | None


@event
class ServiceSet:
    """A delivery service was set up, changed, switched on or off."""

    service_id: UUID
    code: str
    is_on: bool


@event
class ParcelMoved:
    """A carrier told something new about where a parcel is; `status` in our words."""

    parcel_id: UUID
    ref: str
    status: str
    occurred_at: datetime


@event
class ParcelPutOff:
    """The node of a parcel announced that it leaves on another day."""

    parcel_id: UUID
    ref: str
    leaves_on: date
    customer_id: UUID | None


@event
class ParcelReturned:
    """A parcel went back to the sender."""

    parcel_id: UUID
    ref: str
    customer_id: UUID | None


@event
class ParcelFellSilent:
    """A carrier has said nothing about a parcel for too long."""

    parcel_id: UUID
    ref: str
    last_heard_at: datetime


@event
class ParcelLost:
    """Nobody expects a parcel any more."""

    parcel_id: UUID
    ref: str
    customer_id: UUID | None


@event
class StopAsked:
    """A carrier is to stop a parcel on its way."""

    stop_id: UUID
    parcel_id: UUID
    ref: str


@event
class StopAnswered:
    """A carrier said whether it stops a parcel and brings it back."""

    stop_id: UUID
    parcel_id: UUID
    ref: str
    agreed: bool


@event
class LabelAsked:
    """A carrier is to make a label for a parcel that goes or comes back."""

    label_id: UUID
    ref: str


@event
class LabelVoided:
    """Nothing goes by a label any more."""

    label_id: UUID
    ref: str


@event
class LabelMade:
    """A label is there."""

    label_id: UUID
    ref: str
