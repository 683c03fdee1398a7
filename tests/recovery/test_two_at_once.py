"""Two people work on one customer's trouble at once: one case, no money kept for nobody, no month forgotten."""

from decimal import Decimal

import pytest

from shopkeeper.core.actors import Actor
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.allowances import set_allowance
from shopkeeper.recovery.actions.endings import resolve_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_case, open_due_cases, report_harm
from shopkeeper.recovery.actions.remedies import decide_remedy, offer_remedy
from shopkeeper.recovery.contracts import Fault, Outcome, RemedyKind, Team
from shopkeeper.recovery.models import Case, Episode, RecoveryBudget, Remedy
from tests.gates import one_after_the_other
from tests.recovery.scene import DAY, NOW, SYSTEM, actor, customer, employ, late_delivery, order, the_case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]
AGENTS = Team(Role.CONTACT_CENTER_AGENT)


@pytest.fixture
def priya() -> Actor:
    """An agent, and a customer whose parcel came late."""
    employee = employ("Priya Shah", Role.CONTACT_CENTER_AGENT)
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    return actor(employee)


def notice() -> int:
    return notice_harm(by=SYSTEM, now=NOW)


def open_due() -> int:
    return open_due_cases(by=SYSTEM, now=NOW)


def offer(amount: str, by: Actor) -> str:
    return offer_remedy(case_id=the_case().id, kind=RemedyKind.VOUCHER, amount=Decimal(amount), by=by, now=NOW)


def test_what_is_granted_while_its_case_ends_is_kept_for_nobody(priya: Actor) -> None:
    amara = actor(employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER))
    notice(), open_due()
    assert offer("80.00", priya) == "asked"
    case, remedy = the_case(), Remedy.objects.get()
    one_after_the_other(
        lambda: decide_remedy(remedy_id=remedy.id, grant=True, by=amara, now=NOW),
        lambda: resolve_case(case_id=case.id, outcome=Outcome.PUT_RIGHT, by=priya, now=NOW),
    )
    assert Remedy.objects.get().state == "released"
    assert RecoveryBudget.objects.values_list("reserved", "given").get() == (0, 0)


def test_what_staff_report_while_it_is_noticed_is_one_episode_and_one_case(priya: Actor) -> None:
    hurt = Episode.order.field.related_model.objects.get()
    number = one_after_the_other(
        notice,
        lambda: report_harm(
            customer_id=hurt.customer_id, order_id=hurt.id, fault=Fault.LATE_DELIVERY, by=priya, now=NOW
        ),
    )
    assert (Episode.objects.count(), the_case().number) == (1, number)
    assert Episode.objects.get().signals.count() == 3


def test_a_case_that_somebody_opens_while_the_most_pressing_are_opened_is_one(priya: Actor) -> None:
    notice()
    episode = Episode.objects.get()
    opened = one_after_the_other(lambda: open_case(episode_id=episode.id, by=priya, now=NOW), open_due)
    assert (opened, Case.objects.count(), the_case().opened_by) == (0, 1, priya.id)


def test_a_month_that_begins_while_its_allowance_changes_has_the_new_one(priya: Actor) -> None:
    notice(), open_due()
    owner = actor(employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER))
    state = one_after_the_other(
        lambda: set_allowance(team=AGENTS, monthly=Decimal(50), ceiling=Decimal(19), by=owner, now=NOW),
        lambda: offer("19.00", priya),
    )
    assert state == "reserved"
    assert RecoveryBudget.objects.values_list("role", "allowed", "reserved").get() == (AGENTS.role, 50, 19)
