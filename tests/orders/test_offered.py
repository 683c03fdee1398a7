"""An order by a delivery offer: price, day and node as offered; what no longer holds is refused with what does."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from shopkeeper.catalog.models import Offer, Product, Supplier
from shopkeeper.catalog.public import ProductNotFound
from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Load, Parcel
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location
from shopkeeper.orders import public as orders
from shopkeeper.orders.errors import ImpossibleQuantity, NothingOffered, OfferGone
from shopkeeper.orders.models import Allocation, Order
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, receive, wish

pytestmark = pytest.mark.django_db
ANN = delivery.Destination(country="GB", postcode="LS1 4AB", region="North", latitude=53.8, longitude=-1.5)


def with_services() -> None:
    """Standard for 4.50 from everywhere, express for 9 from the depot alone."""
    for code, kind, price, days, nodes in (
        ("standard", delivery.ServiceKind.STANDARD, "4.50", 2, ()),
        ("express", delivery.ServiceKind.NEXT_DAY, "9.00", 1, ("dc",)),
    ):
        spec = delivery.ServiceSpec(
            code=code, carrier="swift", name=code.title(), kind=kind, brochure_days=days, nodes=nodes,
            rates=(delivery.RateSpec(price=Decimal(price), currency="GBP"),),
            cut_offs=(delivery.CutOffSpec(at=time(23, 59)),),
        )  # fmt: skip
        delivery.set_service(spec=spec, by=BY, now=NOW)


def with_supplied_rugs() -> None:
    """Bright & Co keeps rugs, has them ready in two working days and counts what is ordered until noon."""
    bright = Supplier.objects.create(source_key="bright", recorded_at=NOW, name="Bright & Co")
    Location.objects.create(
        source_key="bright", recorded_at=NOW, code="bright", name="Bright & Co", kind="supplier", supplier=bright,
    )  # fmt: skip
    receive("RUG", "bright", 5)
    Offer.objects.create(
        source_key="rug", recorded_at=NOW, product=Product.objects.get(sku="RUG"), supplier=bright, lead_time_days=2,
        cut_off_at=time(12),
    )  # fmt: skip


def offered(service: str, *lines: tuple[str, int], now: datetime = NOW) -> delivery.DeliveryOffer:
    """The offer of a service for Ann."""
    basket = [delivery.BasketLine(sku, pieces) for sku, pieces in lines or (("LAMP", 2), ("RUG", 1))]
    found = delivery.offer_deliveries(lines=basket, address=ANN, by=BY, now=now)
    return next(one for one in found if one.service == service)


def place(
    key: str, *lines: tuple[str, int], at: datetime = NOW, order_key: str = "web-1", **how: object
) -> orders.Placed:
    """Ann orders by the key of an offer."""
    made = wish(*lines, key=order_key, how=orders.How(offer=key, **how))  # type: ignore[arg-type]
    return orders.place_order(placement=made, by=BY, now=at)


def test_an_offer_decides_price_day_and_node() -> None:
    open_stocked_shop(leeds=(5, 5), dc=(50, 50))
    with_services()
    offer = offered("express")
    placed = place(offer.key)
    assert placed.total == 140 + offer.price == 149
    assert placed.sources[0].startswith(f"Depot: both lines, one parcel, for {offer.promised_on:%a %-d %b}")
    parcel = Parcel.objects.get()
    assert (parcel.service, parcel.ship_from, parcel.promised_on, parcel.leaves_on, parcel.postcode_area) == (
        "express", "dc", offer.promised_on, offer.leaves_on, "LS",
    )  # fmt: skip
    assert_stock_adds_up()


def test_what_a_supplier_was_offered_to_send_is_sent_by_it_on_the_offered_day() -> None:
    open_stocked_shop()
    with_supplied_rugs()
    with_services()
    offer = offered("standard", ("RUG", 1))
    placed = place(offer.key, ("RUG", 1))
    allocation, parcel = Allocation.objects.get(), Parcel.objects.get()
    assert (allocation.location.code, allocation.line.order_id, allocation.open) == ("bright", placed.id, 1)
    # Monday is a bank holiday: ordered on Tuesday, ready on Thursday, and with the carrier for three days.
    assert (parcel.ship_from, parcel.leaves_on, parcel.promised_on) == ("bright", date(2026, 5, 7), date(2026, 5, 11))
    assert (offer.leaves_on, offer.promised_on) == (parcel.leaves_on, parcel.promised_on)
    [promised] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert promised.due_at == offer.due_at
    assert_stock_adds_up()


def test_our_own_and_a_suppliers_pieces_come_in_two_parcels_by_the_offered_day() -> None:
    open_stocked_shop(leeds=(5, 0))
    with_supplied_rugs()
    with_services()
    place(offered("standard").key)
    sent = Allocation.objects.order_by("location__code").values_list("location__code", "line__product__sku", "open")
    assert list(sent) == [("bright", "RUG", 1), ("leeds", "LAMP", 2)]
    parcels = Parcel.objects.order_by("ship_from").values_list("ship_from", "leaves_on", "promised_on")
    assert list(parcels) == [
        ("bright", date(2026, 5, 7), date(2026, 5, 11)), ("leeds", date(2026, 5, 5), date(2026, 5, 11)),
    ]  # fmt: skip
    assert_stock_adds_up()


def test_an_offer_out_of_a_suppliers_stock_holds_until_its_cut_off() -> None:
    open_stocked_shop()
    with_supplied_rugs()
    with_services()
    before_noon = datetime(2026, 5, 5, 11, 50, tzinfo=UTC)
    offer = offered("standard", ("RUG", 1), now=before_noon)
    with pytest.raises(OfferGone) as refused:
        place(offer.key, ("RUG", 1), at=before_noon + timedelta(minutes=11))
    assert (offer.promised_on, refused.value.facts["promised_on"]) == (date(2026, 5, 11), date(2026, 5, 12))


def test_room_is_taken_on_the_day_of_the_offer() -> None:
    open_stocked_shop(dc=(50, 50))
    with_services()
    delivery.set_capacity(
        capacity=delivery.CapacitySpec(parcels=1, service="express", carrier="swift"), by=BY, now=NOW
    )  # fmt: skip
    offer = offered("express")
    place(offer.key)
    assert Load.objects.get().parcels == 1
    with pytest.raises(delivery.DayFull):
        place(offer.key, order_key="web-2")
    assert (Order.objects.count(), free()["dc"]) == (1, 48)


@pytest.mark.parametrize(
    ("lines", "later"),
    [((), timedelta(minutes=31)), ((("LAMP", 1), ("RUG", 1)), timedelta(0)), ((("LAMP", 2),), timedelta(0))],
    ids=["too late", "fewer pieces", "another basket"],
)
def test_an_offer_that_does_not_hold_is_refused_with_the_nearest_that_does(lines: tuple, later: timedelta) -> None:
    open_stocked_shop(leeds=(5, 5), dc=(50, 50))
    with_services()
    with pytest.raises(OfferGone) as refused:
        place(offered("standard").key, *lines, at=NOW + later)
    facts = refused.value.facts
    assert (facts["service"], facts["price"], facts["currency"]) == ("Standard", Decimal("4.50"), "GBP")
    assert not Order.objects.exists()
    assert place(str(facts["offer"]), *lines, at=NOW + later).shipping_total == Decimal("4.50")


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ((("MOON", 1),), ProductNotFound), ((("LAMP", 0),), ImpossibleQuantity), ((("LAMP", -3),), ImpossibleQuantity),
        ((("LAMP", 1_000_000),), ImpossibleQuantity),
    ],
    ids=["a SKU that nobody knows", "zero", "negative", "a million"],
)  # fmt: skip
def test_what_nobody_could_order_is_said_before_any_offer_is_looked_at(lines: tuple, refusal: type[Refusal]) -> None:
    open_stocked_shop(leeds=(5, 5), dc=(50, 50))
    with_services()
    with pytest.raises(refusal):
        place(offered("standard").key, *lines)
    assert (Order.objects.exists(), free()) == (False, {"leeds": 5, "dc": 50})


def test_pieces_that_went_since_the_offer_refuse_it_with_the_nearest() -> None:
    open_stocked_shop(leeds=(2, 1), dc=(1, 1))
    with_services()
    offer = offered("standard")
    assert offer.node == "leeds"
    demand = inventory.Demand("cart:9", 1, "LAMP", 1, "leeds")
    kept = inventory.reserve(demands=[demand], kind=inventory.ReservationKind.HARD, by=BY, now=NOW)
    assert kept.complete
    with pytest.raises(NothingOffered):
        place(offer.key)
    inventory.count(sku="LAMP", location="dc", counted=9, by=BY, now=NOW)
    with pytest.raises(OfferGone):
        place(offer.key)
    assert (Order.objects.count(), free()) == (0, {"leeds": 1, "dc": 9})


def test_a_retry_after_the_offer_ended_gives_the_order_that_was_placed() -> None:
    open_stocked_shop(dc=(50, 50))
    with_services()
    offer = offered("standard")
    first, again = place(offer.key), place(offer.key, at=NOW + timedelta(days=3))
    assert (again.id, again.is_new) == (first.id, False)


@pytest.mark.parametrize("change", ["", "x", "e30:abc"])
def test_a_key_that_is_not_ours_is_refused(change: str) -> None:
    open_stocked_shop(dc=(50, 50))
    with_services()
    with pytest.raises(delivery.OfferNotOurs):
        place(f"{offered('standard').key[:-4]}{change}")


def test_only_a_day_that_was_offered_can_be_chosen() -> None:
    open_stocked_shop(dc=(50, 50))
    with_services()
    with pytest.raises(OfferGone):
        place(offered("standard").key, promised_on=date(2026, 5, 5))


def test_without_an_offer_the_place_that_keeps_the_promised_day_sends() -> None:
    open_stocked_shop(leeds=(5, 5), dc=(50, 50))
    with_services()
    how = orders.How(carrier_key="swift", service="express", promised_on=date(2026, 5, 6), price=Decimal(9))
    placed = orders.place_order(placement=wish(how=how), by=BY, now=NOW)
    assert placed.sources[0].startswith("Depot: both lines")
