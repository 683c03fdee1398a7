"""Saying what is offered instead of a product that is gone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.catalog.actions.products import lock_product
from shopkeeper.catalog.errors import ProductNotFound, SubstituteOfItself
from shopkeeper.catalog.events import SubstitutesNamed
from shopkeeper.catalog.models import Product, Substitute
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce


@action
def name_substitutes(*, product_id: UUID, substitutes: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Say what is offered instead of a product, the best first: all of it. The same again changes nothing.

    :raises ProductNotFound: when one of them is not known
    :raises SubstituteOfItself: when the product itself is among them
    """
    product, wanted = lock_product(product_id), list(dict.fromkeys(substitutes))
    if product.id in wanted:
        raise SubstituteOfItself(sku=product.sku)
    known = set(Product.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if missing := set(wanted) - known:
        raise ProductNotFound(key=min(missing))
    rows = Substitute.objects.filter(product=product)
    if list(rows.order_by("rank", "id").values_list("substitute_id", flat=True)) == wanted:
        return
    rows.delete()
    Substitute.objects.bulk_create(
        Substitute(product=product, substitute_id=other, rank=rank, source_key=f"{product.id}/{other}", recorded_at=now)
        for rank, other in enumerate(wanted, start=1)
    )
    announce(SubstitutesNamed(product_id=product.id), by=by, now=now)
