"""A card was declined: the page says why and asks for something else, and the order leaves once that is set aside."""

from decimal import Decimal
from uuid import uuid4

import pytest

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.paying import find_lacking, pay_anew
from shopkeeper.orders.actions.releasing import release_hold
from shopkeeper.orders.errors import OrderHeld, PaidAlready, StillUnpaid
from shopkeeper.orders.handlers import hold_unpaid_order, settle_when_money_moved
from shopkeeper.orders.held_work import list_held_to_do
from shopkeeper.orders.models import Hold
from shopkeeper.organization.public import Role
from shopkeeper.payments import public as payments
from shopkeeper.payments.events import PaymentAuthorized, PaymentDeclined
from shopkeeper.payments.models import Tender
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, hour
from tests.orders.shop import money, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import heard
from tests.orders.test_return_doors import sign_in
from tests.orders.test_sending import hand_over

pytestmark = pytest.mark.django_db
INVOICE = payments.Means(method=payments.Method.INVOICE)


def declined() -> orders.Placed:
    open_stocked_shop(leeds=(5, 5))
    placed = place(token="declined")
    hold_unpaid_order(heard(PaymentDeclined(tender_id=uuid4(), ref=placed.ref, kind="authorize", amount=Decimal(1))))
    return placed


def is_held() -> bool:
    return Hold.objects.filter(released_at=None).exists()


def test_what_was_declined_is_paid_by_other_means_and_may_leave() -> None:
    placed = declined()
    assert (find_lacking(placed.id), Hold.objects.get().why) == (Decimal("144.50"), "declined by the bank")
    assert pay_anew(order_id=placed.id, means=[INVOICE], by=BY, now=hour(1)) == Decimal("144.50")
    paid = Tender.objects.get(method="invoice")
    settle_when_money_moved(heard(PaymentAuthorized(tender_id=paid.id, ref=placed.ref, amount=paid.amount)))
    assert (is_held(), find_lacking(placed.id)) == (False, Decimal(0))
    assert hand_over(placed, "SW1") == 3
    run_errands()
    assert money(placed)[1] == "144.50"


def test_what_is_paid_or_asked_for_is_not_paid_twice() -> None:
    open_stocked_shop(leeds=(5, 5))
    paid = place()
    with pytest.raises(PaidAlready):
        pay_anew(order_id=paid.id, means=[INVOICE], by=BY, now=NOW)
    assert Tender.objects.count() == 1


def test_means_that_hold_too_little_pay_nothing_and_the_order_stays() -> None:
    placed = declined()
    told = {"currency": "GBP", "why": "given", "customer_id": None, "by": BY, "now": NOW}
    gift = payments.issue_value(kind=payments.Method.GIFT_CARD, amount=Decimal(40), **told)
    means = payments.Means(method=payments.Method.GIFT_CARD, code=gift.code)
    with pytest.raises(payments.NotEnoughValue):
        pay_anew(order_id=placed.id, means=[means], by=BY, now=hour(1))
    assert (Tender.objects.count(), is_held(), find_lacking(placed.id)) == (1, True, Decimal("144.50"))
    with pytest.raises(OrderHeld):
        hand_over(placed, "SW1")


def test_a_clerk_pays_it_anew_on_the_page_and_machines_by_rest() -> None:
    placed = declined()
    browser, path = sign_in(), f"/orders/{placed.id}/money/"
    page = browser.get(path).content.decode()
    assert ("£144.50 is not set aside." in page, "declined by the bank" in page) == (True, True)
    wrong = browser.post(f"/orders/{placed.id}/payment/", {"method": "pebbles"}, follow=True).content.decode()
    assert ("Choose how the customer pays." in wrong, Tender.objects.count()) == (True, 1)
    machine = Till("orders.view_orders", "orders.change_orders")
    assert machine.get(f"/api/orders/{placed.id}/money").json()["lacking"] == "144.50"
    browser.post(f"/orders/{placed.id}/payment/", {"method": "invoice"})
    assert "is not set aside." not in browser.get(path).content.decode()
    refused = machine.post(f"/api/orders/{placed.id}/payment", {"means": [{"method": "invoice"}]})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:shopkeeper:paid_already")


def test_what_is_not_paid_for_is_not_let_go_by_hand_and_is_work_of_the_contact_center() -> None:
    placed, browser = declined(), sign_in()
    hold = Hold.objects.get()
    with pytest.raises(StillUnpaid) as refused:
        release_hold(order_id=placed.id, hold_id=hold.id, by=BY, now=hour(1))
    assert str(refused.value).startswith("£144.50 of it is not set aside.")
    assert is_held()
    shown = browser.get(f"/orders/{placed.id}/").content.decode()
    assert ("Have it paid another way" in shown, f"/holds/{hold.id}/release/" in shown) == (True, False)
    agent = Actor(
        ActorKind.EMPLOYEE, "flo", "Flo", frozenset({"orders.view_orders", "orders.change_orders"}),
        Scopes(company_wide=True), (str(Role.CONTACT_CENTER_AGENT),),
    )  # fmt: skip
    [item] = list_held_to_do(people=[agent], now=hour(1))
    assert (item.title, item.why, item.url) == (
        f"Ask Ann Lee how {placed.number} is to be paid", "Held: not paid · declined by the bank",
        f"/orders/{placed.id}/money/",
    )  # fmt: skip
