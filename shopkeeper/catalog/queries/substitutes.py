"""What is offered instead of a product."""

from shopkeeper.catalog.contracts import ProductCard
from shopkeeper.catalog.models import Substitute
from shopkeeper.catalog.queries.products import get_product_cards, list_variants


def list_substitutes(card: ProductCard) -> list[ProductCard]:
    """What somebody named, the best first."""
    rows = Substitute.objects.filter(product_id=card.id).order_by("rank", "id").values_list("substitute_id", flat=True)
    ids = list(rows)
    found = get_product_cards(ids)
    return [found[each] for each in ids]


def list_alternatives(card: ProductCard) -> list[ProductCard]:
    """What may be offered instead of a product: what somebody named, then its other variants; nothing that is no
    longer sold."""
    both = {each.id: each for each in [*list_substitutes(card), *list_variants(card)]}
    return [each for each in both.values() if each.discontinued_on is None]
