"""The pages of the stock: what people see of it and do with it, each at their own location."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.catalog.models import Product, Supplier
from shopkeeper.core import clock, work
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.coming import expect
from shopkeeper.inventory.models import Inbound, Location, Position, Suggestion
from shopkeeper.inventory.web import open_door
from shopkeeper.inventory.web.limits import Limit
from tests.cast import NOW, SYSTEM, Cast, with_cast
from tests.inventory.shelves import demand, keep, position, tell, with_location, with_product

pytestmark = pytest.mark.django_db
PLACES = {"LDS": (53.797, -1.544), "YRK": (53.959, -1.081), "NCL": (54.974, -1.613)}


@pytest.fixture
def cast() -> Cast:
    """Kettles in two stores of the cast, 5 in Leeds and 3 in York, and 9 where nobody of it works."""
    made = with_cast()
    with_product()
    for code, pieces in (("LDS", 5), ("YRK", 3), ("NCL", 9)):
        north, east = PLACES[code]
        with_location(code, outlet_id=made.outlets.get(code), latitude=north, longitude=east, name=code.title())
        tell("receive", pieces, location=code, at=NOW - timedelta(hours=1))
    return made


def product() -> UUID:
    return Position.objects.values_list("product_id", flat=True)[0]


def test_the_network_is_seen_from_where_the_reader_is(cast: Cast) -> None:
    page = cast.sign_in("YRK").get("/products/KETTLE/").content.decode()
    assert page.index('locations/YRK/"') < page.index('locations/LDS/"') < page.index('locations/NCL/"')
    assert f'data-live-fragment="inventory.availability:{product()}"' in page


def test_a_location_is_switched_off_by_its_own_manager_with_a_reason(cast: Cast) -> None:
    york = cast.sign_in("YRK")
    york.post("/locations/YRK/switch/", {"to": "off", "why": ""})
    york.post("/locations/LDS/switch/", {"to": "off", "why": "not mine"})
    assert Location.objects.filter(switched_off_at=None).count() == 3
    york.post("/locations/YRK/switch/", {"to": "off", "why": "stocktaking"})
    shown = cast.sign_in("LDS").get("/products/KETTLE/").content.decode()
    assert "stocktaking" in shown
    assert inventory.get_availability(["KETTLE"], by=SYSTEM, now=NOW)["KETTLE"].available == 14
    york.post("/locations/YRK/switch/", {"to": "on"})
    assert Location.objects.filter(switched_off_at=None).count() == 3


def test_who_switches_a_location_off_is_told_what_is_kept_there_and_reminded_until_it_sells(cast: Cast) -> None:
    keep(demand("order:1/1", 2, location="YRK"))
    york, manager, leeds = cast.sign_in("YRK"), cast.actor("YRK"), cast.actor("LDS")
    told = york.post("/locations/YRK/switch/", {"to": "off", "why": "stocktaking"}, follow=True)
    assert [str(each) for each in told.context["messages"]] == [
        "Nothing is promised from Yrk any more. 2 pieces there are kept for somebody, and stay so."
    ]
    assert position(location="YRK").reserved == 2
    items = work.list_work_of(people=[manager, leeds], now=NOW)
    assert [item.title for item in items[manager.id] if item.kind == "switched_off"] == ["Switch Yrk on again"]
    assert [item for item in items[leeds.id] if item.kind == "switched_off"] == []
    york.post("/locations/YRK/switch/", {"to": "on"})
    assert [i for i in work.list_work_of(people=[manager], now=NOW)[manager.id] if i.kind == "switched_off"] == []


def test_a_scan_says_what_is_here_and_what_is_near(cast: Cast) -> None:
    page = cast.sign_in("associate").get("/stock/scan/?code=kettle")
    network = page.context["network"]
    assert network.here.stock.location == "YRK"
    assert [place.stock.location for place in page.context["near"]] == ["LDS", "NCL"]
    assert [round(place.km) for place in page.context["near"]] == [35, 118]
    assert "No product has this code" in cast.sign_in("associate").get("/stock/scan/?code=77").content.decode()


def test_a_scan_says_how_many_of_what_is_on_the_record_are_kept_back(cast: Cast) -> None:
    rule = {"kind": "buffer", "pieces": 2, "percent": 0, "why": "window", "location": "YRK"}
    inventory.set_buffer(**rule, by=SYSTEM, now=NOW)
    page = cast.sign_in("associate").get("/stock/scan/?code=kettle")
    mine = page.context["network"].here.stock
    assert mine.available == mine.on_hand - mine.reserved - 2
    assert "0 kept for others, 2 kept back" in page.content.decode()


def test_whoever_scans_has_that_at_the_foot_of_their_phone(cast: Cast) -> None:
    def foot(who: str, path: str) -> list[tuple[str, bool]]:
        bar = cast.sign_in(who).get(path).content.decode().split('class="shell-bottom"')[1].split("</nav>")[0]
        links = re.findall(r"<a (.*?)>.*?<span[^>]*>(.*?)</span>", bar, re.S)
        return [(label, "aria-current" in link) for link, label in links]

    assert foot("associate", "/")[:2] == [("Today", True), ("Scan", False)]
    assert foot("associate", "/stock/scan/")[:2] == [("Today", False), ("Scan", True)]
    assert "Scan" not in dict(foot("data_steward", "/"))


def test_who_works_for_the_whole_company_sees_the_place_that_they_chose(cast: Cast) -> None:
    page = cast.sign_in("supply_chain_manager").get("/stock/scan/?code=KETTLE&location=NCL")
    network = page.context["network"]
    assert (network.here.stock.location, network.here.stock.available) == ("NCL", 9)
    assert [place.stock.location for place in page.context["near"]] == ["YRK", "LDS"]


def test_a_count_with_the_phone_puts_the_record_right_and_only_at_ones_own_store(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    assert associate.post("/stock/counts/YRK/", {"sku": "KETTLE", "counted": "1", "back": "scan"}).status_code == 302
    associate.post("/stock/counts/LDS/", {"sku": "KETTLE", "counted": "0"})
    associate.post("/stock/counts/YRK/", {"sku": "KETTLE", "counted": "-1"})
    assert [position(location=code).on_hand for code in ("YRK", "LDS")] == [1, 5]


def test_a_shelf_that_was_wrong_stands_in_the_morning_list_until_it_is_counted(cast: Cast) -> None:
    tell("short", 2, location="YRK")
    people = [cast.actor("associate"), cast.actor("LDS")]
    waiting = work.list_work_of(people=people, now=NOW)
    [todo] = [item for item in waiting[people[0].id] if item.kind == "count"]
    assert todo.url == "/stock/counts/?location=YRK#KETTLE"
    assert [item for item in waiting[people[1].id] if item.kind == "count"] == []
    assert "Kettle" in cast.sign_in("associate").get("/stock/counts/").content.decode()
    inventory.count(sku="KETTLE", location="YRK", counted=1, by=SYSTEM, now=NOW)
    again = work.list_work_of(people=people[:1], now=NOW)[people[0].id]
    assert [item for item in again if item.kind == "count"] == []


def test_a_search_in_vain_asks_for_a_count_though_somebody_counted_an_hour_before(cast: Cast) -> None:
    inventory.count(sku="KETTLE", location="YRK", counted=3, by=SYSTEM, now=NOW - timedelta(hours=1))
    person = cast.actor("associate")

    def to_count(now: datetime = NOW) -> list[str]:
        return [item.why for item in work.list_work_of(people=[person], now=now)[person.id] if item.kind == "count"]

    assert to_count() == []
    found = inventory.Found("order:9/1", product(), cast.outlets["YRK"], 1, 1, NOW)
    inventory.record_search(found=found, by=SYSTEM, now=NOW)
    assert position(location="YRK").on_hand == 2
    assert to_count() == ["Promised pieces were not found here. The record says 2."]
    inventory.count(sku="KETTLE", location="YRK", counted=3, by=SYSTEM, now=NOW + timedelta(minutes=5))
    assert to_count(NOW + timedelta(minutes=6)) == []


def test_a_delivery_is_taken_in_piece_by_piece_and_closed_when_the_rest_does_not_come(cast: Cast) -> None:
    due = expect(sku="KETTLE", location="YRK", quantity=6, due_on=date(2026, 3, 4), ref="PO-7", by=SYSTEM, now=NOW)
    associate, other = cast.sign_in("associate"), cast.sign_in("LDS")
    assert "PO-7" in associate.get("/stock/receiving/").content.decode()
    other.post(f"/stock/receiving/{due}/", {"quantity": "6"})
    assert Inbound.objects.get().received == 0
    associate.post(f"/stock/receiving/{due}/", {"quantity": "4"})
    associate.post(f"/stock/receiving/{due}/", {"quantity": "0", "is_last": "on"})
    closed = Inbound.objects.get()
    assert (closed.received, closed.closed_at is None, position(location="YRK").on_hand) == (4, False, 7)


def test_pieces_are_sent_to_another_store_and_stand_on_the_road(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    associate.post("/stock/transfers/YRK/", {"code": "KETTLE", "to": "LDS", "quantity": "99"})
    associate.post("/stock/transfers/YRK/", {"code": "KETTLE", "to": "LDS", "quantity": "2"})
    assert position(location="YRK").on_hand == 1
    [line] = associate.get("/stock/transfers/").context["on_the_road"]
    assert (line.left, line.location, line.origin) == (2, "LDS", "Yrk")


def test_pieces_that_left_and_did_not_arrive_are_looked_for_where_they_came_from(cast: Cast) -> None:
    associate, leeds = cast.sign_in("associate"), cast.sign_in("LDS")
    associate.post("/stock/transfers/YRK/", {"code": "KETTLE", "to": "LDS", "quantity": "3"})
    [line] = leeds.get("/stock/receiving/").context["deliveries"]
    told = leeds.post(f"/stock/receiving/{line.id}/", {"quantity": "1", "is_last": "on"}, follow=True)
    assert [str(each) for each in told.context["messages"]] == [
        "1 of Kettle taken in; 2 did not arrive. Yrk is asked to look for them."
    ]
    york, other = cast.actor("associate"), cast.actor("LDS")

    def to_look_for() -> list[list[tuple[str, str]]]:
        waiting = work.list_work_of(people=[york, other], now=clock.now())
        return [[(i.title, i.why) for i in waiting[one.id] if i.title.startswith("Look")] for one in (york, other)]

    why = "Leeds got 1 of the 3 that you sent. Count what is left here."
    assert to_look_for() == [[("Look for 2 × Kettle", why.replace("Leeds", "Lds"))], []]
    assert "not looked for yet" in associate.get("/stock/transfers/").content.decode()
    associate.post("/stock/counts/YRK/", {"sku": "KETTLE", "counted": "2"})
    assert (position(location="YRK").on_hand, position(location="LDS").on_hand) == (2, 6)
    assert to_look_for() == [[], []]
    assert "counted there since" in leeds.get("/stock/transfers/").content.decode()


def test_movements_that_wait_and_reservations_that_nobody_ends_are_shown(cast: Cast) -> None:
    tell("sell", 1, sku="UNKNOWN", location="YRK")
    demand = inventory.Demand("order:7/1", 1, "KETTLE", 1, "YRK")
    then = NOW - timedelta(days=900)
    inventory.reserve(demands=[demand], kind=inventory.ReservationKind.HARD, by=SYSTEM, now=then)
    browser = cast.sign_in("supply_chain_manager")
    assert "UNKNOWN" in browser.get("/stock/held/").content.decode()
    assert "order:7/1" in browser.get("/stock/reservations/").content.decode()
    assert browser.get("/stock/check/").status_code == 200


def test_the_open_door_tells_words_to_everybody_and_may_be_cached(cast: Cast) -> None:
    anybody = Client()
    told = anybody.get("/api/public/availability/KETTLE")
    assert told.json()["delivery"] == "plenty"
    assert {store["code"]: store["state"] for store in told.json()["stores"]} == {
        "LDS": "plenty", "NCL": "plenty", "YRK": "few",
    }  # fmt: skip
    assert (told["Access-Control-Allow-Origin"], told["Cache-Control"]) == ("*", "public, max-age=10")
    again = anybody.get("/api/public/availability/KETTLE", headers={"If-None-Match": told["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tell("sell", 9, location="NCL")
    changed = anybody.get("/api/public/availability/KETTLE", headers={"If-None-Match": told["ETag"]})
    assert changed.status_code == 200
    assert anybody.get("/api/public/availability/NONE").status_code == 404
    assert anybody.post("/api/public/availability/KETTLE").status_code == 405


def test_who_knocks_too_often_waits_a_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_door, "LIMIT", Limit(requests=2, seconds=3600))
    answers = [Client().get("/api/public/availability/KETTLE") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    other = Client().get("/api/public/availability/KETTLE", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_a_store_asks_another_to_send_pieces_and_they_stand_in_its_morning_list(cast: Cast) -> None:
    york, wish = cast.sign_in("associate"), {"sku": "KETTLE", "origin": "LDS", "quantity": "2"}
    york.post("/stock/transfers/YRK/wishes/", wish)
    york.post("/stock/transfers/YRK/wishes/", wish)
    york.post("/stock/transfers/YRK/wishes/", wish | {"origin": "NCL"})
    york.post("/stock/transfers/LDS/wishes/", wish | {"origin": "NCL"})
    leeds = cast.actor("LDS")
    [todo] = [item for item in work.list_work_of(people=[leeds], now=NOW)[leeds.id] if item.kind == "send"]
    assert (todo.title, todo.why) == ("Send 2 × Kettle to Yrk", "Somebody there asked for it.")
    cast.sign_in("LDS").post(f"/stock/transfers/suggested/{Suggestion.objects.get().id}/", {"found": "2"})
    assert Inbound.objects.values_list("origin__code", "location__code", "quantity").get() == ("LDS", "YRK", 2)


def test_nobody_is_asked_for_more_than_is_free_there(cast: Cast) -> None:
    cast.sign_in("associate").post("/stock/transfers/YRK/wishes/", {"sku": "KETTLE", "origin": "LDS", "quantity": "6"})
    assert Suggestion.objects.count() == 0


def test_damaged_pieces_are_not_for_sale_until_they_are_mended(cast: Cast) -> None:
    associate, sent = cast.sign_in("associate"), {"sku": "KETTLE", "kind": "damage", "quantity": "2", "reason": "wet"}
    associate.post("/stock/states/YRK/", sent)
    associate.post("/stock/states/LDS/", sent)
    associate.post("/stock/states/YRK/", sent)
    assert [position(location=code).damaged for code in ("YRK", "LDS")] == [2, 0]
    page = associate.get("/stock/scan/?code=KETTLE").content.decode()
    assert "2 damaged" in page
    associate.post("/stock/states/YRK/", {**sent, "kind": "mend", "quantity": "1"})
    assert position(location="YRK").unpromised == 2


def test_the_phone_page_may_run_the_reader_of_codes_and_no_other_page(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    assert "wasm-unsafe-eval" in associate.get("/stock/scan/").headers["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in associate.get("/stock/counts/").headers["Content-Security-Policy"]


def test_promised_pieces_that_are_missing_are_to_be_found_beside_shelves_to_count(cast: Cast) -> None:
    keep(demand("order:1/1", 3, location="YRK"))
    tell("sell", 2, location="YRK")
    manager = cast.actor("YRK")
    [todo] = [item for item in work.list_work_of(people=[manager], now=NOW)[manager.id] if item.kind == "count"]
    assert (todo.title, todo.why) == ("Find 2 × Kettle", "Promised pieces are missing. The record says 1.")


def test_a_store_whose_tills_are_silent_is_not_known_rather_than_empty(cast: Cast) -> None:
    Location.objects.filter(code="YRK").update(stale_after_minutes=1, trusted_minutes=1)
    stores = {each["code"]: each["state"] for each in Client().get("/api/public/availability/KETTLE").json()["stores"]}
    assert stores["YRK"] == "unknown"


def test_a_supplier_s_page_says_how_old_its_stock_is(cast: Cast) -> None:
    lux = Supplier.objects.create(source_key="lux", name="Lux", recorded_at=NOW)
    with_location("LUX", kind="supplier", supplier=lux, stale_after_minutes=1, name="Lux")
    tell("receive", 9, location="LUX", at=NOW - timedelta(hours=31))
    page = cast.sign_in("supply_chain_manager").get(f"/suppliers/{lux.id}/").content.decode()
    assert "1 product, 9 pieces" in page
    assert "silent for too long" in page


def test_all_suggestions_that_are_shown_are_decided_at_once(cast: Cast) -> None:
    for sku in ("POT", "PAN"):
        with_product(sku)
    places = {row.code: row for row in Location.objects.all()}
    for sku in ("KETTLE", "POT", "PAN"):
        Suggestion.objects.create(
            kind="transfer", product=Product.objects.get(sku=sku), origin=places["LDS"], destination=places["YRK"],
            quantity=2, sold=9, empty_days=3, lost=2, have=0, lead_days=2, suggested_at=NOW,
        )  # fmt: skip
    shown = [str(row.id) for row in Suggestion.objects.exclude(product__sku="PAN")]
    cast.sign_in("supply_chain_manager").post("/stock/suggestions/all/", {"id": shown})
    assert Suggestion.objects.exclude(accepted_at=None).count() == 2


def test_of_a_chosen_location_all_suggestions_stand_together_by_where_from_and_where_to(cast: Cast) -> None:
    hull, york, leeds = (Location.objects.get(code=code) for code in ("NCL", "YRK", "LDS"))
    for n, (origin, to) in enumerate([(leeds, york)] * 40 + [(york, hull)] * 3 + [(leeds, hull)]):
        Suggestion.objects.create(
            kind="transfer", product_id=with_product(f"P{n}"), origin=origin, destination=to,
            quantity=2, sold=9, empty_days=3, lost=2, have=0, lead_days=2, suggested_at=NOW,
        )  # fmt: skip
    client = cast.sign_in("supply_chain_manager")
    page = client.get("/stock/suggestions/?location=YRK").content.decode()
    assert (page.count("shelf-card"), "Do all 40" in page, "Do all 3" in page) == (43, True, True)
    shown = [str(row.id) for row in Suggestion.objects.filter(destination=york)]
    answer = client.post("/stock/suggestions/all/", {"id": shown, "location": "YRK"})
    assert answer.headers["Location"] == "/stock/suggestions/?location=YRK"
    assert Suggestion.objects.exclude(accepted_at=None).count() == 40
