"""Products: by id, by SKU, by what people look for."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet

from shopkeeper.catalog.contracts import BaseUnit, ProductCard, ProductSearch
from shopkeeper.catalog.errors import ProductNotFound
from shopkeeper.catalog.models import Product
from shopkeeper.catalog.queries.tree import ids_under
from shopkeeper.core.statements import as_texts, fetch

_IDS = "SELECT sku, id FROM catalog_product WHERE sku = ANY ($1::text[])"
SORTS = {
    "name": "name",
    "sku": "sku",
    "category": "category__name",
    "supplier": "supplier__name",
    "price": "list_price",
}


def get_products(skus: Iterable[str]) -> dict[str, ProductCard]:
    """Products by their SKU.

    :raises ProductNotFound: when one is not known
    """
    wanted = set(skus)
    found = {row.sku: card_of(row) for row in described().filter(sku__in=wanted)}
    if missing := wanted - set(found):
        raise ProductNotFound(key=min(missing))
    return found


def find_product_ids(skus: Iterable[str]) -> dict[str, UUID]:
    """Ids of the products that are known, by their SKU."""
    return {sku: product for sku, product in fetch(_IDS, [as_texts(set(skus))])}  # noqa: C416  # mypy knows no row length


def get_product_cards(product_ids: Iterable[UUID]) -> dict[UUID, ProductCard]:
    """Products by their id; those that are not known are left out."""
    return {row.id: card_of(row) for row in described().filter(pk__in=set(product_ids))}


def find_product(product_id: UUID) -> ProductCard | None:
    """One product."""
    row = described().filter(pk=product_id).first()
    return card_of(row) if row else None


def find_product_by_sku(sku: str) -> ProductCard | None:
    """One product; capitals matter only where two SKUs differ by nothing else."""
    rows = list(described().filter(sku=sku)) or list(described().filter(sku__iexact=sku)[:2])
    return card_of(rows[0]) if len(rows) == 1 else None


def list_products(search: ProductSearch) -> list[ProductCard]:
    """One page of the products that are looked for."""
    column = SORTS.get(search.sort.lstrip("-"), "name")
    order = F(column).desc(nulls_last=True) if search.sort.startswith("-") else F(column).asc(nulls_last=True)
    start = (search.page - 1) * search.page_size
    rows = _matching(search).order_by(order, "sku")[start : start + search.page_size]
    return [card_of(row) for row in rows]


def count_products(search: ProductSearch) -> int:
    """How many there are on all pages."""
    return _matching(search).count()


def list_variants(card: ProductCard) -> list[ProductCard]:
    """The other SKUs of the same family."""
    if card.family_id is None:
        return []
    rows = described().filter(family_id=card.family_id).exclude(pk=card.id).order_by("variant", "sku")
    return [card_of(row) for row in rows[:100]]


def described() -> QuerySet[Product]:
    """Products with the names of what they belong to, in one statement."""
    return Product.objects.select_related("category", "supplier", "family")


def card_of(row: Product) -> ProductCard:
    """The product as others know it."""
    return ProductCard(
        id=row.id, sku=row.sku, name=row.name, category=row.category.name if row.category else "",
        supplier_id=row.supplier_id, unit_cost=row.unit_cost, category_id=row.category_id,
        supplier=row.supplier.name if row.supplier else "", department_code=row.department_code,
        list_price=row.list_price, currency=row.currency, family_id=row.family_id,
        family=row.family.name if row.family else "", variant=row.variant, base_unit=BaseUnit(row.base_unit),
        image_url=row.image_url, discontinued_on=row.discontinued_on, described=row.described,
    )  # fmt: skip


def _matching(search: ProductSearch) -> QuerySet[Product]:
    rows = described()
    for word in search.text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(sku__icontains=word))
    if search.category_id:
        rows = rows.filter(category_id__in=ids_under(search.category_id))
    if search.supplier_id:
        rows = rows.filter(Q(supplier_id=search.supplier_id) | Q(offers__supplier_id=search.supplier_id)).distinct()
    return _in_state(rows, search.state)


def _in_state(rows: QuerySet[Product], state: str) -> QuerySet[Product]:
    conditions = {
        "sold": Q(discontinued_on=None, described=True),
        "bundles": Q(components__isnull=False),
        "discontinued": Q(discontinued_on__isnull=False),
        "unknown": Q(described=False),
    }
    return rows.filter(conditions[state]).distinct() if state in conditions else rows
