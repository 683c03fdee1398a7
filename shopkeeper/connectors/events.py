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


@event
class WebhookPaused:
    """Nobody answered for days, or said that they are gone: nothing is sent there until somebody resumes it."""

    endpoint_id: UUID
    sequence: int


@event
class WebhookSecretRenewed:
    """Messages to somebody are signed with a new secret, for a day with the former one beside it."""

    endpoint_id: UUID
