"""What the pricing announces."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class PriceSet:
    """A product costs something else from a time on."""

    product_id: UUID
    starts_at: datetime
