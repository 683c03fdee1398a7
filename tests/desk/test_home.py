"""Everybody meets their own morning; the demo's chairs are closed outside the demo."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from shopkeeper.core.console import operator
from shopkeeper.core.dispatch import handle
from shopkeeper.core.models import User
from shopkeeper.core.work import WorkItem
from shopkeeper.desk.models import HomeChoice
from shopkeeper.desk.queries import numbers_of
from shopkeeper.desk.rules import pick_first
from shopkeeper.desk.words import greeting, sentence_of_the_day
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import Role
from tests.cast import with_cast

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def employ(name: str, role: Role) -> Employee:
    """Somebody who signs in."""
    employee = Employee.objects.create(name=name, source_key=name, recorded_at=NOW)
    organization.give_role(employee_id=employee.id, role=role, starts_on=date(2026, 1, 1), by=operator(), now=NOW)
    organization.give_sign_in(
        employee_id=employee.id, email=f"{name}@example.org", password=None, by=operator(), now=NOW
    )
    employee.refresh_from_db()
    return employee


@pytest.fixture
def priya() -> Employee:
    """The owner of the customer's experience."""
    return employ("Priya", Role.CHIEF_CUSTOMER_OFFICER)


def as_(employee: Employee) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=employee.user_id))
    return client


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("account_login")
    assert client.get("/work/").headers["Location"] == "/sign-in/?next=/work/"


def test_the_demos_chairs_are_closed_outside_the_demo(client: Client, priya: Employee) -> None:
    with override_settings(DEMO=False):
        assert client.get("/who/").status_code == 404
        assert client.post(f"/who/{priya.id}/").status_code == 404
    assert "sessionid" not in client.cookies


def test_in_the_demo_anybody_may_take_anybodys_chair(client: Client, priya: Employee) -> None:
    with override_settings(DEMO=True):
        assert "Priya" in client.get("/who/").content.decode()
        client.post(f"/who/{priya.id}/")
    assert "Priya" in client.get("/").content.decode()


def test_an_empty_morning_says_so(priya: Employee) -> None:
    page = as_(priya).get("/").content.decode()
    assert "Nothing waits for you" in page


def test_what_a_role_does_not_allow_is_said_not_hidden(priya: Employee) -> None:
    response = as_(priya).get("/system/")
    assert response.status_code == 403
    assert "See failures, timers and the audit trail" in response.content.decode()


def test_work_that_fails_is_seen_by_its_owner_before_it_is_given_up(priya: Employee) -> None:
    joel = as_(employ("Joel Ash", Role.ADMINISTRATOR))
    assert "No background work fails." in joel.get("/system/").content.decode()
    job = handle.configure(lock=None).defer(event_id="e1", recorded_at=NOW.isoformat(), handler="recovery.open_case")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 5, scheduled_at = %s WHERE id = %s", [NOW, job])
    page = joel.get("/system/").content.decode()
    assert ("1 piece failed and is tried again." in page, "No background work fails." in page) == (True, False)
    assert ("recovery.open_case" in page, "5 times" in page) == (True, True)
    assert "1 piece of background work fails and is tried again." in joel.get("/").content.decode()
    assert "background work" not in as_(priya).get("/").content.decode()


def test_many_of_one_kind_do_not_hide_what_else_waits() -> None:
    kinds = ["return", "return", "return", "return", "return", "problem", "call"]
    waiting = [WorkItem(kind, f"{kind} {place}", "", "/", "x", "callum") for place, kind in enumerate(kinds)]
    first = pick_first(waiting, now=NOW, most=5, alike=2)
    assert [item.title for item in first] == ["return 0", "return 1", "return 2", "problem 5", "call 6"]
    assert pick_first(waiting[:5], now=NOW, most=5, alike=2) == waiting[:5]


