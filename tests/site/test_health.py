"""Whoever watches from outside sees whether pages can be served, and what is missing."""

import pytest
from django.db import connection
from django.test import Client

from shopkeeper.site import schema
from shopkeeper.site.schema import QUESTION


def mark_schema(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA public IS '{text}'")


@pytest.mark.django_db
def test_an_installation_that_serves_says_so() -> None:
    mark_schema(schema._mark())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    response = Client().get("/healthz")
    assert response.status_code == 200
    body = response.json()
    assert (body["status"], body["database"], body["schema"], body["worker"]) == ("ok", "ok", "current", "ok")


@pytest.mark.django_db
def test_a_missing_worker_is_named_but_pages_are_served() -> None:
    mark_schema(schema._mark())
    response = Client().get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (200, "absent")


@pytest.mark.django_db
def test_a_database_of_another_version_is_not_served_from() -> None:
    mark_schema("shopkeeper of last year")
    response = Client().get("/healthz")
    assert (response.status_code, response.json()["schema"]) == (503, "older")


@pytest.mark.django_db
def test_a_lost_database_is_an_answer_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.site.schema.QUESTION", QUESTION.replace("obj_description", "no_such_function"))
    response = Client().get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "down")
