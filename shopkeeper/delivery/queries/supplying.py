"""What suppliers agreed to and keep to, for what they send straight to customers."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.delivery.queries.book import Book
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.delivery.rules.supplying import NOBODYS, Supplied, Terms
from shopkeeper.inventory import public as inventory

_PARCELS = "parcels"


def read_terms(skus: Collection[str], nodes: Collection[str], book: Book, now: datetime) -> Supplied:
    """The slower of what is agreed for each SKU and what was measured, at those nodes that are suppliers'; one
    statement for all, and some more for products that nobody asked for since the book was read."""
    cards = [book.nodes[node].card for node in nodes if is_suppliers(book, node)]
    suppliers = {card.supplier_id for card in cards if card.supplier_id}
    if not suppliers:
        return NOBODYS
    found: dict[tuple[str, str], Terms] = {}
    terms = catalog.list_supply_terms(skus, suppliers)
    products = _measure_products(terms, book, now)
    for agreed in terms:
        measured = _measured(agreed.supplier_id, products[agreed.sku], book, now)
        days = [each for each in (agreed.lead_time_days, measured) if each is not None]
        for card in cards:
            if days and card.supplier_id == agreed.supplier_id:
                found[card.code, agreed.sku] = Terms(max(days), agreed.cut_off_at)
    return found


def is_suppliers(book: Book, node: str) -> bool:
    """Whether what leaves a node is a supplier's."""
    return book.nodes[node].card.kind is inventory.LocationKind.SUPPLIER


type _Product = tuple[UUID, UUID | None]
"""A product with its category."""


def _measure_products(terms: Collection[catalog.SupplyTerms], book: Book, now: datetime) -> dict[str, _Product]:
    """The products by SKU; what sending each took, or else its deliveries, is in the book then."""
    products = {one.sku: (one.product_id, one.category_id) for one in terms}
    for supplier_id in {one.supplier_id for one in terms}:
        fresh = {
            one.product_id for one in terms
            if one.supplier_id == supplier_id and (supplier_id, one.product_id) not in book.measured
        }  # fmt: skip
        if fresh:
            left = inventory.list_leaving_times(supplier_id, fresh, now=now)
            came = inventory.list_lead_times(supplier_id, fresh, now=now)
            slow = {one: came[one].slow if left[one].slow is None else left[one].slow for one in fresh}
            book.measured.update({(supplier_id, product): days for product, days in slow.items()})
    return products


def _measured(supplier_id: UUID, product: _Product, book: Book, now: datetime) -> int | None:
    """The days that nine in ten took, by the narrowest that tells: the product until it left for customers, deliveries
    of it, all parcels until they left, deliveries of the category, all deliveries. Each is measured once a book."""
    product_id, category_id = product
    of_product = book.measured.get((supplier_id, product_id))
    if of_product is not None:
        return of_product
    if (supplier_id, _PARCELS) not in book.measured:
        book.measured[supplier_id, _PARCELS] = get_parcel_time(supplier_id, now=now, agreed=0).slow
    parcels = book.measured[supplier_id, _PARCELS]
    if parcels is not None:
        return parcels
    if (supplier_id, category_id) not in book.measured:
        card = catalog.find_product(product_id) if category_id else None
        book.measured[supplier_id, category_id] = inventory.get_lead_time(
            supplier_id, now=now, agreed=0, product=card
        ).slow
    return book.measured[supplier_id, category_id]
