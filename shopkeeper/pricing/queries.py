"""What things cost at a time."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from shopkeeper.catalog import public as catalog
from shopkeeper.core.statements import as_texts, fetch
from shopkeeper.pricing.contracts import ListedPrice, PriceCard, Quote, QuotedLine, Wanted
from shopkeeper.pricing.errors import CurrenciesMixed, NoPrice
from shopkeeper.pricing.models import Price
from shopkeeper.pricing.rules import choose_price, fallen_from

_CENT = Decimal("0.01")
_IN_FORCE = """
SELECT t.id, t.sku, t.name, t.list_price, t.currency, t.unit_cost, t.supplier_id,
    EXISTS (SELECT FROM catalog_component c WHERE c.bundle_id = t.id), p.amount, p.currency,
    CASE WHEN p.outlet_id IS NOT NULL THEN 2 WHEN p.brand_id IS NOT NULL THEN 1 ELSE 0 END, p.starts_at
FROM catalog_product t LEFT JOIN organization_outlet o ON o.id = $2::uuid
LEFT JOIN pricing_price p ON p.product_id = t.id AND p.starts_at <= $3::timestamptz
    AND (p.ends_at IS NULL OR p.ends_at > $3::timestamptz)
    AND (p.outlet_id IS NULL OR p.outlet_id = o.id) AND (p.brand_id IS NULL OR p.brand_id = o.brand_id)
WHERE t.sku = ANY ($1::text[])"""


def quote(wanted: Sequence[Wanted], *, currency: str, now: datetime, outlet_id: UUID | None = None) -> Quote:
    """What a basket costs now at an outlet: the list's price, else the product's own list price.

    :raises ProductNotFound: when a SKU is not known
    :raises NoPrice: when a product has no price
    :raises PriceRose: when a customer was shown less
    :raises CurrenciesMixed: when a price is in another currency
    """
    products = _products_with_prices({one.sku for one in wanted}, outlet_id, now)
    lines = []
    for one in wanted:
        card, is_bundle, listed = products[one.sku]
        price, its_currency = _price_of(card, choose_price(listed), currency)
        if its_currency != currency:
            raise CurrenciesMixed(sku=one.sku, currency=its_currency)
        fell = fallen_from(one, price)
        lines.append(
            QuotedLine(
                card.id, card.sku, card.name, one.quantity, price, card.unit_cost, card.supplier_id, fell, is_bundle
            )
        )  # fmt: skip
    return Quote(tuple(lines), currency, sum((line.total for line in lines), Decimal(0)))


def list_prices(sku: str, *, now: datetime) -> list[PriceCard]:
    """The prices of a product that hold now or will, soonest first."""
    rows = Price.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), product__sku=sku)
    found = rows.select_related("product", "outlet", "brand").order_by("starts_at", "id")
    return [
        PriceCard(
            row.id, row.product.sku, row.outlet.name if row.outlet else "", row.brand.name if row.brand else "",
            row.currency, row.amount, row.starts_at, row.ends_at,
        )
        for row in found
    ]  # fmt: skip


def _price_of(card: catalog.ProductCard, listed: ListedPrice | None, currency: str) -> tuple[Decimal, str]:
    if listed is not None:
        return listed.amount.quantize(_CENT), listed.currency
    if card.list_price is None:
        raise NoPrice(sku=card.sku)
    return card.list_price.quantize(_CENT), card.currency or currency


def _products_with_prices(
    skus: set[str], outlet_id: UUID | None, now: datetime
) -> dict[str, tuple[catalog.ProductCard, bool, list[ListedPrice]]]:
    """Each product, whether it is a bundle, and the prices that hold for it."""
    found: dict[str, tuple[catalog.ProductCard, bool, list[ListedPrice]]] = {}
    for row in fetch(_IN_FORCE, [as_texts(skus), outlet_id, now]):
        key, sku, name, list_price, its_currency, unit_cost, supplier_id, is_bundle, *listed = row
        if sku not in found:
            card = catalog.ProductCard(
                key, sku, name, list_price=list_price, currency=its_currency, unit_cost=unit_cost,
                supplier_id=supplier_id,
            )  # fmt: skip
            found[sku] = card, is_bundle, []
        if listed[0] is not None:
            found[sku][2].append(ListedPrice(*listed))
    if missing := skus - set(found):
        raise catalog.ProductNotFound(key=min(missing))
    return found
