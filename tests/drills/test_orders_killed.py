"""A process dies between any two statements: all of it happened or nothing, and the same key completes it."""

import json
import os
import signal
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Sum
from django.test import Client

from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import Condition, Disposition
from shopkeeper.orders.models import Cancellation, Movement, Order, OrderLine, Refund, Return, ReturnRequest
from shopkeeper.payments import public as payments
from shopkeeper.payments.models import Instruction, Payment
from shopkeeper.promises.models import Promise
from tests.inventory.test_rest import Till
from tests.orders.book import BY, get, hour
from tests.orders.shop import assert_stock_adds_up, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import parcels, ship
from tests.orders.test_returns import ask

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
ADDRESS = {"name": "Ann Lee", "street": "1 High Street", "postcode": "LS1 4AB", "city": "Leeds", "country": "GB"}
MOST = 400
"""No request takes so many statements."""


@dataclass(frozen=True)
class Asked:
    """A request by REST."""

    path: str
    body: dict[str, Any]


class Machine(Till):
    """A machine that names each request, so that it may ask again."""

    def ask(self, asked: Asked, key: str) -> int:
        """Gives the status of the response."""
        headers = {"authorization": f"Bearer {self._key}", "idempotency-key": key}
        said = Client().post(asked.path, json.dumps(asked.body), content_type="application/json", headers=headers)
        return int(said.status_code)


def new_order(key: str) -> Asked:
    lines = [{"sku": "LAMP", "quantity": 2}, {"sku": "RUG", "quantity": 1}]
    how = {"carrier_key": "swift", "service": "standard", "promised_on": "2099-05-06", "price": "4.50"}
    means = [{"method": "card", "token": "ok"}]
    facts = {"key": key, "channel": "web", "lines": lines, "how": how, "means": means, "address": ADDRESS}
    return Asked("/api/placements", facts)


def canceled_pieces(key: str) -> Asked:
    placed = place(key=key)
    line = get(placed.id).lines[0].id
    return Asked(f"/api/orders/{placed.id}/cancellation", {"line_id": str(line), "quantity": 1})


def canceled_order(key: str) -> Asked:
    placed = place(key=key)
    return Asked(f"/api/orders/{placed.id}/whole-cancellation", {})


def with_ann(key: str) -> orders.Placed:
    """An order that she has."""
    placed = place(key=key)
    ship(placed, "leeds")
    orders.deliver_parcel(order_id=placed.id, parcel_id=parcels(placed)["leeds"].id, at=hour(9), by=BY, now=hour(9))
    return placed


def returned_pieces(key: str) -> Asked:
    placed = with_ann(key)
    pieces = {"line_id": str(get(placed.id).lines[0].id), "quantity": 1, "refund_amount": "30.00"}
    return Asked(f"/api/orders/{placed.id}/returns", pieces)


def received_pieces(key: str) -> Asked:
    placed = with_ann(key)
    return Asked(f"/api/returns/{ask(placed, 1)}/receipt", {"location": "york"})


def inspected_pieces(key: str) -> Asked:
    placed = with_ann(key)
    request = ask(placed, 1)
    orders.receive_return(request_id=request, location="york", by=BY, now=hour(30))
    item = ReturnRequest.objects.get(pk=request).items.get()
    found = {"item_id": str(item.id), "quantity": 1, "condition": Condition.AS_NEW, "disposition": Disposition.RESTOCK}
    return Asked(f"/api/returns/{request}/inspection", {"found": [found]})


def goodwill(key: str) -> Asked:
    placed = with_ann(key)
    return Asked(f"/api/orders/{placed.id}/goodwill", {"amount": "10.00", "why": "sorry"})


def facts() -> dict[str, Any]:
    """All that orders, money, stock and promises count, over everything that is in the book."""
    names = ("ordered", "allocated", "shipped", "delivered", "canceled", "returned")
    lines = OrderLine.objects.aggregate(**{name: Sum(name, default=0) for name in names})
    there = Position.objects.aggregate(on_hand=Sum("on_hand"), reserved=Sum("reserved"), held=Sum("held"))
    rows = (Order, Cancellation, Return, Refund, Movement, Payment, Instruction)
    promised = Promise.objects.filter(fulfilled_at=None, withdrawn_at=None).count()
    counted = {row.__name__: row.objects.count() for row in rows}
    moved = Payment.objects.aggregate(moved=Sum("amount", default=0))
    return {**lines, **there, **counted, **moved, "promises": Promise.objects.count(), "open": promised}


def change(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: after[name] - before[name] for name in after}


def dies_before(statement: int, request: Callable[[], int]) -> bool:
    """Run a request in a process that is killed before its nth statement or commit; gives whether it came so far."""
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of this process hold no lock of ours
        child = os.fork()
    if not child:
        _run_and_die(statement, request)
    _child, ended = os.waitpid(child, 0)
    assert os.WIFSIGNALED(ended) or os.waitstatus_to_exitcode(ended) == 0
    return os.WIFSIGNALED(ended)


def _run_and_die(statement: int, request: Callable[[], int]) -> None:
    done = count(1)

    def die_in_time() -> None:
        if next(done) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def execute(run: Any, *said: Any) -> Any:
        die_in_time()
        return run(*said)

    connection.ensure_connection()
    commit = connection._commit
    connection._commit = lambda: (die_in_time(), commit())
    connection.force_debug_cursor = True  # prepared statements, too, go through the cursor that is counted
    status = 0
    try:
        with connection.execute_wrapper(execute):
            status = request()
    finally:  # this process is a copy of the tests' own and must not go on with them
        os._exit(0 if status in (200, 201) else 1)


WORK = (
    new_order, canceled_pieces, canceled_order, returned_pieces, received_pieces, inspected_pieces, goodwill,
)  # fmt: skip


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_killed_before_any_statement_all_or_nothing_happened_and_the_same_key_completes_it(
    work: Callable[[str], Asked],
) -> None:
    open_stocked_shop(leeds=(4 * MOST, 4 * MOST), york=(1, 1))
    machine = Machine(
        "orders.place_orders", "orders.change_orders", "orders.take_returns", "orders.view_orders",
        "orders.decide_returns", "orders.refund_little", "inventory.view_stock",
    )  # fmt: skip
    asked, before = work("whole"), facts()
    assert machine.ask(asked, "whole") in (200, 201)
    whole = change(before, facts())
    assert any(whole.values())
    for statement in range(1, MOST):
        key = f"killed-{statement}"
        asked, before = work(key), facts()
        died = dies_before(statement, lambda asked=asked, key=key: machine.ask(asked, key))  # type: ignore[misc]
        assert change(before, facts()) in (whole, change(before, before))
        assert machine.ask(asked, key) in (200, 201)
        assert change(before, facts()) == whole, statement
        assert_stock_adds_up()
        if not died:
            break
    assert statement > 5
    assert not died
    run_errands()
    assert_paid_as_whole()


def assert_paid_as_whole() -> None:
    """All orders went through the same, so all their money stands the same."""
    balances = {payments.get_balance(orders.ref_of(order)) for order in Order.objects.values_list("id", flat=True)}
    assert len(balances) == 1
