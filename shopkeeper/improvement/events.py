"""What improvement announces."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.events import event


@event
class ProblemOpened:
    """A repeating cause has an owner and a watch that facts decide."""

    problem_id: UUID
    number: str
    metric: str
    owner_id: UUID


@event
class MeasureProposed:
    """Somebody will do something so that it does not happen again."""

    problem_id: UUID
    measure_id: UUID
    owner_id: UUID


@event
class MeasureTookEffect:
    """A measure is in force at a place from a day on."""

    problem_id: UUID
    measure_id: UUID
    outlet_id: UUID | None
    on: date


@event
class ClosingRefused:
    """Somebody wanted to close a problem and the facts said no."""

    problem_id: UUID
    number: str
    value: Decimal | None
    week: date | None


@event
class ProblemClosed:
    """The figures were good for as long as agreed: proven, or gone without a measure."""

    problem_id: UUID
    number: str
    outcome: str
    last_week: date


@event
class ProblemReopened:
    """The figures of a closed problem are bad again."""

    problem_id: UUID
    number: str
    owner_id: UUID
    week: date
    value: Decimal


@event
class IdeaRaised:
    """Somebody who serves customers has seen a cause, or has an idea."""

    idea_id: UUID
    employee_id: UUID
    listener_id: UUID


@event
class IdeaResponded:
    """They got a response."""

    idea_id: UUID
    employee_id: UUID
    verdict: str
