"""Agreeing on a supplier's terms."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from shopkeeper.catalog.actions.products import lock_product
from shopkeeper.catalog.contracts import OfferTerms
from shopkeeper.catalog.errors import SupplierNotFound
from shopkeeper.catalog.events import OfferAgreed
from shopkeeper.catalog.models import Offer, Supplier
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce


@action
def agree_offer(*, product_id: UUID, supplier_id: UUID, terms: OfferTerms, by: Actor, now: datetime) -> None:
    """Write down for how much and how fast a supplier sells a product. The same again changes nothing.

    :raises SupplierNotFound: when there is no such supplier
    """
    product = lock_product(product_id)
    if not Supplier.objects.filter(pk=supplier_id).exists():
        raise SupplierNotFound(key=supplier_id)
    said = asdict(terms)
    offer = Offer.objects.filter(product=product, supplier_id=supplier_id).first()
    if offer and all(getattr(offer, name) == value for name, value in said.items()):
        return
    key = {"source_key": f"{product_id}/{supplier_id}", "recorded_at": now}
    Offer.objects.update_or_create(
        product=product, supplier_id=supplier_id, defaults=said, create_defaults=said | key
    )  # fmt: skip
    announce(OfferAgreed(product_id=product.id, supplier_id=supplier_id), by=by, now=now)
