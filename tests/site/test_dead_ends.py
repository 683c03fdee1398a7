"""Whoever comes to an address where no page is meets words, not an empty sheet."""

import pytest
from django.test import Client

from tests.cast import with_cast

pytestmark = pytest.mark.django_db


def test_opening_what_only_takes_a_form_says_that_nothing_was_changed() -> None:
    response = Client().get("/cases/ABC/notes/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "This is not a page" in response.content.decode()


def test_an_address_that_nobody_knows_says_where_to_look() -> None:
    response = with_cast().sign_in("chief_customer_officer").get("/nowhere/")
    page = response.content.decode()
    assert (response.status_code, "Search finds people" in page, "Back to today" in page) == (404, True, True)


def test_a_customer_with_an_incomplete_link_is_shown_no_way_into_the_house() -> None:
    response = Client().get("/nowhere/")
    page = response.content.decode()
    assert (response.status_code, "ask them for a new one" in page, "Back to today" in page) == (404, True, False)
