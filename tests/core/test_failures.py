"""When something breaks, people and machines hear whose turn it is, and the database is not asked for it."""

import json

from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from shopkeeper.core.web.failures import tell_failure

LOST = OperationalError("couldn't get a connection after 5.00 sec")


def lose(request: object) -> HttpResponse:
    """As a page whose connection is cut."""
    raise LOST


def break_down(request: object) -> HttpResponse:
    """As a page with a mistake in it."""
    raise KeyError("a mistake of ours")


handler500 = tell_failure
urlpatterns = [
    path("away/", lose), path("api/away", lose), path("broken/", break_down), path("api/broken", break_down),
]  # fmt: skip


def ask(address: str, **headers: str) -> HttpResponse:
    """A request that fails; no database is at hand here."""
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return Client(raise_request_exception=False).get(address, headers=headers)


def test_a_page_whose_database_is_away_says_that_it_comes_back() -> None:
    page = ask("/away/")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "We cannot reach our records just now" in page.content.decode()
    assert "Look whether what you sent is there before you send it again." in page.content.decode()


def test_a_form_that_is_sent_in_the_background_keeps_what_was_typed_and_shows_it_beside() -> None:
    part = ask("/away/", **{"hx-request": "true"})
    assert (part.status_code, part["HX-Retarget"], part["HX-Push-Url"]) == (503, "#refusal", "false")
    assert "<html" not in part.content.decode()


def test_a_machine_is_told_when_to_ask_again() -> None:
    told = ask("/api/away")
    assert (told.status_code, told["Retry-After"]) == (503, "5")
    assert told["Content-Type"] == "application/problem+json"
    assert json.loads(told.content)["type"] == "urn:shopkeeper:database_away"


def test_a_mistake_of_ours_is_no_matter_of_waiting() -> None:
    page, told = ask("/broken/"), ask("/api/broken")
    assert (page.status_code, told.status_code) == (500, 500)
    assert "Retry-After" not in page.headers
    assert "Something broke on our side" in page.content.decode()
    assert json.loads(told.content)["type"] == "urn:shopkeeper:failed"
