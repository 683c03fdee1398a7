"""What was placed here leaves by the hands of a store, a warehouse or a supplier: seen, packed, handed over, tracked to
the door."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.core.agreeing import agree
from shopkeeper.core.signatures import sign
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.tracking import replay_held_scans
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.inventory.models import Location
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.letters_of_parcels import write_of_our_parcel
from shopkeeper.orders.actions.moving import record_delivery
from shopkeeper.orders.actions.sending import hand_over_to_carrier, tell_arrival
from shopkeeper.orders.contracts import ParcelNews
from shopkeeper.orders.errors import NotOnItsWay, NotPaidYet, NumberTaken, OrderHeld
from shopkeeper.orders.models import OrderLine, Packing
from shopkeeper.orders.policies import PARCEL_NEWS
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.sending_work import list_parcels_to_send
from shopkeeper.orders.stories import tell_order
from shopkeeper.organization.public import Role
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, get, hour
from tests.orders.sending import MAY, hand_over, of_store, only, to_send
from tests.orders.shop import (
    assert_stock_adds_up,
    free,
    money,
    open_stocked_shop,
    open_supplier,
    pack_all,
    place,
    receive,
)  # fmt: skip
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db


def test_a_store_sees_what_it_has_to_send_and_no_other_does() -> None:
    open_stocked_shop(leeds=(2, 0), york=(0, 1))
    placed = place()
    assert (to_send(of_store("leeds")), to_send(of_store("york"))) == ([("leeds", 2)], [("york", 1)])
    [card] = list_to_send(by=of_store("leeds"), now=hour(1))
    assert (card.order_number, card.promised_on, [(p.pieces, p.name) for p in card.pieces]) == (
        placed.number, date(2026, 5, 6), [(2, "Brass lamp")],
    )  # fmt: skip
    collected = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
    receive("LAMP", "york", 1)
    place(("LAMP", 1), key="web-2", how=collected)
    assert to_send(of_store("york")) == [("york", 1)]
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=hour(1))
    assert to_send(BY) == []


def test_handed_over_its_pieces_leave_and_its_money_is_taken_once() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    assert hand_over(placed, " sw100 ") == 3
    again = hand_over_to_carrier(
        order_id=placed.id, parcel_id=parcel, tracking_number="sw100", by=BY, now=hour(3)
    )  # fmt: skip
    assert (again, to_send(BY), free()["leeds"], get(placed.id).state) == (0, [], 3, "shipped")
    assert Parcel.objects.get().tracking_number == "sw100"
    assert_stock_adds_up()


def test_nothing_leaves_that_is_held_or_not_paid_or_under_the_label_of_another_order() -> None:
    open_stocked_shop(leeds=(9, 9))
    first, unpaid = place(), place(key="web-2", paid=False)
    hand_over(first, "SW1")
    with pytest.raises(NotPaidYet):
        hand_over(unpaid, "SW2")
    second = place(key="web-3")
    pack_all(second.id, now=hour(1))
    with pytest.raises(NumberTaken, match="sw1 is on a parcel of another order"):
        hand_over(second, "sw1")
    orders.hold_order(
        order_id=second.id, reason=orders.HoldReason.FRAUD, owner="it", why="", by=BY, now=hour(1)
    )  # fmt: skip
    assert only(second).is_held
    with pytest.raises(OrderHeld):
        hand_over(second, "SW3")
    assert sum(OrderLine.objects.filter(order__in=[unpaid.id, second.id]).values_list("shipped", flat=True)) == 0


def test_what_a_store_has_to_send_stands_in_its_morning_and_late_ones_in_that_of_the_supply_chain() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    store = of_store("leeds")
    minds = Actor(ActorKind.EMPLOYEE, "m", "m", MAY, Scopes(company_wide=True), (str(Role.SUPPLY_CHAIN_MANAGER),))
    assert list_parcels_to_send(people=[store, minds], now=hour(1)) == []
    [item] = list_parcels_to_send(people=[store, minds], now=hour(48))
    assert (item.title, item.why, item.url) == (
        f"Send {placed.number}: 2 × Brass lamp, 1 × Wool rug", "It has to leave today.",
        f"/sending/{placed.id}/{only(placed).parcel_id}/",
    )  # fmt: skip
    late = list_parcels_to_send(people=[store, minds], now=hour(72))
    assert [(one.person_id, one.title) for one in late] == [
        ("leeds", f"Send {placed.number}: 2 × Brass lamp, 1 × Wool rug"), ("m", "1 parcel should have left Leeds"),
    ]  # fmt: skip


def test_what_has_not_left_has_not_arrived_and_nothing_arrives_before_it_left() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    told = {"order_id": placed.id, "parcel_id": parcel, "by": BY}
    with pytest.raises(NotOnItsWay):
        tell_arrival(at=hour(3), now=hour(3), **told)
    hand_over(placed, "SW1", hours=4)
    for at, now in ((3, 5), (6, 5)):
        with pytest.raises(NotOnItsWay):
            tell_arrival(at=hour(at), now=hour(now), **told)
    assert get(placed.id).state == "shipped"


def tell(number: str, code: str, at: Any, secret: str) -> int:
    """The carrier's webhook."""
    told, stamp = json.dumps({"events": [{"parcel": number, "code": code, "at": at.isoformat()}]}).encode(), clock.now()
    seconds = str(int(stamp.timestamp()))
    headers = {
        "webhook-id": "m1", "webhook-timestamp": seconds,
        "webhook-signature": sign(secret=secret, message_id="m1", timestamp=seconds, body=told),
    }  # fmt: skip
    path = "/hooks/carriers/swift/"
    return Client().post(path, told, content_type="application/json", headers=headers).status_code


