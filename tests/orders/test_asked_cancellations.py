"""Pieces are canceled at any stage: a supplier is asked, a carrier stops a parcel; and each may say no."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.catalog.models import Supplier
from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel, Stop
from shopkeeper.delivery.partners.errands import ask_to_stop_at_carrier, chase_partners
from shopkeeper.inventory.models import Location, Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.asked_cancellations import settle_stop
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.errors import AlreadyShipped, AskedCancellationNotFound
from shopkeeper.orders.models import AskedCancellation, Cancellation, OrderLine, ReturnRequest
from shopkeeper.orders.silent_work import list_silent_to_do
from shopkeeper.orders.stories import tell_order
from shopkeeper.organization.public import Role
from shopkeeper.promises import public as promises
from shopkeeper.promises.actions import announce_breaches
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place, receive, run_errands
from tests.orders.test_counters import assert_counters_equal_facts
from tests.orders.test_fulfilling import parcels, ship
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db


def with_supplier() -> orders.Placed:
    """Two lamps from Leeds and one that Bright & Co would send, and a rug from Leeds."""
    open_stocked_shop(leeds=(2, 1))
    bright = Supplier.objects.create(source_key="bright", recorded_at=NOW, name="Bright & Co")
    Location.objects.create(
        source_key="bright", recorded_at=NOW, code="bright", name="Bright & Co", kind="supplier", supplier=bright,
        latitude=50.0, longitude=-1.5,
    )  # fmt: skip
    receive("LAMP", "bright", 5)
    return place(("LAMP", 3), ("RUG", 1))


def cancel(placed: orders.Placed, pieces: int) -> orders.CancellationPlan:
    plan = orders.request_cancellation(
        line_id=get(placed.id).lines[0].id, quantity=pieces, reason_code="", by=BY, now=hour(1)
    )
    run_errands()
    return plan


def answer(agreed: bool, hours: int = 2) -> None:
    asked = AskedCancellation.objects.get()
    orders.answer_cancellation(asked_id=asked.id, agreed=agreed, why="", by=BY, now=hour(hours))
    run_errands()


def test_who_takes_calls_asks_a_supplier_who_has_not_answered_in_time() -> None:
    placed, due = with_supplier(), hour(25)
    cancel(placed, 3)
    held = frozenset({"orders.change_orders", "orders.view_orders"})
    roles = (Role.CONTACT_CENTER_AGENT, Role.BUYING_MANAGER)
    agent, buyer = (Actor(ActorKind.EMPLOYEE, r, r, held, Scopes(company_wide=True), (str(r),)) for r in roles)
    assert list_silent_to_do(people=[agent, buyer], now=due - timedelta(minutes=1)) == []
    [item] = list_silent_to_do(people=[agent, buyer], now=due)
    assert (item.person_id, item.due_at, item.title) == (
        agent.id, due, "Call Bright & Co: can they let 1 × Brass lamp go?",
    )  # fmt: skip
    assert item.url == f"/orders/{placed.id}/cancel/"
    answer(agreed=True, hours=26)
    assert list_silent_to_do(people=[agent], now=hour(27)) == []


def test_ours_is_canceled_at_once_and_a_supplier_is_asked_once() -> None:
    placed = with_supplier()
    seen = orders.preview_cancellation(placed.id, now=hour(1), line_id=get(placed.id).lines[0].id, quantity=3)
    assert (seen.at_once, seen.of_supplier, str(seen.money)) == (2, 1, "60.00")
    done = cancel(placed, 3)
    assert (done.at_once, done.of_supplier, get(placed.id).lines[0].counters.canceled) == (2, 1, 2)
    with pytest.raises(AlreadyShipped):
        cancel(placed, 1)
    assert AskedCancellation.objects.count() == 1
    answer(agreed=True)
    assert (get(placed.id).lines[0].counters.canceled, money(placed)[2]) == (3, "90.00")
    reply = [p for p in promises.list_promises_for_ref(placed.ref, now=hour(3)) if p.kind == "reply"]
    assert [(p.node, p.state) for p in reply] == [("bright", "kept")]
    assert_stock_adds_up()
    with pytest.raises(AskedCancellationNotFound):
        answer(agreed=False)


def test_a_supplier_who_says_no_or_nothing_sends_the_piece() -> None:
    placed = with_supplier()
    cancel(placed, 3)
    announce_breaches(by=BY, now=hour(1) + timedelta(hours=25))
    [reply] = [p for p in promises.list_promises_for_ref(placed.ref, now=hour(30)) if p.kind == "reply"]
    assert reply.state == "broken"
    answer(agreed=False, hours=30)
    assert (get(placed.id).lines[0].counters.canceled, AskedCancellation.objects.get().agreed) == (2, False)
    assert ship(placed, "bright") == 1
    assert_stock_adds_up()


def test_what_a_supplier_sent_in_the_meantime_he_cannot_let_go() -> None:
    placed = with_supplier()
    cancel(placed, 3)
    ship(placed, "bright")
    answer(agreed=True)
    asked = AskedCancellation.objects.get()
    assert (asked.agreed, asked.why, get(placed.id).lines[0].counters.canceled) == (False, "sent already", 2)


def under_way() -> tuple[orders.Placed, UUID]:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    ship(placed, "leeds")
    return placed, parcels(placed)["leeds"].id


def hear_of_stop() -> None:
    """What the worker does after commit."""
    stop = Stop.objects.get()
    ask_to_stop_at_carrier(stop_id=stop.id, by=BY, now=hour(3))
    stop.refresh_from_db()
    if stop.agreed is not None:
        facts = {"stop_id": stop.id, "parcel_id": stop.parcel_id, "by": BY, "now": hour(3)}
        settle_stop(agreed=stop.agreed, **facts)
        settle_stop(agreed=stop.agreed, **facts)
        run_errands()


def test_a_parcel_that_its_carrier_stops_is_paid_back_and_expected_back() -> None:
    placed, _parcel = under_way()
    done = orders.request_order_cancellation(order_id=placed.id, reason_code="", by=BY, now=hour(2))
    assert (done.at_once, done.of_carrier, get(placed.id).state) == (0, 3, "shipped")
    hear_of_stop()
    assert (get(placed.id).state, money(placed)) == ("canceled", ("144.50", "144.50", "0.00", "144.50"))
    assert_counters_equal_facts()
    back = ReturnRequest.objects.get()
    orders.receive_return(request_id=back.id, location="dc", by=BY, now=hour(40))
    found = [
        orders.FoundPieces(
            item_id=item.id, quantity=item.received, condition=orders.Condition.AS_NEW,
            disposition=orders.Disposition.RESTOCK,
        )
        for item in back.items.all()
    ]  # fmt: skip
    orders.inspect_return(request_id=back.id, found=found, by=BY, now=hour(41))
    assert (free(), money(placed)[3]) == ({"leeds": 3, "dc": 2}, "144.50")
    assert OrderLine.objects.filter(returned__gt=0).count() == 0
    assert_stock_adds_up()


def test_a_stopped_order_that_is_wanted_after_all_is_sent_anew() -> None:
    placed, _parcel = under_way()
    orders.request_order_cancellation(order_id=placed.id, reason_code="", by=BY, now=hour(2))
    hear_of_stop()
    for row in Cancellation.objects.all():
        undo_cancellation(cancellation_id=row.id, by=BY, now=hour(4))
    run_errands()
    assert (get(placed.id).state, free()) == ("placed", {"leeds": 1})
    assert_stock_adds_up()


def test_a_parcel_out_for_delivery_cannot_be_stopped_and_may_come_back_as_a_return() -> None:
    placed, parcel = under_way()
    Parcel.objects.filter(pk=parcel).update(scan_status="out_for_delivery")
    orders.call_back_parcel(order_id=placed.id, parcel_id=parcel, reason_code="", by=BY, now=hour(2))
    hear_of_stop()
    asked = orders.list_asked_cancellations(placed.id)
    assert [(row.agreed, row.asked_of) for row in asked] == [(False, "carrier"), (False, "carrier")]
    assert get(placed.id).state == "shipped"
    orders.deliver_parcel(order_id=placed.id, parcel_id=parcel, at=hour(5), by=BY, now=hour(5))
    line = orders.BackLine(line_id=get(placed.id).lines[0].id, quantity=1)
    assert orders.request_return(wish=orders.NewReturn(order_id=placed.id, lines=(line,)), by=BY, now=hour(6))


def test_a_silent_carrier_is_asked_again_and_a_parcel_that_came_meanwhile_stays() -> None:
    placed, parcel = under_way()
    Parcel.objects.filter(pk=parcel).update(tracking_number="SILENT1")
    orders.call_back_parcel(order_id=placed.id, parcel_id=parcel, reason_code="", by=BY, now=hour(2))
    hear_of_stop()
    assert Stop.objects.get().agreed is None
    orders.deliver_parcel(order_id=placed.id, parcel_id=parcel, at=hour(3), by=BY, now=hour(3))
    Parcel.objects.filter(pk=parcel).update(tracking_number="T1")
    assert chase_partners(by=BY, now=hour(4)) == 1
    assert (Stop.objects.get().agreed, Stop.objects.get().why) == (False, "arrived already")
    assert delivery.list_parcels_for_ref(placed.ref, now=hour(4))[0].state == "delivered"
    assert Position.objects.get(product__sku="LAMP", location__code="leeds").on_hand == 3


def test_who_was_asked_and_what_they_said_stands_on_the_order() -> None:
    placed = with_supplier()
    cancel(placed, 3)
    browser, path = sign_in(), f"/orders/{placed.id}/"
    late = "whether 1 × Brass lamp can be let go, and has not. The contact center calls them; unless they agree, it is"
    assert late in browser.get(path).content.decode()
    AskedCancellation.objects.update(due_at=datetime(2999, 1, 1, tzinfo=UTC))
    assert "Bright &amp; Co was asked to let 1 × Brass lamp go, and answers by" in browser.get(path).content.decode()
    answer(agreed=False)
    told = [(entry.title, entry.detail) for entry in tell_order(get(placed.id), now=hour(3))]
    for entry in (
        ("Bright & Co was asked to let pieces go", "1 × Brass lamp"),
        ("Bright & Co cannot let them go", "1 × Brass lamp"),
    ):
        assert entry in told
    assert "was asked to let 1 ×" not in browser.get(path).content.decode()
