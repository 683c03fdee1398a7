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


@event
class CauseFound:
    """A search found a cause that was not known, or that had gone."""

    cause_id: UUID
    metric: str
    level: str


@event
class CauseGone:
    """A search no longer finds a cause."""

    cause_id: UUID
    metric: str
