"""Saying what is in a bundle."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from shopkeeper.catalog.actions.products import lock_products
from shopkeeper.catalog.actions.turns import BUNDLES, take_turn
from shopkeeper.catalog.errors import BundleInBundle, NothingInBundle
from shopkeeper.catalog.events import BundleComposed
from shopkeeper.catalog.models import Component, Product
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce


@action
def compose_bundle(*, product_id: UUID, parts: Mapping[UUID, int], by: Actor, now: datetime) -> None:
    """Say what is in a bundle: product and pieces of it. No parts make it an ordinary product again.

    :raises BundleInBundle: when a part is a bundle, or the bundle is part of another
    :raises NothingInBundle: when a part is there less than once
    """
    known = lock_products([product_id, *parts])
    take_turn(BUNDLES)
    bundle = known[product_id]
    _check_parts(bundle, parts, known)
    now_in_it = dict(Component.objects.filter(bundle=bundle).values_list("component_id", "quantity"))
    if now_in_it == dict(parts):
        return
    Component.objects.filter(bundle=bundle).delete()
    Component.objects.bulk_create(
        Component(
            bundle=bundle, component_id=part, quantity=pieces, source_key=f"{bundle.id}/{part}", recorded_at=now
        )
        for part, pieces in parts.items()
    )  # fmt: skip
    announce(BundleComposed(product_id=bundle.id), by=by, now=now)


def _check_parts(bundle: Product, parts: Mapping[UUID, int], known: Mapping[UUID, Product]) -> None:
    if any(quantity < 1 for quantity in parts.values()):
        raise NothingInBundle
    nested = Component.objects.filter(bundle_id__in=parts).values_list("bundle_id", flat=True).first()
    if nested or bundle.id in parts:
        raise BundleInBundle(sku=known[nested or bundle.id].sku)
    if parts and Component.objects.filter(component=bundle).exists():
        raise BundleInBundle(sku=bundle.sku)
