"""A shop with stock of its own for the tests of placed orders: three locations, two products, one customer."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.catalog.models import Product, Supplier
from shopkeeper.interactions import public as interactions
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound, Location, Position, Reservation
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Allocation, Awaited, OrderLine
from shopkeeper.orders.queries.sending import list_cards_to_send
from shopkeeper.payments import public as payments
from shopkeeper.payments.models import Instruction
from tests.orders.book import BY, NOW, ann, open_shop, outlet

PLACES = (("leeds", "store", "leeds"), ("york", "store", "york"), ("dc", "warehouse", None))
YORK = orders.Address(street="2 Low Street", postcode="YO1 7HH", city="York", region="North", country="GB")


def open_stocked_shop(**stock: tuple[int, int]) -> None:
    """`leeds=(lamps, rugs)`; places that are not named have nothing. Leeds is nearest to Ann, then York, the depot."""
    open_shop()
    Product.objects.filter(sku="LAMP").update(list_price="30.00", currency="GBP")
    Product.objects.filter(sku="RUG").update(list_price="80.00", currency="GBP")
    for n, (code, kind, outlet_code) in enumerate(PLACES):
        Location.objects.create(
            source_key=code, recorded_at=NOW, code=code, name=code.title() if outlet_code else "Depot", kind=kind,
            outlet_id=outlet(outlet_code) if outlet_code else None, latitude=53.8 + n * 0.2, longitude=-1.5,
        )  # fmt: skip
    for code, pieces in stock.items():
        for sku, quantity in zip(("LAMP", "RUG"), pieces, strict=True):
            receive(sku, code, quantity)


def open_supplier(pieces: int, *, latitude: float = 53.9) -> None:
    """Bright & Co sends lamps and rugs to customers by itself."""
    bright = Supplier.objects.create(source_key="bright", recorded_at=NOW, name="Bright & Co")
    Location.objects.create(
        source_key="bright", recorded_at=NOW, code="bright", name="Bright & Co", kind="supplier", supplier=bright,
        latitude=latitude, longitude=-1.5,
    )  # fmt: skip
    for sku in ("LAMP", "RUG"):
        receive(sku, "bright", pieces)


def receive(sku: str, location: str, quantity: int) -> None:
    """Pieces arrive, and somebody has just counted them."""
    if quantity:
        inventory.count(sku=sku, location=location, counted=quantity, by=BY, now=NOW - timedelta(hours=1))


def wish(*lines: tuple[str, int], key: str = "web-1", token: str = "ok", **facts: object) -> orders.NewPlacement:
    """What Ann orders, to be delivered on Wednesday."""
    person = ann()
    how = orders.How(
        kind=orders.HowKind.DELIVERY, carrier_key="swift", service="standard", promised_on=date(2026, 5, 6),
        price=Decimal("4.50"),
    )  # fmt: skip
    made = orders.NewPlacement(
        key=key, channel=interactions.Channel.WEB, how=how,
        lines=tuple(orders.BasketLine(sku, quantity) for sku, quantity in lines or (("LAMP", 2), ("RUG", 1))),
        means=(payments.Means(method=payments.Method.CARD, token=token),),
        address=orders.Address(
            name="Ann Lee", street="1 High Street", postcode="LS1 4AB", city="Leeds", region="North", country="GB",
            latitude=53.8, longitude=-1.5,
        ),
        customer_id=person.customer_id, record_id=person.record_id,
    )  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]


def place(*lines: tuple[str, int], paid: bool = True, **facts: object) -> orders.Placed:
    """A placed order, its card set aside."""
    placed = orders.place_order(placement=wish(*lines, **facts), by=BY, now=NOW)  # type: ignore[arg-type]
    if paid:
        run_errands()
    return placed


def run_errands() -> None:
    """What the worker does after commit."""
    for identifier in (
        Instruction.objects.filter(settled_at=None).order_by("given_at", "id").values_list("id", flat=True)
    ):
        payments.run_errand(instruction_id=identifier, by=BY, now=NOW)


def pack_all(order_id: UUID, *, now: datetime) -> None:
    """Each piece is scanned into its parcel, and each parcel of ours closed."""
    for card in list_cards_to_send(order_id=order_id, now=now):
        if (card.left or not card.packed_at) and not card.is_suppliers:
            told = {"order_id": order_id, "parcel_id": card.parcel_id, "by": BY, "now": now}
            orders.scan_all_into_parcel(**told)
            orders.pack_parcel(**told)


def free(sku: str = "LAMP") -> dict[str, int]:
    """What can be promised of a SKU, by location."""
    found = inventory.get_availability([sku], by=BY, now=NOW)[sku]
    return {there.location: there.available for there in found.locations}


def money(placed: orders.Placed) -> tuple[str, ...]:
    """Set aside, taken, let go, given back."""
    found = payments.get_balance(placed.ref)
    return tuple(str(amount) for amount in (found.authorized, found.captured, found.voided, found.refunded))


def assert_stock_adds_up() -> None:
    """What lines say is allocated, what allocations say is open, what the stock keeps, and what positions count."""
    for row in OrderLine.objects.filter(pk__in=Awaited.objects.values("line")):
        assert row.awaited == sum(Awaited.objects.filter(line=row).values_list("open", flat=True))
    lines = {(row.id, row.allocated) for row in OrderLine.objects.exclude(allocated=0)}
    opened: dict[object, int] = {}
    kept: dict[tuple[str, str], int] = {}
    for row in Allocation.objects.select_related("line__product", "location"):
        opened[row.line_id] = opened.get(row.line_id, 0) + row.open
        spot = (row.line.product.sku, row.location.code)
        kept[spot] = kept.get(spot, 0) + row.open
    assert lines == {(key, pieces) for key, pieces in opened.items() if pieces}
    sent = Reservation.objects.filter(ref__startswith="transfer:", open__gt=0)
    for row in sent.select_related("product", "location"):
        ordered = Inbound.objects.get(pk=row.ref.removeprefix("transfer:"))
        assert (ordered.is_to_leave, ordered.quantity, ordered.reserved) == (True, row.open, row.open)
        spot = (row.product.sku, row.location.code)
        kept[spot] = kept.get(spot, 0) + row.open
    assert Inbound.objects.filter(TO_LEAVE).count() == sent.count()
    positions = Position.objects.select_related("product", "location")
    reserved = {(p.product.sku, p.location.code): p.reserved for p in positions if p.reserved}
    assert reserved == {spot: pieces for spot, pieces in kept.items() if pieces}
