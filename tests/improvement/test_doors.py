"""Problems from every door; the button that only figures press."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from shopkeeper.core import panels, work
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.models import User
from shopkeeper.improvement.actions.people import record_people
from shopkeeper.improvement.commands import problems
from shopkeeper.improvement.contracts import PersonHurt
from shopkeeper.improvement.models import Affected, ClosingAttempt, Effect, Measure, Problem
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import Role
from tests.improvement.scene import LAST_WEEK, NOW, SYSTEM, WEEK, actor, employ, fix, late_in_the_north, read
from tests.recovery.scene import customer

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SENTENCE = "22% late last week. Closes itself at 8% or less for 4 weeks with at least 150 parcels."


@pytest.fixture(autouse=True)
def _at_this_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doors read the clock once; here it stands still."""
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)


@pytest.fixture
def owner() -> Employee:
    """Who leads supply chain."""
    return employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)


@pytest.fixture
def problem(owner: Employee) -> Problem:
    """Late parcels to the North, with figures of ten weeks."""
    found = late_in_the_north()
    read(found, ["0.05"] * 4 + ["0.22"] * 6)
    return found


def signed_in(employee: Employee) -> Client:
    """The employee at a browser."""
    address = f"{employee.id}@example.org"
    organization.give_sign_in(employee_id=employee.id, email=address, password=None, by=SYSTEM, now=NOW)
    client = Client()
    client.force_login(User.objects.get(email=address))
    return client


def api() -> dict[str, str]:
    """The headers of a machine that may do everything."""
    return {"Authorization": f"Bearer {create_api_key(name='t', permissions=('*',), scopes=None, by=SYSTEM, now=NOW)}"}


def test_pressing_close_shows_the_figures_and_keeps_the_attempt(owner: Employee, problem: Problem) -> None:
    client = signed_in(owner)
    refused = client.post(f"/problems/{problem.number}/closing/", **HTMX)
    words = refused.content.decode()
    assert refused.status_code == 409
    assert refused.headers["HX-Retarget"] == "#refusal"
    assert SENTENCE in words
    assert "0 of 4 weeks" in words
    assert "48 of 216 parcels: see them" in words
    assert ClosingAttempt.objects.get().by_name == "Sam Reed"
    assert "Sam Reed wanted to close it" in client.get(f"/problems/{problem.number}/").content.decode()


def test_without_scripts_the_refusal_is_a_page(owner: Employee, problem: Problem) -> None:
    refused = signed_in(owner).post(f"/problems/{problem.number}/closing/")
    assert refused.status_code == 409
    assert SENTENCE in refused.content.decode()
    assert "<html" in refused.content.decode()


def test_over_rest_and_on_the_command_line_the_figures_say_the_same(problem: Problem) -> None:
    refused = Client().post(f"/api/problems/{problem.number}/closing", headers=api())
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "application/problem+json")
    assert (refused.json()["type"], refused.json()["title"]) == ("urn:shopkeeper:facts_keep_it_open", SENTENCE)
    printed = CliRunner().invoke(problems, ["close", problem.number])
    assert (printed.exit_code, printed.output.strip()) == (1, f"Error: {SENTENCE}")
    assert ClosingAttempt.objects.count() == 2
    assert Problem.objects.get().closed_at is None


def test_when_the_figures_agree_the_button_works(owner: Employee, problem: Problem) -> None:
    fix(problem, weeks_ago=4, owner=owner)
    read(problem, ["0.07"] * 4, now=NOW + timedelta(hours=1))
    assert Problem.objects.get().closed_at is not None
    page = signed_in(owner).get(f"/problems/{problem.number}/").content.decode()
    assert "Solved and proven" in page
    assert "Close this problem" not in page


