"""Returns and refunds on pages and by REST: the counter, the queue, a decision, the money of an order."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from shopkeeper.core.actors import Actor
from shopkeeper.core.search import search
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import GoodwillLimits, ReturnState
from shopkeeper.orders.models import Refund, ReturnRequest
from shopkeeper.orders.policies import GOODWILL
from shopkeeper.orders.queries.ruling import list_policies
from shopkeeper.orders.returns_work import list_refunds_to_do, list_returns_to_do
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, clerk, get, hour, outlet
from tests.orders.shop import money, run_errands
from tests.orders.test_decided import decide
from tests.orders.test_refunds import give, person
from tests.orders.test_returns import ask, delivered, receive

pytestmark = pytest.mark.django_db


def sign_in() -> Client:
    return with_cast().sign_in("chief_customer_officer")


def always_open() -> None:
    """Doors read the clock of today, long after the tests' orders."""
    orders.set_return_policy(policy=orders.PolicySpec(days=3650), by=BY, now=hour(0))


def seen(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_receipt_is_scanned_and_the_page_says_what_it_brings_before_anything_happens() -> None:
    placed = delivered()
    always_open()
    client, lamp = sign_in(), get(placed.id).lines[0].id
    said = {"code": placed.number, "order": placed.id, f"pieces:{lamp}": 1, "place": "leeds"}
    asked = "&".join(f"{name}={value}" for name, value in said.items())
    page = seen(client, f"/returns/new/?{asked}")
    assert ("£30.00" in page, "It may come back" in page, ReturnRequest.objects.exists()) == (True, True, False)
    there = client.post("/returns/new/order/", said)
    run_errands()
    row = ReturnRequest.objects.get()
    assert (there["Location"], row.state) == (f"/returns/{row.number}/", ReturnState.SETTLED)
    assert money(placed)[3] == "30.00"
    assert "Return settled" in seen(client, there["Location"])
    assert "has this number" in seen(client, "/returns/new/?code=NOPE")


def test_the_queue_says_what_waits_and_each_step_is_a_button() -> None:
    placed = delivered()
    client, request = sign_in(), ask(placed, 1, at=24 * 40)
    number = ReturnRequest.objects.get().number
    client.post(f"/returns/{request}/decision/", {"to": "approve", "why": "was ill"})
    page = seen(client, f"/returns/{number}/")
    assert "was ill" in page
    item = ReturnRequest.objects.get().items.get().id
    client.post(f"/returns/{request}/receipt/", {"place": "york", f"came:{item}": "1"})
    assert number in seen(client, "/returns/?state=received")
    client.post(f"/returns/{request}/undo/")
    assert ReturnRequest.objects.get().state == ReturnState.APPROVED
    client.post(f"/returns/{request}/receipt/", {"place": "york", f"came:{item}": "1"})
    found = {f"quantity:{item}": 1, f"condition:{item}": "worn", f"disposition:{item}": "refurbish"}
    assert "Take the last step back" in seen(client, f"/returns/{number}/")
    client.post(f"/returns/{request}/inspection/", found)
    run_errands()
    assert money(placed)[3] == "15.00"
    assert "Take the last step back" not in seen(client, f"/returns/{number}/")
    assert "Nothing comes back just now" in seen(client, "/returns/")


def test_the_money_of_an_order_is_told_and_goodwill_given() -> None:
    placed = delivered()
    client = sign_in()
    assert "£144.50 could still be given back" in seen(client, f"/orders/{placed.id}/money/")
    client.post(f"/orders/{placed.id}/goodwill/", {"amount": "10.00", "way": "original", "why": "came late"})
    run_errands()
    page = seen(client, f"/orders/{placed.id}/money/")
    assert ("came late" in page, money(placed)[3]) == (True, "10.00")
    assert client.post(f"/orders/{placed.id}/goodwill/", {"amount": "0"}).status_code == 302
    assert Refund.objects.count() == 1


def test_what_may_come_back_is_set_on_a_page() -> None:
    client = sign_in()
    assert "30 days" in seen(client, "/policies/orders.returns/")
    told = {
        "subject": "*",
        "days": 60,
        "faulty_days": 900,
        "worn_percent": 40,
        "person_above": "",
        "why": "as all others in the street",
    }
    client.post("/policies/orders.returns/decision/", told)
    page = seen(client, "/policies/orders.returns/")
    assert ("60 days" in page, "as all others in the street" in page) == (True, True)
    assert list_policies()[None] == orders.PolicySpec(days=60, faulty_days=900, worn_percent=40, refunds_delivery=False)


def test_those_who_may_have_what_waits_on_their_list_of_the_morning() -> None:
    placed = delivered()
    leeds = clerk("leeds")
    helper = type(leeds)(leeds.kind, "hal", "Hal", frozenset({"orders.take_returns"}), leeds.scopes)
    chief = type(leeds)(leeds.kind, "mia", "Mia", frozenset({"orders.decide_returns"}), BY.scopes)
    receive(ask(placed, 1), "leeds")
    late = ask(placed, 1, at=24 * 40)
    ReturnRequest.objects.filter(pk=late).update(denied_at=None)
    found = list_returns_to_do(people=[helper, chief], now=hour(50))
    assert [(item.person_id, item.title) for item in found] == [
        ("hal", "Look at what came back: Brass lamp"), ("mia", "Decide the return of Brass lamp"),
    ]  # fmt: skip


def test_the_owner_of_the_experience_meets_a_return_when_nobody_nearer_decided_it() -> None:
    asked = ask(delivered(), 1, at=24 * 40)
    ReturnRequest.objects.filter(pk=asked).update(denied_at=None)
    owner, nearer = _owner_and_nearer("orders.decide_returns")
    met = {
        hours: [(item.person_id, item.why) for item in list_returns_to_do(people=[owner, nearer], now=hour(hours))]
        for hours in (24 * 40 + 23, 24 * 41 + 1)
    }
    assert met == {
        24 * 40 + 23: [("callum", "The policy leaves it to a person.")],
        24 * 41 + 1: [("ruth", "Nobody decided it in a day."), ("callum", "Nobody decided it in a day.")],
    }


@pytest.mark.django_db(transaction=True)
def test_a_return_goes_all_the_way_by_rest() -> None:
    placed = delivered()
    till = Till("orders.view_orders", "orders.take_returns", "orders.refund_little", "inventory.view_stock")
    lamp = str(get(placed.id).lines[0].id)
    wish = {"order_id": str(placed.id), "lines": [{"line_id": lamp, "quantity": 1}], "outlet_id": str(outlet("york"))}
    told = till.post("/api/return-previews", wish)
    assert (told.status_code, told.json()["ruling"]["verdict"]) == (200, "denied")  # the clock of today is long after
    always_open()
    made = till.post("/api/returns", wish)
    at = f"/api/returns/{made.json()['number']}"
    assert (made.status_code, made.json()["state"]) == (201, "approved")
    received = till.post(f"{at}/receipt", {"location": "york"})
    assert received.json()["state"] == "received"
    found = [{"item_id": made.json()["items"][0]["id"], "quantity": 1, "condition": "as_new", "disposition": "restock"}]
    assert till.post(f"{at}/inspection", {"found": found}).json()["state"] in ("settled", "inspected")
    assert till.delete(f"{at}/last-step").status_code == 409
    assert till.post(f"{at}/approval", {"why": "x"}).status_code == 403
    given = till.post(f"/api/orders/{placed.number}/goodwill", {"amount": "26.00", "why": "sorry"})
    assert (given.status_code, given.json()[0]["state"]) == (201, "asked")
    assert till.get(f"/api/orders/{placed.number}/money").json()["ledger"]["is_here"] is True
    assert [row["state"] for row in till.get("/api/returns?state=settled").json()] in (["settled"], [])


def test_the_owner_of_the_experience_meets_a_refund_late_or_when_nobody_nearer_may_agree() -> None:
    placed = delivered()
    give(placed, "120.00", person("hal", "orders.refund_little"))
    people = list(_owner_and_nearer("orders.refund_more", "orders.refund_any"))
    people[1] = replace(people[1], permissions=frozenset({"orders.refund_more"}))

    def asked_at(hours: int) -> list[str]:
        return [item.person_id for item in list_refunds_to_do(people=people, now=hour(hours))]

    assert (asked_at(21), asked_at(20 + 25)) == (["callum"], ["ruth", "callum"])
    decide(GOODWILL, GoodwillLimits(serving=Decimal(25), leading=Decimal(100)))
    assert asked_at(21) == ["ruth"]


def _owner_and_nearer(*permissions: str) -> tuple[Actor, Actor]:
    owner = replace(BY, id="ruth", roles=("chief_customer_officer",), permissions=frozenset(permissions))
    return owner, replace(owner, id="callum", roles=("contact_center_manager",))


def test_who_may_do_everything_is_asked_for_nothing() -> None:
    asked = ask(delivered(), 1, at=24 * 40)
    ReturnRequest.objects.filter(pk=asked).update(denied_at=None)
    assert list_returns_to_do(people=[BY], now=hour(24 * 42)) == []


def test_a_return_that_may_come_is_found_by_its_number_before_it_is_here() -> None:
    request_id = ask(delivered(), 1)
    number = ReturnRequest.objects.get(pk=request_id).number
    [hit] = search(number.lower(), by=BY, now=hour(21))
    assert (hit.title, hit.url) == (f"Return {number}", f"/returns/{number}/")
    assert sign_in().get("/orders/", {"q": number}).headers["Location"] == f"/returns/{number}/"
