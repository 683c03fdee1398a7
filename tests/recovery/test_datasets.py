"""What analytics is told of cases: what went wrong, how long it took, whether what was promised inside was kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.endings import reopen_case, resolve_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.steps import complete_step
from shopkeeper.recovery.contracts import Outcome
from shopkeeper.recovery.datasets import CASES
from shopkeeper.recovery.models import Step
from tests.recovery.scene import DAY, NOW, SYSTEM, actor, customer, employ, late_delivery, order, the_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> Actor:
    """An agent with one open case: a parcel that came three days late."""
    employee = employ("Priya Shah", Role.CONTACT_CENTER_AGENT)
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    return actor(employee)


def told(*names: str) -> tuple[Any, ...]:
    """Columns of the only case, as analytics gets it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM ({CASES.sql}) AS rows")
        (row,) = cursor.fetchall()
    return row


def finish(by: Actor, *, late: bool) -> None:
    """Do every step, the last one in time or an hour late, and resolve the case two hours after its opening."""
    for step in Step.objects.order_by("position"):
        at = step.due_at + timedelta(hours=1) if late else NOW + timedelta(minutes=10)
        complete_step(step_id=step.id, text="I am sorry.", by=by, now=at)
    resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=by, now=NOW + timedelta(hours=2))


def test_an_open_case_has_no_verdict_yet(priya: Actor) -> None:
    assert told("fault", "role", "is_silent", "is_resolved", "resolved_hours", "was_reopened", "was_kept") == (
        "late_delivery", Role.CONTACT_CENTER_AGENT, True, False, None, False, None,
    )  # fmt: skip
    assert told("waited_hours") == (120.0,)


@pytest.mark.parametrize("late", [False, True])
def test_a_case_is_kept_when_every_step_was_done_by_its_time(priya: Actor, late: bool) -> None:
    finish(priya, late=late)
    assert told("is_resolved", "resolved_hours", "was_kept") == (True, 2.0, not late)


def test_a_case_that_was_not_over_says_so(priya: Actor) -> None:
    finish(priya, late=False)
    reopen_case(case_id=the_case().id, note="It broke again.", by=priya, now=NOW + timedelta(hours=3))
    assert told("is_resolved", "was_reopened") == (False, True)
