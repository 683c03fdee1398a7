"""Two decide by one order's link at the same moment: the second is counted after the first."""

from uuid import UUID

import pytest

from shopkeeper.orders.actions.own_links import MOST, count_use
from shopkeeper.orders.errors import TooManyTries
from shopkeeper.orders.models import LinkUse
from tests.gates import one_after_the_other, while_open
from tests.orders.book import NOW
from tests.orders.shop import open_stocked_shop, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def used(key: str, times: int) -> UUID:
    order = place(("LAMP", 1), key=key)
    LinkUse.objects.bulk_create(LinkUse(order_id=order.id, what="call", used_at=NOW) for _ in range(times))
    return order.id


def test_of_two_who_decide_at_once_by_a_link_that_may_do_so_once_more_the_second_waits_an_hour() -> None:
    open_stocked_shop(leeds=(5, 5))
    order, other = used("web-1", MOST - 1), used("web-2", 0)
    with pytest.raises(TooManyTries):
        one_after_the_other(
            lambda: count_use(order, what="cancel", now=NOW), lambda: count_use(order, what="call", now=NOW)
        )
    assert LinkUse.objects.filter(order=order).count() == MOST
    assert LinkUse.objects.filter(order=order, what="cancel").count() == 1
    while_open(lambda: count_use(other, what="call", now=NOW), lambda: used("web-3", 0))
