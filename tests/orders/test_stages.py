"""Each stage of an order at the place that fulfills it has a clock: it runs while the place is open, and shows."""

from datetime import datetime, time, timedelta

import pytest

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.core.agreeing import agree
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Carrier, Label, Parcel, Service
from shopkeeper.delivery.partners.errands import fetch_label
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.packing import pack_parcel, scan_into_parcel, unpack_parcel
from shopkeeper.orders.actions.sending import hand_over_to_carrier
from shopkeeper.orders.contracts import Stage, StageCell, StageTargets, ToSend
from shopkeeper.orders.errors import FoundAlready, NotPackedYet, WrongPiece
from shopkeeper.orders.models import Hold, Packing, PackScan, StagePassed
from shopkeeper.orders.policies import STAGES
from shopkeeper.orders.queries.board import get_board
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.rules.stages import Hours, Progress, clock_of
from shopkeeper.orders.stage_work import list_stages_to_do
from shopkeeper.organization import public as organization
from shopkeeper.organization.public import Role
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, hour, outlet
from tests.orders.sending import of_store
from tests.orders.shop import open_stocked_shop, open_supplier, place
from tests.orders.test_return_doors import sign_in

TARGETS = StageTargets(release=60, pick=120, pack=30, hand_over=240)
OFFICE = Hours(tuple((hour(day * 24), hour(day * 24 + 8)) for day in range(5)))
"""Open for eight hours from nine, five days."""


@pytest.fixture(autouse=True)
def _open_at_all_hours(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if "rest" in request.node.name else "db")
        blocks = tuple(organization.WorkingBlock(day, time(0), time(23, 59, 59)) for day in range(7))
        calendar = organization.WorkingCalendar("UTC", blocks)
        organization.set_working_hours(calendar=calendar, by=BY, now=NOW)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("progress", "at", "told"),
    [
        (Progress(NOW), hour(1), (Stage.PICK, minutes(60), hour(2), False)),
        (Progress(NOW), hour(3), (Stage.PICK, minutes(180), hour(2), True)),
        (Progress(hour(7)), hour(24), (Stage.PICK, minutes(60), hour(25), False)),
        (Progress(NOW, hour(1)), hour(2), (Stage.PACK, minutes(60), hour(1) + minutes(30), True)),
        (Progress(NOW, hour(1), hour(6)), hour(7), (Stage.HAND_OVER, minutes(60), hour(26), False)),
        (Progress(NOW, held=((hour(1), None),)), hour(3), (Stage.RELEASE, minutes(120), hour(2), True)),
        (Progress(NOW, held=((hour(1), hour(3)),)), hour(4), (Stage.PICK, minutes(120), hour(4), False)),
        (
            Progress(NOW, held=((hour(1), hour(3)), (hour(2), hour(4)))), hour(5),
            (Stage.PICK, minutes(120), hour(5), False),
        ),
        (Progress(NOW, promised_at=hour(1)), hour(2), (Stage.PICK, minutes(120), hour(1), True)),
        (Progress(NOW, promised_at=hour(9)), hour(1), (Stage.PICK, minutes(60), hour(2), False)),
        (Progress(NOW, promised_at=hour(-1)), hour(1), (Stage.PICK, minutes(60), NOW, True)),
    ],
)  # fmt: skip
def test_a_clock_runs_while_the_place_is_open_and_nobody_holds_the_order(progress, at, told) -> None:
    found = clock_of(progress, TARGETS, OFFICE, at)
    assert (found.stage, found.age, found.due_at, found.is_overdue) == told


def test_a_place_that_does_not_open_is_never_late() -> None:
    found = clock_of(Progress(NOW), TARGETS, Hours(()), hour(90))
    assert (found.due_at, found.is_overdue, found.is_open) == (None, False, False)


def only(placed: orders.Placed, hours: int = 1) -> ToSend:
    [card] = list_to_send(by=BY, now=hour(hours), order_id=placed.id)
    return card