def test_the_list_and_the_page_say_where_it_stands(owner: Employee, problem: Problem) -> None:
    client = signed_in(owner)
    listed = client.get("/problems/").content.decode()
    assert "Parcels to the North come late" in listed
    assert SENTENCE in listed
    assert "Open, no measure agreed" in listed
    page = client.get(f"/problems/{problem.number}/").content.decode()
    assert "22% late last week. Agreed: 8% or less." in page
    assert "No problem has been closed yet" in client.get("/problems/?view=closed").content.decode()
    assert client.get("/problems/NOPE/").status_code == 404


def test_agreeing_a_measure_and_putting_it_in_force(owner: Employee, problem: Problem) -> None:
    client, url = signed_in(owner), f"/problems/{problem.number}/measures/"
    asked = {"title": "Another carrier", "owner": str(owner.id), "due_on": "2026-03-31", "cost": "1.200,50"}
    client.post(url, asked)
    assert Measure.objects.count() == 0
    client.post(url, asked | {"cost": "1200,50"})
    measure = Measure.objects.get()
    assert (str(measure.cost), measure.due_on.isoformat(), measure.currency) == ("1200.50", "2026-03-31", "GBP")
    assert "Measure agreed, not in force" in client.get(f"/problems/{problem.number}/").content.decode()
    client.post(f"{url}{measure.id}/effect/", {"on": "2026-03-02"})
    assert Effect.objects.get().on.isoformat() == "2026-03-02"
    assert "Measure in force, proving" in client.get(f"/problems/{problem.number}/").content.decode()


def test_a_problem_seen_with_one_s_own_eyes_is_opened_by_hand(owner: Employee) -> None:
    client = signed_in(owner)
    asked = {
        "title": "Vans leave half empty", "level": "company", "owner": str(owner.id), "metric": "on_time_delivery",
        "filters": "region=North", "threshold": "8", "weeks": "4", "minimum": "150",
    }  # fmt: skip
    missing = client.post("/problems/new/", asked | {"threshold": ""})
    assert "Fill this in." in missing.content.decode()
    nobody = client.post("/problems/new/", asked | {"owner": ""})
    assert "Choose who owns it" in nobody.content.decode()
    strange = client.post("/problems/new/", asked | {"filters": "North"}).content.decode()
    assert "“North” lacks a name. Write it as region=North, carrier=Swift." in strange
    assert 'value="North"' in strange
    unknown = client.post("/problems/new/", asked | {"filters": "moon=full"}).content.decode()
    assert "It can be split by: carrier, region" in unknown
    assert Problem.objects.count() == 0
    client.post("/problems/new/", asked)
    watch = Problem.objects.get().watch
    assert (watch.filters, str(watch.threshold), watch.direction, watch.complement, watch.what) == (
        {"region": "North"}, "0.080000", "at_most", True, "late",
    )  # fmt: skip


def test_a_part_that_was_chosen_in_several_lists_is_watched(owner: Employee) -> None:
    told = {
        "title": "Vans leave half empty", "level": "company", "owner": str(owner.id), "metric": "on_time_delivery",
        "filters": ["region=North", "carrier=Swift", ""], "threshold": "8", "weeks": "4", "minimum": "150",
    }  # fmt: skip
    signed_in(owner).post("/problems/new/", told)
    assert Problem.objects.get().watch.filters == {"region": "North", "carrier": "Swift"}


def test_words_that_name_no_part_stay_where_they_were_typed(owner: Employee) -> None:
    asked = {"metric": "on_time_delivery", "filters": "North"}
    assert signed_in(owner).get("/problems/new/parts/", asked).status_code == 204
    assert signed_in(owner).get("/problems/new/parts/", {"metric": "luck"}).status_code == 404


