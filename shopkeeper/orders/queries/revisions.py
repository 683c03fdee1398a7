"""What a change of an order would cost before anybody makes it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import Address, Basket, BasketLine, How, HowKind, OrderRevision, RevisionPreview
from shopkeeper.orders.errors import LineNotFound
from shopkeeper.orders.models import Order, OrderLine, Pickup, Placement
from shopkeeper.orders.queries.staying import count_supplied
from shopkeeper.orders.queries.ways import fair_price, list_kept
from shopkeeper.orders.rules.money import PricedLine, worth
from shopkeeper.orders.rules.states import left_to_ship
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
    way = price_of(order, revision.how) - order.shipping_total if revision.how else Decimal(0)
    more = quote.goods_total if quote else Decimal(0)
    return RevisionPreview(sum(one.quantity for one in wanted), fewer, more - less + way, order.currency)


def price_of(order: Order, how: How) -> Decimal:
    """What a way costs the customer, by its offer where it names one."""
    return fair_price(order.id, delivery.open_offer(how.offer).price if how.offer else how.price)


def _worth(line: OrderLine, pieces: int) -> Decimal:
    return worth(PricedLine(line.unit_price, line.discount, line.ordered, line.canceled, line.shipped), pieces)


def find_address(order_id: UUID) -> Address | None:
    """Where an order that was placed here goes; None for orders of other systems."""
    row = Placement.objects.filter(order=order_id).select_related("order").first()
    if row is None:
        return None
    return get_address(row.order, row)


def find_last_address(customer_ids: Collection[UUID]) -> Address | None:
    """Where the latest order of somebody went that went to a street; None for whoever only collected."""
    rows = Order.objects.filter(customer__in=customer_ids).exclude(ship_street="").order_by("-placed_at")
    last = rows.values_list("id", flat=True).first()
    return find_destination(last) if last else None


def find_destination(order_id: UUID) -> Address | None:
    """Where an order goes, whichever system it is of; None where nobody told a street or a postcode."""
    row = Order.objects.filter(pk=order_id).first()
    if row is None or not (row.ship_street or row.ship_postcode):
        return None
    return Address(
        name=row.ship_name, street=row.ship_street, postcode=row.ship_postcode, city=row.city, region=row.region,
        country=row.country,
    )  # fmt: skip


def get_address(order: Order, placement: Placement) -> Address:
    """Where it goes, as it was said."""
    return Address(
        name=order.ship_name, street=order.ship_street, postcode=order.ship_postcode, city=order.city,
        region=order.region, country=order.country, latitude=placement.latitude, longitude=placement.longitude,
    )  # fmt: skip


def get_how(order_id: UUID) -> How:
    """How an order comes so far."""
    row = Placement.objects.get(order=order_id)
    return How(
        kind=HowKind(row.method), carrier_key=row.carrier_key, service=row.service, promised_on=row.promised_on,
        location=row.location,
    )  # fmt: skip


def basket_of(order: Order, placement: Placement, lines: Iterable[OrderLine]) -> Basket:
    """What has not left of an order, as an offer is asked for; what suppliers send comes by itself."""
    supplied = count_supplied(order.id)
    left = [(line, left_to_ship(line.counters) - supplied.get(line.id, 0)) for line in lines]
    pieces = tuple(BasketLine(line.product.sku, count) for line, count in left if count)
    return Basket(pieces, get_address(order, placement), order.channel, list_kept(order.id))


def find_waiting_pickup(order_id: UUID) -> Pickup | None:
    """Where an order is collected; None where it is not, or was."""
    return Pickup.objects.filter(order=order_id, called_off_at=None, collected_at=None, released_at=None).first()
