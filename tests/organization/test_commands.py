"""People from the command line: the first administrator of an installation, and anybody after."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from shopkeeper.core.models import User
from shopkeeper.organization import public as organization
from shopkeeper.organization.commands import people, retailer
from shopkeeper.organization.errors import OutletNotFound, WrongRetailer
from shopkeeper.organization.models import Assignment, Employee, Outlet

pytestmark = pytest.mark.django_db
ADMIN = ["invite", "ann@example.org", "--name", "Ann Lee", "--role", "administrator"]


def run(*arguments: str, password: str = "a long and calm one") -> Result:
    """The command, its password typed twice."""
    return CliRunner().invoke(people, list(arguments), input=f"{password}\n{password}\n")


def test_the_first_administrator_signs_in_with_the_password_that_was_typed() -> None:
    done = run(*ADMIN)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (0, "ann@example.org may sign in as administrator.")
    client = Client()
    client.post("/sign-in/", {"login": "ann@example.org", "password": "a long and calm one"})
    assert client.get("/people-and-roles/").status_code == 200


def test_inviting_again_changes_the_password_and_doubles_nothing() -> None:
    run(*ADMIN)
    run(*ADMIN, password="another quiet sentence")
    assert (Employee.objects.count(), Assignment.objects.count(), User.objects.count()) == (1, 1, 1)
    assert not User.objects.get().check_password("a long and calm one")
    assert User.objects.get().check_password("another quiet sentence")


def test_a_role_can_be_at_one_outlet() -> None:
    Outlet.objects.create(
        code="LDS", name="Leeds", kind="store", source_key="LDS", recorded_at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    run("invite", "bo@example.org", "--name", "Bo", "--role", "store_manager", "--outlet", "LDS")
    assignment = Assignment.objects.get()
    assert assignment.outlet is not None
    assert (assignment.outlet.code, assignment.role) == ("LDS", "store_manager")
    assert run("list").output == f"{'Bo':30}  {'store_manager':24}  bo@example.org\n"


@pytest.mark.parametrize(
    ("arguments", "password", "sentence"),
    [
        (ADMIN, "short", "This password is too short. It must contain at least 10 characters."),
        (ADMIN, "1234567890", "This password is too common."),
    ],
)
def test_a_weak_password_is_refused_and_nobody_is_hired(arguments: list[str], password: str, sentence: str) -> None:
    done = run(*arguments, password=password)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (1, f"Error: {sentence}")
    assert Employee.objects.count() == 0


def test_an_unknown_outlet_is_refused_and_nobody_is_hired() -> None:
    done = run("invite", "bo@example.org", "--name", "Bo", "--role", "store_manager", "--outlet", "XXX")
    assert isinstance(done.exception, OutletNotFound)
    assert Employee.objects.count() == 0


def test_an_installation_learns_whose_it_is() -> None:
    done = CliRunner().invoke(retailer, ["--name", "Lee & Sons", "--currency", "EUR", "--time-zone", "Europe/Dublin"])
    assert done.output == "Lee & Sons, GB, EUR, Europe/Dublin\n"
    assert CliRunner().invoke(retailer).output == done.output
    assert organization.get_retailer().currency == "EUR"


@pytest.mark.parametrize(
    ("option", "value", "what"),
    [("--currency", "euro", "currency"), ("--time-zone", "Dublin", "time zone"), ("--country", "Eire", "country")],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_changes(option: str, value: str, what: str) -> None:
    before = organization.get_retailer()
    done = CliRunner().invoke(retailer, ["--name", "Lee & Sons", option, value])
    assert isinstance(done.exception, WrongRetailer)
    assert f"This cannot be: {what}." in str(done.exception)
    assert organization.get_retailer() == before
