"""The only way from an untrusted SKU or id to a product or a supplier."""

from uuid import UUID

from shopkeeper.catalog.contracts import CodeMatch, ProductCard, SupplierCard
from shopkeeper.catalog.errors import CodeNotFound, ProductNotFound, SupplierNotFound
from shopkeeper.catalog.queries import find_by_code, find_product_by_sku, find_supplier
from shopkeeper.core.actors import Actor

VIEW = "catalog.view_products"


def access_product(by: Actor, sku: str) -> ProductCard:
    """The product of that SKU.

    :raises ProductNotFound: when there is none
    """
    by.require(VIEW)
    card = find_product_by_sku(sku)
    if card is None:
        raise ProductNotFound(key=sku)
    return card


def access_by_code(by: Actor, text: str) -> CodeMatch:
    """The product behind a barcode, a SKU or a supplier's number.

    :raises CodeNotFound: when no product has it
    """
    by.require(VIEW)
    match = find_by_code(text)
    if match is None:
        raise CodeNotFound(key=text)
    return match


def access_supplier(by: Actor, supplier_id: UUID) -> SupplierCard:
    """The supplier.

    :raises SupplierNotFound: when there is none
    """
    by.require(VIEW)
    card = find_supplier(supplier_id)
    if card is None:
        raise SupplierNotFound(key=supplier_id)
    return card