def scan(card: ToSend, *codes: str, hours: int = 1) -> None:
    for code in codes:
        scan_into_parcel(order_id=card.order_id, parcel_id=card.parcel_id, code=code, by=BY, now=hour(hours))


def passed() -> list[tuple[str, datetime, datetime | None, datetime, int]]:
    rows = StagePassed.objects.filter(undone_at=None).order_by("passed_at", "id")
    return [(row.stage, row.started_at, row.due_at, row.passed_at, row.open_seconds // 60) for row in rows]


@pytest.mark.django_db
def test_each_stage_of_a_parcel_leaves_its_times_behind() -> None:
    open_stocked_shop(leeds=(5, 5))
    agree(policy=STAGES, values=TARGETS, why="agreed with stores", by=BY, now=NOW)
    card = only(place())
    assert (card.clock.stage, card.clock.due_at, card.left) == (Stage.PICK, hour(2), 3)
    scan(card, "LAMP", "LAMP", "RUG", hours=1)
    pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=BY, now=hour(2))
    hand_over_to_carrier(
        order_id=card.order_id, parcel_id=card.parcel_id, tracking_number="SW1", by=BY, now=hour(4)
    )  # fmt: skip
    assert passed() == [
        ("pick", NOW, hour(2), hour(1), 60),
        ("pack", hour(1), hour(1) + minutes(30), hour(2), 60),
        ("hand_over", hour(2), hour(6), hour(4), 120),
    ]


@pytest.mark.django_db
def test_what_a_supplier_hands_over_without_telling_its_steps_is_judged_as_a_whole() -> None:
    open_stocked_shop()
    open_supplier(5)
    agree(policy=STAGES, values=TARGETS, why="agreed", by=BY, now=NOW)
    card = only(place())
    hand_over_to_carrier(
        order_id=card.order_id, parcel_id=card.parcel_id, tracking_number="SW1", by=BY, now=hour(4)
    )  # fmt: skip
    assert passed() == [("hand_over", NOW, hour(6) + minutes(30), hour(4), 240)]


@pytest.mark.django_db
def test_a_service_has_targets_of_its_own() -> None:
    open_stocked_shop(leeds=(5, 5))
    kind, swift = delivery.ServiceKind.STANDARD, Carrier.objects.get()
    Service.objects.create(source_key="s", recorded_at=NOW, carrier=swift, code="standard", name="Standard", kind=kind)
    placed = place()
    assert only(placed).clock.due_at == hour(4)
    agree(policy=STAGES, values=TARGETS, subject="swift/standard", why="quick", by=BY, now=NOW)
    assert only(placed).clock.due_at == hour(2)


@pytest.mark.django_db
def test_only_what_belongs_into_a_parcel_goes_in_and_it_is_closed_when_all_is_in() -> None:
    open_stocked_shop(leeds=(5, 5))
    card = only(place(("LAMP", 1)))
    with pytest.raises(WrongPiece, match="“RUG” is not part of this order"):
        scan(card, "RUG")
    with pytest.raises(NotPackedYet, match="Still to be scanned into this parcel: 1"):
        pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=BY, now=hour(1))
    assert (PackScan.objects.count(), Packing.objects.count(), StagePassed.objects.count()) == (0, 0, 0)
    scan(card, "lamp")
    with pytest.raises(FoundAlready):
        scan(card, "LAMP")
    assert PackScan.objects.count() == 1


@pytest.mark.django_db
def test_a_parcel_that_holds_all_pieces_is_closed_before_it_leaves() -> None:
    open_stocked_shop(leeds=(5, 5))
    card, browser = only(place(("LAMP", 1))), sign_in()
    scan(card, "LAMP")
    said = browser.post(f"/sending/{card.order_id}/{card.parcel_id}/handover/", follow=True).content.decode()
    assert "All pieces are in this parcel, but it is open. Close it, then hand it over." in said
    assert Parcel.objects.get(pk=card.parcel_id).handed_over_at is None


