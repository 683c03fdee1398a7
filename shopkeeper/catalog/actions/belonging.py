"""Describing what products belong to: categories and suppliers."""

from datetime import datetime
from uuid import UUID

from shopkeeper.catalog.actions.turns import CATEGORIES, take_turn
from shopkeeper.catalog.errors import CategoryNotFound, CategoryUnderItself, SupplierNotFound
from shopkeeper.catalog.models import Category, Supplier
from shopkeeper.catalog.queries.tree import ids_under
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id


@action
def describe_category(
    *, name: str, parent_id: UUID | None, by: Actor, now: datetime, category_id: UUID | None = None
) -> UUID:
    """Name a category and put it below another one, or at the top; a new one where no id is given.

    :raises CategoryNotFound: when it, or the one above, is not known
    :raises CategoryUnderItself: when the one above lies below it
    """
    take_turn(CATEGORIES)
    if parent_id and not Category.objects.select_for_update(no_key=True).filter(pk=parent_id).exists():
        raise CategoryNotFound(key=parent_id)
    if category_id is None:
        row_id = new_id()
        Category.objects.create(
            id=row_id, source_key=str(row_id), name=name, parent_id=parent_id, described=True, recorded_at=now
        )
        return row_id
    if parent_id and parent_id in ids_under(category_id):
        raise CategoryUnderItself(name=name)
    if not Category.objects.filter(pk=category_id).update(name=name, parent_id=parent_id, described=True):
        raise CategoryNotFound(key=category_id)
    return category_id


@action
def describe_supplier(
    *, name: str, region: str, by: Actor, now: datetime, supplier_id: UUID | None = None
) -> UUID:  # fmt: skip
    """Name a supplier and say from where it ships; a new one where no id is given.

    :raises SupplierNotFound: when it is not known
    """
    if supplier_id is None:
        row_id = new_id()
        Supplier.objects.create(id=row_id, source_key=str(row_id), name=name, region=region, recorded_at=now)
        return row_id
    if not Supplier.objects.filter(pk=supplier_id).update(name=name, region=region, described=True):
        raise SupplierNotFound(key=supplier_id)
    return supplier_id
