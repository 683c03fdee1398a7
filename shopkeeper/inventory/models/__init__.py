"""Rows of the inventory."""

from shopkeeper.inventory.models.checks import Drift, Inspection
from shopkeeper.inventory.models.feeds import FeedLook
from shopkeeper.inventory.models.ledger import HeldMovement, Movement, Position, SeenMovement
from shopkeeper.inventory.models.places import BufferRule, Location, Unbuffered
from shopkeeper.inventory.models.promised import Inbound, Reservation
from shopkeeper.inventory.models.restock import RestockRequest
from shopkeeper.inventory.models.suggestions import Suggestion
from shopkeeper.inventory.models.truth import Lesson, Search

__all__ = [
    "BufferRule", "Drift", "FeedLook", "HeldMovement", "Inbound", "Inspection", "Lesson", "Location", "Movement",
    "Position", "Reservation", "RestockRequest", "Search", "SeenMovement", "Suggestion", "Unbuffered",
]  # fmt: skip
