"""What the imports announce."""

from uuid import UUID

from shopkeeper.core.events import event


@event
class ImportRequested:
    """Somebody wants files imported; a worker will see to it."""

    run_id: UUID


@event
class ImportFinished:
    """An import is through."""

    run_id: UUID
    rows: int
    refused: int
