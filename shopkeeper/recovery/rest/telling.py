"""A case as machines are told of it, whatever was done with it."""

from typing import Any

from django.http import HttpResponse

from shopkeeper.core import clock
from shopkeeper.core.web.rest import respond
from shopkeeper.recovery.access import access_case
from shopkeeper.recovery.queries.reports import describe


def tell_case(request: Any, number: str, *, status: int = 200) -> HttpResponse:
    """The whole case, for those who may see it."""
    case = access_case(request.auth, number)
    return respond(describe(case, now=clock.now()), status=status)
