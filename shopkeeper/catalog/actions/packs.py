"""Saying in which packs a product comes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from shopkeeper.catalog.actions.products import lock_product
from shopkeeper.catalog.errors import NothingInPack
from shopkeeper.catalog.events import ProductDescribed
from shopkeeper.catalog.models import Pack
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce


@action
def name_packs(*, product_id: UUID, packs: Mapping[str, int], by: Actor, now: datetime) -> None:
    """Say in which packs a product comes, name and base units in it: all of them. The same again changes nothing.

    :raises NothingInPack: when one holds nothing
    """
    product = lock_product(product_id)
    if any(quantity < 1 for quantity in packs.values()):
        raise NothingInPack
    rows = Pack.objects.filter(product=product)
    if dict(rows.values_list("name", "quantity")) == dict(packs):
        return
    rows.exclude(name__in=packs).delete()
    for name, quantity in packs.items():
        first = {"quantity": quantity, "source_key": f"{product.id}/{name}", "recorded_at": now}
        rows.update_or_create(
            product=product, name=name, defaults={"quantity": quantity}, create_defaults=first
        )  # fmt: skip
    announce(ProductDescribed(product_id=product.id), by=by, now=now)
