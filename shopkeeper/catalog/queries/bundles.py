"""What is in a bundle."""

from collections.abc import Iterable
from uuid import UUID

from shopkeeper.catalog.contracts import ComponentCard
from shopkeeper.catalog.models import Component
from shopkeeper.core.statements import as_texts, fetch

_CONTENTS = """
SELECT b.sku, b.id, t.id, t.sku, t.name, c.quantity
FROM catalog_product b JOIN catalog_component c ON c.bundle_id = b.id JOIN catalog_product t ON t.id = c.component_id
WHERE b.sku = ANY ($1::text[]) ORDER BY b.sku, t.sku"""


def list_components(product_ids: Iterable[UUID]) -> dict[UUID, list[ComponentCard]]:
    """What is in each of these products that is a bundle; ordinary products are left out."""
    rows = (
        Component.objects.filter(bundle_id__in=set(product_ids)).select_related("component").order_by("component__sku")
    )
    found: dict[UUID, list[ComponentCard]] = {}
    for row in rows:
        card = ComponentCard(row.component_id, row.component.sku, row.component.name, row.quantity)
        found.setdefault(row.bundle_id, []).append(card)
    return found


def find_contents(skus: Iterable[str]) -> dict[str, tuple[UUID, list[ComponentCard]]]:
    """The bundles of these SKUs, each with what is in it; ordinary products are left out."""
    found: dict[str, tuple[UUID, list[ComponentCard]]] = {}
    for sku, bundle, *part in fetch(_CONTENTS, [as_texts(set(skus))]):
        found.setdefault(sku, (bundle, []))[1].append(ComponentCard(*part))
    return found


def list_components_of(product_id: UUID) -> list[ComponentCard]:
    """What is in one bundle; empty for an ordinary product."""
    return list_components([product_id]).get(product_id, [])
