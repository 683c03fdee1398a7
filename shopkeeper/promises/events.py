"""What the promise ledger announces."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class PromiseMade:
    """Something was promised to somebody for a time."""

    promise_id: UUID
    kind: str
    ref: str
    due_at: datetime


@event
class PromiseMoved:
    """A promise was given another time; the original one is kept."""

    promise_id: UUID
    kind: str
    ref: str
    due_at: datetime


@event
class PromiseFulfilled:
    """What was promised was done, in time or late."""

    promise_id: UUID
    kind: str
    ref: str
    late: bool


@event
class PromiseWithdrawn:
    """A promise fell away, since what it was for was canceled."""

    promise_id: UUID
    kind: str
    ref: str


@event
class PromiseBroken:
    """A promise fell due and was not fulfilled, or was fulfilled late before anybody noticed. Announced once."""

    promise_id: UUID
    kind: str
    ref: str
    customer_id: UUID | None
    outlet_id: UUID | None


@event
class BreachForeseen:
    """A promise will probably be broken, by now so many percent of such are. Announced once a promise."""

    promise_id: UUID
    kind: str
    ref: str
    percent: int
    customer_id: UUID | None
