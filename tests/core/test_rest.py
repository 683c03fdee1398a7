"""Machines come with keys: hashed, limited, revocable; retries are carried out once; refusals are problems."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from shopkeeper.core import api_keys
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.console import operator
from shopkeeper.core.idempotency import KeyReused
from shopkeeper.core.models import ApiKey, IdempotencyKey, TimerRun
from shopkeeper.core.refusals import InvalidInput, NotPermitted
from shopkeeper.core.web.rest import once, permitted, problem, respond

NOW = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def make_key(*permissions: str) -> str:
    """A key that may do these things."""
    api_keys._cache.clear()
    return api_keys.create_api_key(name="till", permissions=permissions, by=operator(), now=NOW)


def test_a_key_is_kept_as_a_hash_and_opens_what_it_was_given() -> None:
    key = make_key("core.view_system")
    row = ApiKey.objects.get()
    assert key.startswith(row.prefix + ".")
    assert key.encode() not in bytes(row.digest)
    actor = api_keys.find_actor(key, now=NOW)
    assert actor is not None
    assert (actor.kind, actor.may("core.view_system"), actor.may("core.manage_api_keys")) == (
        ActorKind.API_CLIENT,
        True,
        False,
    )
    assert api_keys.find_actor(key[:-1] + "!", now=NOW) is None


def test_a_revoked_key_opens_nothing() -> None:
    key = make_key("core.view_system")
    assert api_keys.revoke_api_key(prefix=key.split(".")[0], by=operator(), now=NOW)
    assert api_keys.find_actor(key, now=NOW) is None


def test_an_unknown_permission_is_refused_and_no_key_is_made() -> None:
    with pytest.raises(api_keys.UnknownPermission, match="fly"):
        make_key("fly")
    assert ApiKey.objects.count() == 0


def test_without_a_key_there_is_no_door(client: Client) -> None:
    response = client.get("/api/timers")
    assert response.status_code in (401, 404)
    assert "sessionid" not in response.cookies


def request_with(key: str, body: bytes = b"{}") -> Any:
    """A request as REST operations see it, after the key was looked up."""
    actor = Actor(ActorKind.API_CLIENT, "sk_1", permissions=frozenset({"core.view_system"}))
    headers = {"Idempotency-Key": key} if key else {}
    return SimpleNamespace(headers=headers, method="POST", body=body, auth=actor, get_full_path=lambda: "/api/x")


@once
def add_row(request: Any) -> HttpResponse:
    """An operation that leaves a trace each time."""
    TimerRun.objects.create(name=f"row-{TimerRun.objects.count()}", started_at=NOW, due_at=NOW)
    return respond({"rows": TimerRun.objects.count()}, status=201)


def test_a_retry_with_the_same_key_gets_the_first_response() -> None:
    first, second = add_row(request_with("k1")), add_row(request_with("k1"))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content == b'{"rows":1}'
    assert TimerRun.objects.count() == 1


def test_the_same_key_for_another_request_is_refused() -> None:
    add_row(request_with("k1"))
    with pytest.raises(KeyReused):
        add_row(request_with("k1", body=b'{"other":1}'))
    assert (TimerRun.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_a_refused_operation_leaves_no_key_behind() -> None:
    @once
    def refuse(request: Any) -> HttpResponse:
        raise InvalidInput(reason="no")

    with pytest.raises(InvalidInput):
        refuse(request_with("k2"))
    assert IdempotencyKey.objects.count() == 0


def test_an_operation_asks_for_its_permission() -> None:
    with pytest.raises(NotPermitted):
        permitted("core.manage_api_keys")(lambda request: respond({}))(request_with(""))


def test_a_refusal_is_a_problem_document() -> None:
    response = problem(InvalidInput(reason="quantity: must be positive"))
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "type": "urn:shopkeeper:invalid_input",
        "title": "quantity: must be positive",
        "status": 422,
        "reason": "quantity: must be positive",
    }
