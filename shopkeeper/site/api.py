"""The REST API: each module's routes, one way to say no."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from shopkeeper.core.refusals import InvalidInput, Refusal
from shopkeeper.core.web.rest import ApiKeyAuth, problem
from shopkeeper.site.assembly import collect

api = NinjaAPI(
    title="Shopkeeper",
    version="1",
    description="One record of every customer, one live picture of stock and orders, one closed loop.",
    auth=ApiKeyAuth(),
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What the business does not allow."""
    return problem(refusal)


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What cannot be understood."""
    return problem(InvalidInput(reason=_first_complaint(error.errors)))


def _first_complaint(errors: list[dict[str, Any]]) -> str:
    first = errors[0] if errors else {"loc": (), "msg": "unreadable"}
    place = ".".join(str(part) for part in first["loc"][1:] if "[" not in str(part))  # how pydantic looked is no place
    return f"{place}: {first['msg']}" if place else str(first["msg"])


for module, router in collect("rest", "router"):
    api.add_router("", router, tags=[module])
