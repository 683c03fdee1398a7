"""What another system says came back without an order is found by the number that it gave it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.urls import reverse

from shopkeeper.core.search import search
from shopkeeper.customers import public as customers
from shopkeeper.orders.commands import orders as commands
from shopkeeper.orders.customer_facts import tell
from shopkeeper.orders.models import Return
from shopkeeper.orders.queries.told_returns import list_returns_without_order, list_told_returns
from tests.cast import with_cast
from tests.connectors.importing import import_rows
from tests.orders.book import BY, clerk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
OUTLETS = [
    {"source_key": "s1", "code": "leeds", "name": "Leeds", "kind": "store"},
    {"source_key": "s2", "code": "york", "name": "York", "kind": "store"},
]


def back(key: str, number: str, sku: str, pieces: int, money: str, **others: object) -> dict[str, object]:
    told = {"outlet_key": "leeds", "customer_key": "ann", "occurred_at": "2026-03-09 10:00"}
    return {
        "source_key": key,
        "number": number,
        "sku": sku,
        "quantity": pieces,
        "refund_amount": money,
        **told,
        **others,
    }


@pytest.fixture(autouse=True)
def _credit_notes(tmp_path: Path) -> None:
    """Two credit notes: one of two products, one of another customer a day later."""
    rows = [
        back("1", "C536379", "lamp", 2, "40"),
        back("2", "C536379", "rug", 1, "24.50"),
        back("3", "C/7", "rug", 1, "24.50", customer_key="bob", occurred_at="2026-03-10 10:00"),
    ]
    run = import_rows(
        tmp_path, outlets=OUTLETS, returns=rows,
        customers=[{"source_key": "ann", "full_name": "Ann Lee"}, {"source_key": "bob", "full_name": "Bob Ray"}],
    )  # fmt: skip
    assert [part.refused for part in run.parts] == [0, 0, 0]


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, list(words))


def test_its_rows_are_one_return_with_all_its_pieces_and_money() -> None:
    [told] = list_told_returns("c536379", by=BY)
    assert [(one.sku, one.quantity, str(one.refund)) for one in told.pieces] == [
        ("lamp", 2, "40.00"),
        ("rug", 1, "24.50"),
    ]
    assert (told.number, told.outlet, told.count, str(told.refund)) == ("C536379", "Leeds", 3, "64.50")
    assert (told.order_id, list_told_returns("C53637", by=BY), list_told_returns("", by=BY)) == (None, [], [])


def test_the_search_of_the_house_and_the_command_line_find_it() -> None:
    [hit] = [one for one in search("C536379", by=BY, now=NOW) if one.icon == "undo-2"]
    assert (hit.title, hit.url) == ("Return C536379", "/returns/C536379/")
    assert "Ann Lee" in hit.detail
    [row] = run("find", "C536379").output.splitlines()
    assert row.split()[:1] + row.split()[3:5] + row.split()[-2:] == ["C536379", "came", "back", "Ann", "Lee"]
    assert '"number":"C536379"' in run("find", "C536379", "--json").output


def test_the_search_of_orders_leads_to_its_page() -> None:
    client = with_cast().sign_in("chief_customer_officer")
    assert client.get(reverse("orders:orders"), {"q": "C536379"}).headers["Location"] == "/returns/C536379/"
    page = client.get("/returns/C536379/").content.decode()
    assert "3 pieces came back" in page
    assert "not of which order" in page
    assert "Ann Lee" in page
    assert client.get(reverse("orders:return_page", args=["C/7"])).status_code == 200
    assert client.get(reverse("orders:return_page", args=["C536380"])).status_code == 404


def test_it_stands_among_what_came_back_newest_first() -> None:
    client = with_cast().sign_in("chief_customer_officer")
    assert [one.number for one in list_returns_without_order(by=BY, limit=5)] == ["C/7", "C536379"]
    assert [one.number for one in list_returns_without_order(by=BY, limit=1)] == ["C/7"]
    page = client.get(reverse("orders:orders"), {"stage": "came_back"}).content.decode()
    assert "Came back without an order" in page
    assert page.index("C/7") < page.index("C536379")
    assert "Came back without an order" not in client.get(reverse("orders:orders")).content.decode()


def test_its_customers_story_says_its_number_and_leads_to_it() -> None:
    [ann] = set(Return.objects.filter(number="C536379").values_list("customer", flat=True))
    told = tell(customers.ids_of(ann), by=BY, now=NOW, limit=9)
    assert {(one.detail.rpartition(" · ")[2], one.url) for one in told} == {("C536379", "/returns/C536379/")}


def test_a_clerk_of_another_outlet_does_not_see_it() -> None:
    assert list_told_returns("C536379", by=clerk("york")) == []
    assert list_returns_without_order(by=clerk("york"), limit=5) == []


def test_all_pieces_of_one_credit_note_are_one_line_of_their_customers_story() -> None:
    [ann] = set(Return.objects.filter(number="C536379").values_list("customer", flat=True))
    [entry] = [one for one in tell([ann], by=BY, now=NOW, limit=9) if "Brought back" in one.title]
    assert (entry.title, entry.url) == ("Brought back 2 products, £64.50", "/returns/C536379/")
    assert entry.detail in ("lamp, rug · C536379", "rug, lamp · C536379")


def money_alone(key: str, number: str, amount: str, **others: object) -> dict[str, object]:
    """A credit note of a fee: no SKU and no piece."""
    told = {"outlet_key": "leeds", "customer_key": "ann", "occurred_at": "2026-03-11 10:00", "comment": "Discount"}
    return {"source_key": key, "number": number, "quantity": 0, "refund_amount": amount, **told, **others}


def test_money_that_went_back_without_goods_is_found_by_its_number_and_counts_no_piece(tmp_path: Path) -> None:
    run = import_rows(tmp_path, returns=[
        money_alone("9", "C549452", "120.00", currency="EUR"), money_alone("10", "C549452", "4.41", comment="Postage"),
    ])  # fmt: skip
    assert run.refused == 0
    [told] = list_told_returns("c549452", by=BY)
    assert (told.count, str(told.refund), told.currency) == (0, "124.41", "EUR")
    assert [(one.sku, one.name, one.quantity) for one in told.pieces] == [("", "Postage", 0), ("", "Discount", 0)]
    client = with_cast().sign_in("chief_customer_officer")
    page = client.get("/returns/C549452/").content.decode()
    assert ("Money went back, and no pieces" in page, "€120.00" in page, "Discount" in page) == (True, True, True)
    assert [hit.title for hit in search("C549452", by=BY, now=NOW)] == ["Return C549452"]
    ann = Return.objects.filter(number="C549452")[0].customer_id
    assert ann is not None
    story = tell([ann], by=BY, now=NOW, limit=9)
    money = sorted(entry.title for entry in story if "given back" in entry.title)
    assert money == ["£4.41 given back: Postage", "€120.00 given back: Discount"]


@pytest.mark.parametrize(
    "row",
    [
        money_alone("9", "C1", "0"), money_alone("9", "C1", "5", quantity=1), money_alone("9", "C1", "5", quantity=-1),
        money_alone("9", "C1", "5", sku="lamp"),
    ],
    ids=["no amount", "a piece of nothing", "less than none", "none of a product"],
)  # fmt: skip
def test_neither_pieces_nor_money_is_refused_and_nothing_is_written(row: dict[str, object], tmp_path: Path) -> None:
    known = Return.objects.count()
    run = import_rows(tmp_path, returns=[row])
    assert (run.refused, Return.objects.count()) == (1, known)
