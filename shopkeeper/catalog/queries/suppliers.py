"""Suppliers and what they offer."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from shopkeeper.catalog.contracts import OfferCard, SupplierCard, SupplyTerms
from shopkeeper.catalog.models import Offer, Product, Supplier
from shopkeeper.core.statements import as_array, as_texts, fetch

_TERMS = """
SELECT p.sku, o.supplier_id, o.lead_time_days, o.cut_off_at, p.id, p.category_id
FROM catalog_product p JOIN catalog_offer o ON o.product_id = p.id
WHERE p.sku = ANY ($1::text[]) AND o.supplier_id = ANY ($2::uuid[])
"""


def list_suppliers() -> list[SupplierCard]:
    """Suppliers that somebody has described, by name, with how many products each has."""
    return [_supplier(row) for row in _counted().filter(described=True).order_by("name")]


def find_supplier(supplier_id: UUID) -> SupplierCard | None:
    """One supplier."""
    row = _counted().filter(pk=supplier_id).first()
    return _supplier(row) if row else None


def list_offers_for(product_id: UUID) -> list[OfferCard]:
    """Who sells a product to us, the cheapest first."""
    return _cards(Offer.objects.filter(product_id=product_id).order_by("cost", "supplier__name"))


def list_offers_from(supplier_id: UUID, *, limit: int = 200) -> list[OfferCard]:
    """What a supplier sells to us, by SKU."""
    return _cards(Offer.objects.filter(supplier_id=supplier_id).order_by("product__sku")[:limit])


def find_slowest_offer(supplier_id: UUID) -> int | None:
    """The days that a supplier agreed to at most; none where nothing was agreed."""
    days = Offer.objects.filter(supplier_id=supplier_id).aggregate(most=Max("lead_time_days"))["most"]
    return None if days is None else int(days)


def list_supply_terms(skus: Collection[str], supplier_ids: Collection[UUID]) -> list[SupplyTerms]:
    """How fast these suppliers agreed to have these SKUs ready."""
    rows = fetch(_TERMS, [as_texts(skus), as_array(supplier_ids)])
    return [SupplyTerms(*row) for row in rows]


def _counted() -> QuerySet[Supplier]:
    def count(model: type[Product] | type[Offer]) -> Coalesce:
        rows = model._default_manager.filter(supplier_id=OuterRef("pk")).order_by().values("supplier_id")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    return Supplier.objects.annotate(product_count=count(Product), offer_count=count(Offer))


def _supplier(row: Supplier) -> SupplierCard:
    return SupplierCard(row.id, row.name, row.region, getattr(row, "product_count", 0), getattr(row, "offer_count", 0))


def _cards(rows: QuerySet[Offer]) -> list[OfferCard]:
    return [
        OfferCard(
            row.product_id, row.product.sku, row.product.name, row.supplier_id, row.supplier.name, row.supplier_sku,
            row.cost, row.currency, row.lead_time_days, row.minimum_quantity, row.cut_off_at,
        )
        for row in rows.select_related("product", "supplier")
    ]  # fmt: skip