def test_what_harms_people_without_a_deadline_comes_before_what_is_due_tomorrow() -> None:
    tomorrow, noon, late = (NOW + timedelta(hours=hours) for hours in (15, 3, -40))
    due = [
        ("refund", tomorrow, 2.0),
        ("problem", None, 437.0),
        ("call", noon, 9.0),
        ("pin", None, 4.0),
        ("return", late, 2.0),
    ]
    waiting = [WorkItem(kind, kind, "", "/", "x", "callum", at, weight) for kind, at, weight in due]
    first = pick_first(waiting, now=NOW, most=5, alike=2)
    assert [item.title for item in first] == ["return", "call", "problem", "pin", "refund"]


def test_numbers_are_those_of_the_role_until_one_chooses(priya: Employee) -> None:
    actor = organization.find_actors_of_employees([priya.id], now=NOW).get(priya.id)
    assert actor is not None
    assert numbers_of(actor)[0] == "net_promoter_score"
    as_(priya).post("/numbers/", {"metric": ["return_rate", "revenue"]})
    assert numbers_of(actor) == ("return_rate", "revenue")
    as_(priya).post("/numbers/", {})
    assert numbers_of(actor)[0] == "net_promoter_score"


def test_more_than_six_numbers_are_refused_and_nothing_is_changed(priya: Employee) -> None:
    seven = [
        "return_rate",
        "revenue",
        "review_score",
        "satisfaction",
        "checkout_drop",
        "handling_time",
        "response_rate",
    ]
    response = as_(priya).post("/numbers/", {"metric": seven})
    assert response.status_code in (302, 409, 422)
    assert HomeChoice.objects.count() == 0


@pytest.mark.parametrize(
    ("hour", "words"), [(6, "Good morning, Ann"), (13, "Good afternoon, Ann"), (20, "Good evening, Ann")]
)
def test_people_are_greeted_by_their_hour(hour: int, words: str) -> None:
    assert greeting("Ann Lee", hour) == words


def test_everybody_in_the_demo_has_a_number_where_there_is_one(client: Client, priya: Employee) -> None:
    for name, role in (("Joel", Role.ADMINISTRATOR), ("Marta", Role.IT_OWNER), ("Owen", Role.DATA_STEWARD)):
        employ(name, role)
    with override_settings(DEMO=True):
        page = client.get("/who/").content.decode()
    assert [name in page for name in ("Joel", "Marta", "Owen")] == [True, True, True]
    assert "<b>0</b> jobs given up" in page


def test_the_chairs_hold_an_associate_of_the_store_whose_manager_is_shown() -> None:
    cast = with_cast()
    with override_settings(DEMO=True):
        page = Client().get("/who/").content.decode()
        assert ("Store manager, Leeds" in page, "Poppy Aldridge" in page) == (True, False)
        Employee.objects.filter(pk=cast.staff["LDS"]).update(name="Zoe")
        page = Client().get("/who/").content.decode()
    assert "Store manager, York" in page
    assert "Store associate, York" in page


def test_nobody_is_told_that_all_is_well_while_something_bad_is_open() -> None:
    assert sentence_of_the_day([], now=NOW).startswith("Nothing waits for you. Everything that was promised")
    assert sentence_of_the_day([], now=NOW, is_calm=False).startswith("Nothing waits for you, but not all is well")


def test_an_administrator_says_whose_installation_it_is_and_errors_keep_what_was_typed() -> None:
    client = as_(employ("Joel", Role.ADMINISTRATOR))
    told = {"name": "Lee & Sons", "country": "ie", "currency": "eur", "time_zone": "Europe/Dublin"}
    refused = client.post("/retailer/", told | {"country": "Eire", "service_hour_cost": "18"}).content.decode()
    assert "This cannot be: country." in refused
    assert 'value="Lee &amp; Sons"' in refused
    assert organization.get_retailer().name == "Shopkeeper"
    assert client.post("/retailer/", told | {"service_hour_cost": "18"}).status_code == 302
    known = organization.get_retailer()
    assert (known.name, known.country, known.currency, known.time_zone) == ("Lee & Sons", "IE", "EUR", "Europe/Dublin")
    assert known.service_hour_cost == 18
