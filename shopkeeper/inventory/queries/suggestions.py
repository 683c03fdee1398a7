"""What sells where and how long shelves were empty; and what is suggested because of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.core.joining import joined_if_any
from shopkeeper.inventory.models import Location, Suggestion
from shopkeeper.inventory.rules.replenishing import DAYS, Shelf

# The level between two movements is what is there now less what has moved since.
_SHELVES = """
    WITH moved AS (
        SELECT m.product_id, m.location_id, m.occurred_at, m.on_hand, m.kind,
            sum(m.on_hand) OVER later AS since_then,
            lead(m.occurred_at, 1, %(now)s) OVER (
                PARTITION BY m.product_id, m.location_id ORDER BY m.occurred_at, m.id) AS until
        FROM inventory_movement m
        WHERE m.occurred_at > %(since)s AND m.occurred_at <= %(now)s AND m.on_hand <> 0
        WINDOW later AS (PARTITION BY m.product_id, m.location_id ORDER BY m.occurred_at DESC, m.id DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), told AS (
        SELECT m.product_id, m.location_id,
            greatest(sum(-m.on_hand) FILTER (WHERE m.kind = 'sell'), 0)::int AS sold,
            sum(extract(epoch FROM m.until - m.occurred_at))
                FILTER (WHERE p.on_hand - coalesce(m.since_then, 0) <= 0) / 86400.0 AS empty_days
        FROM moved m JOIN inventory_position p USING (product_id, location_id) GROUP BY 1, 2
    )
    SELECT p.product_id, p.location_id, l.kind, coalesce(t.sold, 0),
        coalesce(t.empty_days, CASE WHEN p.on_hand <= 0 AND t.product_id IS NULL THEN %(days)s ELSE 0 END)::float8,
        inventory_usable(p) - p.reserved - p.owed + p.incoming
    FROM inventory_position p JOIN inventory_location l ON l.id = p.location_id
    LEFT JOIN told t ON (t.product_id, t.location_id) = (p.product_id, p.location_id)
    WHERE l.kind IN ('store', 'warehouse') AND l.switched_off_at IS NULL
        AND p.product_id IN (SELECT product_id FROM told WHERE sold > 0)
    ORDER BY p.product_id, p.location_id"""
NOT_AGAIN_FOR = timedelta(days=14)


def list_shelves(*, now: datetime) -> dict[UUID, list[Shelf]]:
    """Every place's shelf of each product that sold lately."""
    found: dict[UUID, list[Shelf]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SHELVES, {"now": now, "since": now - timedelta(days=DAYS), "days": float(DAYS)})
        for product, *shelf in cursor.fetchall():
            found.setdefault(product, []).append(Shelf(*shelf))
    return found


def list_settled(*, now: datetime) -> set[tuple[str, UUID, UUID]]:
    """What is decided already, or was not wanted lately: (kind, product, destination)."""
    decided = Q(ended_at=None, accepted_at__isnull=False) | Q(ended_at__gt=now - NOT_AGAIN_FOR, accepted_at=None)
    return set(Suggestion.objects.filter(decided).values_list("kind", "product_id", "destination_id"))


def list_suggestions(
    *, by: Actor, accepted: bool, kind: str = "", location: str = "", limit: int = 60
) -> list[Suggestion]:
    """What waits for a decision, or to be carried out, of one kind or of both; the dearest losses first.

    With a location, what leaves it or comes to it.
    """
    rows = _at(location, _seen_by(by).filter(ended_at=None, accepted_at__isnull=not accepted))
    rows = rows.filter(kind=kind) if kind else rows
    return list(rows.select_related("product", "origin", "destination", "supplier").order_by("-lost", "id")[:limit])


def count_suggestions(*, by: Actor, location: str = "") -> dict[str, int]:
    """How many of each kind wait for a decision, at one location or at all."""
    waiting = _at(location, _seen_by(by).filter(ended_at=None, accepted_at=None))
    return {row["kind"]: row["n"] for row in waiting.values("kind").annotate(n=Count("id")).order_by()}


def list_planned_places(*, by: Actor) -> list[Location]:
    """Locations that something suggested leaves or comes to, by name."""
    waiting = _seen_by(by).filter(ended_at=None, accepted_at=None)
    ends = Q(pk__in=waiting.values("origin_id")) | Q(pk__in=waiting.values("destination_id"))
    return list(Location.objects.filter(ends).order_by("name", "code"))


def list_to_send(location_ids: Iterable[UUID]) -> list[Suggestion]:
    """Accepted transfers that these places have to send."""
    rows = Suggestion.objects.filter(origin__in=list(location_ids), ended_at=None, accepted_at__isnull=False)
    return joined_if_any(rows.order_by("accepted_at"), "product", "origin", "destination")


def _at(location: str, rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return rows.filter(Q(origin__code=location) | Q(destination__code=location)) if location else rows


def _seen_by(by: Actor) -> QuerySet[Suggestion]:
    rows = Suggestion.objects.all()
    if by.scopes.company_wide:
        return rows
    own = by.scopes.values.get("outlet_id", ())
    return rows.filter(Q(origin__outlet__in=own) | Q(destination__outlet__in=own))
