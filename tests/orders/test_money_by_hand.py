"""Whatever door money is given at, the same limits hold: the price of pieces by the policy, all else as goodwill."""

from decimal import Decimal

import pytest

from shopkeeper.core.permits import permissions_of
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import Condition, Disposition, PolicySpec, RefundState
from shopkeeper.orders.errors import ReasonNeeded
from shopkeeper.orders.models import Inspection, Refund, Return, ReturnRequest
from shopkeeper.orders.policies import RETURNS
from shopkeeper.orders.queries.refunds import list_refunds
from shopkeeper.payments import public as payments
from shopkeeper.payments.errors import NoAmount
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, ann, get, hour, outlet
from tests.orders.shop import money, run_errands
from tests.orders.test_decided import decide
from tests.orders.test_refunds import give, person
from tests.orders.test_returns import ask, delivered, receive, state

pytestmark = pytest.mark.django_db
CLERK = ("orders.change_orders", "orders.refund_little")


def take_back(placed: orders.Placed, amount: str, *permissions: str, why: str = "", at: int = 20) -> list[str]:
    """A lamp for 30 is taken back and so much paid; gives kind, state and amount of each refund, first to last."""
    orders.return_pieces(
        line_id=get(placed.id).lines[0].id, quantity=1, reason_code="", at=hour(at), refund_amount=Decimal(amount),
        why=why, by=person("ruth", *(permissions or CLERK)), now=hour(at),
    )  # fmt: skip
    run_errands()
    found = reversed(list_refunds(placed.id))
    return [f"{one.kind} {one.state} {one.amount}" for one in found]


def returned(placed: orders.Placed) -> tuple[int, int, int]:
    """Pieces that came back, facts of it, and refunds."""
    return get(placed.id).lines[0].counters.returned, Return.objects.count(), Refund.objects.count()


def test_pieces_taken_back_bring_their_price_whoever_takes_them() -> None:
    placed = delivered()
    assert take_back(placed, "30.00", "orders.change_orders") == ["return paid 30.00"]
    assert money(placed)[3] == "30.00"


def test_what_is_above_their_price_is_goodwill_with_a_reason_and_its_limit() -> None:
    placed = delivered()
    assert take_back(placed, "55.00", why="it hurt her") == ["return paid 30.00", "goodwill paid 25.00"]
    assert take_back(placed, "30.01", why="again")[2:] == ["return paid 30.00", "goodwill asked 0.01"]
    assert (money(placed)[3], Return.objects.order_by("id")[0].refund_amount) == ("85.00", Decimal(30))


def test_goodwill_beside_pieces_takes_a_reason_and_the_right_to_give_it() -> None:
    placed = delivered()
    with pytest.raises(ReasonNeeded):
        take_back(placed, "30.01")
    with pytest.raises(NotPermitted):
        take_back(placed, "30.01", "orders.change_orders", why="sorry")
    with pytest.raises(NoAmount):
        take_back(placed, "-5.00")


def test_against_the_policy_all_of_it_is_goodwill_unless_somebody_decides_returns() -> None:
    placed, late = delivered(), 9 + 24 * 31
    assert take_back(placed, "30.00", why="a good customer", at=late) == ["goodwill asked 30.00"]
    assert (money(placed)[3], get(placed.id).lines[0].counters.returned) == ("0.00", 1)
    decider = (*CLERK, "orders.decide_returns")
    assert take_back(placed, "30.00", *decider, at=late)[1:] == ["return paid 30.00"]


def test_small_sums_for_one_order_add_up_to_one_limit() -> None:
    placed, ruth = delivered(), person("ruth", "orders.refund_little")
    assert [give(placed, amount, ruth) for amount in ("15.00", "10.00", "0.01")] == [
        RefundState.PAID, RefundState.PAID, RefundState.ASKED,
    ]  # fmt: skip
    assert give(placed, "25.00", person("hal", "orders.refund_little")) is RefundState.PAID


def test_more_back_than_the_policy_has_takes_somebody_who_decides_returns() -> None:
    request = ask(delivered(), 1)
    receive(request)
    [item] = ReturnRequest.objects.get(pk=request).items.all()
    told = {"item_id": item.id, "quantity": 1, "condition": Condition.WORN, "disposition": Disposition.RESTOCK}
    found = [orders.FoundPieces(**told, percent=51)]
    with pytest.raises(NotPermitted):
        orders.inspect_return(request_id=request, found=found, by=person("ruth", "orders.take_returns"), now=hour(31))
    assert (state(request), Inspection.objects.count()) == ("received", 0)
    orders.inspect_return(request_id=request, found=found, by=person("mia", "orders.decide_returns"), now=hour(31))
    assert Refund.objects.get().amount == Decimal("15.30")


def test_what_is_dear_and_has_no_receipt_waits_for_somebody_who_decides_returns() -> None:
    delivered()
    decide(RETURNS, PolicySpec(person_above=Decimal(29)))
    wish = orders.NoReceipt(sku="LAMP", quantity=1, customer_id=ann().customer_id, outlet_id=outlet("york"))
    asked = orders.return_without_receipt(wish=wish, location="york", by=person("ruth"), now=hour(20))
    assert (state(asked), payments.list_store_credit([ann().customer_id])) == ("requested", [])
    taken = orders.return_without_receipt(
        wish=wish, location="york", by=person("mia", "orders.decide_returns"), now=hour(20)
    )
    assert (state(taken), payments.list_store_credit([ann().customer_id])[0].balance) == ("settled", Decimal(30))


def test_the_page_says_what_is_left_of_the_limit() -> None:
    placed, agent = delivered(), with_cast().sign_in("agent")
    agent.post(f"/orders/{placed.id}/goodwill/", {"amount": "10.00", "way": "original", "why": "came late"})
    page = agent.get(f"/orders/{placed.id}/money/").content.decode()
    assert "Up to £15.00 goes at once." in page
    assert "You have given £10.00 for this order already." in page


def test_finance_gives_and_approves_at_the_doors_that_ask_for_it() -> None:
    finance = permissions_of(["finance_manager"])
    assert {"orders.refund_little", "orders.refund_more", "orders.refund_any", "payments.issue_any"} <= finance


@pytest.mark.django_db(transaction=True)
def test_machines_give_no_more_than_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: hour(20))
    placed = delivered()
    at, lamp = f"/api/orders/{placed.number}/returns", str(get(placed.id).lines[0].id)
    body = {"line_id": lamp, "quantity": 1, "refund_amount": "144.50"}
    refused = Till("orders.view_orders", "orders.change_orders").post(at, body)
    assert (refused.status_code, returned(placed)) == (403, (0, 0, 0))
    clerk = Till("orders.view_orders", *CLERK)
    assert (clerk.post(at, body).status_code, returned(placed)) == (422, (0, 0, 0))
    assert clerk.post(at, body | {"why": "came late"}).status_code == 201
    run_errands()
    assert money(placed)[3] == "30.00"
    assert [(str(one.amount), one.state) for one in list_refunds(placed.id)] == [("114.50", "asked"), ("30.00", "paid")]


@pytest.mark.django_db(transaction=True)
def test_a_gift_card_is_issued_up_to_a_limit() -> None:
    store, finance = Till("payments.issue_value"), Till("payments.issue_value", "payments.issue_any")
    card = {"kind": "gift_card", "amount": "250.01", "currency": "GBP"}
    refused = store.post("/api/gift-cards", card)
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "more_than_you_may_issue")
    assert store.post("/api/gift-cards", card | {"amount": "250.00"}).status_code == 201
    assert finance.post("/api/gift-cards", card).status_code == 201
    assert BY.may("payments.issue_any")
