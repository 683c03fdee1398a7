"""Writes of the catalog."""

from shopkeeper.catalog.actions.belonging import describe_category, describe_supplier
from shopkeeper.catalog.actions.bundles import compose_bundle
from shopkeeper.catalog.actions.codes import assign_barcode, withdraw_barcode
from shopkeeper.catalog.actions.offers import agree_offer
from shopkeeper.catalog.actions.packs import name_packs
from shopkeeper.catalog.actions.products import describe_product
from shopkeeper.catalog.actions.substitutes import name_substitutes

__all__ = [
    "agree_offer", "assign_barcode", "compose_bundle", "describe_category", "describe_product", "describe_supplier",
    "name_packs", "name_substitutes", "withdraw_barcode",
]  # fmt: skip
