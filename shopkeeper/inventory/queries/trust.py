"""What sales and losses say of the record: by class, and of one product at one place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.inventory.contracts import Confidence
from shopkeeper.inventory.rules.confidence import confidence_of
from shopkeeper.inventory.rules.trust import CLOSED_DAYS, SEASON_DAYS, WINDOW_DAYS, Signs, times_slower, trust_in

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
# Of a class every shelf's days with a sale count; of a place the days on which it sold anything.
_PACES = """
    WITH sold AS MATERIALIZED (
        SELECT DISTINCT product_id, location_id, (occurred_at AT TIME ZONE 'UTC')::date AS day FROM inventory_movement
        WHERE kind = 'sell' AND on_hand < 0 AND occurred_at > %(since)s AND occurred_at <= %(now)s
    )
    SELECT true, t.category_id, count(*) FILTER (WHERE s.day > %(season)s), count(*) FILTER (WHERE s.day <= %(season)s),
        count(DISTINCT (s.product_id, s.location_id))
    FROM sold s JOIN catalog_product t ON t.id = s.product_id WHERE t.category_id IS NOT NULL GROUP BY 2
    UNION ALL
    SELECT false, location_id, count(DISTINCT day) FILTER (WHERE day > %(closed)s),
        count(DISTINCT day) FILTER (WHERE day <= %(closed)s), count(DISTINCT product_id)
    FROM sold GROUP BY 2"""
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
class Paces:
    """How many times slower than usual each class, and each place, sells just now."""

    classes: dict[UUID, int]
    places: dict[UUID, int]


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


def list_paces(*, now: datetime) -> Paces:
    """How many times slower than usual each class, wherever it is sold, and each place, whatever it sells, does now."""
    days = {"season": (now - timedelta(days=SEASON_DAYS)).date(), "closed": (now - timedelta(days=CLOSED_DAYS)).date()}
    found = Paces({}, {})
    with connection.cursor() as cursor:
        cursor.execute(_PACES, {"since": since(now), "now": now, **days})
        for is_class, key, lately, before, shelves in cursor.fetchall():
            of, span = (found.classes, SEASON_DAYS) if is_class else (found.places, CLOSED_DAYS)
            of[key] = times_slower(lately, before, days=span, shelves=shelves)
    return found


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
