"""Writes of the catalog."""

from shopkeeper.catalog.actions.bundles import compose_bundle
from shopkeeper.catalog.actions.codes import assign_barcode
from shopkeeper.catalog.actions.offers import agree_offer
from shopkeeper.catalog.actions.products import describe_product

__all__ = ["agree_offer", "assign_barcode", "compose_bundle", "describe_product"]
