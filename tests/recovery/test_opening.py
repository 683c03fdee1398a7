"""Cases are opened by harm, age and what the team can carry; nothing is lost, nothing unowned."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shopkeeper.core.models import Event
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.organization.public import NobodyInRole, Role
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_case, open_due_cases, report_harm
from shopkeeper.recovery.contracts import Fault
from shopkeeper.recovery.models import Apology, Capacity, Case, Episode, Step
from shopkeeper.recovery.queries.cases import Asked, list_cases
from tests.recovery.scene import (
    DAY,
    NOW,
    SYSTEM,
    actor,
    always_open,
    customer,
    employ,
    late_delivery,
    missed_pickup,
    order,
    outlet,
    score,
    the_case,
)

pytestmark = pytest.mark.django_db
AGENT = Role.CONTACT_CENTER_AGENT


def late(name: str, days: int, *, ago: int = 2) -> Episode:
    """Somebody whose parcel came so many days late, some days ago."""
    parcel = order(customer(name), f"TW-{name}")
    late_delivery(parcel, due_at=NOW - ago * DAY, came_at=NOW - ago * DAY + days * DAY)
    notice_harm(by=SYSTEM, now=NOW)
    return Episode.objects.get(order=parcel)


def limit(new_a_day: int, open_at_once: int = 50) -> None:
    """What one agent can carry."""
    Capacity.objects.create(role=AGENT, new_a_day=new_a_day, open_at_once=open_at_once)


def open_due(now: datetime = NOW) -> int:
    """Let the opener run."""
    return open_due_cases(by=SYSTEM, now=now)


def test_a_case_has_an_owner_and_steps_with_deadlines_in_working_time() -> None:
    always_open()
    priya = employ("Priya Shah", AGENT)
    late("Ruth", 5)
    assert open_due() == 1
    case = the_case()
    assert (case.owner_id, case.role, case.playbook.code, case.resolved_at) == (priya.id, AGENT, "late_delivery", None)
    steps = list(case.steps.values_list("position", "kind", "owner_id", "due_at"))
    # Four hours from 09:30, and 24 working hours of twelve a day.
    assert steps == [
        (1, "apologize", priya.id, datetime(2026, 3, 4, 13, 30, tzinfo=UTC)),
        (2, "check", priya.id, datetime(2026, 3, 6, 9, 30, tzinfo=UTC)),
    ]
    apology = Apology.objects.get()
    assert (apology.employee_id, apology.due_at, apology.sent_at) == (priya.id, steps[0][3], None)
    assert Event.objects.filter(name="recovery.case_opened").count() == 1


def test_the_worst_hurt_come_first_and_only_as_many_as_the_team_can_carry() -> None:
    employ("Priya Shah", AGENT)
    limit(2)
    for name, days in (("Ann", 1), ("Ben", 6), ("Cleo", 3), ("Dev", 4)):
        late(name, days)
    assert open_due() == 2
    assert set(Case.objects.values_list("episode__order__number", flat=True)) == {"TW-Ben", "TW-Dev"}
    assert Episode.objects.waiting().count() == 2


def test_tomorrow_is_a_new_day_for_those_who_wait() -> None:
    employ("Priya Shah", AGENT)
    limit(1)
    late("Ann", 5)
    late("Ben", 6)
    assert [open_due(), open_due(), open_due(NOW + DAY)] == [1, 0, 1]


def test_a_team_with_its_hands_full_gets_nothing_new() -> None:
    employ("Priya Shah", AGENT)
    limit(5, open_at_once=1)
    late("Ann", 5)
    late("Ben", 6)
    assert [open_due(), open_due(NOW + DAY)] == [1, 0]


def test_fresh_harm_goes_before_greater_harm_that_is_weeks_old() -> None:
    employ("Priya Shah", AGENT)
    limit(1)
    late("Old", 7, ago=45)
    late("New", 4, ago=2)
    open_due()
    assert the_case().episode.order.number == "TW-New"


def test_work_is_shared_out_evenly() -> None:
    first, second = employ("Ada", AGENT), employ("Bea", AGENT)
    for name in "abcd":
        late(name, 5)
    open_due()
    assert Case.objects.filter(owner=first).count() == Case.objects.filter(owner=second).count() == 2


def test_what_happened_in_a_store_is_put_right_by_the_people_of_that_store() -> None:
    leeds, york = outlet("leeds"), outlet("york")
    manager, associate = employ("Tom", Role.STORE_MANAGER, leeds), employ("Zoe", Role.STORE_ASSOCIATE, leeds)
    employ("Una", Role.STORE_MANAGER, york)
    missed_pickup(order(customer("Ruth"), "TW-1", at=leeds), leeds, not_found_at=NOW - timedelta(hours=1))
    notice_harm(by=SYSTEM, now=NOW)
    open_due()
    case = the_case()
    assert (case.owner_id, case.team_outlet_id) == (manager.id, leeds.id)
    assert list(case.steps.values_list("kind", "owner_id")) == [
        ("find", associate.id),
        ("apologize", manager.id),
        ("give", manager.id),
        ("check", associate.id),
    ]


def test_who_steps_in_for_a_role_that_nobody_holds_owns_the_case() -> None:
    owner = employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER)
    late("Ruth", 5)
    open_due()
    assert the_case().owner_id == owner.id


def test_without_anybody_no_case_is_opened_and_nobody_is_lost() -> None:
    late("Ruth", 5)
    with pytest.raises(NobodyInRole):
        open_due()
    assert (Case.objects.count(), Step.objects.count(), Episode.objects.waiting().count()) == (0, 0, 1)


def test_a_little_late_is_counted_but_needs_no_case() -> None:
    employ("Priya Shah", AGENT)
    score(customer("Ruth"), 2)
    notice_harm(by=SYSTEM, now=NOW)
    assert open_due() == 0
    assert Episode.objects.waiting().count() == 1


def test_a_person_can_take_on_somebody_whom_the_team_s_day_left_waiting() -> None:
    priya = employ("Priya Shah", AGENT)
    limit(1)
    late("Ann", 6)
    ben = late("Ben", 5)
    open_due()
    number = open_case(episode_id=ben.id, by=actor(priya), now=NOW)
    assert open_case(episode_id=ben.id, by=actor(priya), now=NOW) == number
    assert Case.objects.count() == 2


def test_only_people_who_serve_customers_open_cases() -> None:
    buyer = employ("Bill", Role.BUYING_MANAGER)
    ruth = late("Ruth", 5)
    with pytest.raises(NotPermitted):
        open_case(episode_id=ruth.id, by=actor(buyer), now=NOW)
    assert Case.objects.count() == 0


def test_what_a_customer_tells_at_the_desk_joins_the_case_that_is_open_already() -> None:
    priya = employ("Priya Shah", AGENT)
    ruth = late("Ruth", 5)
    open_due()
    number = report_harm(
        customer_id=ruth.customer_id, fault=Fault.LOW_SCORE, order_id=ruth.order_id, by=actor(priya), now=NOW
    )
    assert number == the_case().number
    assert the_case().episode.silent is False


def test_what_nobody_has_measured_is_not_given_a_number() -> None:
    priya = actor(employ("Priya Shah", AGENT))
    parcel = order(customer("Ruth"), "TW-1")
    report_harm(customer_id=parcel.customer_id, fault=Fault.LATE_DELIVERY, order_id=parcel.id, by=priya, now=NOW)  # type: ignore[arg-type]
    (card,) = list_cases(Asked(), by=priya, now=NOW)
    assert (card.title, card.harm, card.fault) == ("Order TW-1, late", Decimal("9.0"), "late_delivery")
