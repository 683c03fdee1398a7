"""Placed orders on pages and by REST: taken by phone, told from where they come, held, let go, undone, put right."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions.public import Channel
from shopkeeper.inventory import public as inventory
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.undoing import undo_change
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.orders.errors import CannotBeSourced, NothingToUndo, TooLateToChange
from shopkeeper.orders.models import Cancellation, Change, Order
from shopkeeper.orders.queries import list_awaited_of
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import cancel, parcels, ship

pytestmark = pytest.mark.django_db
HOME = {"street": "1 High Street", "postcode": "LS1 4AB", "city": "Leeds"}


def sign_in() -> Client:
    """Somebody who may do all of it for the whole company."""
    return with_cast().sign_in("chief_customer_officer")


def revise(placed: orders.Placed, **wanted: object) -> None:
    change_order(order_id=placed.id, revision=OrderRevision(**wanted), by=BY, now=hour(1))  # type: ignore[arg-type]
    run_errands()


def test_more_pieces_become_a_line_at_the_price_of_today_and_fewer_are_canceled() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = place()
    lamp, rug = (line.id for line in get(placed.id).lines)
    revise(placed, quantities=((lamp, 5), (rug, 0)), why="moved house")
    card = get(placed.id)
    assert [(line.sku, line.counters.ordered, line.counters.canceled) for line in card.lines] == [
        ("LAMP", 2, 0), ("RUG", 1, 1), ("LAMP", 3, 0),
    ]  # fmt: skip
    assert (free(), free("RUG")) == ({"leeds": 4}, {"leeds": 9})
    balance = payments.get_balance(placed.ref)
    assert (balance.capturable, balance.asked, balance.captured) == (Decimal("154.50"), 0, 0)
    assert Change.objects.get().why == "moved house"
    assert_stock_adds_up()
    with pytest.raises(CannotBeSourced):
        revise(placed, added=(orders.BasketLine("LAMP", 5),))


def test_the_day_and_the_address_change_until_something_has_left_and_change_back() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = place()
    there = orders.Address(street="2 Low Street", postcode="YO1 7HH", city="York", country="GB")
    revise(placed, promised_on=date(2026, 5, 8), address=there)
    [promise] = promises.list_promises_for_ref(placed.ref, now=hour(1))
    assert (promise.due_at.date(), promise.original_due_at.date()) == (date(2026, 5, 8), date(2026, 5, 6))
    assert parcels(placed)["leeds"].promised_on == date(2026, 5, 8)
    assert Order.objects.get(pk=placed.id).city == "York"
    for row in Change.objects.all():
        undo_change(change_id=row.id, by=BY, now=hour(2))
    row = Order.objects.get(pk=placed.id)
    assert (row.city, row.ship_street, parcels(placed)["leeds"].promised_on) == (
        "Leeds",
        "1 High Street",
        date(2026, 5, 6),
    )
    with pytest.raises(NothingToUndo):
        undo_change(change_id=Change.objects.latest("occurred_at").id, by=BY, now=hour(2))
    ship(placed, "leeds")
    with pytest.raises(TooLateToChange):
        revise(placed, promised_on=date(2026, 5, 9))


@pytest.mark.django_db(transaction=True)
def test_shops_change_hold_and_put_right_by_rest() -> None:
    open_stocked_shop(leeds=(9, 9), york=(9, 9))
    placed = place()
    till = Till("orders.view_orders", "orders.change_orders", "orders.move_orders")
    at, lamp = f"/api/orders/{placed.number}", str(get(placed.id).lines[0].id)
    held = till.post(f"{at}/holds", {"reason": "address", "owner": "it"}).json()["id"]
    told = till.get(f"{at}/fulfillment").json()
    assert (told["holds"][0]["reason"], told["allocations"][0]["location"]) == ("address", "leeds")
    assert Client().delete(f"{at}/holds/{held}", headers={"authorization": f"Bearer {till._key}"}).json() == []
    refused = till.post(f"{at}/refusals", {"line_id": lamp, "location": "leeds", "quantity": 2}).json()
    assert (refused["sourced"], refused["sourcings"][0]["words"][0][:4]) == (True, "York")
    changed = till.post(f"{at}/revision", {"quantities": [[lamp, 1]]})
    assert changed.json()["lines"][0]["counters"]["canceled"] == 1
    undone = Client().delete(
        f"{at}/cancellations/{Cancellation.objects.get().id}", headers={"authorization": f"Bearer {till._key}"}
    )
    assert undone.json()["lines"][0]["counters"]["canceled"] == 0
    assert till.get("/api/unfilled-lines").json() == []
    assert till.post(f"{at}/sourcing", {}).json()["sourced"] is True
    assert till.post(f"{at}/revision", {"quantities": "all"}).status_code == 422


def test_an_order_page_says_from_where_it_comes_and_what_holds_it() -> None:
    open_stocked_shop(leeds=(9, 9), york=(9, 9))
    placed = place()
    client = sign_in()
    page = client.get(f"/orders/{placed.id}/").content.decode()
    assert "Leeds: both lines, one parcel" in page
    client.post(f"/orders/{placed.id}/holds/", {"reason": "address", "why": "No such street"})
    page = client.get(f"/orders/{placed.id}/").content.decode()
    assert "held: the address is in doubt" in page
    assert "No such street" in page
    cancel(placed, "RUG", 1)
    assert client.post(f"/orders/{placed.id}/cancellations/{Cancellation.objects.get().id}/undo/").status_code == 302
    assert get(placed.id).lines[1].counters.canceled == 0
    assert client.post(f"/orders/{placed.id}/missing/", {"line": get(placed.id).lines[0].id}).status_code == 302


def test_what_cannot_be_sent_is_listed_and_looked_for_again() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    client, lamp = sign_in(), get(placed.id).lines[0].id
    assert "Everything can be sent" in client.get("/orders/unfilled/").content.decode()
    client.post(f"/orders/{placed.id}/missing/", {"line": lamp, "location": "leeds", "quantity": 2})
    page = client.get("/orders/unfilled/").content.decode()
    assert "2 × Brass lamp" in page
    client.post(f"/orders/{placed.id}/sourcing/")
    client.post(f"/orders/{placed.id}/cancellation/", {"line": lamp, "quantity": 2})
    assert "Everything can be sent" in client.get("/orders/unfilled/").content.decode()
    assert_stock_adds_up()


def test_staff_take_an_order_by_phone() -> None:
    open_stocked_shop(leeds=(9, 9))
    rates = (delivery.RateSpec(price=orders.How(kind=orders.HowKind.PICKUP).price + 3, currency="GBP"),)
    spec = delivery.ServiceSpec(
        code="standard", carrier="swift", name="Standard", kind=delivery.ServiceKind.STANDARD, rates=rates,
        cut_offs=(delivery.CutOffSpec(at=time(23, 59)),),
    )  # fmt: skip
    delivery.set_service(spec=spec, by=BY, now=NOW)
    client = sign_in()
    assert "9 can be promised" in client.get("/orders/new/?q=lamp").content.decode()
    page = client.get("/orders/new/?add=LAMP&pieces:RUG=2&postcode=LS1 4AB&city=Leeds").content.decode()
    assert "£190.00" in page
    assert "Standard, £3.00" in page
    offer = page.split('name="offer" value="')[1].split('"')[0]
    basket = {"pieces:LAMP": 1, "pieces:RUG": 2, "shown:LAMP": "30.00", "key": "k1"} | HOME
    sent = basket | {"offer": offer, "method": "invoice"}
    first, again = client.post("/orders/new/", sent), client.post("/orders/new/", sent)
    order = Order.objects.get()
    assert first["Location"] == again["Location"] == f"/orders/{order.id}/"
    assert (order.channel, order.goods_total, order.shipping_total) == (Channel.PHONE, 190, 3)
    refused = client.post("/orders/new/", sent | {"offer": "gone", "key": "k2", "method": "gift_card", "code": "GC-7"})
    page = refused.content.decode()
    assert (refused.status_code, Order.objects.count()) == (422, 1)
    assert "Standard, £3.00" in page
    assert 'value="GC-7"' in page
    assert '<option value="gift_card" selected>' in page
    assert 'name="postcode" value="LS1 4AB"' in page
    assert clock.now() >= order.placed_at


def test_staff_promise_a_caller_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_stocked_shop(leeds=(0, 9))
    rates = (delivery.RateSpec(price=Decimal(3), currency="GBP"),)
    spec = delivery.ServiceSpec(
        code="standard", carrier="swift", name="Standard", kind=delivery.ServiceKind.STANDARD, rates=rates,
        brochure_days=2, cut_offs=(delivery.CutOffSpec(at=time(23, 59)),),
    )  # fmt: skip
    delivery.set_service(spec=spec, by=BY, now=NOW)
    client, basket = sign_in(), {"pieces:LAMP": 2, "pieces:RUG": 1, "key": "k1"} | HOME
    sent = basket | {"preorder": "swift/standard", "method": "invoice"}
    assert "It cannot get there" in client.get("/orders/new/", basket).content.decode()
    client.post("/orders/new/", sent)
    assert not Order.objects.exists()
    inventory.expect(sku="LAMP", location="leeds", quantity=5, due_on=date(2026, 5, 12), by=BY, now=NOW)
    assert "comes on 12 May" in client.get("/orders/new/?q=lamp").content.decode()
    assert "what lacks comes on 12 May" in client.get("/orders/new/", basket).content.decode()
    client.post("/orders/new/", sent)
    order = Order.objects.get()
    assert [(card.pieces, card.due_on) for card in list_awaited_of(order.id)] == [(2, date(2026, 5, 12))]
    assert (order.goods_total, order.shipping_total) == (140, 3)
    assert_stock_adds_up()


def test_a_caller_chooses_one_of_the_days_and_hears_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_stocked_shop(leeds=(9, 9))
    spec = delivery.ServiceSpec(
        code="day", carrier="swift", name="Day of your choice", kind=delivery.ServiceKind.NOMINATED_DAY, days_ahead=3,
        rates=(delivery.RateSpec(price=Decimal(3), currency="GBP"),), brochure_days=1, promise_percent=80,
        cut_offs=(delivery.CutOffSpec(at=time(17)),),
    )  # fmt: skip
    delivery.set_service(spec=spec, by=BY, now=NOW)
    client, basket = sign_in(), {"pieces:LAMP": 2, "key": "k1"} | HOME
    page = client.get("/orders/new/", basket).content.decode()
    assert 'order by 17:00, <span class="tabular" data-left>7 h</span> left' in page
    assert all(f'<option value="2026-05-0{day}"' in page for day in (5, 6, 7))
    sent = basket | {"offer": page.split('name="offer" value="')[1].split('"')[0], "method": "invoice"}
    said = client.post("/orders/new/", sent | {"day:day": "2026-05-31"}, follow=True).content.decode()
    assert "The nearest that does is Day of your choice, Tuesday 5 May, £3.00. Show it and order again." in said
    assert Order.objects.count() == 0
    client.post("/orders/new/", sent | {"day:day": "2026-05-07"})
    [parcel] = delivery.list_parcels_for_ref(f"order:{Order.objects.get().id}", now=NOW)
    assert parcel.promised_on == date(2026, 5, 7)
