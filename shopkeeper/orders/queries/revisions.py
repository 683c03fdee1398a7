"""What a change of an order would cost before anybody makes it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.orders.contracts import Address, HowKind, OrderRevision, RevisionPreview
from shopkeeper.orders.errors import LineNotFound
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.rules.money import PricedLine, worth
from shopkeeper.pricing import public as pricing


def preview_revision(order_id: UUID, revision: OrderRevision, *, now: datetime) -> RevisionPreview:
    """Pieces beside and fewer, and the difference in price: more is asked for, less is let go or given back.

    :raises LineNotFound: when a line is of another order
    :raises ProductNotFound: when a SKU is not known
    """
    order = Order.objects.get(pk=order_id)
    lines = {line.id: line for line in OrderLine.objects.filter(order=order).select_related("product")}
    fewer, less, wanted = 0, Decimal(0), []
    for line_id, pieces in revision.quantities:
        line = lines.get(line_id)
        if line is None:
            raise LineNotFound(key=line_id)
        kept = line.ordered - line.canceled
        if pieces < kept:
            fewer += kept - pieces
            less += _worth(line, kept) - _worth(line, max(0, pieces))
        elif pieces > kept:
            wanted.append(pricing.Wanted(line.product.sku, pieces - kept))
    wanted += [pricing.Wanted(line.sku, line.quantity, line.shown) for line in revision.added]
    quote = pricing.quote(wanted, currency=order.currency, outlet_id=order.outlet_id, now=now) if wanted else None
    delivery = revision.how.price - order.shipping_total if revision.how else Decimal(0)
    more = quote.goods_total if quote else Decimal(0)
    return RevisionPreview(sum(one.quantity for one in wanted), fewer, more - less + delivery, order.currency)


def _worth(line: OrderLine, pieces: int) -> Decimal:
    return worth(PricedLine(line.unit_price, line.discount, line.ordered, line.canceled, line.shipped), pieces)


def find_address(order_id: UUID) -> Address | None:
    """Where an order that was placed here goes; None for orders of other systems."""
    row = Placement.objects.filter(order=order_id).select_related("order").first()
    if row is None:
        return None
    order = row.order
    return Address(
        name=order.ship_name, street=order.ship_street, postcode=order.ship_postcode, city=order.city,
        region=order.region, country=order.country, latitude=row.latitude, longitude=row.longitude,
    )  # fmt: skip


def is_to_be_delivered(order_id: UUID) -> bool:
    """Whether it was placed here and comes by a carrier."""
    return Placement.objects.filter(order=order_id, method=HowKind.DELIVERY).exists()
