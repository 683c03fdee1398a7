"""Somebody sends what is to be collected elsewhere at the very moment in which its order is canceled."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from django.db import transaction

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.claims import end_reservations, lock_claims, take
from shopkeeper.inventory.models import Inbound, Position
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.orders import public as orders
from tests.inventory.shelves import drifts
from tests.inventory.test_crowds import at_once
from tests.orders.book import BY, NOW
from tests.orders.collecting_later import order, to_collect, waits, with_collecting
from tests.orders.shop import assert_stock_adds_up, open_stocked_shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]
ROUNDS, LATER = 12, 0.002
"""Each time the store waits two milliseconds longer, so that the two meet at every step of canceling."""


@pytest.mark.parametrize(("origin", "store"), [("york", "leeds"), ("leeds", "york")])
def test_sent_and_canceled_at_once_one_is_first_and_nobody_waits_for_ever(origin: str, store: str) -> None:
    open_stocked_shop(**{origin: (2 * ROUNDS, ROUNDS), store: (0, ROUNDS)})
    with_collecting()
    left = 0
    for n in range(ROUNDS):
        [offer] = [one for one in to_collect() if one.node == store]
        placed = order(offer, key=f"web-{n}")
        made = Inbound.objects.get(TO_LEAVE).id
        jobs = [_send(made, after=n * LATER), _give_up(placed)]
        sent, _ = at_once(jobs, hands=2)
        left += int(bool(sent))
        assert (Inbound.objects.filter(TO_LEAVE).count(), waits(placed), drifts()) == (0, [], [])
        assert Position.objects.get(product__sku="LAMP", location__code=origin).on_hand == 2 * (ROUNDS - left)
        if sent:
            inventory.receive(inbound_id=made, quantity=2, by=BY, now=NOW)
            inventory.adjust(sku="LAMP", location=store, pieces=-2, reason="sold", by=BY, now=NOW)
    assert_stock_adds_up()


def _send(transfer: UUID, *, after: float) -> Callable[[], object]:
    """Somebody at the origin says that it leaves: it does, unless it was given up."""

    def send() -> int:
        time.sleep(after)
        with suppress(inventory.InboundNotFound):
            return inventory.send_transfer(inbound_id=transfer, by=BY, now=NOW)
        return 0

    return send


def _give_up(placed: orders.Placed) -> Callable[[], object]:
    """The customer does not want it: neither what is there nor what is sent."""
    return lambda: orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=NOW)


@pytest.mark.parametrize(("origin", "store"), [("york", "leeds"), ("leeds", "york")])
def test_who_has_begun_to_give_up_is_not_stopped_by_who_begins_to_send(origin: str, store: str) -> None:
    open_stocked_shop(**{origin: (2, 1), store: (0, 1)})
    with_collecting()
    [offer] = [one for one in to_collect() if one.node == store]
    placed = order(offer)
    made, begun = Inbound.objects.get(TO_LEAVE).id, threading.Event()

    def give_up() -> int:
        with transaction.atomic():
            taken = take(lock_claims([inventory.Claim(f"{placed.ref}/1")]), None)
            begun.set()
            time.sleep(0.3)
            end_reservations(taken, reason="", by=BY, now=NOW)
        return 0

    def send() -> object:
        begun.wait(timeout=10)
        return _send(made, after=0)()

    assert at_once([give_up, send], hands=2) == [0, 0]
    assert (Inbound.objects.filter(TO_LEAVE).count(), drifts()) == (0, [])
    assert Position.objects.get(product__sku="LAMP", location__code=origin).unpromised == 2
