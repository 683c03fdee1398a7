"""Orders move from placed to delivered, each piece accounted for, each promise settled."""

from datetime import date
from decimal import Decimal

import pytest

from shopkeeper.catalog.models import Product
from shopkeeper.catalog.public import ProductNotFound
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel
from shopkeeper.orders import public as orders
from shopkeeper.orders.access import access_order, access_pickup
from shopkeeper.orders.actions.numbering import number_history
from shopkeeper.orders.contracts import Counters, OrderState, PickupState
from shopkeeper.orders.errors import (
    AlreadyCollected,
    AlreadyShipped,
    NoQuantity,
    NotDelivered,
    NothingOrdered,
    NothingToShip,
    OrderNotFound,
    PickupNotFoundHere,
)
from shopkeeper.orders.models import Cancellation, Movement, Order, OrderLine, Return
from shopkeeper.orders.queries import find_returns_of_product
from shopkeeper.orders.stories import tell_order
from shopkeeper.promises import public as promises
from tests.delivery.offering import with_carrier
from tests.orders.book import BY, NOW, ann, clerk, get, hour, line, open_shop, outlet, parcel, place, put_on_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> None:
    open_shop()


def announced() -> list[str]:
    names = (
        Event.objects.filter(name__startswith="orders.").order_by("recorded_at", "id").values_list("name", flat=True)
    )
    return [name.removeprefix("orders.") for name in names]


def test_an_order_is_placed_with_its_total_and_todays_cost() -> None:
    card = place(line("LAMP", 2, "30.00"), line("RUG", 1, "99.50"), shipping_total=Decimal("4.95"))
    assert (card.state, card.total) == (OrderState.PLACED, Decimal("164.45"))
    assert list(OrderLine.objects.order_by("position").values_list("unit_cost", flat=True)) == [Decimal(12), None]
    assert announced() == ["order_placed"]


def test_the_same_order_is_taken_down_once() -> None:
    first = place(source="shop", source_key="55")
    assert place(source="shop", source_key="55").id == first.id
    assert (Order.objects.count(), OrderLine.objects.count(), announced()) == (1, 1, ["order_placed"])


def test_an_order_that_was_only_seen_is_described_when_it_is_placed() -> None:
    seen = Order.objects.create(
        source="shop", source_key="55", number="55", placed_at=NOW, recorded_at=NOW, described=False
    )
    with_carrier()
    delivery.prepare_parcel(ref=f"order:{seen.id}", carrier_key="swift", promised_on=date(2026, 5, 6), by=BY, now=NOW)
    card = place(line("LAMP", 2, "30.00"), source="shop", source_key="55")
    assert (card.id, card.number, card.total) == (seen.id, "W-1001", Decimal("60.00"))
    assert [entry.ordered for entry in OrderLine.objects.all()] == [2]
    assert Parcel.objects.get().customer_id == ann().customer_id
    assert announced() == ["order_placed"]
    assert place(source="shop", source_key="55").id == seen.id
    assert OrderLine.objects.count() == 1


def test_lines_that_came_before_their_order_are_not_doubled_when_it_is_placed() -> None:
    seen = Order.objects.create(
        source="shop", source_key="55", number="55", placed_at=NOW, recorded_at=NOW, described=False
    )
    OrderLine.objects.create(
        order=seen, source="shop", source_key="55-a", recorded_at=NOW, placed_at=NOW, position=1, ordered=2,
        unit_price=Decimal(30), product_id=Product.objects.get(sku="LAMP").id,
    )  # fmt: skip
    place(line("LAMP", 2, "30.00"), source="shop", source_key="55")
    assert [entry.source_key for entry in OrderLine.objects.all()] == ["55-a"]


def test_an_order_knows_its_place_in_the_customers_history() -> None:
    place(number="A", at=NOW)
    place(number="B", at=hour(5))
    assert list(Order.objects.order_by("placed_at").values_list("number", "sequence")) == [("A", 1), ("B", 2)]


