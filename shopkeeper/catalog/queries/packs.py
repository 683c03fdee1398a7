"""In which packs products come, and how many base units so many packs are."""

from collections.abc import Collection
from uuid import UUID

from shopkeeper.catalog.contracts import PackCard, ProductCard
from shopkeeper.catalog.errors import PackNotFound
from shopkeeper.catalog.models import Pack
from shopkeeper.core.statements import as_texts, fetch

_OF_SKUS = """
SELECT p.sku, k.name, k.quantity FROM catalog_pack k JOIN catalog_product p ON p.id = k.product_id
WHERE p.sku = ANY ($1::text[]) ORDER BY p.sku, k.quantity"""


def list_packs(product_id: UUID) -> list[PackCard]:
    """In which packs it comes, smallest first."""
    return [PackCard(row.name, row.quantity) for row in Pack.objects.filter(product_id=product_id).order_by("quantity")]


def find_packs(skus: Collection[str]) -> dict[str, tuple[PackCard, ...]]:
    """The packs of these SKUs, smallest first; those that come in none are left out."""
    found: dict[str, tuple[PackCard, ...]] = {}
    for sku, *pack in fetch(_OF_SKUS, [as_texts(skus)]) if skus else ():
        found[sku] = (*found.get(sku, ()), PackCard(*pack))
    return found


def count_pieces(product: ProductCard, quantity: int, *, pack: str = "") -> int:
    """How many base units so many packs are; without a pack they are base units already. Capitals do not matter.

    :raises PackNotFound: when the product comes in no such pack
    """
    name = pack.strip().casefold()
    if not name:
        return quantity
    packs = list_packs(product.id)
    found = next((each for each in packs if each.name.casefold() == name), None)
    if found is None:
        known = ", ".join(f"{each.name} ({each.quantity})" for each in packs) or "–"
        raise PackNotFound(product=product.name, pack=pack[:60], packs=known)
    return quantity * found.quantity
