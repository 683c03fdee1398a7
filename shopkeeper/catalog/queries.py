"""What others may ask of the catalog."""

from collections.abc import Iterable
from uuid import UUID

from shopkeeper.catalog.contracts import ProductCard
from shopkeeper.catalog.errors import ProductNotFound
from shopkeeper.catalog.models import Product


def get_products(skus: Iterable[str]) -> dict[str, ProductCard]:
    """Products by their SKU.

    :raises ProductNotFound: when one is not known
    """
    wanted = set(skus)
    found = {row.sku: _card(row) for row in Product.objects.filter(sku__in=wanted).select_related("category")}
    if missing := wanted - set(found):
        raise ProductNotFound(key=min(missing))
    return found


def find_product(product_id: UUID) -> ProductCard | None:
    """One product."""
    row = Product.objects.filter(pk=product_id).select_related("category").first()
    return _card(row) if row else None


def _card(row: Product) -> ProductCard:
    category = row.category.name if row.category else ""
    return ProductCard(row.id, row.sku, row.name, category, row.supplier_id, row.unit_cost)
