"""An order that comes another way, or elsewhere, is sourced again: pieces, parcels, pick-ups, promises, money follow,
and change back; what nobody can fulfill changes nothing."""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Load, Parcel, Service
from shopkeeper.inventory import public as inventory
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.errors import (
    BeingGotReady,
    CannotBeSourced,
    NothingLeftToCome,
    NothingToUndo,
    OfferGone,
    WithSupplier,
)
from shopkeeper.orders.models import Change, Order, Placement
from shopkeeper.orders.queries import list_awaited_of, list_sourcings
from shopkeeper.orders.queries.revisions import find_address
from shopkeeper.orders.queries.ways import WayToCome, list_ways
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import YORK, assert_stock_adds_up, free, open_stocked_shop, place, receive, run_errands, wish
from tests.orders.test_offered import ANN, with_services, with_supplied_rugs
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
COLLECTED = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
LINK = Actor(ActorKind.CUSTOMER_LINK, "order-link:1")


def revise(placed: orders.Placed, *, by: Actor = BY, **wanted: object) -> None:
    revision = orders.OrderRevision(**wanted)  # type: ignore[arg-type]
    orders.change_order(order_id=placed.id, revision=revision, by=by, now=hour(1))
    run_errands()


def undo(placed: orders.Placed, kind: str) -> None:
    orders.undo_change(change_id=Change.objects.get(kind=kind).id, order_id=placed.id, by=BY, now=hour(2))
    run_errands()


def stands(placed: orders.Placed) -> tuple[object, ...]:
    """Parcels by node, where it is collected, open promises with their node, money set aside."""
    ready = [p for p in delivery.list_parcels_for_ref(placed.ref, now=NOW) if p.state == "preparing"]
    opened = [p for p in promises.list_promises_for_ref(placed.ref, now=hour(1)) if p.state == "open"]
    return (
        {parcel.ship_from: parcel.promised_on for parcel in ready},
        [pickup.outlet for pickup in orders.list_pickups(placed.id)],
        [(promise.kind.value, promise.node, promise.due_at) for promise in opened],
        payments.get_balance(placed.ref).capturable,
    )


def way(placed: orders.Placed, service: str, *skus: str) -> WayToCome:
    """A way that is offered for all that has not left, or for these SKUs of it."""
    card, address = get(placed.id), find_address(placed.id)
    assert address
    lines = [orders.BasketLine(x.sku, x.left_to_ship) for x in card.lines if not skus or x.sku in skus]
    found = list_ways(placed.id, lines, address, channel=card.channel, now=hour(1))
    return next(one for one in found if one.offer.service == service)


def test_a_delivery_is_collected_instead_and_comes_again_when_that_is_undone() -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place()
    before = stands(placed)
    revise(placed, how=COLLECTED, why="will be in town")
    assert stands(placed) == ({}, ["York"], [("pickup", "york", hour(3))], Decimal("140.00"))
    assert (free(), list_sourcings(placed.id)[0].words) == (
        {"leeds": 5, "york": 3}, ("York: both lines, to be collected, 22.2 km away",),
    )  # fmt: skip
    undo(placed, "method")
    assert stands(placed) == before
    assert free() == {"leeds": 3, "york": 5}
    assert_stock_adds_up()


def test_a_pickup_moves_to_another_store_and_each_store_answers_for_its_own_promise() -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    revise(placed, how=COLLECTED)
    [york] = orders.list_pickups(placed.id)
    orders.scan_all(pickup_id=york.id, by=BY, now=hour(2))
    orders.mark_ready(pickup_id=york.id, shelf="1", at=hour(2), by=BY, now=hour(2))
    told = [(card.node, card.state.value) for card in promises.list_promises_for_ref(placed.ref, now=hour(2))]
    assert sorted(told) == [("leeds", "withdrawn"), ("york", "kept")]
    with pytest.raises(BeingGotReady):
        undo(placed, "method")


def test_what_no_place_can_send_the_new_way_stays_as_it_was() -> None:
    open_stocked_shop(leeds=(2, 1), york=(1, 1))
    placed = place()
    before = (stands(placed), free(), Placement.objects.get().attempts)
    with pytest.raises(CannotBeSourced):
        revise(placed, how=COLLECTED)
    assert (stands(placed), free(), Placement.objects.get().attempts) == before
    assert (orders.list_allocations(placed.id)[0].location, Change.objects.exists()) == ("leeds", False)
    assert_stock_adds_up()


