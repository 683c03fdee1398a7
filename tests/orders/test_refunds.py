"""Goodwill: within what somebody may give, above it by a second person, and never more than was taken."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shopkeeper.core.actors import Actor
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.settling import settle_order
from shopkeeper.orders.contracts import RefundState, RefundWay
from shopkeeper.orders.errors import NotYoursToApprove, ReasonNeeded, RefundNotFound
from shopkeeper.orders.queries.refunds import list_asked_refunds, list_refunds
from shopkeeper.payments import public as payments
from tests.orders.book import BY, clerk, hour
from tests.orders.shop import money, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import parcels
from tests.orders.test_returns import delivered

pytestmark = pytest.mark.django_db


def person(name: str, *permissions: str) -> Actor:
    return replace(clerk("leeds"), id=name, permissions=frozenset(permissions))


def give(placed: orders.Placed, amount: str, by: Actor, **facts: object) -> RefundState:
    told = {"order_id": placed.id, "amount": Decimal(amount), "why": "came late", "now": hour(20)}
    orders.give_goodwill(by=by, **told | facts)  # type: ignore[arg-type]
    run_errands()
    return list_refunds(placed.id)[0].state


def test_goodwill_goes_back_at_once_within_the_limit_and_is_not_taken_again() -> None:
    placed, ruth = delivered(), person("ruth", "orders.refund_little")
    assert give(placed, "25.00", ruth) is RefundState.PAID
    settle_order(order_id=placed.id, by=BY, now=hour(21))
    run_errands()
    assert money(placed) == ("144.50", "144.50", "0.00", "25.00")
    with pytest.raises(ReasonNeeded):
        give(placed, "1.00", ruth, why=" ")


def test_pieces_taken_back_at_once_bring_no_more_than_is_left_beside_store_credit() -> None:
    placed = delivered()
    rug = orders.get_order_cards([placed.id])[placed.id].lines[1].id
    give(placed, "100.00", BY, way=RefundWay.STORE_CREDIT)
    facts = {"line_id": rug, "quantity": 1, "reason_code": "", "at": hour(21), "by": BY, "now": hour(21)}
    with pytest.raises(payments.MoreThanCaptured):
        orders.return_pieces(refund_amount=Decimal(80), **facts)
    orders.return_pieces(refund_amount=Decimal("44.50"), **facts)
    run_errands()
    assert money(placed)[3] == "44.50"


def test_above_the_limit_a_second_person_decides() -> None:
    placed, ruth = delivered(), person("ruth", "orders.refund_little")
    manager = person("mia", "orders.refund_more")
    assert give(placed, "25.01", ruth) is RefundState.ASKED
    [asked] = list_asked_refunds(by=BY)
    for who in (ruth, replace(manager, id="ruth")):
        with pytest.raises(NotYoursToApprove):
            orders.approve_refund(refund_id=asked.id, by=who, now=hour(21))
    orders.approve_refund(refund_id=asked.id, by=manager, now=hour(22))
    run_errands()
    assert (money(placed)[3], list_refunds(placed.id)[0].decided_by) == ("25.01", "employee:mia")
    with pytest.raises(RefundNotFound):
        orders.deny_refund(refund_id=asked.id, by=manager, now=hour(23))


def test_what_is_asked_for_counts_as_given_until_it_is_denied() -> None:
    placed, ruth = delivered(), person("ruth", "orders.refund_little")
    give(placed, "120.00", ruth)
    with pytest.raises(payments.MoreThanCaptured):
        give(placed, "24.51", BY)
    orders.deny_refund(refund_id=list_refunds(placed.id)[0].id, by=BY, now=hour(22))
    assert give(placed, "144.50", BY) is RefundState.PAID
    assert money(placed)[3] == "144.50"


def test_goodwill_as_store_credit_leaves_the_card_alone() -> None:
    placed = delivered()
    assert give(placed, "10.00", BY, way=RefundWay.STORE_CREDIT) is RefundState.PAID
    assert money(placed)[3] == "0.00"
    with pytest.raises(payments.MoreThanCaptured):
        give(placed, "134.51", BY)


def test_nothing_goes_back_before_it_was_taken() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    with pytest.raises(payments.MoreThanCaptured):
        give(placed, "5.00", BY)
    parcel = parcels(placed)["leeds"].id
    orders.ship_order(order_id=placed.id, parcel_id=parcel, tracking_number="T1", at=hour(1), by=BY, now=hour(1))
    orders.give_goodwill(order_id=placed.id, amount=Decimal(5), why="came late", by=BY, now=hour(2))
    assert list_refunds(placed.id)[0].state is RefundState.OPEN
    run_errands()
    settle_order(order_id=placed.id, by=BY, now=hour(3))
    run_errands()
    assert (list_refunds(placed.id)[0].state, money(placed)[3]) == (RefundState.PAID, "5.00")