@pytest.mark.parametrize("lines", [(), (line(quantity=0),)])
def test_an_order_without_a_piece_is_refused(lines: tuple[orders.NewLine, ...]) -> None:
    new = orders.NewOrder(number="1", channel="web", currency="GBP", placed_at=NOW, lines=lines)  # type: ignore[arg-type]
    with pytest.raises(NothingOrdered):
        orders.record_order(order=new, by=BY, now=NOW)
    assert Order.objects.count() == 0


def test_an_order_of_an_unknown_product_is_refused() -> None:
    with pytest.raises(ProductNotFound):
        place(line("NOPE"))
    assert Order.objects.count() == 0


def test_a_sale_at_the_till_is_delivered_at_once() -> None:
    card = place(channel="store", outlet_id=outlet("leeds"), taken_home=True)
    assert (card.state, card.lines[0].counters) == (OrderState.DELIVERED, Counters(2, 2, 2, 0, 0))
    assert announced() == ["order_placed"]


def test_an_order_is_shipped_and_delivered_and_its_promise_kept() -> None:
    card = place()
    parcel_id = parcel(card)
    assert (
        orders.ship_order(order_id=card.id, parcel_id=parcel_id, tracking_number="S1", at=hour(5), by=BY, now=hour(5))
        == 2
    )
    assert get(card.id).state is OrderState.SHIPPED
    orders.deliver_parcel(order_id=card.id, parcel_id=parcel_id, at=hour(30), by=BY, now=hour(30))
    assert get(card.id).state is OrderState.DELIVERED
    assert [promise.state for promise in promises.list_promises_for_ref(card.ref, now=hour(99))] == ["kept"]
    assert announced() == ["order_placed", "order_shipped", "order_delivered"]
    assert [entry.title for entry in tell_order(get(card.id), now=hour(99))] == [
        "Delivered", "Handed over to the carrier", "Promised: delivery by Wed 6 May", "Placed",
    ]  # fmt: skip


def test_shipping_and_delivering_twice_changes_nothing() -> None:
    card = place()
    parcel_id = parcel(card)
    for _again in range(2):
        orders.ship_order(order_id=card.id, parcel_id=parcel_id, tracking_number="S1", at=hour(5), by=BY, now=hour(5))
        orders.deliver_parcel(order_id=card.id, parcel_id=parcel_id, at=hour(30), by=BY, now=hour(30))
    assert get(card.id).lines[0].counters == Counters(2, 2, 2, 0, 0)
    assert announced() == ["order_placed", "order_shipped", "order_delivered"]


def test_of_two_parcels_each_brings_its_own_pieces() -> None:
    card = place(line("LAMP", 1), line("RUG", 1))
    first, second = parcel(card), parcel(card)
    OrderLine.objects.filter(product__sku="RUG").update(ordered=0)
    orders.ship_order(order_id=card.id, parcel_id=first, tracking_number="", at=NOW, by=BY, now=NOW)
    OrderLine.objects.filter(product__sku="RUG").update(ordered=1)
    orders.ship_order(order_id=card.id, parcel_id=second, tracking_number="", at=NOW, by=BY, now=NOW)
    orders.deliver_parcel(order_id=card.id, parcel_id=second, at=hour(9), by=BY, now=hour(9))
    assert [found.counters.delivered for found in get(card.id).lines] == [0, 1]
    assert get(card.id).state is OrderState.SHIPPED


def test_nothing_left_cannot_be_shipped() -> None:
    card = place()
    orders.cancel_order(order_id=card.id, reason_code="changed_mind", by=BY, now=NOW)
    with pytest.raises(NothingToShip):
        orders.ship_order(order_id=card.id, parcel_id=parcel(card), tracking_number="S1", at=NOW, by=BY, now=NOW)
    assert get(card.id).lines[0].counters == Counters(2, 0, 0, 2, 0)


