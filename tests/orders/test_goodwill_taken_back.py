"""Goodwill that was given by mistake is taken back: money, credit and limits are as before, or it is said why not."""

from decimal import Decimal
from uuid import UUID

import pytest

from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import RefundState, RefundWay
from shopkeeper.orders.errors import CannotBeUndone, NotYoursToTakeBack
from shopkeeper.orders.models import Order, Refund
from shopkeeper.orders.queries.refunds import get_ledger, given_alone, left_to_give, list_refunds
from shopkeeper.payments import public as payments
from shopkeeper.payments.errors import ValueUsed
from shopkeeper.payments.models import StoredValue
from tests.inventory.test_rest import Till
from tests.orders.book import BY, ann, hour
from tests.orders.shop import money
from tests.orders.test_refunds import give, person
from tests.orders.test_return_doors import sign_in
from tests.orders.test_returns import delivered

pytestmark = pytest.mark.django_db


def ruth() -> Actor:
    return person("ruth", "orders.refund_little")


def standing(placed: orders.Placed) -> tuple[object, ...]:
    """What money says of an order and its customer."""
    row = Order.objects.get(pk=placed.id)
    credit = [value.balance for value in payments.list_store_credit([ann().customer_id])]
    alone = given_alone(placed.id, "employee:ruth")
    return left_to_give(row), get_ledger(placed.id).promised, alone, money(placed), credit


def newest(placed: orders.Placed) -> UUID:
    return list_refunds(placed.id)[0].id


@pytest.mark.parametrize(
    ("amount", "way", "was"),
    [("40.00", RefundWay.ORIGINAL, RefundState.ASKED), ("10.00", RefundWay.STORE_CREDIT, RefundState.PAID)],
    ids=["asked of a second person", "credit that nobody used"],
)
def test_whoever_gave_it_takes_it_back_and_all_is_as_before(amount: str, way: RefundWay, was: RefundState) -> None:
    placed = delivered()
    before = standing(placed)
    assert give(placed, amount, ruth(), way=way) is was
    assert standing(placed) != before
    orders.take_back_refund(refund_id=newest(placed), by=ruth(), now=hour(21))
    assert (standing(placed), list_refunds(placed.id)[0].state) == (before, RefundState.TAKEN_BACK)
    with pytest.raises(CannotBeUndone) as again:
        orders.take_back_refund(refund_id=newest(placed), by=ruth(), now=hour(21))
    assert str(again.value) == "This cannot be undone: it was taken back or denied already."
    assert standing(placed) == before


def refused(placed: orders.Placed, refusal: type[Refusal], by: str = "ruth") -> None:
    before, rows = standing(placed), list(Refund.objects.values())
    with pytest.raises(refusal):
        orders.take_back_refund(refund_id=newest(placed), by=person(by, "orders.refund_little"), now=hour(21))
    assert (standing(placed), list(Refund.objects.values())) == (before, rows)


def test_money_that_has_gone_stays_gone() -> None:
    placed = delivered()
    give(placed, "10.00", ruth())
    refused(placed, CannotBeUndone)


def test_credit_of_which_some_was_spent_stays() -> None:
    placed = delivered()
    give(placed, "10.00", ruth(), way=RefundWay.STORE_CREDIT)
    StoredValue.objects.update(balance=Decimal("9.99"))
    refused(placed, ValueUsed)


def test_what_somebody_else_gave_takes_the_right_to_decide_about_refunds() -> None:
    placed = delivered()
    give(placed, "10.00", ruth(), way=RefundWay.STORE_CREDIT)
    refused(placed, NotYoursToTakeBack, by="ben")
    orders.take_back_refund(refund_id=newest(placed), by=person("mia", "orders.refund_more"), now=hour(21))
    assert StoredValue.objects.get().balance == 0


def test_the_page_of_its_money_takes_it_back_in_one_step() -> None:
    placed, browser = delivered(), sign_in()
    give(placed, "10.00", BY, way=RefundWay.STORE_CREDIT)
    address = f"/refunds/{newest(placed)}/removal/"
    assert address in browser.get(f"/orders/{placed.id}/money/").content.decode()
    said = browser.post(address, follow=True).content.decode()
    assert ("Taken back. It is as if it had not been given." in said, "taken back" in said) == (True, True)
    assert address not in said


@pytest.mark.django_db(transaction=True)
def test_machines_take_it_back_by_rest() -> None:
    placed = delivered()
    give(placed, "10.00", BY, way=RefundWay.STORE_CREDIT)
    till = Till("orders.view_orders", "orders.refund_little", "orders.refund_more")
    assert till.delete(f"/api/refunds/{newest(placed)}").json()["state"] == "taken_back"
    again = till.delete(f"/api/refunds/{newest(placed)}")
    assert (again.status_code, again.json()["type"]) == (409, "urn:shopkeeper:cannot_be_undone")
