"""An order is placed in one call: price, payment, stock, promise; all of it or nothing, once for each key."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from shopkeeper.catalog.public import ProductNotFound
from shopkeeper.core.idempotency import KeyReused
from shopkeeper.core.refusals import InvalidInput, Refusal
from shopkeeper.customers.public import CustomerNotFound
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions.public import Channel
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Reservation
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.errors import CannotBeSourced, DayOver, ImpossibleQuantity, NothingOrdered, WhereToMissing
from shopkeeper.orders.models import Allocation, Order, OrderLine, Placement, Sourcing
from shopkeeper.organization.public import OutletNotFound
from shopkeeper.payments import public as payments
from shopkeeper.payments.models import Tender
from shopkeeper.pricing import public as pricing
from shopkeeper.promises import public as promises
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour, outlet
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place, wish

pytestmark = pytest.mark.django_db


def assert_nothing_was_written() -> None:
    for model in (Order, OrderLine, Placement, Allocation, Sourcing, Tender):
        assert not model.objects.exists()
    assert not Reservation.objects.filter(ended_at=None).exists()


def test_an_order_is_priced_kept_paid_and_promised_in_one_call() -> None:
    open_stocked_shop(leeds=(5, 5), dc=(50, 50))
    placed = place()
    assert placed.sources == ("Leeds: both lines, one parcel, for Wed 6 May, 0.0 km away",)
    assert (placed.goods_total, placed.shipping_total, placed.total) == (140, Decimal("4.50"), Decimal("144.50"))
    card = get(placed.id)
    assert [(line.sku, line.unit_price, line.counters.ordered) for line in card.lines] == [
        ("LAMP", 30, 2),
        ("RUG", 80, 1),
    ]
    assert (card.number, card.state, card.total) == (placed.number, "placed", placed.total)
    assert [(a.location, a.sku, a.open) for a in orders.list_allocations(card.id)] == [
        ("leeds", "LAMP", 2),
        ("leeds", "RUG", 1),
    ]
    assert (free(), free("RUG")) == ({"leeds": 3, "dc": 50}, {"leeds": 4, "dc": 50})
    assert money(placed) == ("144.50", "0.00", "0.00", "0.00")
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.kind, promise.due_at.date().isoformat(), promise.state) == ("delivery", "2026-05-06", "open")
    [parcel] = delivery.list_parcels_for_ref(placed.ref, now=NOW)
    assert (parcel.ship_from, parcel.carrier) == ("leeds", "Swift")
    assert_stock_adds_up()


def test_what_no_place_has_alone_comes_in_the_fewest_parcels() -> None:
    open_stocked_shop(leeds=(2, 0), york=(1, 1), dc=(0, 9))
    placed = place()
    assert placed.sources == (
        "Leeds: 2 × Brass lamp, one parcel, for Wed 6 May, 0.0 km away",
        "York: 1 × Wool rug, one parcel, for Wed 6 May, 22.2 km away",
    )
    assert {parcel.ship_from for parcel in delivery.list_parcels_for_ref(placed.ref, now=NOW)} == {"leeds", "york"}
    assert_stock_adds_up()


def test_the_same_key_places_once_and_another_request_by_it_is_refused() -> None:
    open_stocked_shop(dc=(50, 50))
    first, again = place(), place()
    assert (again.is_new, replace(again, is_new=True)) == (False, first)
    with pytest.raises(KeyReused):
        place(("LAMP", 3))
    assert (Order.objects.count(), free()["dc"], Tender.objects.count()) == (1, 48, 1)
    assert place(key="web-2").id != first.id


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([("NONE", 1)], ProductNotFound),
        ([("LAMP", 0)], ImpossibleQuantity),
        ([("LAMP", -3)], ImpossibleQuantity),
        ([("LAMP", 1_000_000)], ImpossibleQuantity),
        ([("LAMP", 10_000)], CannotBeSourced),
        ([("LAMP", 51)], CannotBeSourced),
        ([("LAMP", 26), ("LAMP", 25)], CannotBeSourced),
        ([("LAMP", 1)] * 201, NothingOrdered),
    ],
)
def test_what_cannot_be_ordered_is_refused_and_nothing_is_written(lines: list, refusal: type[Refusal]) -> None:
    open_stocked_shop(dc=(50, 50))
    with pytest.raises(refusal):
        place(*lines)
    assert_nothing_was_written()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"customer_id": uuid4()}, CustomerNotFound),
        ({"record_id": uuid4()}, CustomerNotFound),
        ({"account_id": uuid4()}, Refusal),
        ({"outlet_id": uuid4()}, OutletNotFound),
        ({"address": orders.Address()}, WhereToMissing),
        ({"how": orders.How(kind=orders.HowKind.PICKUP, location="leeds")}, WhereToMissing),
        ({"means": ()}, payments.MeansDoNotAddUp),
        ({"means": (payments.Means(method=payments.Method.CARD, token="ok", amount=Decimal(1)),)}, Refusal),
        ({"lines": ()}, NothingOrdered),
        ({"lines": (orders.BasketLine("LAMP", 1, Decimal("29.99")),)}, pricing.PriceRose),
        ({"lines": (orders.BasketLine("LAMP", 1, Decimal("NaN")),)}, InvalidInput),
    ],
    ids=range(11),
)
def test_an_order_that_is_not_whole_is_refused_and_nothing_is_written(facts: dict, refusal: type[Refusal]) -> None:
    open_stocked_shop(dc=(50, 50))
    with pytest.raises(refusal):
        place(**facts)
    assert_nothing_was_written()


def test_a_cart_that_reserved_before_gets_its_own_pieces() -> None:
    open_stocked_shop(leeds=(2, 1))
    cart = [
        inventory.Demand(f"cart:7/{n}", 1, sku, pieces, "leeds") for n, sku, pieces in ((1, "LAMP", 2), (2, "RUG", 1))
    ]
    soft = inventory.ReservationKind.SOFT
    assert inventory.reserve(demands=cart, kind=soft, expires_at=NOW + timedelta(hours=1), by=BY, now=NOW).complete
    with pytest.raises(CannotBeSourced):
        place(key="somebody else")
    placed = place(cart_refs=("cart:7/1", "cart:7/2"))
    assert placed.sources[0].startswith("Leeds: both lines")
    assert free() == {"leeds": 0}
    assert_stock_adds_up()


def test_an_order_to_collect_comes_from_its_own_store_alone() -> None:
    open_stocked_shop(leeds=(1, 1), york=(5, 5))
    how = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))
    with pytest.raises(CannotBeSourced):
        place(how=how)
    placed = place(("LAMP", 1), how=how, key="web-2")
    [pickup] = orders.list_pickups(placed.id)
    assert (pickup.outlet_id, pickup.promised_at, placed.sources) == (
        outlet("leeds"), hour(2), ("Leeds: the only line, to be collected, 0.0 km away",),
    )  # fmt: skip
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.kind, promise.node) == ("pickup", "leeds")


def test_an_order_takes_its_place_in_the_history_of_its_customer() -> None:
    open_stocked_shop(dc=(50, 50))
    placed = [place(key=f"web-{n}") for n in range(3)]
    assert [Order.objects.get(pk=one.id).sequence for one in placed] == [1, 2, 3]
    anonymous = place(key="web-9", customer_id=None, record_id=None)
    assert Order.objects.get(pk=anonymous.id).sequence is None


def body(**more: object) -> str:
    told = {
        "key": "rest-1", "channel": "web", "lines": [{"sku": "LAMP", "quantity": 2}, {"sku": "RUG", "quantity": 1}],
        "how": {"kind": "delivery", "carrier_key": "swift", "promised_on": "2099-05-06", "price": "4.50"},
        "means": [{"method": "card", "token": "ok"}], "address": {"postcode": "LS1 4AB", "city": "Leeds"},
    }  # fmt: skip
    return json.dumps(told | more)


@pytest.mark.django_db(transaction=True)
def test_shops_place_orders_by_rest() -> None:
    open_stocked_shop(dc=(50, 50))
    till = Till("orders.place_orders", "orders.view_orders")
    first, again = till.post("/api/placements", body()), till.post("/api/placements", body())
    assert (first.status_code, again.status_code, first.json()["total"]) == (201, 200, "144.50")
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["sources"][0].startswith("Depot: both lines, one parcel, for Wed 6 May")
    seen = till.get(f"/api/orders/{first.json()['number']}").json()
    assert seen["order"]["state"] == "placed"
    assert till.post("/api/placements", body(channel="phone")).status_code == 422
    for wrong in ({"lines": [{"sku": "LAMP", "quantity": "2"}]}, {"key": ""}, {"channel": "pigeon"}, {"lines": 1}):
        assert till.post("/api/placements", body(**wrong)).status_code == 422
    refused = till.post("/api/placements", body(key="rest-2", lines=[{"sku": "LAMP", "quantity": 60}]))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:shopkeeper:cannot_be_sourced")
    assert Till("orders.view_orders").post("/api/placements", body()).status_code == 403
    store = {"outlet_id": [str(outlet("leeds"))]}
    assert Till("orders.place_orders", scopes=store).post("/api/placements", body(key="rest-3")).status_code == 404
    assert Order.objects.get().channel == Channel.WEB


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "how",
    [
        {"kind": "delivery", "carrier_key": "swift", "promised_on": "2026-05-06", "price": "1e30"},
        {"kind": "delivery", "carrier_key": "swift", "promised_on": "2026-05-06", "price": "NaN"},
        {"kind": "pickup", "location": "leeds", "promised_at": "2026-05-06T10:00:00"},
        {"kind": "delivery", "carrier_key": "sw\0ift", "promised_on": "2026-05-06"},
    ],
)
def test_what_no_book_can_hold_is_refused_in_words(how: dict[str, str]) -> None:
    open_stocked_shop(leeds=(5, 5))
    refused = Till("orders.place_orders").post("/api/placements", body(how=how))
    assert (refused.status_code, Order.objects.count(), free()["leeds"]) == (422, 0, 5)


def test_a_carrier_whom_nobody_knows_brings_nothing() -> None:
    open_stocked_shop(leeds=(5, 5))
    stranger = replace(wish().how, carrier_key="swfit")
    with pytest.raises(delivery.CarrierNotFound), transaction.atomic():
        orders.place_order(placement=replace(wish(), how=stranger), by=BY, now=NOW)
    assert (Order.objects.count(), Reservation.objects.count()) == (0, 0)


def test_nothing_is_promised_for_a_day_that_is_over() -> None:
    open_stocked_shop(leeds=(5, 5))
    how = orders.How(carrier_key="swift", service="standard", promised_on=date(2026, 5, 3), price=Decimal("4.50"))
    fetched = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(-1))
    for late in (how, fetched):
        with pytest.raises(DayOver, match="is over already"):
            place(how=late)
    assert (Order.objects.count(), free()["leeds"]) == (0, 5)
    placed = place(how=replace(how, promised_on=date(2026, 5, 4)))
    change = orders.OrderRevision(promised_on=date(2026, 5, 4))
    with pytest.raises(DayOver):
        change_order(order_id=placed.id, revision=change, by=BY, now=hour(24))
    assert Placement.objects.get().promised_on == date(2026, 5, 4)
