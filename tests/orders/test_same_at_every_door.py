"""What a page refuses, the REST API refuses as well: the rule belongs to the action behind both."""

from collections.abc import Callable
from typing import Any

import pytest

from shopkeeper.delivery.models import Claim
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.errors import AddressIncomplete, NothingDifferent, NotWaiting
from shopkeeper.orders.models import Change, Order, Pickup, Refund, ReturnRequest
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour
from tests.orders.sending import hand_over
from tests.orders.shop import YORK, money, open_stocked_shop, place, run_errands

pytestmark = pytest.mark.django_db
TO_COLLECT = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: hour(3))


def clerk() -> Till:
    return Till(
        "orders.view_orders", "orders.change_orders", "orders.serve_pickups", "orders.take_returns",
        "orders.refund_little", "orders.refund_any", "delivery.manage_services", "delivery.claim_costs",
    )  # fmt: skip


def type_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:shopkeeper:")


def test_what_does_not_lie_on_the_shelf_is_not_handed_over_whatever_is_shown() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1), how=TO_COLLECT)
    path = f"/api/pickups/{Pickup.objects.get().id}"
    shown = {"proof": "identity", "name": "Ann Lee"}
    assert type_of(clerk().post(f"{path}/collection", shown)) == (409, "not_waiting")
    assert (get(placed.id).state, money(placed)[1]) == ("placed", "0.00")
    orders.scan_all(pickup_id=Pickup.objects.get().id, by=BY, now=hour(3))
    assert type_of(clerk().post(f"{path}/collection", shown)) == (409, "not_waiting")
    orders.mark_ready(pickup_id=Pickup.objects.get().id, shelf="3", at=hour(3), by=BY, now=hour(3))
    assert clerk().post(f"{path}/collection", shown).json()["state"] == "collected"


def test_what_never_lay_on_the_shelf_is_canceled_and_not_let_go() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1), how=TO_COLLECT)
    pickup = Pickup.objects.get()
    assert type_of(clerk().post(f"/api/pickups/{pickup.id}/release", {})) == (409, "not_waiting")
    pickup.refresh_from_db()
    assert (get(placed.id).state, pickup.released_at) == ("placed", None)
    with pytest.raises(NotWaiting):
        orders.release_pickup(pickup_id=pickup.id, by=BY, now=hour(3))


@pytest.mark.parametrize(
    ("wish", "refused", "code"),
    [
        (lambda _card: orders.OrderRevision(why="asked"), NothingDifferent, "nothing_different"),
        (
            lambda card: orders.OrderRevision(quantities=((card.lines[0].id, 2),)), NothingDifferent,
            "nothing_different",
        ),
        (
            lambda _card: orders.OrderRevision(address=orders.Address(postcode=YORK.postcode, city="York")),
            AddressIncomplete, "address_incomplete",
        ),
    ],
)  # fmt: skip
def test_a_change_that_changes_nothing_or_says_half_an_address_is_refused(
    wish: Callable[[orders.OrderCard], orders.OrderRevision], refused: type[Exception], code: str
) -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place()
    before = Order.objects.values_list("ship_street", "ship_postcode", "goods_total").get()
    revision = wish(get(placed.id))
    with pytest.raises(refused):
        orders.change_order(order_id=placed.id, revision=revision, by=BY, now=hour(1))
    told = {"quantities": [[str(line), pieces] for line, pieces in revision.quantities]}
    if revision.address:
        told["address"] = {"postcode": revision.address.postcode, "city": "York"}
    assert type_of(clerk().post(f"/api/orders/{placed.id}/revision", told)) == (422, code)
    assert Order.objects.values_list("ship_street", "ship_postcode", "goods_total").get() == before
    assert (Change.objects.count(), Message.objects.count()) == (0, 0)


def test_what_was_paid_here_is_not_paid_back_at_a_till() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    hand_over(placed, "SW1")
    run_errands()
    orders.record_delivery(order_id=placed.id, ref="", at=hour(3), by=BY, now=hour(3))
    machine, line = clerk(), str(get(placed.id).lines[0].id)
    gift = {"amount": "10.00", "why": "late", "way": "till"}
    assert type_of(machine.post(f"/api/orders/{placed.id}/goodwill", gift)) == (422, "not_paid_there")
    wish = {"order_id": str(placed.id), "lines": [{"line_id": line, "quantity": 1}], "refund_way": "till"}
    assert type_of(machine.post("/api/returns", wish)) == (422, "not_paid_there")
    assert (Refund.objects.count(), ReturnRequest.objects.count(), money(placed)[3]) == (0, 0, "0.00")
    assert machine.post(f"/api/orders/{placed.id}/goodwill", gift | {"way": "original"}).status_code == 201


def test_capacities_and_cut_offs_are_plausible_numbers() -> None:
    machine = clerk()
    none = machine.put("/api/delivery/capacities", {"parcels": -1, "node": "leeds"})
    late = machine.put("/api/delivery/services", {
        "code": "collect", "carrier": "", "name": "Collect", "kind": "collect",
        "cut_offs": [{"at": "17:00:00", "leaves_after_days": 31}],
    })  # fmt: skip
    assert (none.status_code, late.status_code) == (422, 422)
    assert machine.put("/api/delivery/capacities", {"parcels": 0, "node": "leeds"}).status_code == 204


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "100000000"])
def test_a_claim_is_for_an_amount_that_somebody_can_mean(amount: str) -> None:
    open_stocked_shop(leeds=(5, 5))
    place(("LAMP", 1))
    [card] = orders.list_to_send(by=BY, now=NOW)
    told = {"kind": "late", "amount": amount, "currency": "GBP"}
    assert clerk().post(f"/api/delivery/parcels/{card.parcel_id}/claims", told).status_code == 422
    assert not Claim.objects.exists()