def test_an_offer_counts_the_pieces_that_the_order_has_and_takes_room_on_its_day() -> None:
    open_stocked_shop(dc=(2, 1))
    with_services()
    delivery.set_capacity(
        capacity=delivery.CapacitySpec(parcels=1, service="express", carrier="swift"), by=BY, now=NOW
    )  # fmt: skip
    placed = place()
    chosen = way(placed, "express")
    revise(placed, how=chosen.how)
    assert (stands(placed)[0], Load.objects.get().parcels) == ({"dc": chosen.day}, 1)
    undo(placed, "method")
    assert (stands(placed)[0], Load.objects.get().parcels) == ({"dc": date(2026, 5, 6)}, 0)
    with pytest.raises(OfferGone):
        revise(placed, how=chosen.how, quantities=((get(placed.id).lines[0].id, 1),))
    assert_stock_adds_up()


def test_to_another_area_the_nearest_place_sends_it_and_a_longer_way_moves_the_promise() -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    with_services()
    placed = place(
        how=orders.How(
            carrier_key="swift", service="standard", promised_on=date(2026, 5, 5), price=Decimal("4.50")
        )
    )  # fmt: skip
    revise(placed, address=YORK)
    [promise] = promises.list_promises_for_ref(placed.ref, now=hour(1))
    assert (promise.original_due_at.date(), promise.due_at.date()) == (date(2026, 5, 5), way(placed, "standard").day)
    assert promise.due_at.date() == date(2026, 5, 8)
    assert (Order.objects.get().postcode_area, list_sourcings(placed.id)[0].cause) == ("YO1", "changed")
    undo(placed, "address")
    row = Order.objects.get()
    assert (row.ship_street, row.city, row.postcode_area) == ("1 High Street", "Leeds", "LS1")
    assert_stock_adds_up()


def test_pieces_and_way_change_together_or_not_at_all() -> None:
    open_stocked_shop(leeds=(2, 1), york=(4, 1))
    placed = place()
    lamp = get(placed.id).lines[0].id
    revise(placed, quantities=((lamp, 4),), how=COLLECTED)
    assert (stands(placed)[1], free(), stands(placed)[3]) == (["York"], {"leeds": 2, "york": 0}, Decimal("200.00"))
    undo(placed, "lines")
    assert (free(), stands(placed)[3]) == ({"leeds": 2, "york": 2}, Decimal("140.00"))
    with pytest.raises(NothingToUndo):
        undo(placed, "lines")
    with pytest.raises(CannotBeSourced):
        revise(placed, quantities=((lamp, 9),), how=replace(COLLECTED, location="leeds"))
    assert (stands(placed)[1], get(placed.id).lines[0].counters.canceled) == (["York"], 0)
    assert_stock_adds_up()


def test_customers_are_bound_by_the_cut_off_and_clerks_until_it_leaves() -> None:
    open_stocked_shop(dc=(9, 9))
    with_services()
    placed = place()
    offer = way(placed, "express")
    revise(placed, how=offer.how)
    until = delivery.find_cut_off(placed.ref, now=hour(1))
    assert until == offer.offer.order_by
    late = {"order_id": placed.id, "revision": orders.OrderRevision(address=YORK), "now": until + timedelta(minutes=1)}
    with pytest.raises(BeingGotReady):
        orders.change_order(by=LINK, **late)
    orders.change_order(by=BY, **late)
    assert Order.objects.get().city == "York"


def partly_supplied() -> orders.Placed:
    """Two lamps from the depot, a rug from Bright & Co by Monday."""
    open_stocked_shop(dc=(9, 0))
    with_supplied_rugs()
    with_services()
    found = delivery.offer_deliveries(
        lines=[delivery.BasketLine("LAMP", 2), delivery.BasketLine("RUG", 1)], address=ANN, by=BY, now=NOW
    )
    return place(how=orders.How(offer=next(one for one in found if one.service == "standard").key))


def test_what_we_send_comes_another_way_while_a_supplier_sends_the_rest_as_promised() -> None:
    placed = partly_supplied()
    before = stands(placed)
    chosen = way(placed, "express", "LAMP")
    revise(placed, how=chosen.how)
    assert stands(placed)[0] == {"bright": date(2026, 5, 11), "dc": chosen.day}
    ready = [one for one in delivery.list_parcels_for_ref(placed.ref, now=NOW) if one.state == "preparing"]
    services = {one.ship_from: one.service for one in ready}
    assert (services, stands(placed)[3]) == ({"bright": "standard", "dc": "express"}, Decimal("149.00"))
    with pytest.raises(WithSupplier, match="Bright & Co sends 1 × Wool rug in its own way"):
        revise(placed, how=COLLECTED)
    undo(placed, "method")
    assert stands(placed) == before
    assert_stock_adds_up()


def test_an_order_that_was_canceled_whole_does_not_come_another_way() -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place()
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=hour(1))
    with pytest.raises(NothingLeftToCome):
        revise(placed, how=COLLECTED)
    assert orders.list_pickups(placed.id) == []


