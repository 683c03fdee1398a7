"""What sales and losses say of the record: by class, and of one product at one place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.inventory.contracts import Confidence
from shopkeeper.inventory.rules.confidence import confidence_of
from shopkeeper.inventory.rules.trust import WINDOW_DAYS, Signs, trust_in

# What a system told without saying why is no loss, and what was found again at the same place is taken off.
_LOSSES = """
    SELECT t.category_id, sum(greatest(m.lost, 0))::int, sum(greatest(m.sold, 0))::int FROM (
        SELECT product_id, location_id, coalesce(sum(-on_hand) FILTER (WHERE kind = 'sell'), 0) AS sold,
            coalesce(sum(-on_hand) FILTER (WHERE kind IN ('count', 'adjust', 'short')
                AND reason NOT IN ('counted since', 'told by its system')), 0) AS lost
        FROM inventory_movement
        WHERE occurred_at > %s AND occurred_at <= %s AND kind IN ('sell', 'count', 'adjust', 'short')
        GROUP BY 1, 2
    ) m JOIN catalog_product t ON t.id = m.product_id GROUP BY 1"""
_SIGNS = """
    SELECT p.on_hand, p.accuracy, inventory_silent_days(p, %(now)s), p.sells_every, p.loss_share, p.last_counted_at,
        inventory_counts(p, l, %(now)s)
    FROM inventory_position p JOIN inventory_location l ON l.id = p.location_id
    WHERE (p.product_id, p.location_id) = (%(product)s, %(place)s)"""


@dataclass(frozen=True, slots=True)
class Losses:
    """Pieces of a class that went missing, and that were sold."""

    lost: int
    sold: int


@dataclass(frozen=True, slots=True)
class Belief:
    """How sure the record of a product at a place is, and what that follows from."""

    confidence: Confidence
    signs: Signs
    counted_at: datetime | None


def list_losses(*, now: datetime) -> dict[UUID | None, Losses]:
    """What went missing and what was sold of late, by class."""
    with connection.cursor() as cursor:
        cursor.execute(_LOSSES, [since(now), now])
        return {category: Losses(lost, sold) for category, lost, sold in cursor.fetchall()}


def find_belief(product_id: UUID, location_id: UUID, *, now: datetime) -> Belief | None:
    """How sure one record is; None where the product has never been."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, {"product": product_id, "place": location_id, "now": now})
        row = cursor.fetchone()
    if row is None:
        return None
    *told, counted_at, counts = row
    signs = Signs(*told)
    word = confidence_of(
        on_hand=signs.on_hand, trust=trust_in(signs), counted_at=counted_at, counts=counts, now=now
    )  # fmt: skip
    return Belief(word, signs, counted_at)


def since(now: datetime) -> datetime:
    """From when on sales and losses count."""
    return now - timedelta(days=WINDOW_DAYS)
