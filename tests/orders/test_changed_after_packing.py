"""An order is changed after its parcel was packed: the packer is told, the label is void, and it is packed anew."""

import pytest

from shopkeeper.delivery.models import Label, Parcel
from shopkeeper.delivery.partners.errands import fetch_label, void_at_carrier
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.packing import pack_parcel
from shopkeeper.orders.actions.sending import hand_over_to_carrier
from shopkeeper.orders.actions.voiding import tell_opened
from shopkeeper.orders.contracts import Stage, ToSend, VoidWhy
from shopkeeper.orders.errors import NothingToOpen, PackedBefore
from shopkeeper.orders.models import Order, Packing, PackScan
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.queries.to_open import list_to_open
from shopkeeper.orders.sending_work import list_parcels_to_send
from shopkeeper.orders.stories import tell_order
from tests.inventory.test_rest import Till
from tests.orders.book import BY, get, hour
from tests.orders.sending import of_store
from tests.orders.shop import YORK, assert_stock_adds_up, free, open_stocked_shop, place, receive
from tests.orders.test_rerouting import COLLECTED, revise, undo
from tests.orders.test_return_doors import sign_in
from tests.orders.test_stages import scan

pytestmark = pytest.mark.django_db
NEXT_DOOR = orders.Address(
    name="Ann Lee", street="3 High Street", postcode="LS1 4AB", city="Leeds", region="North", country="GB",
    latitude=53.8, longitude=-1.5,
)  # fmt: skip


def only(placed: orders.Placed, hours: int = 1) -> ToSend:
    [card] = list_to_send(by=BY, now=hour(hours), order_id=placed.id)
    return card


def pack(placed: orders.Placed, hours: int = 1) -> str:
    """Scanned where it has to be, closed, and with its label on; gives the number on it."""
    card = only(placed, hours)
    scan(card, *[piece.sku for piece in card.pieces for _ in range(piece.left)], hours=hours)
    pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=BY, now=hour(hours))
    label = Label.objects.get(ref=f"parcel:{card.parcel_id}", canceled_at=None)
    fetch_label(label_id=label.id, by=BY, now=hour(hours))
    return Parcel.objects.get(pk=card.parcel_id).tracking_number


def packed(*lines: tuple[str, int]) -> tuple[orders.Placed, str]:
    open_stocked_shop(leeds=(5, 5))
    placed = place(*lines)
    return placed, pack(placed)


def send(card: ToSend, number: str, hours: int = 3) -> int:
    return hand_over_to_carrier(
        order_id=card.order_id, parcel_id=card.parcel_id, tracking_number=number, by=BY, now=hour(hours)
    )  # fmt: skip


def told(placed: orders.Placed, title: str) -> bool:
    return title in [entry.title for entry in tell_order(get(placed.id), now=hour(3))]


@pytest.mark.parametrize("address", [NEXT_DOOR, YORK])
def test_a_parcel_that_goes_elsewhere_needs_another_label_and_keeps_its_pieces(address) -> None:
    placed, number = packed()
    revise(placed, address=address)
    card = only(placed)
    assert (card.void.why, card.void.label, card.packed_at, card.left) == (VoidWhy.ELSEWHERE, number, None, 0)
    assert (card.label, card.clock.stage, card.clock.started_at) == ("", Stage.PACK, hour(1))
    void = Label.objects.get(tracking_number=number)
    void_at_carrier(label_id=void.id, by=BY, now=hour(2))
    void.refresh_from_db()
    assert (void.canceled_at, void.voided_at) == (hour(1), hour(2))
    another = pack(placed, hours=2)
    again = only(placed, 2)
    assert (another != number, again.void, again.packed_at, again.label) == (True, None, hour(2), another)
    assert told(placed, "Its label is void: it goes to another address")
    assert send(again, another) == 3
    assert_stock_adds_up()


def test_it_does_not_leave_as_it_was_packed_nor_by_the_label_that_is_void() -> None:
    placed, number = packed()
    revise(placed, address=NEXT_DOOR)
    card = only(placed)
    with pytest.raises(PackedBefore):
        send(card, "SW7")
    assert (Parcel.objects.get().handed_over_at, get(placed.id).state) == (None, "placed")
    pack(placed, hours=2)
    with pytest.raises(PackedBefore):
        send(card, number.lower())
    assert (Parcel.objects.get().handed_over_at, get(placed.id).state) == (None, "placed")


def test_changed_back_it_still_needs_another_label() -> None:
    placed, number = packed()
    revise(placed, address=NEXT_DOOR)
    undo(placed, "address")
    assert (Order.objects.get().ship_street, only(placed, 2).void.label) == ("1 High Street", number)


