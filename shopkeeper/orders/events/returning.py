"""What is announced of returns, refunds, and of what others were asked to let go."""

from decimal import Decimal
from uuid import UUID

from shopkeeper.core.events import event


@event
class ReturnAsked:
    """Somebody wants to send pieces back; `state` says what the policy did."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None
    outlet_id: UUID | None
    state: str


@event
class ReturnApproved:
    """The pieces of a return may come."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None


@event
class ReturnDenied:
    """The pieces of a return may not come."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None


@event
class ReturnReceived:
    """Pieces of a return are here."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None
    location: str
    quantity: int


@event
class ReturnInspected:
    """Somebody has looked at all pieces of a return."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None


@event
class ReturnSettled:
    """A return is over: its money has gone back, or there was none to give."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None


@event
class ReturnWithdrawn:
    """The customer keeps the pieces."""

    request_id: UUID
    order_id: UUID | None
    customer_id: UUID | None


@event
class ReturnStepUndone:
    """The last step of a return was taken back; `step` says which."""

    request_id: UUID
    order_id: UUID | None
    step: str


@event
class RefundAsked:
    """Money should go back, above what its author may give alone."""

    refund_id: UUID
    order_id: UUID | None
    amount: Decimal


@event
class RefundDecided:
    """A refund was approved, or denied."""

    refund_id: UUID
    order_id: UUID | None
    approved: bool


@event
class RefundPaid:
    """Money went back beside what follows the pieces; `way` says where to."""

    refund_id: UUID
    order_id: UUID | None
    customer_id: UUID | None
    kind: str
    way: str
    amount: Decimal


@event
class RefundTakenBack:
    """Goodwill is not given after all: nobody had agreed yet, or its credit was not used."""

    refund_id: UUID
    order_id: UUID | None
    customer_id: UUID | None
    amount: Decimal


@event
class CancellationAsked:
    """Somebody else has to let pieces go: a supplier, or a carrier."""

    asked_id: UUID
    order_id: UUID
    line_id: UUID
    quantity: int
    asked_of: str


@event
class CancellationAnswered:
    """A supplier or a carrier said whether pieces are let go."""

    asked_id: UUID
    order_id: UUID
    customer_id: UUID | None
    asked_of: str
    agreed: bool


@event
class RedirectionAsked:
    """A supplier has to say whether it sends pieces elsewhere; `node` is its location."""

    asked_id: UUID
    order_id: UUID
    node: str


@event
class RedirectionAnswered:
    """A supplier said whether it sends pieces elsewhere."""

    asked_id: UUID
    order_id: UUID
    customer_id: UUID | None
    node: str
    agreed: bool