def test_the_same_over_rest(owner: Employee) -> None:
    told = {
        "title": "Late", "level": "company", "owner_role": "supply_chain_manager", "since_on": "2026-01-05",
        "watch": {"metric": "on_time_delivery", "direction": "at_least", "threshold": "0.92", "minimum": 150},
    }  # fmt: skip
    made = Client().post("/api/problems", json.dumps(told), content_type="application/json", headers=api())
    assert made.status_code == 201
    number = made.json()["problem"]["number"]
    listed = Client().get("/api/problems", headers=api()).json()
    assert [(one["number"], one["state"], one["owner"]) for one in listed] == [(number, "open", "Sam Reed")]
    nonsense = told | {"watch": told["watch"] | {"threshold": "92"}}  # type: ignore[operator]
    refused = Client().post("/api/problems", json.dumps(nonsense), content_type="application/json", headers=api())
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:shopkeeper:wrong_terms")
    strange = told | {"watch": told["watch"] | {"filters": {"moon": "full"}}}  # type: ignore[operator]
    refused = Client().post("/api/problems", json.dumps(strange), content_type="application/json", headers=api())
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:shopkeeper:dimension_unknown")
    assert Problem.objects.count() == 1


def test_who_answers_calls_sees_problems_and_cannot_change_them(problem: Problem) -> None:
    agent = signed_in(employ("Priya Shah", Role.CONTACT_CENTER_AGENT))
    assert "Close this problem" not in agent.get(f"/problems/{problem.number}/").content.decode()
    assert agent.post(f"/problems/{problem.number}/closing/", **HTMX).status_code == 403
    assert ClosingAttempt.objects.count() == 0


def test_whoever_meets_a_customer_it_touches_knows_and_has_something_to_say(problem: Problem) -> None:
    agent, ruth, owen = actor(employ("Priya", Role.CONTACT_CENTER_AGENT)), customer("Ruth"), customer("Owen")
    record_people(problem_id=problem.id, people=[PersonHurt(ruth, NOW)], by=SYSTEM, now=NOW)
    (banner,) = panels.render_slot("customer_banner", ruth, by=agent, now=NOW)
    assert "Known problem: Parcels to the North come late" in banner
    assert "We moved your next parcel to another carrier." in banner
    assert panels.render_slot("customer_banner", owen, by=agent, now=NOW) == []


def test_who_turned_out_not_to_be_touched_is_let_go(problem: Problem) -> None:
    ruth, owen = customer("Ruth"), customer("Owen")
    record_people(problem_id=problem.id, people=[PersonHurt(ruth, NOW), PersonHurt(owen, NOW)], by=SYSTEM, now=NOW)
    record_people(problem_id=problem.id, people=[PersonHurt(owen, NOW, spoke=True)], by=SYSTEM, now=NOW)
    assert list(Affected.objects.values_list("customer_id", "spoke")) == [(owen, True)]


def test_the_owner_s_morning_asks_for_a_measure_and_then_for_its_day(owner: Employee, problem: Problem) -> None:
    (item,) = work.list_work(by=actor(owner), now=NOW)
    assert (item.title, item.url) == (
        "Agree a measure: Parcels to the North come late", f"/problems/{problem.number}/",
    )  # fmt: skip
    fix(problem, weeks_ago=1, owner=owner)
    Effect.objects.all().delete()
    (item,) = work.list_work(by=actor(owner), now=NOW)
    assert (item.title, item.due_at.date()) == ("Put in force: Another carrier for the North", LAST_WEEK)  # type: ignore[union-attr]


def test_everybody_reads_of_what_is_open_and_of_what_was_solved(owner: Employee, problem: Problem) -> None:
    agent = actor(employ("Priya Shah", Role.CONTACT_CENTER_AGENT))
    (notice,) = work.list_notices(by=agent, now=NOW)
    assert notice.text == "Parcels to the North come late. Open, no measure agreed."
    fix(problem, weeks_ago=4, owner=owner)
    read(problem, ["0.05"] * 4, now=NOW + timedelta(hours=1))
    (notice,) = work.list_notices(by=agent, now=NOW)
    assert notice.text == "Parcels to the North come late: solved and proven. Thank you, Sam."
    assert work.list_notices(by=agent, now=NOW + 2 * WEEK) == []


def test_the_command_line_lists_problems_as_json(problem: Problem) -> None:
    printed = json.loads(CliRunner().invoke(problems, ["list", "--json"]).output)
    assert [(one["number"], one["sentence"]) for one in printed] == [(problem.number, SENTENCE)]
