"""An order that comes another way, or elsewhere, is sourced again: pieces, parcels, pick-ups, promises, money follow,
and change back; what nobody can fulfill changes nothing."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Load, Service
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location
from shopkeeper.orders import public as orders
from shopkeeper.orders.errors import BeingGotReady, CannotBeSourced, NothingToUndo, OfferGone, WithSupplier
from shopkeeper.orders.models import Change, Order, Placement
from shopkeeper.orders.queries import list_sourcings
from shopkeeper.orders.queries.revisions import find_address
from shopkeeper.orders.queries.ways import WayToCome, list_ways
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place, run_errands
from tests.orders.test_offered import with_services
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
COLLECTED = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
LINK = Actor(ActorKind.CUSTOMER_LINK, "order-link:1")
YORK = orders.Address(street="2 Low Street", postcode="YO1 7HH", city="York", region="North", country="GB")


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


def way(placed: orders.Placed, service: str) -> WayToCome:
    """A way that is offered for all that has not left."""
    card, address = get(placed.id), find_address(placed.id)
    assert address
    lines = [orders.BasketLine(line.sku, line.left_to_ship) for line in card.lines]
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


def test_what_a_supplier_sends_is_not_sent_elsewhere() -> None:
    open_stocked_shop(dc=(9, 9))
    Location.objects.filter(code="dc").update(kind="supplier")
    placed = place()
    with pytest.raises(WithSupplier, match="Depot sends 2 × Brass lamp, 1 × Wool rug to the address that it knows"):
        revise(placed, address=YORK)
    assert Order.objects.get().city == "Leeds"


def test_a_clerk_reads_what_keeps_an_order_from_coming_elsewhere_before_filling_in_anything() -> None:
    open_stocked_shop(leeds=(0, 1))
    inventory.expect(sku="LAMP", location="leeds", quantity=5, due_on=hour(24 * 8).date(), by=BY, now=NOW)
    placed = place(may_wait=True)
    page = sign_in().get(f"/orders/{placed.id}/change/").content.decode()
    assert "2 × Brass lamp waits for what comes to Leeds, so the order cannot come another way" in page
    assert ("Where it goes" in page, "How it gets to the customer" in page) == (False, False)


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
