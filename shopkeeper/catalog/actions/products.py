"""Saying what a product is."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from shopkeeper.catalog.contracts import PICTURES_AT, ProductFacts
from shopkeeper.catalog.errors import CategoryNotFound, PictureNotReachable, ProductNotFound, SupplierNotFound
from shopkeeper.catalog.events import ProductDescribed
from shopkeeper.catalog.models import Category, Product, Supplier
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce


@action
def describe_product(*, sku: str, facts: ProductFacts, by: Actor, now: datetime) -> UUID:
    """Describe a product, a new one where the SKU is new; what is not said stays. The same again changes nothing.

    :raises CategoryNotFound, SupplierNotFound: when it is to belong to one that is not known
    :raises PictureNotReachable: when no page may load its picture
    """
    _check_places(facts)
    if facts.image_url and not facts.image_url.startswith(PICTURES_AT):
        raise PictureNotReachable(address=facts.image_url[:80])
    said = {f.name: getattr(facts, f.name) for f in fields(facts) if getattr(facts, f.name) is not None}
    first = {"source_key": sku, "recorded_at": now, "name": sku} | said
    row, is_new = Product.objects.select_for_update(no_key=True).get_or_create(sku=sku, defaults=first)
    if is_new:
        pass  # described by its first facts
    elif row.described and all(getattr(row, name) == value for name, value in said.items()):
        return row.id
    else:
        _update(row, {**said, "described": True})
    announce(ProductDescribed(product_id=row.id), by=by, now=now)
    return row.id


def lock_product(product_id: UUID) -> Product:
    """The product, held until the transaction ends.

    :raises ProductNotFound: when there is none
    """
    row = Product.objects.select_for_update(no_key=True).filter(pk=product_id).first()
    if row is None:
        raise ProductNotFound(key=product_id)
    return row


def lock_products(product_ids: Collection[UUID]) -> dict[UUID, Product]:
    """Several products, held until the transaction ends; in one order, so that two never wait for each other.

    :raises ProductNotFound: when there is one less
    """
    rows = Product.objects.select_for_update(no_key=True).filter(pk__in=product_ids).order_by("pk")
    found = {row.id: row for row in rows}
    if missing := set(product_ids) - set(found):
        raise ProductNotFound(key=min(missing))
    return found


def _check_places(facts: ProductFacts) -> None:
    if facts.category_id and not Category.objects.filter(pk=facts.category_id).exists():
        raise CategoryNotFound(key=facts.category_id)
    if facts.supplier_id and not Supplier.objects.filter(pk=facts.supplier_id).exists():
        raise SupplierNotFound(key=facts.supplier_id)


def _update(row: Product, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
