"""What was handed over by mistake is taken back: stock, counters, money and promises are as they were before."""

import pytest

from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.errors import ParcelUnderWay
from shopkeeper.delivery.models import Parcel
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.handed_over import undo_collection, undo_parcel_hand_over
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.errors import NotHandedOver, ReasonNeeded
from shopkeeper.orders.models import Cancellation, OrderLine, Pickup, StagePassed
from shopkeeper.orders.stories import tell_order
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour, put_on_shelf
from tests.orders.sending import hand_over, only
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, pack_all, place, run_errands
from tests.orders.test_fulfilling import cancel
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db


def on_hand() -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (row.product.sku, row.location.code): (row.on_hand, row.reserved)
        for row in Position.objects.select_related("product", "location")
    }


def counters() -> list[tuple[int, int, int]]:
    return list(OrderLine.objects.order_by("position").values_list("allocated", "shipped", "delivered"))


def test_a_parcel_that_was_not_to_go_is_to_be_sent_again() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    card, stock, pieces = only(placed), on_hand(), counters()
    hand_over(placed, "SW1")
    run_errands()
    assert (free()["leeds"], get(placed.id).state, money(placed)[1]) == (3, "shipped", "144.50")
    told = {"order_id": placed.id, "parcel_id": card.parcel_id, "by": BY, "now": hour(3)}
    assert undo_parcel_hand_over(why="wrong pallet", **told) == 3
    assert (on_hand(), counters(), get(placed.id).state) == (stock, pieces, "placed")
    assert only(placed).parcel_id == card.parcel_id
    assert set(StagePassed.objects.filter(undone_at=None).values_list("stage", flat=True)) == {"pick", "pack"}
    assert_stock_adds_up()
    entry = next(one for one in tell_order(get(placed.id), now=hour(3)) if one.icon == "undo-2")
    assert (entry.title, entry.detail) == ("Not handed over after all", "wrong pallet")
    assert hand_over(placed, "SW2", hours=4) == 3
    run_errands()
    assert (money(placed)[1], money(placed)[3], free()["leeds"]) == ("144.50", "0.00", 3)
    assert_stock_adds_up()


def test_what_was_to_follow_a_parcel_goes_with_it_once_it_is_back() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    cancel(placed, "RUG", 1)
    first = only(placed).parcel_id
    hand_over(placed, "SW1")
    undo_cancellation(cancellation_id=Cancellation.objects.get().id, by=BY, now=hour(3))
    follows = only(placed).parcel_id
    undo_parcel_hand_over(order_id=placed.id, parcel_id=first, why="wrong pallet", by=BY, now=hour(4))
    back = only(placed)
    assert (back.parcel_id, [(piece.sku, piece.pieces) for piece in back.pieces]) == (first, [("LAMP", 2), ("RUG", 1)])
    assert Parcel.objects.get(pk=follows).canceled_at == hour(4)
    states = [one.state for one in promises.list_promises_for_ref(placed.ref, now=hour(4))]
    assert sorted(states) == ["open", "withdrawn"]
    run_errands()
    assert hand_over(placed, "SW2", hours=5) == 3
    assert_stock_adds_up()


def test_what_its_carrier_has_seen_has_left() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    told = {"order_id": placed.id, "parcel_id": parcel, "by": BY, "now": hour(5)}
    with pytest.raises(NotHandedOver):
        undo_parcel_hand_over(why="too early", **told)
    hand_over(placed, "SW1")
    before = counters()
    with pytest.raises(ReasonNeeded):
        undo_parcel_hand_over(why=" ", **told)
    scan = delivery.CarrierScan("SW1", delivery.TrackingStatus.IN_TRANSIT, "HUB", hour(4))
    delivery.hear_carrier(carrier="swift", scans=[scan], by=BY, now=hour(4))
    with pytest.raises(ParcelUnderWay):
        undo_parcel_hand_over(why="too late", **told)
    assert counters() == before
    assert Parcel.objects.get().handed_over_at == hour(2)


def collected(*, is_shelved: bool) -> orders.PickupCard:
    open_stocked_shop(leeds=(5, 5))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    if is_shelved:
        put_on_shelf(pickup.id, "7", at=hour(1))
    return pickup


def test_an_order_that_was_given_to_nobody_waits_on_its_shelf_again() -> None:
    pickup = collected(is_shelved=True)
    stock, pieces = on_hand(), counters()
    orders.collect(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    assert undo_collection(pickup_id=pickup.id, why="wrong bag", by=BY, now=hour(4)) == 3
    [after] = orders.list_pickups(pickup.order_id)
    assert (after.state, after.shelf, on_hand(), counters()) == ("ready", "7", stock, pieces)
    assert_stock_adds_up()
    orders.collect(pickup_id=pickup.id, at=hour(5), by=BY, now=hour(5))
    assert Pickup.objects.get().collected_at == hour(5)


def test_what_was_never_on_the_shelf_is_promised_again() -> None:
    pickup = collected(is_shelved=False)
    orders.collect(pickup_id=pickup.id, at=hour(1), by=BY, now=hour(1))
    undo_collection(pickup_id=pickup.id, why="another customer", by=BY, now=hour(1))
    [promise] = promises.list_promises_for_ref(f"order:{pickup.order_id}", now=hour(1))
    assert (promise.state, promise.fulfilled_at) == ("open", None)
    with pytest.raises(NotHandedOver):
        undo_collection(pickup_id=pickup.id, why="twice", by=BY, now=hour(1))


def test_a_packer_takes_a_hand_over_back_on_the_page_of_the_order() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    hand_over(placed, "SW1")
    browser = sign_in()
    assert "It has not left" in browser.get(f"/orders/{placed.id}/").content.decode()
    path = f"/sending/{placed.id}/{parcel}/handover/undo/"
    assert "Say why" in browser.post(path, {"why": ""}, follow=True).content.decode()
    said = browser.post(path, {"why": "wrong pallet"}, follow=True).content.decode()
    assert "Taken back: the parcel is to be sent again." in said
    assert "Not handed over after all" in said


def test_a_store_takes_a_collection_back_on_the_page() -> None:
    pickup = collected(is_shelved=True)
    orders.collect(pickup_id=pickup.id, at=NOW, by=BY, now=NOW)
    cast = with_cast()
    Pickup.objects.update(outlet=cast.outlets["LDS"])
    browser = cast.sign_in("LDS")
    assert "It was not handed over" in browser.get(f"/pickups/{pickup.id}/").content.decode()
    said = browser.post(f"/pickups/{pickup.id}/collection/undo/", {"why": "wrong bag"}, follow=True).content.decode()
    assert "waits again." in said
    assert Pickup.objects.get().collected_at is None


@pytest.mark.django_db(transaction=True)
def test_a_warehouse_system_takes_a_hand_over_back_by_rest() -> None:
    open_stocked_shop(dc=(5, 5))
    placed = place()
    machine = Till("orders.move_orders", "orders.view_orders")
    path = f"/api/orders/{placed.id}/parcels/{only(placed).parcel_id}/handover"
    pack_all(placed.id, now=hour(1))
    machine.post(path, {"tracking_number": "SW9"})
    assert machine.delete(path).status_code == 422
    [sent] = machine.delete(f"{path}?why=wrong+pallet").json()
    assert (sent["state"], get(placed.id).state) == ("preparing", "placed")
