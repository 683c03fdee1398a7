"""What the retailer decided about orders holds: limits of goodwill and of returns without a receipt, days, cut-offs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.agreeing import agree
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import (
    CutOff,
    GoodwillLimits,
    MoneyBack,
    NoReceiptLimits,
    OftenBack,
    PolicySpec,
    RefundState,
    ShelfDays,
)
from shopkeeper.orders.errors import KeptLongEnough, PastCutOff
from shopkeeper.orders.models import Pickup, ReturnRequest
from shopkeeper.orders.policies import CUT_OFF, GOODWILL, MONEY_BACK, NO_RECEIPT, OFTEN_BACK, RETURNS, SHELF
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, ann, get, hour
from tests.orders.shop import open_stocked_shop, place
from tests.orders.test_collecting import on_shelf
from tests.orders.test_refunds import give, person
from tests.orders.test_returns import ask, delivered, receive, state

pytestmark = pytest.mark.django_db
CUSTOMER = Actor(ActorKind.CUSTOMER_LINK, "order-link:1")


def decide(policy: Any, values: Any) -> None:
    agree(policy=policy, values=values, why="decided", by=BY, now=NOW)


def test_a_higher_limit_of_goodwill_needs_no_second_person() -> None:
    placed, ruth = delivered(), person("ruth", "orders.refund_little")
    decide(GOODWILL, GoodwillLimits(serving=Decimal(30), leading=Decimal(40)))
    mia = person("mia", "orders.refund_little", "orders.refund_more")
    assert give(placed, "30.00", ruth) is RefundState.PAID
    assert give(placed, "40.01", mia) is RefundState.ASKED


def test_orders_wait_and_are_kept_longer_as_decided() -> None:
    decide(SHELF, ShelfDays(kept=2, longer=1, longer_times=1))
    pickup = on_shelf()
    ends = [Pickup.objects.get().keep_until, orders.keep_longer(pickup_id=pickup.id, why="", by=BY, now=hour(3))]
    assert [(end.date() - NOW.date()).days for end in ends if end] == [2, 3]
    with pytest.raises(KeptLongEnough):
        orders.keep_longer(pickup_id=pickup.id, why="", by=BY, now=hour(4))


def test_customers_cancel_by_themselves_for_as_long_as_was_decided_and_clerks_until_it_leaves() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    decide(CUT_OFF, CutOff(customer_minutes=30))
    late = get(placed.id).placed_at + timedelta(minutes=31)
    with pytest.raises(PastCutOff):
        orders.request_order_cancellation(order_id=placed.id, reason_code="", by=CUSTOMER, now=late)
    with pytest.raises(PastCutOff):
        orders.change_order(order_id=placed.id, revision=orders.OrderRevision(), by=CUSTOMER, now=late)
    assert orders.request_order_cancellation(order_id=placed.id, reason_code="", by=BY, now=late).at_once == 3


def test_what_is_faulty_comes_back_for_as_long_as_was_decided() -> None:
    placed = delivered()
    decide(RETURNS, PolicySpec(faulty_days=10))
    late = ask(placed, 1, at=9 + 24 * 11, is_faulty=True)
    assert (state(late), ReturnRequest.objects.get(pk=late).reasons) == ("denied", ["too_late_for_faults"])
    assert state(ask(placed, 1, at=9 + 24 * 10, is_faulty=True)) == "approved"


def test_a_person_looks_when_as_much_came_back_as_was_decided() -> None:
    placed = delivered()
    receive(ask(placed, 1))
    assert state(ask(placed, 1)) == "approved"
    decide(OFTEN_BACK, OftenBack(pieces=1, percent=30))
    assert ReturnRequest.objects.get(pk=ask(placed, 1, at_line=1)).reasons == ["often"]


def test_money_is_promised_back_by_the_day_that_was_decided() -> None:
    request = ask(delivered(), 1)
    decide(MONEY_BACK, MoneyBack(days=2))
    receive(request)
    [promise] = promises.list_promises_for_ref(f"return:{request}", now=hour(30))
    assert promise.due_at == hour(30 + 48)


def test_without_a_receipt_the_lowest_price_of_the_days_that_were_decided_counts() -> None:
    open_stocked_shop(leeds=(5, 5))
    place(("LAMP", 1))
    Product.objects.filter(sku="LAMP").update(list_price="45.00")
    lamp = orders.NoReceipt(sku="LAMP", quantity=1, customer_id=ann().customer_id)
    for days, worth in ((60, "30.00"), (1, "45.00")):
        decide(NO_RECEIPT, NoReceiptLimits(price_days=days))
        orders.return_without_receipt(wish=lamp, location="leeds", by=BY, now=hour(48))
        assert str(ReturnRequest.objects.latest("id").items.get().worth) == worth
