"""Products by what a scanner reads or a person types."""

from uuid import UUID

from shopkeeper.catalog.contracts import BarcodeCard, CodeKind, CodeMatch
from shopkeeper.catalog.models import Barcode, Offer
from shopkeeper.catalog.queries.products import card_of, described, find_product_by_sku
from shopkeeper.catalog.rules import normalize_code


def find_by_code(text: str) -> CodeMatch | None:
    """The product behind a barcode, a SKU, or a supplier's own number where only one product has that.

    Barcodes win over SKUs, since a scanner means the code on the thing in hand.
    """
    asked = text.strip()[:120]
    if not asked:
        return None
    return _by_barcode(asked) or _by_sku(asked) or _by_supplier_sku(asked)


def list_barcodes(product_id: UUID) -> list[BarcodeCard]:
    """All codes of a product, single pieces first."""
    rows = Barcode.objects.filter(product_id=product_id).order_by("quantity", "code")
    return [BarcodeCard(row.code, CodeKind(row.kind), row.quantity) for row in rows]


def _by_barcode(text: str) -> CodeMatch | None:
    row = Barcode.objects.filter(code=normalize_code(text)).first()
    if row is None:
        return None
    return CodeMatch(card_of(described().get(pk=row.product_id)), CodeKind(row.kind), row.quantity)


def _by_sku(text: str) -> CodeMatch | None:
    card = find_product_by_sku(text)
    return CodeMatch(card, CodeKind.SKU) if card else None


def _by_supplier_sku(text: str) -> CodeMatch | None:
    offers = Offer.objects.filter(supplier_sku__iexact=text).exclude(supplier_sku="")
    products = set(offers.values_list("product_id", flat=True)[:10])
    if len(products) != 1:
        return None
    return CodeMatch(card_of(described().get(pk=products.pop())), CodeKind.SUPPLIER_SKU)
