"""Orders by whatever a clerk has at hand: any number, a name, a telephone, a SKU."""

from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import fetch
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import OrderCard
from shopkeeper.orders.queries.book import cards_of, list_orders_by_number, list_orders_of, orders_visible_to

_PEOPLE = 8
_REF = "order:"
_BY_KEY = """
WITH RECURSIVE systems AS (
    SELECT min(source) AS source FROM orders_order
    UNION ALL
    SELECT (SELECT min(o.source) FROM orders_order o WHERE o.source > s.source) FROM systems s
    WHERE s.source IS NOT NULL
) SELECT o.id FROM systems s JOIN orders_order o ON o.source = s.source AND o.source_key = $1::text"""
"""Keys are filed under their system. There are few, so each is asked: an index by key alone would cost each order that
is placed."""


def search_orders(text: str, *, by: Actor, limit: int) -> list[OrderCard]:
    """The surest answer alone: an order's number, its key in the shop's system, a parcel's number, a SKU; else orders
    of the people whom it fits."""
    asked = " ".join(text.split())[:120]
    return (
        list_orders_by_number(asked, by=by, limit=limit)
        or _by_key(asked, by=by, limit=limit)
        or _by_tracking(asked, by=by, limit=limit)
        or _by_sku(asked, by=by, limit=limit)
        or _by_people(asked, by=by, limit=limit)
    )


def _by_key(asked: str, *, by: Actor, limit: int) -> list[OrderCard]:
    """The key that a shop's own system gave an order when it placed or told it."""
    ids = [order_id for (order_id,) in fetch(_BY_KEY, [asked])] if asked else []
    return cards_of(orders_visible_to(by).filter(pk__in=ids).order_by("-placed_at")[:limit]) if ids else []


def _by_tracking(asked: str, *, by: Actor, limit: int) -> list[OrderCard]:
    refs = delivery.find_refs_by_tracking(asked, limit=limit)
    ids = [UUID(ref.removeprefix(_REF)) for ref in refs if ref.startswith(_REF)]
    return cards_of(orders_visible_to(by).filter(pk__in=ids).order_by("-placed_at")) if ids else []


def _by_sku(asked: str, *, by: Actor, limit: int) -> list[OrderCard]:
    product = catalog.find_product_by_sku(asked)
    if product is None:
        return []
    found = orders_visible_to(by).filter(lines__product=product.id, described=True)
    newest = found.values_list("lines__placed_at", "pk").distinct().order_by("-lines__placed_at")[:limit]
    ids = [pk for _placed_at, pk in newest]
    return cards_of(orders_visible_to(by).filter(pk__in=ids).order_by("-placed_at")) if ids else []


def _by_people(asked: str, *, by: Actor, limit: int) -> list[OrderCard]:
    if not by.may("customers.view_customers"):
        return []
    found = customers.search_customers(asked, by=by, limit=_PEOPLE)
    ids = [one for hit in found for one in customers.ids_of(hit.card.id)]
    return list_orders_of(ids, by=by, limit=limit) if ids else []
