"""What others may ask of the catalog."""

from shopkeeper.catalog.queries.bundles import find_contents, list_components, list_components_of
from shopkeeper.catalog.queries.codes import find_by_code, list_barcodes
from shopkeeper.catalog.queries.packs import count_pieces, find_packs, list_packs
from shopkeeper.catalog.queries.products import (
    count_products,
    find_product,
    find_product_by_sku,
    find_product_ids,
    get_product_cards,
    get_products,
    list_products,
    list_variants,
)
from shopkeeper.catalog.queries.substitutes import list_alternatives, list_substitutes
from shopkeeper.catalog.queries.suppliers import (
    find_slowest_offer,
    find_supplier,
    list_offers_for,
    list_offers_from,
    list_suppliers,
    list_supply_terms,
)
from shopkeeper.catalog.queries.tree import list_categories, list_path

__all__ = [
    "count_pieces", "count_products", "find_by_code", "find_contents", "find_packs", "find_product",
    "find_product_by_sku", "find_product_ids",
    "find_slowest_offer", "find_supplier", "get_product_cards", "get_products", "list_alternatives", "list_barcodes",
    "list_categories", "list_components", "list_components_of", "list_offers_for", "list_offers_from",
    "list_packs", "list_path", "list_products", "list_substitutes", "list_suppliers", "list_supply_terms",
    "list_variants",
]  # fmt: skip
