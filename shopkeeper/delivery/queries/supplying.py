"""What suppliers agreed to and keep to, for what they send straight to customers."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.delivery.queries.book import Book
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.delivery.rules.supplying import NOBODYS, Supplied, Terms
from shopkeeper.inventory import public as inventory


def read_terms(skus: Collection[str], nodes: Collection[str], book: Book, now: datetime) -> Supplied:
    """The slower of what is agreed for each SKU and what the supplier's deliveries took, at those nodes that are
    suppliers'; one statement for all."""
    cards = [book.nodes[node].card for node in nodes if is_suppliers(book, node)]
    suppliers = {card.supplier_id for card in cards if card.supplier_id}
    if not suppliers:
        return NOBODYS
    found: dict[tuple[str, str], Terms] = {}
    for agreed in catalog.list_supply_terms(skus, suppliers):
        days = [each for each in (agreed.lead_time_days, _measured(agreed.supplier_id, book, now)) if each is not None]
        for card in cards:
            if days and card.supplier_id == agreed.supplier_id:
                found[card.code, agreed.sku] = Terms(max(days), agreed.cut_off_at)
    return found


def is_suppliers(book: Book, node: str) -> bool:
    """Whether what leaves a node is a supplier's."""
    return book.nodes[node].card.kind is inventory.LocationKind.SUPPLIER


def _measured(supplier_id: UUID, book: Book, now: datetime) -> int | None:
    """The days that nine in ten of its parcels took until they left, else its deliveries to us; measured once for each
    book."""
    if supplier_id not in book.measured:
        parcels = get_parcel_time(supplier_id, now=now, agreed=0).slow
        deliveries = inventory.get_lead_time(supplier_id, now=now, agreed=0).slow
        book.measured[supplier_id] = deliveries if parcels is None else parcels
    return book.measured[supplier_id]
