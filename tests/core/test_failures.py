"""When something breaks, people and machines hear whose turn it is, and the database is not asked for it."""

import html
import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
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


def send(address: str, told: dict[str, object]) -> str:
    """A form that fails."""
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return Client(raise_request_exception=False).post(address, told).content.decode()


def test_a_form_that_was_sent_meanwhile_can_be_sent_again_as_it_was_typed() -> None:
    page = send("/away/?of=1042", {"note": "two\nlines & <more>", "reason": ["late", "broken"]})
    sent = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.S)
    assert [(name, html.unescape(value)) for name, value in sent] == [
        ("note", "two\nlines & <more>"), ("reason", "late"), ("reason", "broken"),
    ]  # fmt: skip
    assert ('action="/away/?of=1042"' in page, "Send it again" in page) == (True, True)
    assert "files have to be chosen again" not in page


def test_of_a_form_with_a_picture_the_rest_is_kept_and_of_one_with_a_password_nothing() -> None:
    page = send("/away/", {"note": "torn", "photo": SimpleUploadedFile("a.png", b"x")})
    assert ("torn" in page, "files have to be chosen again" in page) == (True, True)
    page = send("/away/", {"email": "ann@example.com", "password": "secret"})
    assert ("secret" in page, "Send it again" in page, "Back to today" in page) == (False, False, True)


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
