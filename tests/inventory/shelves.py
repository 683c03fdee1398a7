"""Products and locations for the tests of the inventory, and short words for what the tests do."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import system_actor
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location, Position

NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
BY = system_actor("test")


def with_product(sku: str = "KETTLE") -> UUID:
    """A product of this SKU."""
    return Product.objects.create(sku=sku, name=sku.title(), source_key=sku, recorded_at=NOW).id


def with_location(code: str = "LDS", **told: object) -> Location:
    """A store of this code."""
    trusted = told.get("stale_after_minutes")
    values = {
        "name": code, "kind": "store", "source_key": code, "recorded_at": NOW, "trusted_minutes": trusted, **told
    }  # fmt: skip
    return Location.objects.create(code=code, **values)


def with_stock(quantity: int, *, sku: str = "KETTLE", location: str = "LDS") -> None:
    """Pieces of a SKU at a location, received an hour ago; both are made where they are missing."""
    if not Product.objects.filter(sku=sku).exists():
        with_product(sku)
    if not Location.objects.filter(code=location).exists():
        with_location(location)
    tell("receive", quantity, sku=sku, location=location, at=NOW - timedelta(hours=1))


_told = 0


def movement(
    kind: str,
    quantity: int,
    *,
    sku: str = "KETTLE",
    location: str = "LDS",
    at: datetime = NOW,
    key: str = "",
    sequence: int = 0,
) -> inventory.StockMovement:
    """A movement as a till tells it; without a key it is one that nobody told before."""
    global _told
    _told += 1
    return inventory.StockMovement(
        inventory.MovementKind(kind), sku, location, quantity, at, "till", key or f"m{_told}", sequence
    )


def tell(kind: str, quantity: int, **where: object) -> inventory.Recorded:
    """Record one movement."""
    return inventory.record_movements(movements=[movement(kind, quantity, **where)], by=BY, now=NOW)  # type: ignore[arg-type]


def demand(
    ref: str = "order:1/1", quantity: int = 1, *, sku: str = "KETTLE", location: str = "LDS", attempt: int = 1
) -> inventory.Demand:
    """A demand for pieces."""
    return inventory.Demand(ref, attempt, sku, quantity, location)


def keep(*demands: inventory.Demand, now: datetime = NOW, **how: object) -> inventory.ReserveOutcome:
    """Reserve hard."""
    return inventory.reserve(demands=demands, kind=inventory.ReservationKind.HARD, by=BY, now=now, **how)  # type: ignore[arg-type]


def deliver(days: int, *, sku: str = "KETTLE", ordered: inventory.Ordered | None = None) -> None:
    """A delivery of a SKU that was ordered and came so many days later."""
    made = NOW - timedelta(days=40)
    inbound = inventory.expect(
        sku=sku, location="LDS", quantity=2, due_on=(made + timedelta(days=5)).date(), ordered=ordered, by=BY,
        now=made,
    )  # fmt: skip
    inventory.receive(inbound_id=inbound, quantity=2, by=BY, now=made + timedelta(days=days))


def position(sku: str = "KETTLE", location: str = "LDS") -> Position:
    """The position of a SKU at a location."""
    return Position.objects.get(product__sku=sku, location__code=location)


def drifts() -> list[tuple[str, str, int, int]]:
    """Every counter that is not the sum of its movements, or not what the open reservations hold, by plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(DRIFTS)
        return list(cursor.fetchall())


DRIFTS = """
WITH folded AS (
    SELECT product_id, location_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(damaged) AS damaged,
        sum(held) AS held, sum(display) AS display
    FROM inventory_movement GROUP BY 1, 2
), promised AS (
    SELECT product_id, location_id, sum(open) AS open FROM inventory_reservation WHERE inbound_id IS NULL GROUP BY 1, 2
), compared AS (
    SELECT t.sku, l.code, p.reserved AS kept, coalesce(r.open, 0) AS open,
        ARRAY[p.on_hand, p.reserved, p.damaged, p.held, p.display] AS is,
        ARRAY[coalesce(f.on_hand, 0), coalesce(f.reserved, 0), coalesce(f.damaged, 0), coalesce(f.held, 0),
            coalesce(f.display, 0)]::int[] AS should
    FROM inventory_position p JOIN catalog_product t ON t.id = p.product_id
    JOIN inventory_location l ON l.id = p.location_id
    LEFT JOIN folded f ON (f.product_id, f.location_id) = (p.product_id, p.location_id)
    LEFT JOIN promised r ON (r.product_id, r.location_id) = (p.product_id, p.location_id)
)
SELECT sku, code, kept, open FROM compared WHERE compared.is <> should OR kept <> open"""
