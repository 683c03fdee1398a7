"""Canceling what is to be sent to where it is collected, taken back."""

from datetime import timedelta

import pytest
from django.db import transaction

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.errors import GoneMeanwhile
from shopkeeper.orders.models import Cancellation
from tests.inventory.shelves import drifts
from tests.orders.book import BY, NOW, get
from tests.orders.collecting_later import by_date, letters, pickup_of, waits
from tests.orders.shop import assert_stock_adds_up, free
from tests.orders.test_sent_to_collect import COMES, LEAVES, READY_AT, sent_to_leeds

pytestmark = pytest.mark.django_db


def cancel(placed: orders.Placed) -> Cancellation:
    """Nobody wants the lamps any more."""
    lamp = get(placed.id).lines[0]
    orders.cancel_line(line_id=lamp.id, quantity=2, reason_code="", by=BY, now=NOW)
    return Cancellation.objects.get(line=lamp.id)


def undo(row: Cancellation, *, days: int = 0) -> None:
    undo_cancellation(cancellation_id=row.id, by=BY, now=NOW + timedelta(days=days))


def to_send() -> list[tuple[int, object, object]]:
    """Transfers that have not left: pieces, by when they have to leave, when they come."""
    rows = Inbound.objects.filter(kind="transfer", closed_at=None, left_at=None)
    return [(row.quantity, row.leave_by, row.due_on) for row in rows]


def test_what_was_to_be_sent_is_sent_after_all() -> None:
    placed = sent_to_leeds()
    row = cancel(placed)
    assert (to_send(), free()["york"]) == ([], 4)
    undo(row)
    assert (to_send(), free()["york"], waits(placed)) == ([(2, LEAVES, COMES)], 2, [("leeds", 2, COMES)])
    assert (pickup_of(placed).promised_at, letters()) == (READY_AT, [])
    assert_stock_adds_up()
    assert drifts() == []


def test_wanted_again_later_it_leaves_and_comes_later_and_the_customer_is_told() -> None:
    placed = sent_to_leeds()
    undo(cancel(placed), days=2)
    day = timedelta(days=1)
    assert to_send() == [(2, LEAVES + day, COMES + day)]
    assert letters() == [f"You can collect your order {placed.number} from Monday 11 May, 11:00"]


def test_what_others_were_promised_meanwhile_stays_canceled_and_nothing_changes() -> None:
    placed = sent_to_leeds()
    row = cancel(placed)
    inventory.reserve(
        demands=[inventory.Demand("other", 1, "LAMP", 3, "york")], kind=inventory.ReservationKind.HARD, by=BY, now=NOW
    )  # fmt: skip
    with pytest.raises(GoneMeanwhile) as refused, transaction.atomic():
        undo(row)
    assert str(refused.value) == (
        "2 of LAMP cannot be kept again: they were promised to others meanwhile. They stay canceled."
    )
    row.refresh_from_db()
    assert (row.undone_at, to_send(), free()["york"], waits(placed)) == (None, [], 1, [])
    assert drifts() == []


def test_what_had_left_comes_anyway_so_that_nothing_is_sent_twice() -> None:
    placed = sent_to_leeds()
    inventory.send_transfer(inbound_id=Inbound.objects.get(kind="transfer").id, by=BY, now=NOW)
    row = cancel(placed)
    assert by_date() == [(COMES, 2)]
    undo(row)
    assert (to_send(), free()["york"], by_date(), waits(placed)) == ([], 2, [], [("leeds", 2, COMES)])
    assert_stock_adds_up()


def test_what_is_in_the_store_meanwhile_is_not_sent() -> None:
    placed = sent_to_leeds()
    row = cancel(placed)
    inventory.count(sku="LAMP", location="leeds", counted=2, by=BY, now=NOW)
    undo(row)
    assert (to_send(), free()["york"], free()["leeds"], waits(placed)) == ([], 4, 0, [])
    assert_stock_adds_up()
