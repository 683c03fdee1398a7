"""Rows of the order book: orders, lines, payments, parcels, cancellations, returns, orders to collect."""

from collections.abc import Iterator

from shopkeeper.demo.generator.returns import received_at
from shopkeeper.demo.generator.tables.known import OUTLET_OF_CHANNEL, SOURCE_OF_CHANNEL, Known, Row, pounds
from shopkeeper.demo.generator.world import CARRIED, HOME, Line, Order

SHIPPING = 395
FREE_FROM = 5000
_METHODS = ("card", "card", "card", "wallet", "pay_later")


def shipping_of(order: Order) -> int:
    """Pence for the delivery."""
    if order.mode != HOME or sum(line.amount for line in order.lines) >= FREE_FROM:
        return 0
    return SHIPPING


def outlet_of(order: Order) -> str:
    """The outlet that sold it."""
    return OUTLET_OF_CHANNEL.get(order.channel, order.store)


def line_key(order: Order, place: int) -> str:
    """The key of the line at `place` (from 0)."""
    return f"{order.number}-{place + 1}"


def orders(known: Known) -> Iterator[Row]:
    scenario, regions = known.scenario, known.region_of
    for o in known.orders:
        rebate = sum(line.rebate for line in o.lines)
        yield (SOURCE_OF_CHANNEL[o.channel], o.number, o.number, o.channel, outlet_of(o), o.record_key, o.company,
               scenario.retailer.currency, known.days.instant(o.at), known.at(o.canceled_at), o.area, o.city,
               regions[o.store], scenario.retailer.country, pounds(shipping_of(o)), pounds(rebate))  # fmt: skip


def order_lines(known: Known) -> Iterator[Row]:
    for o in known.orders:
        source = SOURCE_OF_CHANNEL[o.channel]
        for place, line in enumerate(o.lines):
            shipped, delivered, canceled = _counts(known, o, line)
            p = line.product
            yield (source, line_key(o, place), o.number, place + 1, p.sku, p.supplier, line.batch, pounds(p.price),
                   pounds(p.cost), pounds(line.rebate), line.quantity, shipped, delivered, canceled)  # fmt: skip


def _counts(known: Known, order: Order, line: Line) -> tuple[int, int, int]:
    if order.mode == CARRIED:
        return line.quantity, line.quantity, 0
    if known.has(line.refused_at) or known.has(order.canceled_at):
        return 0, 0, line.quantity
    left = order.parcel.handed_over_at if order.parcel else order.pickup.ready_at if order.pickup else None
    shipped = line.quantity if known.has(left) else 0
    return shipped, shipped if known.has(received_at(order, line)) else 0, 0


def payments(known: Known) -> Iterator[Row]:
    for o in known.orders:
        if o.mode == CARRIED:
            continue
        total = sum(line.amount for line in o.lines) + shipping_of(o)
        method = "invoice" if o.company else _METHODS[o.at % len(_METHODS)]
        source, currency = SOURCE_OF_CHANNEL[o.channel], known.scenario.retailer.currency
        yield (source, f"{o.number}-paid", o.number, "captured", method, pounds(total), currency,
               known.days.instant(o.at + 30))  # fmt: skip
        back = total if known.has(o.canceled_at) else sum(
            line.amount for line in o.lines if line.refused_at is not None and known.has(line.refused_at)
        )  # fmt: skip
        if back:
            at = o.canceled_at if known.has(o.canceled_at) else _refused_at(o)
            yield (source, f"{o.number}-back", o.number, "refunded", method, pounds(back), currency,
                   known.days.instant(at or o.at))  # fmt: skip


def _refused_at(order: Order) -> int | None:
    return next((line.refused_at for line in order.lines if line.refused_at is not None), None)


def deliveries(known: Known) -> Iterator[Row]:
    scenario, regions = known.scenario, known.region_of
    for o in known.orders:
        if p := o.parcel:
            handed_over = known.at(p.handed_over_at)
            yield ("warehouse", f"P-{o.number}", o.number, p.carrier, "standard", p.ship_from,
                   f"{p.carrier[:2].upper()}{o.number}" if handed_over else "", o.record_key, o.area,
                   regions[o.store], scenario.retailer.country, handed_over, known.days.text(p.promised),
                   known.at(p.delivered_at))  # fmt: skip


def cancellations(known: Known) -> Iterator[Row]:
    for o in known.orders:
        source = SOURCE_OF_CHANNEL[o.channel]
        for place, line in enumerate(o.lines):
            at = line.refused_at if line.refused_at is not None else o.canceled_at
            if at is not None and known.has(at):
                reason, by = cancellation_of(o, line)
                key = line_key(o, place)
                yield source, f"{key}-x", key, line.quantity, reason, by, known.days.instant(at)


def cancellation_of(order: Order, line: Line) -> tuple[str, str]:
    """(reason, who decided) of a canceled line."""
    if line.refused_at is not None:
        return "supplier_refused", "supplier"
    return ("not_collected", "store") if order.pickup else ("customer_canceled", "customer")


def returns(known: Known) -> Iterator[Row]:
    for o in known.orders:
        for place, line in enumerate(o.lines):
            back = line.returned
            if back and back.at < known.until:
                key = line_key(o, place)
                waited = "" if back.waited is None else back.waited
                yield ("returns", f"R-{key}", key, line.product.sku, back.outlet, o.record_key, 1, back.reason,
                       back.comment, line.batch, waited, pounds(line.amount // line.quantity),
                       known.days.instant(back.at))  # fmt: skip


def pickups(known: Known) -> Iterator[Row]:
    for o in known.orders:
        if p := o.pickup:
            came = p.came_at if p.came_at < known.until else None
            done = p.came_at + p.waited if p.collected else None
            yield ("web", f"{o.number}-pickup", o.number, o.store, o.record_key, known.days.instant(p.promised_at),
                   known.at(p.ready_at), known.at(done), known.at(came) if p.not_found else "",
                   "" if came is None else p.waited, f"{o.at % 24 + 1:02}")  # fmt: skip
