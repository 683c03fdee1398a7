"""What the retailer decided about orders holds: limits of goodwill and of returns without a receipt, days, cut-offs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.agreeing import agree
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import CutOff, GoodwillLimits, RefundState, ShelfDays
from shopkeeper.orders.errors import KeptLongEnough, PastCutOff
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.policies import CUT_OFF, GOODWILL, SHELF
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import open_stocked_shop, place
from tests.orders.test_collecting import on_shelf
from tests.orders.test_refunds import give, person
from tests.orders.test_returns import delivered

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