def test_a_suppliers_parcel_is_tracked_to_the_door_and_moves_its_scorecard() -> None:
    open_stocked_shop()
    open_supplier(5)
    placed = place()
    supplier = Location.objects.get(code="bright").supplier_id
    assert supplier
    before = get_parcel_time(supplier, now=hour(30)).deliveries
    secret = delivery.open_line(carrier="swift", adapter="events", time_zone="UTC", by=BY, now=NOW)
    assert tell("BR1", "HUB", hour(25), secret) == 202  # the carrier is quicker than the supplier
    hand_over(placed, "BR1", hours=24)
    replay_held_scans(by=BY, now=hour(26))
    for code, at in (("OFD", hour(28)), ("OFD", hour(28)), ("DEL", hour(30))):
        assert tell("BR1", code, at, secret) == 202
    parcel = Parcel.objects.get()
    record_delivery(order_id=placed.id, ref=f"parcel:{parcel.id}", at=hour(30), by=BY, now=hour(30))
    [promise] = promises.list_promises_for_ref(placed.ref, now=hour(31))
    assert (promise.state, get(placed.id).state, money(placed)[1]) == ("kept", "delivered", "144.50")
    assert (parcel.delivered_at, parcel.scan_status) == (hour(30), "delivered")
    told = [entry.title for entry in tell_order(get(placed.id), now=hour(31))]
    assert told[0] == "Delivered"
    assert {"Handed over to the carrier", "On its way", "Out for delivery"} <= set(told)
    assert get_parcel_time(supplier, now=hour(31)).deliveries == before + 1


def test_what_a_supplier_packs_nobody_here_scans() -> None:
    open_stocked_shop()
    open_supplier(5)
    placed = place()
    browser, card = sign_in(), only(placed)
    page = browser.get(f"/sending/{placed.id}/{card.parcel_id}/").content.decode()
    assert "Bright &amp; Co packs it" in page
    assert ("have to be scanned" in page, "Put it in" in page) == (False, False)
    told = {"tracking_number": "BR7"}
    said = browser.post(f"/sending/{placed.id}/{card.parcel_id}/handover/", told, follow=True).content.decode()
    assert f"3 pieces of {placed.number} have left." in said
    assert Parcel.objects.get().tracking_number == "BR7"


def test_nobody_packs_what_is_held() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    card = only(placed)
    held = orders.hold_order(
        order_id=placed.id, reason=orders.HoldReason.FRAUD, owner="it", why="", by=BY, now=hour(1)
    )  # fmt: skip
    told = {"order_id": placed.id, "parcel_id": card.parcel_id, "by": BY, "now": hour(1)}
    for refused in (orders.scan_all_into_parcel, orders.pack_parcel):
        with pytest.raises(OrderHeld):
            refused(**told)
    with pytest.raises(OrderHeld):
        orders.scan_into_parcel(code="LAMP", **told)
    assert (only(placed).found, Packing.objects.count()) == (0, 0)
    orders.release_hold(order_id=placed.id, hold_id=held, by=BY, now=hour(1))
    assert orders.scan_all_into_parcel(**told) == 1
    assert orders.scan_all_into_parcel(**told) == 0


def test_whoever_waits_for_it_is_written_to_once_that_a_parcel_has_left() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    hand_over(placed, "SW5")
    for _ in range(2):
        assert write_of_our_parcel(order_id=placed.id, parcel_id=parcel, by=BY, now=hour(2)) == 1
    message = Message.objects.get()
    assert message.subject == f"A parcel of your order {placed.number} is on its way"
    assert "Brought by: Swift. Parcel number: SW5. Promised for: Wednesday 6 May." in message.body
    agree(policy=PARCEL_NEWS, values=ParcelNews(ours=False), why="the carrier writes", by=BY, now=hour(3))
    assert write_of_our_parcel(order_id=placed.id, parcel_id=parcel, by=BY, now=hour(3)) == 0
