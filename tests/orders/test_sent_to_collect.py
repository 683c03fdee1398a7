"""Customers collect at a store what lies elsewhere: offered from an honest day, kept at its origin, sent from there,
told ready after the scan in the store, given back as long as it has not left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound, Location, Position, Reservation, Search
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.letters import READY, write_about_pickup
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.orders.errors import NotAllFound, NothingOffered, OfferGone
from shopkeeper.orders.models import Order
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.shelves import drifts
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, outlet
from tests.orders.collecting_later import (
    by_date,
    follow,
    letters,
    order,
    page,
    pickup_of,
    to_collect,
    waits,
    with_collecting,
)
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place

pytestmark = pytest.mark.django_db
LEAVES, COMES = date(2026, 5, 5), date(2026, 5, 7)
READY_AT = datetime(2026, 5, 8, 11, tzinfo=UTC)
"""York gets it ready on Tuesday; it is on the road for two days, by rule, and looked for when Leeds
opens on Friday."""


def open_shop_with_lamps_elsewhere() -> None:
    open_stocked_shop(leeds=(0, 3), york=(4, 0))
    with_collecting()


def from_york() -> delivery.DeliveryOffer:
    [offer] = [one for one in to_collect() if one.node == "leeds"]
    return offer


def sent_to_leeds() -> orders.Placed:
    """Two lamps that lie in York, and a rug that is in Leeds."""
    open_shop_with_lamps_elsewhere()
    return order(from_york())


def transfer() -> Inbound:
    return Inbound.objects.get(kind="transfer")


def leave(found: int | None = None, *, now: datetime = NOW) -> None:
    inventory.send_transfer(inbound_id=transfer().id, found=found, by=BY, now=now)


def on_hand(location: str) -> int:
    return Position.objects.get(product__sku="LAMP", location__code=location).on_hand


def test_what_lies_in_another_store_is_offered_to_be_collected_from_an_honest_day() -> None:
    open_shop_with_lamps_elsewhere()
    offer = from_york()
    assert offer.sent_from == delivery.SentFrom("york", "York", LEAVES)
    assert (offer.comes_on, offer.ready_at) == (COMES, READY_AT)
    assert [(one.node, one.sent_from) for one in to_collect(("LAMP", 5))] == []


def test_how_long_the_road_is_follows_from_the_transfers_that_came() -> None:
    open_shop_with_lamps_elsewhere()
    inventory.count(sku="LAMP", location="york", counted=14, by=BY, now=NOW - timedelta(days=30))
    sent = NOW - timedelta(days=20)
    for n in range(10):
        made = inventory.transfer(
            sku="LAMP", origin="york", destination="leeds", quantity=1, due_on=sent.date(), by=BY, now=sent
        )  # fmt: skip
        inventory.receive(inbound_id=made, quantity=1, by=BY, now=sent + timedelta(days=4 if n > 7 else 1))
    inventory.count(sku="LAMP", location="leeds", counted=0, by=BY, now=NOW)
    inventory.count(sku="LAMP", location="york", counted=4, by=BY, now=NOW)
    assert from_york().comes_on == LEAVES + timedelta(days=4)


def test_what_is_there_is_offered_first_and_the_nearest_store_in_any_case() -> None:
    open_stocked_shop(leeds=(0, 3), york=(4, 3))
    with_collecting()
    assert [(one.node, bool(one.sent_from)) for one in to_collect()] == [("york", False), ("leeds", True)]


def test_placing_keeps_it_at_its_origin_and_orders_the_transfer() -> None:
    placed = sent_to_leeds()
    row = transfer()
    assert (row.origin.code, row.location.code, row.quantity, row.leave_by, row.due_on, row.left_at) == (
        "york", "leeds", 2, LEAVES, COMES, None,
    )  # fmt: skip
    assert (waits(placed), free()["york"], free()["leeds"], on_hand("york")) == ([("leeds", 2, COMES)], 2, 0, 4)
    assert placed.sources[1] == "Leeds: 2 × Brass lamp, sent there by York by Thu 7 May, to be collected"
    assert pickup_of(placed).promised_at == READY_AT
    assert_stock_adds_up()


def test_nobody_else_is_promised_what_is_to_be_sent() -> None:
    sent_to_leeds()
    asked = inventory.Demand("other", 1, "LAMP", 1, "leeds")
    assert inventory.reserve_when_it_comes(demand=asked, by=BY, now=NOW).is_queued
    assert [n for _, n in by_date() if n] == []
    assert Reservation.objects.get(ref="other").inbound.kind == "queue"


def test_the_customer_is_told_after_the_scan_in_the_store_and_not_before() -> None:
    placed = sent_to_leeds()
    leave()
    assert (on_hand("york"), free()["york"], transfer().left_at) == (2, 2, NOW)
    inventory.receive(inbound_id=transfer().id, quantity=2, by=BY, now=NOW)
    follow(placed)
    assert (waits(placed), letters()) == ([], [])
    pickup = pickup_of(placed)
    with pytest.raises(NotAllFound):
        orders.mark_ready(pickup_id=pickup.id, shelf="7", at=NOW, by=BY, now=NOW)
    orders.scan_all(pickup_id=pickup.id, by=BY, now=NOW)
    orders.mark_ready(pickup_id=pickup.id, shelf="7", at=NOW, by=BY, now=NOW)
    write_about_pickup(pickup_id=pickup.id, text=READY, by=BY, now=NOW)
    assert letters() == [f"Your order {placed.number} is ready at Leeds"]
    assert_stock_adds_up()
    assert drifts() == []


def test_what_arrives_has_left_whether_somebody_said_so_or_not() -> None:
    placed = sent_to_leeds()
    inventory.receive(inbound_id=transfer().id, quantity=2, by=BY, now=NOW)
    follow(placed)
    assert (on_hand("york"), on_hand("leeds"), waits(placed), drifts()) == (2, 2, [], [])
    assert_stock_adds_up()


def test_canceled_before_it_leaves_it_stays_where_it_is() -> None:
    placed = sent_to_leeds()
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=NOW)
    assert (free()["york"], transfer().closed_at, transfer().quantity) == (4, NOW, 0)
    with pytest.raises(inventory.InboundNotFound):
        leave()
    assert (on_hand("york"), drifts()) == (4, [])
    assert_stock_adds_up()


def test_fewer_pieces_make_a_smaller_transfer() -> None:
    placed = sent_to_leeds()
    lamp = get(placed.id).lines[0]
    change_order(order_id=placed.id, revision=OrderRevision(quantities=((lamp.id, 1),)), by=BY, now=NOW)
    assert (transfer().quantity, free()["york"], waits(placed)) == (1, 3, [("leeds", 1, COMES)])
    leave()
    assert (on_hand("york"), drifts()) == (3, [])


def test_canceled_after_it_has_left_it_is_stock_of_the_store() -> None:
    placed = sent_to_leeds()
    leave()
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=NOW)
    assert (free()["york"], by_date()) == (2, [(COMES, 2)])
    inventory.receive(inbound_id=transfer().id, quantity=2, by=BY, now=NOW)
    assert (free()["leeds"], drifts()) == (2, [])
    assert_stock_adds_up()


def test_who_sends_a_day_late_moves_the_day_and_the_customer_is_told() -> None:
    placed = sent_to_leeds()
    leave(now=NOW + timedelta(days=2))
    follow(placed)
    assert waits(placed) == [("leeds", 2, COMES + timedelta(days=1))]
    assert letters() == [f"You can collect your order {placed.number} from Monday 11 May, 11:00"]
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.due_at, promise.told_due_at) == (READY_AT, READY_AT + timedelta(days=3))


@pytest.mark.parametrize("found", [0, 1])
def test_what_is_not_found_leaves_the_record_and_the_customer_is_told(found: int) -> None:
    placed = sent_to_leeds()
    leave(found)
    follow(placed)
    assert (on_hand("york"), transfer().quantity) == (2, found)
    assert list(Search.objects.values_list("location__code", "wanted", "missing")) == [("york", 2, 2 - found)]
    assert [day for _, _, day in waits(placed)] == [None]
    assert letters() == [f"We cannot say when you can collect your order {placed.number}"]
    assert_stock_adds_up()
    assert drifts() == []


def test_a_transfer_that_does_not_come_stays_at_its_origin() -> None:
    placed = sent_to_leeds()
    inventory.cancel_inbound(inbound_id=transfer().id, by=BY, now=NOW)
    follow(placed)
    assert (free()["york"], on_hand("york"), waits(placed)) == (4, 4, [("leeds", 2, None)])
    assert drifts() == []


def test_an_offer_whose_pieces_are_gone_is_refused_and_nothing_changes() -> None:
    open_shop_with_lamps_elsewhere()
    offer = from_york()
    place(("LAMP", 3), key="quicker")
    before = Order.objects.count()
    with pytest.raises((OfferGone, NothingOffered)):
        order(offer, key="web-2")
    assert (Order.objects.count(), Inbound.objects.count(), free()["york"]) == (before, 0, 1)


def test_an_order_to_be_sent_home_is_collected_here_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    open_stocked_shop(york=(4, 3))
    with_collecting()
    placed = place()
    [offer] = [one for one in to_collect() if one.node == "leeds"]
    change_order(order_id=placed.id, revision=OrderRevision(how=orders.How(offer=offer.key)), by=BY, now=NOW)
    assert (free()["york"], sorted(waits(placed))) == (2, [("leeds", 1, COMES), ("leeds", 2, COMES)])
    assert_stock_adds_up()


def test_shops_order_it_by_rest_and_its_origin_says_that_it_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_shop_with_lamps_elsewhere()
    shop = Till(
        "delivery.ask_offers", "orders.place_orders", "orders.view_orders", "inventory.view_stock",
        "inventory.record_movements",
    )  # fmt: skip
    asked = {"lines": [{"sku": "LAMP", "quantity": 1}], "address": {"country": "GB", "postcode": "LS1 4AB"}}
    offers = shop.post("/api/delivery/offers", asked).json()["offers"]
    [offer] = [one for one in offers if one["node"] == "leeds" and one["ready_at"]]
    assert offer["sent_from"] == {"node": "york", "name": "York", "leaves_on": "2026-05-05"}
    body = {
        "key": "w1", "channel": "web", "lines": asked["lines"], "how": {"offer": offer["key"]},
        "means": [{"method": "invoice"}], "address": asked["address"],
    }  # fmt: skip
    assert shop.post("/api/placements", body).status_code == 201
    [told] = shop.get("/api/inventory/transfers?location=york").json()
    assert (told["sku"], told["destination"], told["quantity"], told["leave_by"]) == ("LAMP", "leeds", 1, "2026-05-05")
    path = f"/api/inventory/transfers/{told['id']}/departure"
    assert (shop.post(path, {"found": 2}).status_code, on_hand("york")) == (409, 4)
    assert shop.post(path, {}).json() == {"sent": 1}
    assert (on_hand("york"), shop.post(path, {}).status_code) == (3, 404)


def test_a_clerk_says_on_the_phone_who_sends_it_and_the_store_sends_it_from_its_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_shop_with_lamps_elsewhere()
    cast = with_cast()
    client = cast.sign_in("chief_customer_officer")
    form = client.get("/orders/new/?pieces:LAMP=2&postcode=LS1 4AB").content.decode()
    assert "ready at Leeds from Thu 7 May, 11:00; York sends it there for them" in form
    Location.objects.filter(code="leeds").update(outlet_id=cast.outlets["LDS"])
    scanned = cast.sign_in("LDS").get("/stock/scan/?code=LAMP&location=leeds").content.decode()
    assert "/orders/new/?pieces%3ALAMP=1&amp;postcode=LS1+1AA" in scanned
    Location.objects.filter(code="leeds").update(outlet_id=outlet("leeds"))
    told = page(order(from_york()))
    assert "Collect it at Leeds from Thursday 7 May, 11:00" in told
    sender = cast.sign_in("supply_chain_manager")
    shelf = sender.get(reverse("inventory:transfers"), {"location": "york"}).content.decode()
    assert "To Leeds. It has to leave by Monday 4 May, so that it is there on Wednesday 6 May." in shelf
    sender.post(reverse("inventory:send_ordered", args=[transfer().id]), {"found": "1"})
    assert (on_hand("york"), transfer().quantity, transfer().left_at) == (2, 1, NOW)


def test_what_is_on_the_road_and_what_is_still_to_be_packed_stand_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_shop_with_lamps_elsewhere()
    order(from_york())
    client, shelf = with_cast().sign_in("supply_chain_manager"), reverse("inventory:transfers")
    told = client.get(shelf).content.decode()
    assert ("Still to be packed" in told, "On the road" in told, "Has to leave by 5 May" in told) == (True, False, True)
    taken_in = client.get(reverse("inventory:receiving"), {"location": "leeds"}).content.decode()
    assert "from York · not sent yet, has to leave by 5 May" in taken_in
    leave()
    told = client.get(shelf).content.decode()
    assert ("Still to be packed" in told, "On the road" in told, "due 7 May" in told) == (False, True, True)


def test_who_waits_for_what_is_sent_is_named_by_the_number_of_the_order() -> None:
    placed = sent_to_leeds()
    road = with_cast().sign_in("supply_chain_manager")
    shelf = road.get(reverse("inventory:awaited")).content.decode()
    assert (placed.number in shelf, f"order:{placed.id}" in shelf) == (True, False)
    over = road.post(reverse("inventory:send_ordered", args=[transfer().id]), {"found": "9"}, follow=True)
    assert "Only 2 of LAMP are to be sent." in over.content.decode()
    assert (on_hand("york"), transfer().left_at) == (4, None)
