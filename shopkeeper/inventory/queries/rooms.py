"""Locations as their people look at them: how they stand, what lies there, what to count, what comes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, FloatField, Func, Q, QuerySet, Sum, Value
from django.db.models.lookups import LessThan

from shopkeeper.catalog import public as catalog
from shopkeeper.core.joining import joined_if_any
from shopkeeper.inventory.contracts import InboundKind, LocationKind
from shopkeeper.inventory.models import Inbound, Location, Position
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.inventory.rules.confidence import POOR
from shopkeeper.inventory.rules.trust import LEAST, Signs

_LARGE = 2_000_000
_TRUST = "inventory_trust(inventory_position, %(expressions)s)"
RECOUNT_AFTER = timedelta(hours=20)
MISSED_FOR = timedelta(days=2)
"""For how long a search in vain asks for a count, however sure the record was, even one of the same day."""


@dataclass(frozen=True, slots=True)
class Room:
    """A location with its sums; they are left out where adding up would keep people waiting."""

    row: Location
    age: timedelta | None
    is_silent: bool
    skus: int | None
    pieces: int | None
    reserved: int | None
    to_count: int | None

    @property
    def is_on(self) -> bool:
        """Whether its people let it sell."""
        return self.row.switched_off_at is None

    @property
    def state(self) -> str:
        """`off`, `silent` or `on`."""
        return "off" if not self.is_on else "silent" if self.is_silent else "on"


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A product at a location."""

    sku: str
    name: str
    on_hand: int
    reserved: int
    free: int
    accuracy: float
    last_counted_at: datetime | None
    short: int