def test_what_an_order_waits_for_follows_it_another_way_and_to_another_address() -> None:
    open_stocked_shop(leeds=(0, 1))
    with_services()
    inbound = inventory.expect(sku="LAMP", location="leeds", quantity=2, due_on=date(2026, 5, 12), by=BY, now=NOW)
    placed = place(may_wait=True, how=replace(wish().how, service="slow", price=Decimal(2)))
    chosen = way(placed, "standard")
    assert (chosen.day, chosen.follows_on, chosen.price) == (date(2026, 5, 8), date(2026, 5, 16), Decimal("4.50"))
    revise(placed, how=chosen.how, address=YORK)
    assert (stands(placed)[0], stands(placed)[3]) == ({"leeds": date(2026, 5, 8)}, Decimal("144.50"))
    assert [(card.pieces, card.due_on) for card in list_awaited_of(placed.id)] == [(2, date(2026, 5, 12))]
    orders.ship_order(
        order_id=placed.id, parcel_id=delivery.list_parcels_for_ref(placed.ref, now=NOW)[-1].id, tracking_number="T",
        at=hour(1), by=BY, now=hour(1),
    )  # fmt: skip
    inventory.receive(inbound_id=inbound, quantity=2, by=BY, now=hour(2))
    follow_what_comes(order_id=placed.id, by=BY, now=hour(2))
    parcel = Parcel.objects.get(handed_over_at=None, canceled_at=None)
    assert (parcel.service, parcel.postcode_area, parcel.ship_from) == ("standard", "YO", "leeds")
    assert_stock_adds_up()


def test_what_an_order_waits_for_is_taken_from_a_store_that_has_it_and_collected_there() -> None:
    open_stocked_shop(leeds=(0, 1))
    inventory.expect(sku="LAMP", location="leeds", quantity=2, due_on=date(2026, 5, 12), by=BY, now=NOW)
    placed = place(may_wait=True)
    with pytest.raises(CannotBeSourced):
        revise(placed, how=COLLECTED)
    assert [card.pieces for card in list_awaited_of(placed.id)] == [2]
    receive("LAMP", "york", 2)
    receive("RUG", "york", 1)
    revise(placed, how=COLLECTED)
    told = {(p.kind.value, p.state.value) for p in promises.list_promises_for_ref(placed.ref, now=hour(1))}
    assert told == {("stock", "withdrawn"), ("delivery", "withdrawn"), ("pickup", "open")}
    assert (list_awaited_of(placed.id), free()["york"]) == ([], 0)
    [day] = inventory.get_availability(["LAMP"], by=BY, now=NOW)["LAMP"].by_date
    assert day.available == 2
    assert_stock_adds_up()


def test_a_clerk_chooses_another_way_for_what_comes_and_reads_when_it_follows() -> None:
    open_stocked_shop(leeds=(0, 1))
    with_services()
    inventory.expect(sku="LAMP", location="leeds", quantity=5, due_on=date(2999, 1, 8), by=BY, now=NOW)
    placed = place(may_wait=True, how=replace(wish().how, service="slow", price=Decimal(2)))
    browser, url = sign_in(), f"/orders/{placed.id}/change/"
    page = browser.get(url).content.decode()
    assert "; what is still to come follows by " in page
    [name] = re.findall(r'<option value="(swift\|standard[^"]*)"', page)
    assert "£2.50" in browser.get(url, {"way": name}).content.decode()
    assert browser.post(f"/orders/{placed.id}/changes/", {"way": name}).status_code == 302
    assert (Placement.objects.get().service, Order.objects.get().shipping_total) == ("standard", Decimal("4.50"))
    gone = browser.post(f"/orders/{placed.id}/changes/", {"way": "swift|gone||2026-01-01"}, follow=True)
    assert "How it can come has changed meanwhile. Choose again." in gone.content.decode()


def test_a_clerk_reads_what_a_supplier_sends_beside_the_ways_for_the_rest() -> None:
    placed = partly_supplied()
    page = sign_in().get(f"/orders/{placed.id}/change/").content.decode()
    assert ("Where it goes" in page, "Bright &amp; Co sends 1 × Wool rug as before." in page) == (True, True)


def test_a_service_that_ended_leaves_the_morning_of_its_day_as_the_cut_off() -> None:
    open_stocked_shop(dc=(9, 9))
    with_services()
    placed = place()
    offer = way(placed, "express")
    revise(placed, how=offer.how)
    delivery.switch_service(service_id=Service.objects.get(code="express").id, on=False, by=BY, now=hour(1))
    until = delivery.find_cut_off(placed.ref, now=hour(1))
    assert until is not None
    assert (until.date(), until.time()) == (offer.offer.leaves_on, time(0))
