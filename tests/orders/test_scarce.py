"""Where several orders wait for the same pieces: who gets what turns up, and why."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from shopkeeper.accounts.models import Company
from shopkeeper.core.agreeing import agree
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.resourcing import AT_ONCE, refuse_pieces, source_waiting
from shopkeeper.orders.contracts import Precedence, ScarcePieces
from shopkeeper.orders.policies import SCARCE
from shopkeeper.orders.queries.unfilled import list_unfilled
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import open_stocked_shop, receive, run_errands, wish
from tests.orders.test_by_rest import clerk
from tests.orders.test_placed_pages import sign_in

pytestmark = pytest.mark.django_db
LATE_IN_MAY = date(2026, 5, 20)
THURSDAY = hour(72)
"""The day after the one for which most orders are promised."""


def want(key: str, sku: str = "LAMP", *, promised_on: date = date(2026, 5, 6), **facts: object) -> orders.Placed:
    made = wish((sku, 1), key=key, **facts)
    placed = orders.place_order(placement=replace(made, how=replace(made.how, promised_on=promised_on)), by=BY, now=NOW)
    run_errands()
    return placed


def lack(placed: orders.Placed, *, since: int) -> None:
    """The store, which had the piece in its record, cannot find it."""
    [line] = get(placed.id).lines
    assert not refuse_pieces(
        line_id=line.id, location="leeds", quantity=1, reason="not_found", by=BY, now=hour(since)
    )  # fmt: skip


def line_up(at: datetime = THURSDAY) -> list[tuple[str, Precedence]]:
    return [(row.order_number, row.precedence) for row in list_unfilled(by=BY, now=at)]


def test_who_waits_longest_is_served_first() -> None:
    open_stocked_shop(leeds=(2, 0))
    second, first = want("web-1"), want("web-2")
    lack(first, since=4)
    lack(second, since=5)
    longest = Precedence.LONGEST
    assert line_up(hour(6)) == [(first.number, longest), (second.number, longest)]
    receive("LAMP", "york", 1)
    assert source_waiting(by=BY, now=hour(6)) == 1
    assert line_up(hour(6)) == [(second.number, longest)]


def test_whose_promised_day_has_passed_goes_before_all_others_unless_the_retailer_says_otherwise() -> None:
    open_stocked_shop(leeds=(2, 0))
    patient, let_down = want("web-1", promised_on=LATE_IN_MAY), want("web-2")
    lack(patient, since=1)
    lack(let_down, since=2)
    assert line_up() == [(let_down.number, Precedence.LET_DOWN), (patient.number, Precedence.LONGEST)]
    agree(policy=SCARCE, values=ScarcePieces(let_down_first=False), why="as they came", by=BY, now=THURSDAY)
    assert [number for number, _ in line_up()] == [patient.number, let_down.number]
    agree(policy=SCARCE, values=ScarcePieces(), why="they were promised", by=BY, now=THURSDAY)
    receive("LAMP", "york", 1)
    assert source_waiting(by=BY, now=THURSDAY) == 1
    assert line_up() == [(patient.number, Precedence.LONGEST)]


def test_companies_go_before_those_who_were_not_let_down_where_the_retailer_wants_it() -> None:
    open_stocked_shop(leeds=(3, 0))
    company = Company.objects.create(source_key="mill", recorded_at=NOW, number="C-1", name="Mill").id
    alone, let_down = want("web-1", promised_on=LATE_IN_MAY), want("web-2")
    theirs = want("web-3", promised_on=LATE_IN_MAY, account_id=company)
    for since, placed in enumerate((alone, theirs, let_down), 1):
        lack(placed, since=since)
    assert [number for number, _ in line_up()] == [let_down.number, alone.number, theirs.number]
    agree(policy=SCARCE, values=ScarcePieces(companies_first=True), why="contracts", by=BY, now=THURSDAY)
    assert line_up() == [
        (let_down.number, Precedence.LET_DOWN), (theirs.number, Precedence.COMPANY), (alone.number, Precedence.LONGEST),
    ]  # fmt: skip


def test_those_whose_pieces_nobody_has_do_not_keep_others_from_being_served() -> None:
    open_stocked_shop(leeds=(AT_ONCE, 1))
    hopeless, last = [want(f"web-{n}") for n in range(AT_ONCE)], want("web-rug", "RUG")
    for placed in hopeless:
        lack(placed, since=1)
    lack(last, since=2)
    receive("RUG", "york", 1)
    assert len(line_up(hour(3))) == AT_ONCE + 1
    assert source_waiting(by=BY, now=hour(3)) == 1
    assert last.number not in dict(line_up(hour(3)))


def test_a_clerk_reads_why_somebody_comes_first_on_the_page_and_by_rest() -> None:
    open_stocked_shop(leeds=(1, 0))
    lack(want("web-1"), since=1)
    assert "first, since its day has passed" in sign_in().get("/orders/unfilled/").content.decode()
    assert [row["precedence"] for row in clerk().get("/api/unfilled-lines").json()] == ["let_down"]
