"""Remedies come out of a team's month: reserved, given, released; above it somebody is asked."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import NotPermitted, Refusal
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.endings import resolve_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.remedies import decide_remedy, give_remedy, offer_remedy, release_remedy
from shopkeeper.recovery.contracts import Outcome, RemedyKind, Team
from shopkeeper.recovery.errors import BudgetUsedUp, RemedyNotWaiting, WrongAmount
from shopkeeper.recovery.models import RecoveryBudget, Remedy, RemedyMove
from shopkeeper.recovery.queries.budgets import get_room
from tests.recovery.scene import DAY, NOW, SYSTEM, actor, customer, employ, late_delivery, order, the_case

pytestmark = pytest.mark.django_db
AGENTS = Team(Role.CONTACT_CENTER_AGENT)
# A fresh installation allows agents 1,000 a month and 20 a case; the owner of the experience 5,000.


@pytest.fixture
def priya() -> Actor:
    """An agent with one open case."""
    employee = employ("Priya Shah", Role.CONTACT_CENTER_AGENT)
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    return actor(employee)


@pytest.fixture
def amara() -> Actor:
    """The owner of the customer's experience."""
    return actor(employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER))


def offer(amount: str, by: Actor) -> str:
    """Offer a voucher in the only case."""
    return offer_remedy(case_id=the_case().id, kind=RemedyKind.VOUCHER, amount=Decimal(amount), by=by, now=NOW)


def month(role: str = "contact_center_agent") -> tuple[Decimal, Decimal]:
    """Reserved and given of a team's month."""
    return RecoveryBudget.objects.values_list("reserved", "given").get(role=role)


def test_a_small_remedy_is_reserved_at_once_and_counts_when_it_is_given(priya: Actor) -> None:
    assert offer("15.00", priya) == "reserved"
    assert month() == (Decimal(15), Decimal(0))
    give_remedy(remedy_id=Remedy.objects.get().id, by=priya, now=NOW)
    assert month() == (Decimal(0), Decimal(15))
    assert get_room(AGENTS, now=NOW).left == Decimal(985)


def test_what_the_customer_does_not_want_is_free_again(priya: Actor) -> None:
    offer("15.00", priya)
    release_remedy(remedy_id=Remedy.objects.get().id, by=priya, now=NOW)
    assert get_room(AGENTS, now=NOW).left == Decimal(1000)
    with pytest.raises(RemedyNotWaiting, match="released"):
        give_remedy(remedy_id=Remedy.objects.get().id, by=priya, now=NOW)
    assert month() == (Decimal(0), Decimal(0))


def test_at_the_ceiling_nobody_is_asked_and_a_penny_above_it_somebody_is(priya: Actor, amara: Actor) -> None:
    assert offer("20.00", priya) == "reserved"
    assert offer("20.01", priya) == "asked"
    assert str(Remedy.objects.get(state="asked").approver_id) == amara.id
    assert month() == (Decimal(20), Decimal(0))


def test_who_grants_it_pays_for_it(priya: Actor, amara: Actor) -> None:
    offer("80.00", priya)
    remedy = Remedy.objects.get()
    with pytest.raises(NotPermitted):
        decide_remedy(remedy_id=remedy.id, grant=True, by=priya, now=NOW)
    decide_remedy(remedy_id=remedy.id, grant=True, by=amara, now=NOW)
    assert month("chief_customer_officer") == (Decimal(80), Decimal(0))
    with pytest.raises(RemedyNotWaiting):
        decide_remedy(remedy_id=remedy.id, grant=False, by=amara, now=NOW)


def test_a_refused_remedy_costs_nothing(priya: Actor, amara: Actor) -> None:
    offer("80.00", priya)
    decide_remedy(remedy_id=Remedy.objects.get().id, grant=False, by=amara, now=NOW)
    assert (Remedy.objects.get().state, RecoveryBudget.objects.count()) == ("refused", 0)


def test_even_the_approver_cannot_give_what_the_month_does_not_hold(priya: Actor, amara: Actor) -> None:
    offer("5000.01", priya)
    with pytest.raises(BudgetUsedUp):
        decide_remedy(remedy_id=Remedy.objects.get().id, grant=True, by=amara, now=NOW)
    assert Remedy.objects.get().state == "asked"
    assert RemedyMove.objects.count() == 1


def test_when_the_month_is_used_up_even_small_ones_are_asked(priya: Actor, amara: Actor) -> None:
    states = [offer("20.00", priya) for _ in range(51)]
    assert states == ["reserved"] * 50 + ["asked"]


def test_a_new_month_has_new_room(priya: Actor) -> None:
    offer("20.00", priya)
    assert get_room(AGENTS, now=NOW).left == Decimal(980)
    assert get_room(AGENTS, now=NOW + 31 * DAY).left == Decimal(1000)


def test_a_case_that_ends_holds_nothing_back(priya: Actor) -> None:
    offer("15.00", priya)
    resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=priya, now=NOW)
    assert month() == (Decimal(0), Decimal(0))


@pytest.mark.parametrize("amount", ["0", "-5", "1.005", "NaN"])
def test_an_amount_is_something_that_can_be_paid(priya: Actor, amount: str) -> None:
    with pytest.raises(WrongAmount):
        offer(amount, priya)
    assert Remedy.objects.count() == 0


MOVES = st.lists(
    st.tuples(st.sampled_from(["offer", "give", "release", "grant", "refuse"]), st.integers(0, 5), st.integers(1, 60)),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_done_in_whatever_order_the_months_hold_what_the_remedies_say(
    priya: Actor, amara: Actor, moves: list[tuple[str, int, int]]
) -> None:
    Remedy.objects.all().update(state="refused", budget=None)
    RecoveryBudget.objects.update(reserved=0, given=0)
    for name, which, amount in moves:
        _try(name, which, amount, priya, amara)
    for budget in RecoveryBudget.objects.all():
        held = {"reserved": Decimal(0), "given": Decimal(0)}
        for remedy in Remedy.objects.filter(budget=budget, state__in=held):
            held[remedy.state] += remedy.amount
        assert (budget.reserved, budget.given) == (held["reserved"], held["given"])
        assert budget.reserved + budget.given <= budget.allowed
    for remedy in Remedy.objects.exclude(budget=None):
        assert remedy.state in set(remedy.moves.values_list("state", flat=True))


def _try(name: str, which: int, amount: int, priya: Actor, amara: Actor) -> None:
    if name == "offer":
        offer(str(amount), priya)
        return
    remedies = list(Remedy.objects.order_by("-id")[:6])
    if which >= len(remedies):
        return
    remedy_id = remedies[which].id
    try:
        if name == "give":
            give_remedy(remedy_id=remedy_id, by=priya, now=NOW)
        elif name == "release":
            release_remedy(remedy_id=remedy_id, by=priya, now=NOW)
        else:
            decide_remedy(remedy_id=remedy_id, grant=name == "grant", by=amara, now=NOW)
    except Refusal:
        return
