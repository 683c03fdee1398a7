"""What is in a bundle."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from shopkeeper.catalog.contracts import ComponentCard
from shopkeeper.catalog.models import Component


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
    rows = Component.objects.filter(bundle__sku__in=set(skus)).select_related("component").order_by("component__sku")
    found: dict[str, tuple[UUID, list[ComponentCard]]] = {}
    for sku, row in ((row.sku, row) for row in rows.annotate(sku=F("bundle__sku"))):
        card = ComponentCard(row.component_id, row.component.sku, row.component.name, row.quantity)
        found.setdefault(sku, (row.bundle_id, []))[1].append(card)
    return found


def list_components_of(product_id: UUID) -> list[ComponentCard]:
    """What is in one bundle; empty for an ordinary product."""
    return list_components([product_id]).get(product_id, [])
