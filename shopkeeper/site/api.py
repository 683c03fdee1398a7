"""The REST API: each module's routes, one way to say no."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shopkeeper.core.refusals import NoKey, Refusal
from shopkeeper.core.web.complaints import complain_of, refuse_body, unreadable
from shopkeeper.core.web.rest import ApiKeyAuth, problem, respond
from shopkeeper.site.assembly import collect

ABOUT = """
One record of every customer, one live picture of stock and orders, one closed loop.

Make a key with `shopkeeper api-keys create NAME` and send it with every request:

    curl -H "Authorization: Bearer sk_..." http://127.0.0.1:8000/api/causes

What is refused comes back as `application/problem+json` (RFC 9457): `type` is for programs, `title` for people. Most
`POST` routes take an `Idempotency-Key`: sent again with the same key, they respond as they did the first time.
"""

api = NinjaAPI(
    title="Shopkeeper",
    version="1",
    description=ABOUT,
    auth=ApiKeyAuth(),
    urls_namespace="api",
)

MOST_ERRORS = 20
"""So many things that are wrong with a body are told."""


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What the business does not allow."""
    return problem(refusal)


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What cannot be understood."""
    return problem(refuse_body([complain_of(one) for one in error.errors[:MOST_ERRORS]]))


@api.exception_handler(AuthenticationError)
def ask_for_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Who it is cannot be told: no key, or none that holds."""
    refused = problem(NoKey())
    refused["WWW-Authenticate"] = "Bearer"
    return refused


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What cannot be read at all: a body that is no JSON; a key that comes too often."""
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem(unreadable())
    return respond({"detail": str(error)}, status=error.status_code)


for module, router in collect("rest", "router"):
    api.add_router("", router, tags=[module])