@dataclass(frozen=True, slots=True)
class CountTask:
    """A shelf to look at, and why: the record is doubted most where customers wait for it."""

    location: str
    location_name: str
    outlet_id: UUID | None
    sku: str
    name: str
    on_hand: int
    reserved: int
    short: int
    accuracy: float
    last_counted_at: datetime | None
    silent_days: float | None
    sells_every: float | None
    loss_share: float
    is_missed: bool
    """Somebody went there in vain of late, and nobody has counted since."""

    @property
    def signs(self) -> Signs:
        """What speaks for and against its record."""
        return Signs(self.on_hand, self.accuracy, self.silent_days, self.sells_every, self.loss_share)

    @property
    def why(self) -> str:
        """The reason as a code for pages to put in words."""
        if self.short > 0:
            return "short"
        if self.on_hand < 0:
            return "below_zero"
        if self.is_missed:
            return "missed"
        if self.accuracy >= POOR and self.signs.is_silent:
            return "silent"
        return "class" if self.accuracy >= POOR and self.loss_share > LEAST else "doubtful"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A line of what is on its way."""

    id: UUID
    ref: str
    kind: str
    sku: str
    name: str
    location: str
    location_name: str
    origin: str
    due_on: date
    quantity: int
    received: int
    reserved: int
    supplier: str = ""
    ordered_on: date | None = None
    leave_by: date | None = None
    """The day by which it has to leave its origin, while it has not."""
    left_at: datetime | None = None
    """When a transfer left its origin."""
    is_for_customer: bool = False
    """Somebody collects it there: it was ordered for them alone."""
    packs: tuple[catalog.PackCard, ...] = ()
    """In which packs the product comes, smallest first."""

    @property
    def left(self) -> int:
        """Pieces that have not arrived."""
        return max(0, self.quantity - self.received)

    @property
    def left_in_packs(self) -> tuple[int, catalog.PackCard] | None:
        """The same in the largest packs of which it is a whole number."""
        whole = [pack for pack in self.packs if 1 < pack.quantity <= self.left and self.left % pack.quantity == 0]
        return (self.left // whole[-1].quantity, whole[-1]) if whole else None


def list_rooms(
    *, now: datetime, kind: LocationKind | None = None, code: str = "", supplier_id: UUID | None = None
) -> list[Room]:
    """Locations by kind and name, with their sums."""
    rows = Location.objects.order_by("kind", "name")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(code=code) if code else rows
    rows = rows.filter(supplier_id=supplier_id) if supplier_id else rows
    sums = {} if _is_large() and not (code or supplier_id) else _sums(rows, now)
    return [_room(row, sums.get(row.id), now) for row in rows]


def list_stock_at(
    location_id: UUID, *, text: str = "", page: int = 1, page_size: int = 40, sells: bool = True
) -> list[ShelfLine]:  # fmt: skip
    """What lies at a location, by name; nothing is free where it does not sell."""
    rows = _at(location_id, text).select_related("product").order_by("product__name", "product__sku")
    return [_line(row, sells) for row in rows[(page - 1) * page_size : page * page_size]]


def count_stock_at(location_id: UUID, *, text: str = "") -> int:
    """How many products are on all pages."""
    return _at(location_id, text).count()


def list_count_tasks(location_ids: Sequence[UUID], *, now: datetime, each: int = 8) -> list[CountTask]:
    """The shelves of each location that are worth a look first: pieces promised and missing, then the most doubted."""
    with connection.cursor() as cursor:
        told: dict[str, Any] = {"places": list(location_ids), "now": now, "poor": POOR, "recount": now - RECOUNT_AFTER}
        told["missed"] = now - MISSED_FOR
        cursor.execute(_TASKS, told | {"each": each})
        return [CountTask(*row) for row in cursor.fetchall()]


def list_deliveries(
    location_ids: Sequence[UUID] | None, *, kind: str = "", product_id: UUID | None = None, limit: int = 200
) -> list[Delivery]:  # fmt: skip
    """What is on its way or to be sent, by day; of all locations where none are named."""
    rows = Inbound.objects.filter(closed_at=None).exclude(kind=InboundKind.QUEUE)
    rows = rows.select_related("product", "location", "origin", "supplier")
    rows = rows if location_ids is None else rows.filter(location_id__in=location_ids)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(product_id=product_id) if product_id else rows
    found = list(rows.order_by("due_on", "ref", "product__sku")[:limit])
    packs = catalog.find_packs({row.product.sku for row in found})
    return [_delivery(row, packs.get(row.product.sku, ())) for row in found]


def list_to_leave(location_ids: Collection[UUID]) -> list[Inbound]:
    """Ordered transfers that these locations have to send, the most urgent first."""
    rows = Inbound.objects.filter(TO_LEAVE, origin__in=location_ids)
    return joined_if_any(rows.order_by("leave_by", "recorded_at", "id")[:200], "product", "location", "origin")


def count_due(outlet_ids: Iterable[UUID | str], *, day: date) -> dict[tuple[UUID | None, str], int]:
    """How many lines are due at the locations of outlets until a day, by outlet and code."""
    rows = Inbound.objects.filter(closed_at=None, due_on__lte=day, location__outlet__in=list(outlet_ids))
    counted = rows.order_by().values("location__outlet_id", "location__code").annotate(lines=Count("id"))
    return {(row["location__outlet_id"], row["location__code"]): row["lines"] for row in counted}


def find_delivery(inbound_id: UUID) -> Delivery | None:
    """A line that has not arrived in full."""
    rows = Inbound.objects.filter(pk=inbound_id, closed_at=None)
    row = rows.select_related("product", "location", "origin", "supplier").first()
    return _delivery(row) if row else None


_TASKS = """
    WITH missed AS (
        SELECT product_id, location_id, max(occurred_at) AS at FROM inventory_search
        WHERE location_id = ANY(%(places)s) AND missing > 0 AND occurred_at > %(missed)s GROUP BY 1, 2
    )
    SELECT code, place, outlet_id, sku, name, on_hand, reserved, short, accuracy, last_counted_at, silent_days,
        sells_every, loss_share, is_missed FROM (
        SELECT l.code, l.name AS place, l.outlet_id, t.sku, t.name, p.on_hand, p.reserved, p.short, p.accuracy,
            p.last_counted_at, inventory_silent_days(p, %(now)s) AS silent_days, p.sells_every, p.loss_share,
            is_missed, row_number() OVER (PARTITION BY l.id ORDER BY p.short > 0 DESC, is_missed DESC,
                (1 - trust) * (1 + least(p.reserved, 3)) DESC, t.sku) AS place_in_line
        FROM inventory_position p JOIN inventory_location l ON l.id = p.location_id
        JOIN catalog_product t ON t.id = p.product_id CROSS JOIN LATERAL inventory_trust(p, %(now)s) AS trust
        LEFT JOIN missed m ON (m.product_id, m.location_id) = (p.product_id, p.location_id)
        CROSS JOIN LATERAL (SELECT coalesce(m.at > coalesce(p.last_counted_at, '-infinity'), false) AS is_missed) vain
        WHERE p.location_id = ANY(%(places)s) AND (is_missed OR (trust < %(poor)s OR p.short > 0 OR p.on_hand < 0)
            AND coalesce(p.last_counted_at < %(recount)s, true))
    ) ranked WHERE place_in_line <= %(each)s ORDER BY code, place_in_line"""


def _is_large() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'inventory_position'::regclass")
        return bool(cursor.fetchone()[0] > _LARGE)


def _sums(rows: QuerySet[Location], now: datetime) -> dict[UUID, dict[str, Any]]:
    trust = Func(Value(now), template=_TRUST, output_field=FloatField())
    doubted = Q(LessThan(trust, POOR)) | Q(short__gt=0) | Q(on_hand__lt=0)
    old = Q(last_counted_at=None) | Q(last_counted_at__lt=now - RECOUNT_AFTER)
    found = Position.objects.filter(location__in=rows.order_by().values("id")).values("location_id").annotate(
        skus=Count("product_id", filter=Q(on_hand__gt=0)), pieces=Sum("on_hand"), kept=Sum("reserved"),
        to_count=Count("product_id", filter=doubted & old),
    )  # fmt: skip
    return {row["location_id"]: dict(row) for row in found}


def _room(row: Location, sums: dict[str, Any] | None, now: datetime) -> Room:
    age = now - row.fed_at if row.fed_at else None
    limit = row.stale_after_minutes
    silent = limit is not None and (age is None or age > timedelta(minutes=limit))
    told = sums or {}
    return Room(
        row, age, silent, told.get("skus"), told.get("pieces"), told.get("kept"), told.get("to_count")
    )  # fmt: skip


def _at(location_id: UUID, text: str) -> QuerySet[Position]:
    rows = Position.objects.filter(location_id=location_id).exclude(on_hand=0, reserved=0)
    for word in text.split()[:6]:
        rows = rows.filter(Q(product__name__icontains=word) | Q(product__sku__icontains=word))
    return rows


def _line(row: Position, sells: bool) -> ShelfLine:
    parts = sum(max(0, part) for part in (row.damaged, row.held, row.display))
    back = row.safety + row.buffer
    free = 0 if not sells else max(0, row.on_hand - parts - row.reserved - row.owed - back)
    return ShelfLine(
        row.product.sku, row.product.name, row.on_hand, row.reserved, free, row.accuracy, row.last_counted_at, row.short
    )


def _delivery(row: Inbound, packs: tuple[catalog.PackCard, ...] = ()) -> Delivery:
    leave_by = row.leave_by if row.is_to_leave else None
    return Delivery(
        row.id, row.ref, row.kind, row.product.sku, row.product.name, row.location.code, row.location.name,
        row.origin.name if row.origin else "", row.due_on, row.quantity, row.received, row.reserved,
        row.supplier.name if row.supplier else "", row.ordered_on, leave_by, row.left_at,
        row.leave_by is not None, packs,
    )  # fmt: skip
