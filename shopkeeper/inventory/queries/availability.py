"""What can be promised, where, now and by a day: one statement, and no row object on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import as_texts, fetch
from shopkeeper.inventory.contracts import Availability, Coming, Confidence, LocationKind, Stock
from shopkeeper.inventory.models.promised import SOME_DAY
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.rules.availability import by_date, of_bundle
from shopkeeper.inventory.rules.confidence import confidence_of

_READ = "SELECT * FROM inventory_availability($1::text[], $2::text, $3::timestamptz)"
_KINDS = {kind.value: kind for kind in LocationKind}


def get_availability(skus: Iterable[str], *, by: Actor, now: datetime, channel: str = "") -> dict[str, Availability]:
    """Every location's stock of these SKUs, by SKU in the order asked. An unknown SKU is there too, with nothing.

    A location that does not count (switched off, or silent for too long) is shown and adds nothing to `available`.
    """
    by.require("inventory.view_stock")
    wanted = list(dict.fromkeys(skus))
    found: dict[str, list[Stock]] = {sku: [] for sku in wanted}
    for row in fetch(_READ, [as_texts(wanted), channel, now]):
        found[row[0]].append(_stock(row, now))
    answers = {sku: _sum_up(sku, stock, now) for sku, stock in found.items()}
    if nowhere := [sku for sku, stock in found.items() if not any(_lies_there(place) for place in stock)]:
        told = _without_positions(nowhere, by=by, now=now, channel=channel)
        answers |= {sku: one for sku, one in told.items() if one.locations or not found[sku]}
    return answers


def _lies_there(place: Stock) -> bool:
    """As `find_stocked` asks: that something once lay there says nothing."""
    return place.on_hand > 0 or place.reserved > 0 or bool(place.by_date)


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
    (_, code, name, kind, on_hand, reserved, safety, buffer, free, owed, coming, age, trust, counted_at, counts,
     may_ship, may_pick_up) = row  # fmt: skip
    confidence = confidence_of(on_hand=on_hand, trust=trust, counted_at=counted_at, counts=counts, now=now)
    days = _days(free + owed, coming, now) if coming and counts else ()
    return Stock(
        code, name, _KINDS[kind], on_hand, reserved, safety, buffer, max(0, free) if counts else 0, days,
        None if age is None else max(0, age), confidence, counts, may_ship, may_pick_up,
    )  # fmt: skip


def _days(free: int, coming: Iterable[tuple[str, int]], now: datetime) -> tuple[Coming, ...]:
    """What is late may come any day, so nothing more is promised out of it; what was promised out of it stays so."""
    today = day_of(now)
    told = [(date.fromisoformat(due), net) for due, net in coming]
    days = by_date(free, [(due, net if due >= today else min(net, 0)) for due, net in told])
    return tuple(day for day in days if today <= day.due_on < SOME_DAY)


def _sum_up(sku: str, stock: list[Stock], now: datetime) -> Availability:
    total = sum([place.available for place in stock])
    coming = _network_days(stock) if any(place.by_date for place in stock) else ()
    return Availability(sku, True, total, now, tuple(stock), coming)


def _network_days(stock: list[Stock]) -> tuple[Coming, ...]:
    """What the network can promise by each day on which something comes anywhere."""
    days = sorted({coming.due_on for place in stock for coming in place.by_date})
    return tuple(Coming(day, sum(_by(place, day) for place in stock)) for day in days)


def _by(place: Stock, day: date) -> int:
    reached = [coming.available for coming in place.by_date if coming.due_on <= day]
    return reached[-1] if reached else place.available
