"""What is done about a fault changes by versions; how much a team carries is agreed with its effect in sight."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.models import Event
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.organization.models import Employee, Outlet
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.allowances import drop_capacity, set_capacity
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.playbooks import revise_playbook
from shopkeeper.recovery.contracts import Fault, StepKind, Team
from shopkeeper.recovery.errors import NotForOnePlace, PlaybookIncomplete, PlaybookMovedOn
from shopkeeper.recovery.models import Capacity, Case, Playbook
from shopkeeper.recovery.queries.capacity import find_load, list_loads
from shopkeeper.recovery.queries.playbooks import list_versions
from shopkeeper.recovery.queries.teams import get_playbook, plan_of
from shopkeeper.recovery.rules.playbooks import StepPlan
from tests.recovery.scene import (
    DAY,
    NOW,
    SYSTEM,
    actor,
    always_open,
    customer,
    employ,
    late_delivery,
    order,
    outlet,
    signed_in,
)

pytestmark = pytest.mark.django_db
AGENT = Role.CONTACT_CENTER_AGENT
CALL = StepPlan(StepKind.APOLOGIZE, AGENT, "phone", 120, "Call $customer today", "Hello $first_name, this is $me.")


@pytest.fixture(autouse=True)
def _at_this_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def leeds() -> Outlet:
    """A store."""
    return outlet("leeds")


@pytest.fixture
def owner() -> Employee:
    """Whoever answers for the customers of the whole company."""
    return employ("Ruth Adeyemi", Role.CHIEF_CUSTOMER_OFFICER)


@pytest.fixture
def browser(owner: Employee) -> Client:
    """Their browser."""
    return signed_in(owner)


def late(name: str) -> None:
    """Somebody whose parcel came five days late."""
    parcel = order(customer(name), f"TW-{name}")
    late_delivery(parcel, due_at=NOW - 7 * DAY, came_at=NOW - 2 * DAY)
    notice_harm(by=SYSTEM, now=NOW)


def revise(*steps: StepPlan, after: int = 1, by: Employee | None = None) -> int:
    """Put these steps in force for late deliveries."""
    who = actor(by) if by else SYSTEM
    return revise_playbook(fault=Fault.LATE_DELIVERY, name="", steps=steps, after_version=after, by=who, now=NOW)


def sent(*steps: StepPlan, after: int = 1) -> dict[str, str]:
    """A playbook as its page sends it."""
    fields = {"name": "Late delivery", "after_version": str(after)}
    for place, step in enumerate(steps):
        for name in ("kind", "title", "role", "store_role", "channel", "due_minutes", "say"):
            fields[f"steps-{place}-{name}"] = str(getattr(step, name))
    return fields


def test_a_change_is_the_next_version_and_open_cases_keep_their_steps(owner: Employee) -> None:
    always_open()
    employ("Priya Shah", AGENT)
    late("Ann")
    open_due_cases(by=SYSTEM, now=NOW)
    assert revise(CALL, by=owner) == 2
    late("Ben")
    open_due_cases(by=SYSTEM, now=NOW)
    before, after = Case.objects.order_by("number")
    assert (before.playbook.version, before.steps.count()) == (1, 2)
    assert [step.due_at for step in after.steps.all()] == [NOW + timedelta(minutes=120)]
    assert [row.version for row in list_versions(Fault.LATE_DELIVERY)] == [2, 1]
    assert Event.objects.filter(name="recovery.playbook_revised").count() == 1


def test_of_two_who_change_a_playbook_the_second_reads_what_the_first_wrote() -> None:
    revise(CALL)
    with pytest.raises(PlaybookMovedOn):
        revise(replace(CALL, due_minutes=60))
    assert [plan_of(step) for step in get_playbook(Fault.LATE_DELIVERY).steps.all()] == [CALL]


def test_a_step_without_words_for_the_employee_changes_nothing() -> None:
    with pytest.raises(PlaybookIncomplete):
        revise(replace(CALL, title=""))
    assert Playbook.objects.filter(fault=Fault.LATE_DELIVERY).count() == 1


def test_who_answers_for_one_store_changes_its_capacity_and_nothing_else(leeds: Outlet) -> None:
    manager = actor(employ("Mo Khan", Role.STORE_MANAGER, leeds))
    york, limits = outlet("york"), {"new_a_day": 2, "open_at_once": 5, "by": manager, "now": NOW}
    with pytest.raises(NotForOnePlace):
        revise_playbook(fault=Fault.LATE_DELIVERY, name="", steps=[CALL], after_version=1, by=manager, now=NOW)
    for team in (Team(Role.STORE_ASSOCIATE), Team(Role.STORE_ASSOCIATE, york.id)):
        with pytest.raises(NotForOnePlace):
            set_capacity(team=team, **limits)
    set_capacity(team=Team(Role.STORE_ASSOCIATE, leeds.id), **limits)
    assert [one.team.outlet_id for one in list_loads(by=manager, now=NOW)] == [leeds.id]
    drop_capacity(team=Team(Role.STORE_ASSOCIATE, leeds.id), by=manager, now=NOW)
    assert not Capacity.objects.exists()


def test_an_agent_changes_no_playbook() -> None:
    with pytest.raises(NotPermitted):
        revise(CALL, by=employ("Priya Shah", AGENT))


def test_a_team_knows_how_many_wait_and_in_how_many_days_all_of_them_are_called() -> None:
    always_open()
    employ("Priya Shah", AGENT)
    for name in ("Ann", "Ben", "Cid", "Dee", "Eve"):
        late(name)
    set_capacity(team=Team(AGENT), new_a_day=2, open_at_once=9, by=SYSTEM, now=NOW)
    load = find_load(Team(AGENT), by=SYSTEM, now=NOW)
    assert (load.waiting, load.taken_today, load.days) == (5, 2, 3)
    assert open_due_cases(by=SYSTEM, now=NOW) == 2
    would = find_load(Team(AGENT), by=SYSTEM, now=NOW).with_limits(4, 9)
    assert (would.waiting, would.taken_today, would.days) == (3, 2, 1)
    assert would.with_limits(0, 9).days is None


def test_the_page_puts_the_next_version_in_force(browser: Client) -> None:
    page = browser.post("/cases/playbooks/late_delivery/", sent(CALL), follow=True)
    assert "Version 2 is in force" in page.content.decode()
    assert [plan_of(step) for step in get_playbook(Fault.LATE_DELIVERY).steps.all()] == [CALL]


def test_the_page_says_which_step_lacks_what_and_keeps_what_was_written(browser: Client) -> None:
    page = browser.post("/cases/playbooks/late_delivery/", sent(CALL, replace(CALL, title="", say="Kept words")))
    text = page.content.decode()
    assert "Fill this in." in text
    assert "Kept words" in text
    assert get_playbook(Fault.LATE_DELIVERY).version == 1


def test_a_stale_page_is_told_so_and_changes_nothing(browser: Client) -> None:
    revise(CALL)
    page = browser.post("/cases/playbooks/late_delivery/", sent(replace(CALL, due_minutes=5)), follow=True)
    assert "Somebody put version 2" in page.content.decode()
    assert get_playbook(Fault.LATE_DELIVERY).version == 2


@pytest.mark.parametrize(
    ("change", "titles"),
    [
        ("add", ["one", "two", ""]), ("up:1", ["two", "one"]), ("remove:0", ["two"]), ("up:0", ["one", "two"]),
        ("remove:7", ["one", "two"]), ("nonsense", ["one", "two"]),
    ],
)  # fmt: skip
def test_steps_are_added_moved_and_taken_out_before_anything_is_in_force(
    browser: Client, change: str, titles: list[str]
) -> None:
    steps = [replace(CALL, title="one"), replace(CALL, title="two")]
    page = browser.post("/cases/playbooks/late_delivery/draft/", sent(*steps) | {"change": change})
    shown = [step["title"].value() for step in page.context["steps"]]
    assert (shown, get_playbook(Fault.LATE_DELIVERY).version) == (titles, 1)


def test_words_are_shown_as_the_last_customer_would_hear_them(browser: Client) -> None:
    late("Ann Lee")
    page = browser.post("/cases/playbooks/late_delivery/example/", sent(CALL)).content.decode()
    assert "Call Ann Lee today" in page
    assert "Hello Ann, this is Ruth." in page


def test_the_effect_of_a_limit_is_seen_before_it_is_agreed(browser: Client) -> None:
    employ("Priya Shah", AGENT)
    late("Ann")
    late("Ben")
    team = "/cases/capacity/team/"
    asked = {"role": AGENT, "new_a_day": "1", "open_at_once": "5"}
    assert "1 person would be taken on now" in browser.get(f"{team}preview/", asked).content.decode()
    assert "Fill in both" in browser.get(f"{team}preview/", asked | {"new_a_day": "many"}).content.decode()
    assert not Capacity.objects.exists()
    browser.post(f"{team}?role={AGENT}", {"new_a_day": "1", "open_at_once": "5"})
    assert Capacity.objects.get(role=AGENT).new_a_day == 1
    assert "Contact center agent" in browser.get("/cases/capacity/").content.decode()


@pytest.mark.parametrize("team", ["role=pirate", "role=store_associate&outlet=no"])
def test_a_team_that_does_not_exist_is_not_found(browser: Client, team: str) -> None:
    assert browser.get(f"/cases/capacity/team/?{team}").status_code == 404


def test_playbooks_and_teams_are_read_and_changed_by_rest(owner: Employee) -> None:
    late("Ann")
    employ("Priya Shah", AGENT)
    secret = create_api_key(
        name="staff app", permissions=["recovery.view_cases", "recovery.manage_playbooks"], by=SYSTEM, now=NOW
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    step = {"kind": "call", "role": AGENT, "channel": "phone", "due_minutes": 30, "title": "Call"}
    changed = client.put(
        "/api/playbooks/late_delivery", {"after_version": 1, "steps": [step]}, content_type="application/json"
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert {row["fault"]: len(row["steps"]) for row in client.get("/api/playbooks").json()}["late_delivery"] == 1
    limits = {"role": AGENT, "new_a_day": 9, "open_at_once": 3}
    refused = client.put("/api/case-teams", json.dumps(limits), content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:shopkeeper:wrong_limit")
    put = client.put("/api/case-teams", json.dumps(limits | {"open_at_once": 9}), content_type="application/json")
    assert (put.json()["load"]["new_a_day"], put.json()["waiting"]) == (9, 1)
