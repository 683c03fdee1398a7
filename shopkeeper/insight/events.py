"""What the insight announces."""

from datetime import date
from uuid import UUID

from shopkeeper.core.events import event


@event
class TargetSet:
    """A metric was given a target from a day on."""

    target_id: UUID
    metric: str
    starts_on: date
