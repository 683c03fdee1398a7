"""Whoever comes to an address where no page is meets words, not an empty sheet."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_opening_what_only_takes_a_form_says_that_nothing_was_changed() -> None:
    response = Client().get("/cases/ABC/notes/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "This is not a page" in response.content.decode()


def test_an_address_that_nobody_knows_says_where_to_look() -> None:
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "Nothing is here" in response.content.decode()