@pytest.mark.django_db
def test_a_parcel_that_is_opened_again_is_as_it_was_before() -> None:
    open_stocked_shop(leeds=(5, 5))
    card = only(place(("LAMP", 1)))
    scan(card, "LAMP")
    pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=BY, now=hour(2))
    unpack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=BY, now=hour(3))
    after = only_id(card)
    assert (after.found, after.packed_at, after.clock.stage, passed()) == (0, None, Stage.PICK, [])


def only_id(card: ToSend) -> ToSend:
    [found] = list_to_send(by=BY, now=hour(3), order_id=card.order_id)
    return found


@pytest.mark.django_db
def test_what_is_held_waits_to_be_released_and_then_goes_on_where_it_was() -> None:
    open_stocked_shop(leeds=(5, 5))
    agree(policy=STAGES, values=TARGETS, why="agreed", by=BY, now=NOW)
    placed = place()
    hold = orders.hold_order(order_id=placed.id, reason=orders.HoldReason.FRAUD, owner="it", why="", by=BY, now=hour(1))
    assert only(placed, 3).clock.stage is Stage.RELEASE
    orders.release_hold(order_id=placed.id, hold_id=hold, by=BY, now=hour(4))
    assert Hold.objects.get().released_at == hour(4)
    assert passed() == [("release", hour(1), hour(2), hour(4), 180)]
    clock = only(placed, 4).clock
    assert (clock.stage, clock.age, clock.due_at) == (Stage.PICK, minutes(60), hour(5))


def supply_chain() -> Actor:
    may = frozenset({"orders.move_orders"})
    return Actor(ActorKind.EMPLOYEE, "m", "m", may, Scopes(company_wide=True), (str(Role.SUPPLY_CHAIN_MANAGER),))


@pytest.mark.django_db
def test_the_board_shows_each_place_its_stages_and_the_morning_what_waits_too_long() -> None:
    open_stocked_shop(leeds=(5, 0), dc=(0, 5))
    agree(policy=STAGES, values=TARGETS, why="agreed", by=BY, now=NOW)
    place(("LAMP", 1))
    place(("LAMP", 2), key="web-2")
    place(("RUG", 1), key="web-3", how=orders.How(
        carrier_key="swift", service="standard", promised_on=NOW.date() + timedelta(days=2)))  # fmt: skip
    rows = get_board(by=BY, now=hour(3)).rows
    assert [(row.place, row.key, row.overdue) for row in rows] == [
        ("Leeds", str(outlet("leeds")), 2),
        ("Depot", "dc", 1),
    ]
    assert rows[0].cells[1] == StageCell(Stage.PICK, 2, 2, minutes(180), 3)
    [mine] = list_stages_to_do(people=[of_store("leeds"), of_store("york")], now=hour(3))
    assert (mine.person_id, mine.title, mine.why) == (
        "leeds", "Find 2 orders in Leeds", "Longer than agreed: the oldest has waited for 3 h of opening time.",
    )  # fmt: skip
    assert [one.title for one in list_stages_to_do(people=[supply_chain()], now=hour(3))] == [
        "Find 2 orders in Leeds", "Find 1 order in Depot",
    ]  # fmt: skip
    assert list_stages_to_do(people=[supply_chain()], now=hour(1)) == []


@pytest.mark.django_db
def test_an_order_to_collect_is_found_and_put_on_its_shelf_against_the_clock() -> None:
    open_stocked_shop(leeds=(5, 5))
    agree(policy=STAGES, values=TARGETS, subject="collected", why="agreed", by=BY, now=NOW)
    how = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))
    placed = place(("LAMP", 1), how=how)
    [pickup] = orders.list_pickups(placed.id)
    [row] = get_board(by=BY, now=hour(1)).rows
    assert (row.place, row.cells[1].count) == ("Leeds", 1)
    orders.scan_all(pickup_id=pickup.id, by=BY, now=hour(1))
    orders.mark_ready(pickup_id=pickup.id, shelf="A1", at=hour(3), by=BY, now=hour(3))
    assert passed() == [
        ("pick", NOW, hour(2), hour(1), 60), ("pack", hour(1), hour(1) + minutes(30), hour(3), 120),
    ]  # fmt: skip
    assert get_board(by=BY, now=hour(3)).rows == []