def test_a_day_or_another_parcel_changes_nothing_about_what_is_packed() -> None:
    placed, number = packed()
    before = Packing.objects.values().get()
    revise(placed, promised_on=only(placed).promised_on.replace(day=8))
    assert (Packing.objects.values().get(), only(placed).label, only(placed).void) == (before, number, None)


def test_what_is_canceled_after_packing_is_taken_out_and_the_rest_keeps_its_label() -> None:
    placed, number = packed(("LAMP", 2), ("RUG", 1))
    lamps = next(line for line in get(placed.id).lines if line.sku == "LAMP")
    orders.cancel_line(line_id=lamps.id, quantity=1, reason_code="changed_mind", by=BY, now=hour(2))
    card = only(placed, 2)
    assert (card.void.why, card.count, card.found, card.label) == (VoidWhy.FEWER_PIECES, 2, 1, number)
    assert (card.clock.stage, card.clock.started_at) == (Stage.PICK, hour(2))
    assert pack(placed, hours=3) == number
    assert send(only(placed, 3), number) == 2
    assert_stock_adds_up()


@pytest.mark.parametrize("how", ["canceled", "collected"])
def test_a_parcel_that_is_called_back_is_opened_by_whoever_packed_it(how) -> None:
    placed, number = packed(("LAMP", 2))
    if how == "canceled":
        orders.cancel_order(order_id=placed.id, reason_code="changed_mind", by=BY, now=hour(2))
    else:
        receive("LAMP", "york", 5)
        revise(placed, how=COLLECTED)
    [card] = list_to_open(by=of_store("leeds"))
    assert (card.order_number, card.pieces, card.void.label, list_to_open(by=of_store("york"))) == (
        placed.number, ("2 × Brass lamp",), number, [],
    )  # fmt: skip
    [mine] = [one for one in list_parcels_to_send(people=[of_store("leeds")], now=hour(2)) if "again" in one.title]
    assert mine.title == f"Open the parcel of {placed.number} again"
    tell_opened(parcel_id=card.parcel_id, by=BY, now=hour(3))
    assert (list_to_open(by=BY), PackScan.objects.filter(undone_at=None).count()) == ([], 0)
    assert told(placed, "The parcel was opened, and its pieces put back")
    with pytest.raises(NothingToOpen):
        tell_opened(parcel_id=card.parcel_id, by=BY, now=hour(4))
    assert Packing.objects.get().opened_at == hour(3)
    assert free()["leeds"] == 5


def test_one_that_goes_elsewhere_and_is_then_called_back_is_opened() -> None:
    placed, _number = packed()
    revise(placed, address=NEXT_DOOR)
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=hour(2))
    assert [card.void.why for card in list_to_open(by=BY)] == [VoidWhy.CALLED_BACK]


def test_the_packer_reads_it_on_the_page_and_in_the_morning() -> None:
    placed, number = packed(("LAMP", 1))
    revise(placed, address=NEXT_DOOR)
    card, browser = only(placed), sign_in()
    path = f"/sending/{placed.id}/{card.parcel_id}/"
    shown = browser.get(path).content.decode()
    assert f"Label {number} is void: take it off." in shown
    assert "changed since it was packed" in browser.get("/sending/").content.decode()
    refused = browser.post(f"{path}handover/", {"tracking_number": number}, follow=True).content.decode()
    assert Parcel.objects.get().handed_over_at is None
    assert "The order was changed after this parcel was packed." in refused
    [mine] = list_parcels_to_send(people=[of_store("leeds")], now=hour(2))
    assert (mine.title, number in mine.why) == (f"Pack {placed.number} again", True)
    browser.post(f"{path}packing/")
    assert only(placed).void is None


@pytest.mark.django_db(transaction=True)
def test_a_warehouse_system_hears_of_both_by_rest() -> None:
    open_stocked_shop(dc=(5, 5))
    placed = place(("LAMP", 1))
    number, machine = pack(placed), Till("orders.move_orders")
    revise(placed, address=NEXT_DOOR)
    [card] = machine.get("/api/parcels-to-send?location=dc").json()
    assert (card["void"]["why"], card["void"]["label"]) == ("elsewhere", number)
    path = f"/api/orders/{card['order_id']}/parcels/{card['parcel_id']}"
    refused = machine.post(f"{path}/handover", {"tracking_number": number}).json()
    assert refused["type"] == "urn:shopkeeper:packed_before"
    assert machine.post(f"{path}/packing", {}).json()["void"] is None
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=hour(4))
    [back] = machine.get("/api/parcels-to-open").json()
    assert back["pieces"] == ["1 × Brass lamp"]
    assert machine.post(f"/api/parcels-to-open/{back['parcel_id']}/opening", {}).json() == []
    assert machine.post(f"/api/parcels-to-open/{back['parcel_id']}/opening", {}).status_code == 404