def test_a_canceled_order_promises_nothing_any_more() -> None:
    card = place()
    parcel(card)
    assert orders.cancel_order(order_id=card.id, reason_code="changed_mind", by=BY, now=NOW) == 2
    assert get(card.id).state is OrderState.CANCELED
    assert [promise.state for promise in promises.list_promises_for_ref(card.ref, now=hour(99))] == ["withdrawn"]
    assert [found.state for found in delivery.list_parcels_for_ref(card.ref, now=hour(99))] == ["canceled"]


def test_one_piece_may_be_canceled_and_the_other_still_arrives() -> None:
    card = place()
    parcel_id = parcel(card)
    orders.cancel_line(line_id=card.lines[0].id, quantity=1, reason_code="", by=BY, now=NOW)
    orders.ship_order(order_id=card.id, parcel_id=parcel_id, tracking_number="", at=NOW, by=BY, now=NOW)
    orders.deliver_parcel(order_id=card.id, parcel_id=parcel_id, at=hour(9), by=BY, now=hour(9))
    assert (get(card.id).state, get(card.id).lines[0].counters) == (OrderState.DELIVERED, Counters(2, 1, 1, 1, 0))


def test_what_has_left_cannot_be_canceled_and_what_the_customer_has_not_cannot_come_back() -> None:
    card = place()
    line_id = card.lines[0].id
    with pytest.raises(NotDelivered):
        orders.return_pieces(line_id=line_id, quantity=1, reason_code="", at=NOW, by=BY, now=NOW)
    with pytest.raises(NoQuantity):
        orders.cancel_line(line_id=line_id, quantity=0, reason_code="", by=BY, now=NOW)
    orders.ship_order(order_id=card.id, parcel_id=parcel(card), tracking_number="", at=NOW, by=BY, now=NOW)
    with pytest.raises(AlreadyShipped):
        orders.cancel_line(line_id=line_id, quantity=1, reason_code="", by=BY, now=NOW)
    assert get(card.id).lines[0].counters == Counters(2, 2, 0, 0, 0)
    assert (Cancellation.objects.count(), Return.objects.count()) == (0, 0)


def test_pieces_come_back_with_a_reason_and_a_refund() -> None:
    card = place(channel="store", outlet_id=outlet("leeds"), taken_home=True)
    orders.return_pieces(
        line_id=card.lines[0].id, quantity=1, reason_code="changed_mind", at=hour(50), outlet_id=outlet("york"),
        comment="too bright", refund_amount=Decimal("30.00"), by=BY, now=hour(50),
    )  # fmt: skip
    stored = OrderLine.objects.get()
    assert (stored.returned, stored.refunded) == (1, 1)
    assert Return.objects.get().reason.code == "changed_mind"
    assert announced() == ["order_placed", "line_returned"]


def test_an_order_is_put_on_the_shelf_collected_and_its_promise_kept() -> None:
    card = place()
    pickup = orders.promise_pickup(order_id=card.id, outlet_id=outlet("leeds"), promised_at=hour(4), by=BY, now=NOW)
    put_on_shelf(pickup, "12", at=hour(2))
    orders.collect(pickup_id=pickup, at=hour(7), by=BY, now=hour(7))
    orders.collect(pickup_id=pickup, at=hour(8), by=BY, now=hour(8))
    assert get(card.id).state is OrderState.DELIVERED
    assert [promise.state for promise in promises.list_promises_for_ref(card.ref, now=hour(99))] == ["kept"]
    assert announced() == ["order_placed", "pickup_ready", "order_delivered", "pickup_collected"]
    with pytest.raises(AlreadyCollected):
        orders.report_not_found(pickup_id=pickup, at=hour(9), by=BY, now=hour(9))


