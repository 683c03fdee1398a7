"""What the catalog adds to the frame."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from shopkeeper.catalog.contracts import ProductCard, ProductSearch
from shopkeeper.catalog.queries import find_by_code, list_products
from shopkeeper.core import navigation, search
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.search import Hit

VIEW = "catalog.view_products"


def find_products(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """Products by code or by words, for the search of the whole house."""
    match = find_by_code(text)
    if match:
        return [_hit(match.product, 1.0)]
    if len(text) < 3:
        return []
    return [_hit(card, 0.6) for card in list_products(ProductSearch(text=text, page_size=limit))]


def _hit(card: ProductCard, score: float) -> Hit:
    return Hit(
        kind="product",
        title=card.name,
        detail=" · ".join(filter(None, [card.sku, card.variant, card.category])),
        url=reverse("catalog:product", args=[card.sku]),
        icon="tag",
        score=score,
    )


search.register("catalog.products", permission=VIEW, find=find_products)
navigation.register(NavItem(Section.PEOPLE, _("Products"), "catalog:products", "tag", VIEW, order=40))
navigation.register(NavItem(Section.PEOPLE, _("Suppliers"), "catalog:suppliers", "factory", VIEW, order=50))
