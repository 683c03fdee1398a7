"""What others may use of the catalog."""

from shopkeeper.catalog.contracts import ProductCard
from shopkeeper.catalog.errors import ProductNotFound
from shopkeeper.catalog.queries import find_product, get_products

__all__ = ["ProductCard", "ProductNotFound", "find_product", "get_products"]
