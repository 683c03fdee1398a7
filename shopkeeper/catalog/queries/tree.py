"""The tree of categories."""

from uuid import UUID

from django.db import connection
from django.db.models import Count

from shopkeeper.catalog.contracts import CategoryNode
from shopkeeper.catalog.models import Category, Product

_UNDER = """
    WITH RECURSIVE under(id) AS (
        SELECT id FROM catalog_category WHERE id = %s
        UNION
        SELECT c.id FROM catalog_category c JOIN under ON c.parent_id = under.id
    )
    SELECT id FROM under"""


def list_categories() -> list[CategoryNode]:
    """The whole tree, each category followed by those below it; each counts its products and those below."""
    names = {row.id: row for row in Category.objects.order_by("name")}
    counted = Product.objects.exclude(category=None).values("category_id").annotate(n=Count("id"))
    own: dict[UUID, int] = {row["category_id"]: row["n"] for row in counted}
    below: dict[UUID | None, list[UUID]] = {}
    for row in names.values():
        # A parent that is its own descendant would hide both: such rows stand at the top.
        parent = row.parent_id if row.parent_id in names and not _is_above(row.id, row.parent_id, names) else None
        below.setdefault(parent, []).append(row.id)
    return _branch(None, 0, names, below, own)


def list_path(category_id: UUID | None) -> list[CategoryNode]:
    """From the top of the tree down to a category."""
    path: list[CategoryNode] = []
    while category_id and all(node.id != category_id for node in path):
        row = Category.objects.get(pk=category_id)
        path.insert(0, CategoryNode(row.id, row.name, 0, 0, row.parent_id))
        category_id = row.parent_id
    return path


def ids_under(category_id: UUID) -> list[UUID]:
    """A category and all below it."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, [category_id])
        return [found for (found,) in cursor.fetchall()]


def _branch(
    parent: UUID | None, depth: int, names: dict[UUID, Category], below: dict[UUID | None, list[UUID]],
    own: dict[UUID, int],
) -> list[CategoryNode]:  # fmt: skip
    nodes: list[CategoryNode] = []
    for category_id in below.get(parent, []):
        inner = _branch(category_id, depth + 1, names, below, own)
        products = own.get(category_id, 0) + sum(node.products for node in inner if node.depth == depth + 1)
        nodes += [CategoryNode(category_id, names[category_id].name, depth, products, parent), *inner]
    return nodes


def _is_above(category_id: UUID, parent_id: UUID | None, names: dict[UUID, Category]) -> bool:
    seen: set[UUID] = set()
    while parent_id is not None and parent_id not in seen and parent_id in names:
        if parent_id == category_id:
            return True
        seen.add(parent_id)
        parent_id = names[parent_id].parent_id
    return False
