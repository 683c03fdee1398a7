"""What others may use of the catalog."""

from shopkeeper.catalog.access import access_by_code, access_product, access_supplier
from shopkeeper.catalog.contracts import (
    BaseUnit,
    CategoryNode,
    CodeKind,
    CodeMatch,
    ComponentCard,
    OfferCard,
    PackCard,
    ProductCard,
    ProductSearch,
    SupplierCard,
    SupplyTerms,
)
from shopkeeper.catalog.errors import CodeNotFound, PackNotFound, ProductNotFound, SupplierNotFound
from shopkeeper.catalog.queries import (
    count_pieces,
    find_by_code,
    find_contents,
    find_packs,
    find_product,
    find_product_by_sku,
    find_product_ids,
    find_slowest_offer,
    find_supplier,
    get_product_cards,
    get_products,
    list_alternatives,
    list_categories,
    list_components,
    list_offers_for,
    list_offers_from,
    list_packs,
    list_path,
    list_products,
    list_suppliers,
    list_supply_terms,
)

__all__ = [
    "BaseUnit", "CategoryNode", "CodeKind", "CodeMatch", "CodeNotFound", "ComponentCard", "OfferCard",
    "PackCard", "PackNotFound", "ProductCard", "ProductNotFound", "ProductSearch", "SupplierCard", "SupplierNotFound", "SupplyTerms", "access_by_code",
    "access_product", "access_supplier", "count_pieces", "find_by_code", "find_contents", "find_packs", "find_product", "find_product_by_sku", "find_product_ids",
    "find_slowest_offer", "find_supplier", "get_product_cards", "get_products", "list_alternatives", "list_categories",
    "list_components", "list_offers_for", "list_offers_from", "list_packs", "list_path", "list_products",
    "list_suppliers", "list_supply_terms",
]  # fmt: skip