@pytest.mark.django_db
def test_a_packer_scans_closes_and_hands_over_on_the_page() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    browser, card = sign_in(), only(placed)
    path = f"/sending/{placed.id}/{card.parcel_id}/"
    wrong = browser.post(f"{path}scans/", {"code": "RUG"}, follow=True).content.decode()
    assert "is not part of this order" in wrong
    early = browser.post(f"{path}handover/", {"tracking_number": "SW7"}, follow=True).content.decode()
    assert "Still to be scanned into this parcel: 1" in early
    said = browser.post(f"{path}scans/", {"code": "lamp"}, follow=True).content.decode()
    assert ("In the parcel: Brass lamp. That was the last piece of it." in said, "It is packed" in said) == (True, True)
    packed = browser.post(f"{path}packing/", follow=True).content.decode()
    assert "Number on the label" in packed
    opened = browser.post(f"{path}opening/", follow=True).content.decode()
    assert "0 of 1 scanned" in opened
    board = browser.get("/sending/stages/").content.decode()
    assert ("Leeds" in board, "to be found" in board) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_a_warehouse_system_scans_packs_and_reads_the_board_by_rest() -> None:
    open_stocked_shop(dc=(5, 5))
    place(("LAMP", 1))
    machine = Till("orders.move_orders")
    [card] = machine.get("/api/parcels-to-send?location=dc").json()
    path = f"/api/orders/{card['order_id']}/parcels/{card['parcel_id']}"
    assert machine.post(f"{path}/packing", {}).status_code == 409
    assert machine.post(f"{path}/scans", {"code": "RUG"}).status_code == 409
    assert machine.post(f"{path}/scans", {"code": "LAMP"}).json()["found"] == 1
    assert machine.post(f"{path}/packing", {}).json()["packed_at"] is not None
    [row] = machine.get("/api/fulfillment-stages").json()
    assert (row["place"], [cell["count"] for cell in row["cells"]]) == ("Depot", [0, 0, 0, 1])
    assert Till("orders.view_orders").get("/api/fulfillment-stages").status_code == 403


@pytest.mark.django_db
def test_a_parcel_that_was_packed_gets_a_label_by_which_it_leaves() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    card = only(placed)
    scan(card, "LAMP")
    pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=BY, now=hour(2))
    path = f"/sending/{placed.id}/{card.parcel_id}/"
    browser = sign_in()
    assert "The carrier is making the label." in browser.get(path).content.decode()
    fetch_label(label_id=Label.objects.get(ref=f"parcel:{card.parcel_id}").id, by=BY, now=hour(2))
    number = only(placed).label
    printed = browser.get(f"{path}label/").content.decode()
    assert all(words in printed for words in (number, "Ann Lee", "1 High Street", "LS1 4AB", "Swift", "Leeds"))
    browser.post(f"{path}handover/", {"tracking_number": ""})
    assert Parcel.objects.get().tracking_number == number


@pytest.mark.django_db
def test_the_board_says_how_much_waits_where_it_does_not_show_all() -> None:
    open_stocked_shop(leeds=(9, 9), dc=(9, 9))
    for n in range(3):
        place(("LAMP", 1), ("RUG", 1), key=f"web-{n}")
    collected = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))
    place(("LAMP", 1), key="web-3", how=collected)
    whole = get_board(by=BY, now=hour(1))
    assert (whole.count, whole.total, whole.is_cut) == (4, 4, False)
    found = get_board(by=BY, now=hour(1), most=4)
    assert (found.count, found.total, found.is_cut) == (3, 4, True)