def test_an_order_that_was_not_found_can_be_found_and_the_miss_stays_on_record() -> None:
    card = place()
    pickup = orders.promise_pickup(order_id=card.id, outlet_id=outlet("leeds"), promised_at=hour(4), by=BY, now=NOW)
    put_on_shelf(pickup, "12", at=hour(2))
    orders.report_not_found(pickup_id=pickup, at=hour(5), by=BY, now=hour(5))
    orders.report_not_found(pickup_id=pickup, at=hour(6), by=BY, now=hour(6))
    assert orders.list_pickups(card.id)[0].state is PickupState.NOT_FOUND
    put_on_shelf(pickup, "3", at=hour(7))
    [found] = orders.list_pickups(card.id)
    assert (found.state, found.shelf, found.not_found_at) == (PickupState.READY, "3", hour(5))
    assert announced() == ["order_placed", "pickup_ready", "pickup_not_found", "pickup_ready"]
    assert [promise.state for promise in promises.list_promises_for_ref(card.ref, now=hour(7))] == ["broken"]


def test_a_store_sees_its_own_orders_and_those_collected_there() -> None:
    sold = place(number="L-1", channel="store", outlet_id=outlet("leeds"), taken_home=True)
    collected = place(number="W-2")
    pickup = orders.promise_pickup(order_id=collected.id, outlet_id=outlet("leeds"), promised_at=NOW, by=BY, now=NOW)
    for key in (sold.id, "l-1", str(collected.id), "W-2"):
        assert access_order(clerk("leeds"), key).id in (sold.id, collected.id)
        with pytest.raises(OrderNotFound):
            access_order(clerk("york"), key)
    assert access_pickup(clerk("leeds"), pickup).id == pickup
    with pytest.raises(PickupNotFoundHere):
        access_pickup(clerk("york"), pickup)


def test_an_order_that_was_late_says_by_how_many_days() -> None:
    card = place()
    parcel_id = parcel(card, promised_on=date(2026, 5, 5))
    orders.ship_order(order_id=card.id, parcel_id=parcel_id, tracking_number="S", at=NOW, by=BY, now=NOW)
    orders.deliver_parcel(order_id=card.id, parcel_id=parcel_id, at=hour(72), by=BY, now=hour(72))
    told = tell_order(get(card.id), now=hour(99))[0]
    assert (told.title, told.promise, told.promise_words) == ("Delivered", "broken", "2 days late")


def test_a_merge_of_customers_joins_their_histories() -> None:
    first = place(number="A", at=hour(1))
    other = customers.record_person(
        data=customers.RecordData(source="till", source_key="x", full_name="Someone Else"), by=BY, now=NOW
    )
    Order.objects.filter(pk=first.id).update(customer=other.customer_id, record=other.record_id, sequence=1)
    second = place(number="B", at=hour(2))
    survivor = merge_customers(one=other.customer_id, other=second.customer_id, by=BY, now=NOW)
    number_history(customer_id=survivor, by=BY, now=NOW)
    assert list(Order.objects.order_by("placed_at").values_list("number", "sequence")) == [("A", 1), ("B", 2)]
    assert {card.number for card in orders.list_orders_of(customers.ids_of(survivor))} == {"A", "B"}
    assert Movement.objects.count() == 0


def test_a_product_knows_how_much_of_it_came_back_and_why() -> None:
    card = place(channel="store", outlet_id=outlet("leeds"), taken_home=True)
    orders.return_pieces(
        line_id=card.lines[0].id, quantity=1, reason_code="changed_mind", at=hour(50), outlet_id=outlet("york"),
        comment="", refund_amount=Decimal("30.00"), by=BY, now=hour(50),
    )  # fmt: skip
    lamp, rug = (Product.objects.get(sku=sku).id for sku in ("LAMP", "RUG"))
    found = find_returns_of_product(lamp, since=NOW)
    assert found is not None
    assert (found.delivered, found.returned, found.share, found.reasons) == (2, 1, 0.5, (("Changed my mind", 1),))
    assert find_returns_of_product(rug, since=NOW) is None
