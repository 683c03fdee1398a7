"""Prices are set, from a time on."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.pricing.errors import PriceImpossible
from shopkeeper.pricing.events import PriceSet
from shopkeeper.pricing.models import Price


@action
def set_price(
    *, sku: str, amount: Decimal, currency: str, starts_at: datetime, by: Actor, now: datetime,
    ends_at: datetime | None = None, outlet_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Give a product a price from a time on; the one before it at the same place ends there.

    :raises ProductNotFound: when the SKU is not known
    :raises PriceImpossible: when it cannot be
    """
    fits = amount.is_finite() and 0 <= amount < 100_000_000 and len(currency) == 3 and currency.isupper()
    if not fits or (ends_at is not None and ends_at <= starts_at):
        raise PriceImpossible
    product = catalog.get_products([sku])[sku]
    before = Price.objects.filter(product=product.id, outlet=outlet_id, brand=None, starts_at__lt=starts_at)
    before.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at)).update(ends_at=starts_at)
    identifier = new_id()
    Price.objects.create(
        id=identifier, source_key=str(identifier), recorded_at=now, product_id=product.id, outlet_id=outlet_id,
        currency=currency, amount=amount, starts_at=starts_at, ends_at=ends_at,
    )  # fmt: skip
    announce(PriceSet(product_id=product.id, starts_at=starts_at), by=by, now=now)
    return identifier
