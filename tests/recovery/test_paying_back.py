"""Money of a case goes back for its order: within all limits at once, else by a second person; counted once."""

from decimal import Decimal

import pytest

from shopkeeper.core.actors import Actor
from shopkeeper.core.agreeing import agree
from shopkeeper.customers import public as customers
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import GoodwillLimits
from shopkeeper.orders.errors import NotYoursToApprove
from shopkeeper.orders.models import Order, Refund
from shopkeeper.orders.policies import GOODWILL
from shopkeeper.organization.public import Role
from shopkeeper.payments import public as payments
from shopkeeper.recovery.actions.endings import resolve_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.remedies import (
    decide_remedy,
    free_remedy,
    give_in_step,
    give_remedy,
    offer_remedy,
    release_remedy,
    settle_remedy,
)
from shopkeeper.recovery.contracts import Outcome, RemedyKind, StepKind
from shopkeeper.recovery.errors import SecondPersonAsked
from shopkeeper.recovery.models import Remedy, Step
from tests.recovery.scene import DAY, NOW, SYSTEM, actor, customer, employ, late_delivery, order, signed_in, the_case
from tests.recovery.test_datasets import told
from tests.recovery.test_remedies import month

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> Actor:
    """An agent with a case about an order of 50 pounds."""
    employee = employ("Priya Shah", Role.CONTACT_CENTER_AGENT)
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    Order.objects.update(goods_total=Decimal(50))
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    return actor(employee)


@pytest.fixture
def amara() -> Actor:
    return actor(employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER))


def offered(amount: str, by: Actor, kind: RemedyKind = RemedyKind.REFUND) -> Remedy:
    offer_remedy(case_id=the_case().id, kind=kind, amount=Decimal(amount), reason="came late", by=by, now=NOW)
    return Remedy.objects.get()


def decided(remedy: Remedy, *, agreed: bool) -> None:
    """What the handler hears."""
    settle_remedy(refund_id=Refund.objects.get(pk=remedy.refund_id).id, agreed=agreed, by=SYSTEM, now=NOW)


def lower_the_limit() -> None:
    agree(policy=GOODWILL, values=GoodwillLimits(serving=Decimal(10)), why="careful", by=SYSTEM, now=NOW)


def test_a_refund_of_a_case_goes_back_for_its_order_and_is_counted_once(priya: Actor) -> None:
    remedy = offered("15.00", priya)
    give_remedy(remedy_id=remedy.id, by=priya, now=NOW)
    refund, case = Refund.objects.get(), the_case()
    assert (refund.amount, refund.kind, refund.why) == (Decimal(15), "goodwill", f"came late ({case.number})")
    assert (Remedy.objects.get().state, month(), told("given")) == ("given", (Decimal(0), Decimal(15)), (15.0,))
    assert payments.get_told(orders.ref_of(refund.order_id)).refunded == Decimal(15)
    story = customers.compose_timeline([case.customer_id], by=SYSTEM, now=NOW, limit=20)
    assert sum("15.00" in entry.title for entry in story) == 1


def test_store_credit_belongs_to_the_customer_from_then_on(priya: Actor) -> None:
    give_remedy(remedy_id=offered("12.00", priya, RemedyKind.STORE_CREDIT).id, by=priya, now=NOW)
    refund = Refund.objects.get()
    assert (refund.way, refund.paid_at, bool(refund.value_code)) == ("store_credit", NOW, True)


def test_credit_that_was_taken_back_is_in_the_months_budget_again(priya: Actor) -> None:
    give_remedy(remedy_id=offered("12.00", priya, RemedyKind.STORE_CREDIT).id, by=priya, now=NOW)
    assert month() == (Decimal(0), Decimal(12))
    for _ in range(2):
        free_remedy(refund_id=Refund.objects.get().id, by=SYSTEM, now=NOW)
    assert (Remedy.objects.get().state, month()) == ("released", (Decimal(0), Decimal(0)))


