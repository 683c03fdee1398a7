"""The story of a return is told once: what came, what was taken back, what went back by which decision."""

from decimal import Decimal

import pytest
from django.test import Client

from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import Condition, Disposition
from shopkeeper.orders.models import ReturnRequest
from shopkeeper.orders.queries.returns import paid_back
from shopkeeper.orders.rules.refunds import told_by_refunds
from shopkeeper.orders.stories import tell_order
from shopkeeper.payments import public as payments
from shopkeeper.payments.models import Instruction
from tests.cast import with_cast
from tests.orders.book import BY, get, hour
from tests.orders.test_own_page import address
from tests.orders.test_returns import ask, delivered, receive


def look_at(request_id: object) -> None:
    """All that came, as new; its money goes back the moment that it is told to."""
    items = ReturnRequest.objects.get(pk=request_id).items.order_by("id")
    found = [
        orders.FoundPieces(
            item_id=item.id, quantity=item.received, condition=Condition.AS_NEW, disposition=Disposition.RESTOCK
        )
        for item in items
    ]
    orders.inspect_return(request_id=items[0].request_id, found=found, by=BY, now=hour(31))
    for told in Instruction.objects.filter(settled_at=None):
        payments.run_errand(instruction_id=told.id, by=BY, now=hour(31))


@pytest.mark.django_db
def test_a_refunded_return_stands_once_in_the_story_of_its_order() -> None:
    placed = delivered()
    request = ask(placed, 1, reason_code="changed_mind")
    receive(request)
    look_at(request)
    story = tell_order(get(placed.id), now=hour(40))
    number = ReturnRequest.objects.get().number
    titles = [entry.title for entry in story]
    assert [title for title in titles if "given back" in title] == ["£30.00 given back"]
    assert not [title for title in titles if title.startswith("Brought back")]
    [asked] = [entry.detail for entry in story if entry.title == "Return asked for"]
    assert asked == f"{number} · 1 × Brass lamp · Changed my mind"


@pytest.mark.django_db
def test_a_step_that_was_taken_back_says_which() -> None:
    placed = delivered()
    request = ask(placed, 1)
    receive(request)
    orders.undo_return_step(request_id=request, by=BY, now=hour(31))
    orders.undo_return_step(request_id=request, by=BY, now=hour(32))
    titles = [entry.title for entry in tell_order(get(placed.id), now=hour(40))]
    assert titles[:3] == ["To be decided again", "Not received after all", "Return received"]


@pytest.mark.django_db
def test_whoever_cannot_see_the_return_any_more_is_led_to_all_of_them() -> None:
    placed = delivered()
    request = ReturnRequest.objects.get(pk=ask(placed, 1))
    store = with_cast().sign_in("YRK")
    there = store.post(f"/returns/{request.id}/undo/", follow=True)
    assert (there.status_code, there.request["PATH_INFO"]) == (200, "/returns/")
    assert "Taken back. The return says “to be decided” again." in there.content.decode()


@pytest.mark.django_db
def test_customers_read_what_they_still_have_and_what_went_back(client: Client) -> None:
    placed = delivered()
    request = ask(placed, 1)
    receive(request)
    look_at(request)
    shown = client.get(address(placed)).content.decode()
    assert paid_back(request) == (Decimal("30.00"), "GBP")
    assert ("1 brought back" in shown, "£30.00 went back to you, the way it was paid." in shown) == (True, True)


@pytest.mark.parametrize(
    ("moves", "refunds", "told"),
    [
        ([(1, "30")], [(1, "30")], {0}),
        ([(1, "30")], [], set()),
        ([(0, "30")], [(1, "30")], set()),
        ([(1, "20"), (1, "10")], [(1, "30")], {0, 1}),
        ([(1, "5"), (2, "30")], [(2, "30")], {1}),
        ([(3, "30"), (3, "30")], [(1, "30")], {0}),
        ([(1, "0"), (2, "30")], [(1, "30")], {1}),
    ],
    ids=["its own", "by hand", "before it", "by two means", "beside a change", "one more", "set aside and taken"],
)
def test_money_that_a_refund_tells_is_not_told_again(
    moves: list[tuple[int, str]], refunds: list[tuple[int, str]], told: set[int]
) -> None:
    moved = [(hour(at), Decimal(amount)) for at, amount in moves]
    assert told_by_refunds(moved, [(hour(at), Decimal(amount)) for at, amount in refunds]) == told
