"""The promised day of pieces that a store could not find: it waits for whoever sends them, and it can be broken."""

from datetime import datetime

import pytest

from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.resourcing import refuse_pieces, source_waiting
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.promises import public as promises
from tests.orders.book import BY, get, hour
from tests.orders.shop import open_stocked_shop, place, receive, run_errands

pytestmark = pytest.mark.django_db
THURSDAY = hour(72)
"""The day after the one for which it is promised."""


def refuse(placed: orders.Placed, sku: str, quantity: int, at: datetime) -> bool:
    line = next(line for line in get(placed.id).lines if line.sku == sku)
    asked = {"location": "leeds", "quantity": quantity, "reason": "not_found"}
    return refuse_pieces(line_id=line.id, by=BY, now=at, **asked)  # type: ignore[arg-type]


def told(placed: orders.Placed, at: datetime = THURSDAY) -> list[tuple[str, str]]:
    """What was promised of its delivery: of which part, and what became of it."""
    made = promises.list_promises_for_ref(placed.ref, now=at)
    return sorted((one.subject.partition(":")[0], one.state) for one in made if one.kind == "delivery")


def answers_for(placed: orders.Placed) -> list[str]:
    made = promises.list_promises_for_ref(placed.ref, now=THURSDAY)
    return [one.node for one in made if one.kind == "delivery"]


def test_what_nobody_can_send_is_promised_still_and_broken_when_its_day_has_passed() -> None:
    open_stocked_shop(leeds=(2, 0))
    placed = place(("LAMP", 2))
    assert not refuse(placed, "LAMP", 2, hour(1))
    assert (told(placed, hour(2)), told(placed)) == ([("lacking", "open")], [("lacking", "broken")])
    assert answers_for(placed) == ["leeds"]


def test_whoever_sends_it_in_the_end_is_judged_by_the_first_day() -> None:
    open_stocked_shop(leeds=(2, 0))
    placed = place(("LAMP", 2))
    [first] = promises.list_promises_for_ref(placed.ref, now=hour(0))
    refuse(placed, "LAMP", 2, hour(1))
    receive("LAMP", "york", 2)
    assert source_waiting(by=BY, now=THURSDAY) == 1
    [last] = [one for one in promises.list_promises_for_ref(placed.ref, now=THURSDAY) if one.kind == "delivery"]
    assert (last.id, last.original_due_at, last.state) == (first.id, first.original_due_at, "broken")
    assert (last.subject.startswith("parcel:"), answers_for(placed)) == (True, ["swift"])


def test_what_lacks_beside_a_parcel_is_promised_apart() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    refuse(placed, "LAMP", 1, hour(1))
    assert told(placed, hour(2)) == [("lacking", "open"), ("parcel", "open")]
    receive("LAMP", "york", 1)
    source_waiting(by=BY, now=hour(3))
    assert told(placed, hour(3)) == [("parcel", "open"), ("parcel", "open")]


def test_pieces_that_nobody_wants_any_more_were_promised_in_vain_only_if_their_day_had_passed() -> None:
    open_stocked_shop(leeds=(2, 0))
    early, late = place(("LAMP", 1)), place(("LAMP", 1), key="web-2")
    for placed, at in ((early, hour(3)), (late, THURSDAY)):
        refuse(placed, "LAMP", 1, hour(1))
        [line] = get(placed.id).lines
        orders.cancel_line(line_id=line.id, quantity=1, reason_code="", by=BY, now=at)
        run_errands()
    assert (told(early), told(late)) == ([("lacking", "withdrawn")], [("lacking", "broken")])


def test_who_collects_instead_was_promised_a_delivery_no_more() -> None:
    open_stocked_shop(leeds=(2, 0))
    placed = place(("LAMP", 2))
    refuse(placed, "LAMP", 2, hour(1))
    receive("LAMP", "york", 2)
    how = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
    change_order(order_id=placed.id, revision=OrderRevision(how=how), by=BY, now=hour(2))
    assert told(placed) == [("lacking", "withdrawn")]
