"""What customers are told of returns and of what could not be stopped."""

import pytest

from shopkeeper.core.events import Announcement
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.events import LabelMade
from shopkeeper.delivery.models import Label
from shopkeeper.delivery.partners.errands import fetch_label
from shopkeeper.messages.models import Message
from shopkeeper.orders.events import CancellationAnswered, ReturnDenied, ReturnSettled
from shopkeeper.orders.handlers import (
    write_that_a_return_may_come,
    write_that_a_return_may_not_come,
    write_that_money_goes_back,
    write_whether_it_was_stopped,
)
from tests.orders.book import BY, get, hour
from tests.orders.test_returns import ask, delivered, inspect, receive

pytestmark = pytest.mark.django_db


def heard(event: object) -> Announcement:
    return Announcement(id=new_id(), event=event, by_kind="system", by_id="test", recorded_at=hour(30), history=False)


def test_the_customer_gets_the_label_then_the_money_and_each_letter_once() -> None:
    placed = delivered()
    request = ask(placed, 1)
    label = Label.objects.get()
    fetch_label(label_id=label.id, by=BY, now=hour(21))
    number = delivery.find_label(f"return:{request}")
    assert delivery.find_ref_of_label(number.lower()) == f"return:{request}"
    for _ in range(2):
        write_that_a_return_may_come(heard(LabelMade(label_id=label.id, ref=label.ref)))
    assert number in Message.objects.get().body
    receive(request)
    inspect(request)
    told = {"request_id": request, "order_id": placed.id, "customer_id": get(placed.id).customer_id}
    write_that_money_goes_back(heard(ReturnSettled(**told)))
    assert "£30.00 goes back to you" in Message.objects.get(template__code="return_settled").subject


def test_a_denial_says_why_and_what_could_not_be_stopped_what_to_do() -> None:
    placed = delivered()
    request = ask(placed, 1, at=24 * 40)
    customer = get(placed.id).customer_id
    write_that_a_return_may_not_come(
        heard(ReturnDenied(request_id=request, order_id=placed.id, customer_id=customer))
    )  # fmt: skip
    assert "The days in which it may come back are over." in Message.objects.get().body
    answered = {"asked_id": new_id(), "order_id": placed.id, "customer_id": customer, "asked_of": "carrier"}
    write_whether_it_was_stopped(heard(CancellationAnswered(agreed=True, **answered)))
    write_whether_it_was_stopped(heard(CancellationAnswered(agreed=False, **answered)))
    assert "Refuse them at the door" in Message.objects.get(template__code="cancellation_refused").body