def test_above_the_givers_own_limit_it_waits_for_a_second_person(priya: Actor, amara: Actor) -> None:
    lower_the_limit()
    remedy = offered("15.00", priya)
    give_remedy(remedy_id=remedy.id, by=priya, now=NOW)
    assert (Remedy.objects.get().state, month()) == ("reserved", (Decimal(15), Decimal(0)))
    with pytest.raises(SecondPersonAsked):
        give_remedy(remedy_id=remedy.id, by=priya, now=NOW)
    with pytest.raises(NotYoursToApprove):
        orders.approve_refund(refund_id=Refund.objects.get().id, by=priya, now=NOW)
    orders.approve_refund(refund_id=Refund.objects.get().id, by=amara, now=NOW)
    for _ in range(2):
        decided(Remedy.objects.get(), agreed=True)
    assert (Remedy.objects.get().state, month()) == ("given", (Decimal(0), Decimal(15)))


def test_denied_money_is_free_again_and_an_unwanted_one_needs_no_decision(priya: Actor, amara: Actor) -> None:
    lower_the_limit()
    remedy = offered("15.00", priya)
    give_remedy(remedy_id=remedy.id, by=priya, now=NOW)
    release_remedy(remedy_id=remedy.id, by=priya, now=NOW)
    decided(Remedy.objects.get(), agreed=False)
    assert (Remedy.objects.get().state, month()) == ("released", (Decimal(0), Decimal(0)))
    assert (Refund.objects.get().denied_at, Refund.objects.get().paid_at) == (NOW, None)


def test_a_case_may_end_while_somebody_decides_about_its_money(priya: Actor, amara: Actor) -> None:
    lower_the_limit()
    give_remedy(remedy_id=offered("15.00", priya).id, by=priya, now=NOW)
    resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=priya, now=NOW)
    assert Remedy.objects.get().state == "reserved"
    decided(Remedy.objects.get(), agreed=False)
    assert (Remedy.objects.get().state, month()) == ("released", (Decimal(0), Decimal(0)))


def test_what_the_approver_grants_goes_back_with_that_decision(priya: Actor, amara: Actor) -> None:
    decide_remedy(remedy_id=offered("40.00", priya).id, grant=True, by=amara, now=NOW)
    assert (Remedy.objects.get().state, Refund.objects.get().paid_at) == ("given", NOW)
    assert month("chief_customer_officer") == (Decimal(0), Decimal(40))


def test_never_more_goes_back_than_was_taken(priya: Actor) -> None:
    Order.objects.update(goods_total=Decimal(5))
    remedy = offered("15.00", priya)
    with pytest.raises(payments.MoreThanCaptured):
        give_remedy(remedy_id=remedy.id, by=priya, now=NOW)
    assert (Remedy.objects.get().state, Refund.objects.count()) == ("reserved", 0)


def test_a_step_gives_and_is_done_on_its_page(priya: Actor) -> None:
    step = Step.objects.order_by("position").first()
    assert step
    Step.objects.filter(pk=step.pk).update(kind=StepKind.GIVE)
    client, number = signed_in(step.owner), the_case().number
    page = client.get(f"/cases/{number}/").content.decode()
    assert ("Worth" in page, "£50.00 is left" in page) == (True, True)
    client.post(f"/cases/{number}/steps/{step.position}/gift/", {"kind": "refund", "amount": "9.50", "note": "late"})
    assert (Refund.objects.get().amount, Remedy.objects.get().state) == (Decimal("9.50"), "given")
    assert Step.objects.get(pk=step.pk).completion.note == "late"
    assert "The money of the order" in client.get(f"/cases/{number}/").content.decode()


def test_a_step_that_asks_somebody_is_done_and_says_so(priya: Actor, amara: Actor) -> None:
    step = Step.objects.order_by("position").first()
    assert step
    state = give_in_step(step_id=step.id, kind=RemedyKind.REFUND, amount=Decimal(30), by=priya, now=NOW)
    assert (state, Refund.objects.count()) == ("asked", 0)
