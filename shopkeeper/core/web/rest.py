"""The REST stack: keys, permissions, problems and idempotency, lean on purpose."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.api_keys import find_actor
from shopkeeper.core.idempotency import carry_out_once
from shopkeeper.core.refusals import InvalidInput, Refusal
from shopkeeper.core.web.complaints import has_nul

Operation = Callable[..., Any]


class ApiKeyAuth(HttpBearer):
    """`Authorization: Bearer sk_…`, looked up by hash in a cache."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The API client, or None, which ninja turns into 401. One header is read, and not all are put together."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return self.authenticate(request, token) if scheme.lower() == self.openapi_scheme else None

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The API client that holds this key."""
        return find_actor(token, now=clock.now())


def permitted(permission: str, *, each: bool = False) -> Callable[[Operation], Operation]:
    """Guard a REST operation; `request.auth` is the actor. One that answers for `each` of many looks at each itself."""

    def guard(operation: Operation) -> Operation:
        @wraps(operation)
        def enter(request: Any, *args: Any, **kwargs: Any) -> Any:
            request.auth.require(permission)
            if not each and request.content_type == "application/json" and has_nul(request.body):
                raise InvalidInput(reason=f"{_find_nul(request.body)}: a text cannot hold the sign NUL")
            return operation(request, *args, **kwargs)

        enter.permission = permission  # type: ignore[attr-defined]  # read by the test that walks every door
        return enter

    return guard


def _find_nul(body: bytes) -> str:
    """Where the sign stands, as `body.records.3.full_name`."""
    try:
        return _place_of_nul(msgspec.json.decode(body), "body") or "body"
    except msgspec.DecodeError:
        return "body"


def _place_of_nul(value: object, place: str) -> str | None:
    if isinstance(value, str):
        return place if "\x00" in value else None
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return next((found for key, part in parts if (found := _place_of_nul(part, f"{place}.{key}"))), None)


def respond(value: Any, *, status: int = 200) -> HttpResponse:
    """A JSON response straight from contracts, dataclasses and plain values, without a response model."""
    return HttpResponse(msgspec.json.encode(value), status=status, content_type="application/json")


def describe(refusal: Refusal) -> dict[str, Any]:
    """A refusal as the members of RFC 9457."""
    facts = {name: value if isinstance(value, list) else str(value) for name, value in refusal.facts.items()}
    return {"type": f"urn:shopkeeper:{refusal.code}", "title": refusal.sentence(), "status": refusal.status, **facts}


def problem(refusal: Refusal) -> HttpResponse:
    """A refusal as RFC 9457 `application/problem+json`."""
    body = msgspec.json.encode(describe(refusal))
    return HttpResponse(body, status=refusal.status, content_type="application/problem+json")


def once(operation: Operation) -> Operation:
    """Carry out a request with an `Idempotency-Key` once; a retry gets the first response again."""

    @wraps(operation)
    def enter(request: Any, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return operation(request, *args, **kwargs)
        fingerprint = hashlib.sha256(request.method.encode() + request.get_full_path().encode() + request.body)
        return carry_out_once(
            operation=lambda: operation(request, *args, **kwargs),
            key=key,
            fingerprint=fingerprint.hexdigest(),
            by=request.auth,
            now=clock.now(),
        )

    return enter
