"""What can be promised, where, now and by a day: one statement, and no row object on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.contracts import Availability, Coming, Confidence, LocationKind, Stock
from shopkeeper.inventory.rules.availability import by_date, of_bundle
from shopkeeper.inventory.rules.confidence import confidence_of

_READ = """
SELECT t.sku, l.code, l.name, l.kind, p.on_hand, p.reserved,
    p.safety + (greatest(inventory_usable(p), 0) * p.safety_percent + 99) / 100 AS safety,
    p.buffer + (greatest(inventory_usable(p), 0) * p.buffer_percent + 99) / 100 + coalesce(b.pieces
        + (greatest(inventory_usable(p), 0) * b.percent + 99) / 100, 0) AS buffer,
    inventory_free(p, coalesce(b.pieces, 0), coalesce(b.percent, 0)) AS free, p.owed,
    CASE WHEN p.incoming > 0 OR p.owed > 0 THEN (
        SELECT json_agg(json_build_array(i.due_on, CASE WHEN i.closed_at IS NULL THEN i.quantity - i.received ELSE 0 END
            - i.reserved)) FROM inventory_inbound i
        WHERE (i.product_id, i.location_id) = (p.product_id, p.location_id)
            AND (i.closed_at IS NULL OR i.reserved > 0)
    ) END AS coming,
    extract(epoch FROM %(now)s - greatest(p.fed_at, l.fed_at))::int AS age, p.accuracy, p.last_counted_at,
    inventory_counts(p, l, %(now)s) AS counts, l.may_ship, l.may_pick_up
FROM catalog_product t
JOIN inventory_position p ON p.product_id = t.id
JOIN inventory_location l ON l.id = p.location_id
LEFT JOIN LATERAL inventory_channel_buffer(%(channel)s, p.location_id, t.category_id) b ON true
WHERE t.sku = ANY(%(skus)s)
ORDER BY t.sku, l.code"""


def get_availability(skus: Iterable[str], *, by: Actor, now: datetime, channel: str = "") -> dict[str, Availability]:
    """Every location's stock of these SKUs, by SKU in the order asked. An unknown SKU is there too, with nothing.

    A location that does not count (switched off, or silent for too long) is shown and adds nothing to `available`.
    """
    by.require("inventory.view_stock")
    wanted = list(dict.fromkeys(skus))
    found: dict[str, list[Stock]] = {sku: [] for sku in wanted}
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"skus": wanted, "now": now, "channel": channel})
        for row in cursor.fetchall():
            found[row[0]].append(_stock(row, now))
    answers = {sku: _sum_up(sku, stock, now) for sku, stock in found.items()}
    if nowhere := [sku for sku, stock in found.items() if not stock]:
        answers |= _without_positions(nowhere, by=by, now=now, channel=channel)
    return answers


def _without_positions(skus: Sequence[str], *, by: Actor, now: datetime, channel: str) -> dict[str, Availability]:
    """SKUs that lie nowhere: bundles are put together from what lies somewhere, others are known or not."""
    products = catalog.find_product_ids(skus)
    contents = catalog.list_components(products.values()) if products else {}
    parts = sorted({part.sku for components in contents.values() for part in components} - set(skus))
    stock = get_availability(parts, by=by, now=now, channel=channel) if parts else {}
    answers = {}
    for sku in skus:
        components = contents.get(products[sku], []) if sku in products else []
        pieces = [(stock[part.sku], part.quantity) for part in components if part.sku in stock]
        whole = pieces if len(pieces) == len(components) else []
        places = _bundle_places(whole)
        answers[sku] = Availability(sku, sku in products, sum(place.available for place in places), now, places)
    return answers


def _bundle_places(parts: Sequence[tuple[Availability, int]]) -> tuple[Stock, ...]:
    """Where all parts of a bundle lie together."""
    by_code = [{place.location: place for place in part.locations} for part, _ in parts]
    codes = sorted(set.intersection(*(set(places) for places in by_code))) if by_code else []
    return tuple(
        _bundle_at([(places[code], n) for places, (_, n) in zip(by_code, parts, strict=True)]) for code in codes
    )


def _bundle_at(parts: Sequence[tuple[Stock, int]]) -> Stock:
    first = parts[0][0]
    ages = [place.age_seconds for place, _ in parts if place.age_seconds is not None]
    days = sorted({coming.due_on for place, _ in parts for coming in place.by_date})
    return replace(
        first, on_hand=of_bundle((place.on_hand, n) for place, n in parts), reserved=0, safety=0, buffer=0,
        available=of_bundle((place.available, n) for place, n in parts),
        by_date=tuple(Coming(day, of_bundle((_by(place, day), n) for place, n in parts)) for day in days),
        age_seconds=max(ages, default=None), counts=all(place.counts for place, _ in parts),
        confidence=max((place.confidence for place, _ in parts), key=list(Confidence).index),
    )  # fmt: skip


def _stock(row: Sequence[Any], now: datetime) -> Stock:
    (_, code, name, kind, on_hand, reserved, safety, buffer, free, owed, coming, age, accuracy, counted_at, counts,
     may_ship, may_pick_up) = row  # fmt: skip
    confidence = confidence_of(on_hand=on_hand, accuracy=accuracy, counted_at=counted_at, counts=counts, now=now)
    days = _days(free + owed, coming) if coming and counts else ()
    return Stock(
        code, name, LocationKind(kind), on_hand, reserved, safety, buffer, max(0, free) if counts else 0, days,
        None if age is None else max(0, age), confidence, counts, may_ship, may_pick_up,
    )  # fmt: skip


def _days(free: int, coming: Iterable[tuple[str, int]]) -> tuple[Coming, ...]:
    return by_date(free, [(date.fromisoformat(due), net) for due, net in coming])


def _sum_up(sku: str, stock: list[Stock], now: datetime) -> Availability:
    total = sum(place.available for place in stock)
    return Availability(sku, True, total, now, tuple(stock), _network_days(stock))


def _network_days(stock: list[Stock]) -> tuple[Coming, ...]:
    """What the network can promise by each day on which something comes anywhere."""
    days = sorted({coming.due_on for place in stock for coming in place.by_date})
    return tuple(Coming(day, sum(_by(place, day) for place in stock)) for day in days)


def _by(place: Stock, day: date) -> int:
    reached = [coming.available for coming in place.by_date if coming.due_on <= day]
    return reached[-1] if reached else place.available
