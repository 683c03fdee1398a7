"""People who run locations: what these do, how much is kept back there, what comes, and the record put right."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from shopkeeper.core import clock, work
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.console import operator
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import BufferRule, Inbound, Location, Position, Reservation
from shopkeeper.inventory.words_of_refs import name_demands
from tests.cast import NOW, SYSTEM, Cast, with_cast
from tests.inventory.shelves import demand, keep, position, tell, with_location, with_product

pytestmark = pytest.mark.django_db
AS_JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture
def cast() -> Cast:
    """Ten kettles in York, and ten in Leeds; pots nowhere."""
    made = with_cast()
    with_product()
    with_product("POT")
    for code in ("YRK", "LDS"):
        with_location(code, outlet_id=made.outlets[code], name=code.title())
        tell("receive", 10, location=code, at=NOW - timedelta(hours=1))
    return made


def machine(*permissions: str) -> Client:
    key = create_api_key(name="test", permissions=permissions, by=SYSTEM, now=NOW)
    return Client(headers={"Authorization": f"Bearer {key}"})


def free(code: str = "YRK") -> int:
    found = inventory.get_availability(["KETTLE"], by=SYSTEM, now=NOW)["KETTLE"]
    return next(place.available for place in found.locations if place.location == code)


def test_a_manager_says_what_their_store_does_and_no_other(cast: Cast) -> None:
    york, said = cast.sign_in("YRK"), {"may_pick_up": "on", "daily_capacity": "40"}
    york.post("/locations/YRK/abilities/", said)
    york.post("/locations/LDS/abilities/", said)
    told = Location.objects.order_by("-code").values_list("may_pick_up", "may_ship", "daily_capacity")
    assert list(told) == [(True, False, 40), (True, True, None)]


def test_a_manager_keeps_pieces_back_at_their_store_and_ends_it(cast: Cast) -> None:
    york, rule = cast.sign_in("YRK"), {"pieces": "3", "percent": "0", "kind": "buffer", "why": "window"}
    york.post("/stock/kept-back/", rule | {"location": "YRK"})
    york.post("/stock/kept-back/", rule | {"location": ""})
    york.post("/stock/kept-back/", rule | {"location": "LDS"})
    assert (free("YRK"), free("LDS"), BufferRule.objects.count()) == (7, 10, 1)
    assert "window" in york.get("/stock/kept-back/").content.decode()
    rule_id = BufferRule.objects.get().id
    cast.sign_in("LDS").post(f"/stock/kept-back/{rule_id}/end/")
    assert free("YRK") == 7
    york.post(f"/stock/kept-back/{rule_id}/end/")
    assert free("YRK") == 10


def test_what_was_ordered_is_noted_moved_and_received(cast: Cast) -> None:
    york, day = cast.sign_in("YRK"), date(2026, 12, 1)
    york.post(
        "/stock/receiving/YRK/expected/", {"code": "kettle", "quantity": "6", "due_on": "2026-12-01", "ref": "PO 7"}
    )
    coming = Inbound.objects.get()
    assert (coming.due_on, coming.quantity, coming.ref) == (day, 6, "PO 7")
    york.post(f"/stock/receiving/{coming.id}/day/", {"due_on": "2026-12-03"})
    coming.refresh_from_db()
    assert coming.due_on == date(2026, 12, 3)
    york.post(f"/stock/receiving/{coming.id}/", {"quantity": "6"})
    assert position(location="YRK").on_hand == 16


def test_a_wrong_counter_is_put_right_with_one_button(cast: Cast) -> None:
    Position.objects.filter(location__code="YRK").update(on_hand=12)
    inventory.check_stock(by=SYSTEM, now=NOW)
    planner = cast.sign_in("supply_chain_manager")
    assert "Put it right" in planner.get("/stock/check/").content.decode()
    planner.post("/stock/check/repair/")
    assert position(location="YRK").on_hand == 10
    assert "Put it right" not in planner.get("/stock/check/").content.decode()


def test_a_forgotten_reservation_is_let_go_and_a_young_one_is_not(cast: Cast) -> None:
    for number, days in ((1, 40), (2, 0)):
        keep(demand(f"old:{number}", 2, location="YRK"), now=NOW - timedelta(days=days))
    Reservation.objects.filter(ref="old:2").update(reserved_at=NOW + timedelta(days=9_000))
    planner = cast.sign_in("supply_chain_manager")
    for row in Reservation.objects.all():
        planner.post(f"/stock/reservations/{row.id}/release/")
    assert position(location="YRK").reserved == 2


def test_whoever_takes_in_more_than_was_ordered_is_told_so(cast: Cast) -> None:
    york, day = cast.sign_in("YRK"), date(2026, 3, 4)
    inventory.expect(sku="POT", location="YRK", quantity=6, due_on=day, by=SYSTEM, now=NOW)
    row = Inbound.objects.get()
    said = york.post(f"/stock/receiving/{row.id}/", {"quantity": "8"}, follow=True).content.decode()
    assert "8 of Pot taken in, 2 more than ordered. Tell the supplier, or send them back." in said
    row.refresh_from_db()
    assert (position("POT", "YRK").on_hand, row.received, row.closed_at is None) == (8, 8, False)


def test_machines_tell_what_was_found_and_read_how_true_the_record_is(cast: Cast) -> None:
    client = machine("inventory.record_movements", "inventory.view_stock", "catalog.view_products")
    found = {"ref": "pick:1", "sku": "KETTLE", "location": "YRK", "wanted": 3, "missing": 2}
    assert client.post("/api/inventory/searches", found, **AS_JSON).json() == {"recorded": True}
    client.post("/api/inventory/searches", found, **AS_JSON)
    assert position(location="YRK").on_hand == 8
    [truth] = client.get("/api/inventory/truth?location=YRK").json()
    assert (truth["searches"], truth["missed"]) == (1, 1)
    assert client.get("/api/inventory/count-tasks?location=YRK").json()[0]["sku"] == "KETTLE"


def test_machines_expect_receive_and_promise_ahead(cast: Cast) -> None:
    client = machine("inventory.record_movements", "inventory.view_stock", "inventory.reserve_stock")
    wish = {"ref": "web:1", "sku": "KETTLE", "location": "YRK", "quantity": 12}
    queued = client.post("/api/reservations/dated", wish, **AS_JSON)
    assert (queued.status_code, queued.json()["is_queued"], free()) == (201, True, 0)
    line = {"sku": "KETTLE", "location": "YRK", "quantity": 20, "due_on": "2026-12-01"}
    made = client.post("/api/inventory/deliveries", line, **AS_JSON).json()["id"]
    assert client.get("/api/reservations?ref=web:1").json()[-1]["due_on"] == "2026-12-01"
    assert client.put(f"/api/inventory/deliveries/{made}", {"due_on": "2026-12-02"}, **AS_JSON).status_code == 200
    dated = client.post("/api/reservations/dated", wish | {"ref": "web:2", "needed_on": "2026-12-01"}, **AS_JSON)
    assert dated.status_code == 409
    receipt = client.post(f"/api/inventory/deliveries/{made}/receipt", {"quantity": 20}, **AS_JSON)
    assert (receipt.json(), position(location="YRK").reserved) == ({"left": 0}, 12)


def test_machines_run_locations_and_their_buffers(cast: Cast) -> None:
    client = machine("inventory.manage_locations", "inventory.view_stock")
    abilities = {
        "may_ship": False, "may_pick_up": True, "may_receive_returns": True, "daily_capacity": 5,
        "stale_after_minutes": 45,
    }  # fmt: skip
    assert client.put("/api/locations/YRK", abilities, **AS_JSON).json()["daily_capacity"] == 5
    [york] = [row for row in client.get("/api/locations").json() if row["code"] == "YRK"]
    assert {name: york[name] for name in abilities} == abilities
    assert client.put("/api/locations/YRK/switch", {"is_on": False, "why": "flood"}, **AS_JSON).json()["is_on"] is False
    client.put("/api/inventory/buffers", {"kind": "safety", "pieces": 2, "location": "LDS"}, **AS_JSON)
    [rule] = client.get("/api/inventory/buffers").json()
    assert (rule["location"], free("LDS")) == ("LDS", 8)
    client.delete(f"/api/inventory/buffers/{rule['id']}")
    assert free("LDS") == 10


def test_the_ledger_says_what_was_there_after_each_movement(cast: Cast) -> None:
    tell("sell", 3, location="YRK", at=NOW - timedelta(minutes=30))
    keep(demand("order:1/1", 2, location="YRK"))
    page = cast.sign_in("associate").get("/stock/ledger/KETTLE/?location=YRK")
    told = [(line.kind, line.there_after, line.kept_after) for line in page.context["lines"]]
    assert told == [("reserve", 7, 2), ("sell", 7, 0), ("receive", 10, 0)]
    client = machine("inventory.view_stock")
    assert client.get("/api/inventory/ledger?sku=KETTLE&location=YRK").json()[1]["on_hand"] == -3
    assert "has never been here" in cast.sign_in("associate").get("/stock/ledger/POT/?location=YRK").content.decode()


def test_what_is_due_stands_in_the_morning_list_until_it_is_taken_in(cast: Cast) -> None:
    for days in (-1, 0, 1):
        inventory.expect(
            sku="KETTLE", location="YRK", quantity=2, due_on=(NOW + timedelta(days=days)).date(), by=SYSTEM, now=NOW
        )
    manager = cast.actor("YRK")
    [todo] = [item for item in work.list_work_of(people=[manager], now=NOW)[manager.id] if item.kind == "receive"]
    assert (todo.title, todo.url) == ("Take in 2 deliveries", "/stock/receiving/?location=YRK")


def test_the_ledger_names_who_told_it(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    associate.post("/stock/counts/YRK/", {"sku": "KETTLE", "counted": "9"})
    inventory.count(sku="KETTLE", location="YRK", counted=8, by=operator(), now=clock.now())
    told = associate.get("/stock/ledger/KETTLE/?location=YRK").context["told"]
    assert [teller for _, teller, _ in told] == ["the command line", "Poppy Aldridge", "by itself"]


def test_for_whom_pieces_are_kept_is_told_by_the_number_of_the_order(cast: Cast) -> None:
    asked = {"order:01890a5d-ac96-774b-bcce-b302099a8057/1", "order:1042/2", "till:7", ""}
    manager = cast.actor("YRK")
    assert name_demands(asked, by=manager) == {ref: [] for ref in asked if ref}


def test_what_a_forgotten_reservation_is_kept_for_is_on_its_page(cast: Cast) -> None:
    asked = [inventory.Demand("order:1042/2", 1, "KETTLE", 1, "YRK")]
    long_ago = NOW - timedelta(days=40)
    inventory.reserve(demands=asked, kind=inventory.ReservationKind.HARD, by=SYSTEM, now=long_ago)
    assert "order:1042/2" in cast.sign_in("supply_chain_manager").get("/stock/reservations/").content.decode()


def test_whoever_looks_after_the_record_is_told_of_feeds_that_are_silent_and_a_manager_of_their_own(cast: Cast) -> None:
    people = [cast.actor(who) for who in ("supply_chain_manager", "YRK", "LDS", "associate")]
    keeper, york, leeds, associate = (one.id for one in people)
    Location.objects.filter(code="YRK").update(stale_after_minutes=60, trusted_minutes=60, fed_at=NOW)
    later = NOW + timedelta(hours=3)

    def silent(now: datetime) -> dict[str, list[tuple[str, str, str]]]:
        found = work.list_work_of(people=people, now=now)
        return {
            key: [(item.title, item.why, item.url) for item in items if item.kind == "silent_feed"]
            for key, items in found.items()
        }

    assert silent(NOW) == {keeper: [], york: [], leeds: [], associate: []}
    told = (
        "Find out why nothing is heard of Yrk",
        "It is silent for 3 h. Nothing of what it has is promised until it is heard of again.",
        "/locations/YRK/",
    )
    assert silent(later) == {keeper: [told], york: [told], leeds: [], associate: []}
    Location.objects.filter(code="LDS").update(stale_after_minutes=60, trusted_minutes=60, fed_at=NOW)
    [(title, why, _)] = silent(later)[keeper]
    assert (title, why.partition(".")[0]) == ("Find out why 2 feeds of stock are silent", "Lds, Yrk")
    Location.objects.update(switched_off_at=NOW, switched_off_why="closed for good")
    assert silent(later)[keeper] == []


def test_nothing_of_a_silent_place_is_to_promise_on_its_page(cast: Cast) -> None:
    client = cast.sign_in("supply_chain_manager")
    assert [line.free for line in client.get("/locations/YRK/").context["stock"]] == [10]
    Location.objects.filter(code="YRK").update(stale_after_minutes=1, fed_at=NOW - timedelta(days=900))
    Position.objects.update(fed_at=NOW - timedelta(days=900))
    assert [(line.on_hand, line.free) for line in client.get("/locations/YRK/").context["stock"]] == [(10, 0)]


def test_what_comes_is_taken_in_where_it_was_scanned(cast: Cast) -> None:
    due = clock.now().date()
    inventory.transfer(
        sku="KETTLE", origin="LDS", destination="YRK", quantity=4, due_on=due, by=SYSTEM, now=clock.now()
    )  # fmt: skip
    associate, row = cast.sign_in("associate"), Inbound.objects.get()
    page = associate.get("/stock/scan/", {"location": "YRK", "code": "KETTLE"}).content.decode()
    assert ("Comes here" in page, "4 from Lds, due" in page) == (True, True)
    taken = associate.post(f"/stock/receiving/{row.id}/", {"quantity": "4", "back": "scan"})
    assert taken.headers["Location"] == "/stock/scan/?location=YRK&code=KETTLE"
    assert (position("KETTLE", location="YRK").on_hand, Inbound.objects.get().received) == (14, 4)
    assert "Comes here" not in associate.get(taken.headers["Location"]).content.decode()
