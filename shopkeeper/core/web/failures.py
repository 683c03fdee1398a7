"""What people and machines are told when something breaks: whose turn it is, and whether to send it again."""

import sys
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.template.loader import render_to_string

from shopkeeper.core.refusals import Refusal, sentence
from shopkeeper.core.web.rest import problem

_AGAIN_AFTER = 5
"""Seconds; a database that was stopped is there again sooner."""


class DatabaseAway(Refusal):
    """The database does not respond: it is restarted, or has to wait for somebody."""

    code = "database_away"
    message = sentence(
        "The records cannot be reached just now, and come back by themselves within a minute."
        " Look whether what you sent is there before you send it again."
    )
    status = 503


class Failed(Refusal):
    """Something broke that should not."""

    code = "failed"
    message = sentence(
        "Something broke on our side. Nothing was half-written. It has been recorded; try again in a moment."
    )
    status = 500


def tell_failure(request: HttpRequest) -> HttpResponse:
    """The page, or for machines the problem, of what has just failed; asks the database nothing."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    refusal = DatabaseAway() if is_away else Failed()
    response = _respond(request, refusal)
    if is_away:
        response.headers["Retry-After"] = str(_AGAIN_AFTER)
    return response


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What a form sent, so that it can be sent again: all but files, which a page cannot give back. A form with a
    password is typed anew, since pages keep none."""
    if request.method != "POST":
        return {}
    try:
        told, has_files = request.POST, bool(request.FILES)
    except (BadRequest, SuspiciousOperation, RawPostDataException, OSError):
        return {}
    if any("password" in name for name in told):
        return {}
    fields = [(name, value) for name, values in told.lists() for value in values]
    return {"address": request.get_full_path(), "fields": fields, "has_files": has_files}


def _respond(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(refusal)
    context: dict[str, Any] = {"refusal": refusal, "sentence": refusal.sentence()}
    if request.headers.get("HX-Request") != "true":
        if isinstance(refusal, DatabaseAway):
            context |= _typed(request)
        return HttpResponse(render_to_string(f"{refusal.status}.html", context), status=refusal.status)
    headers = {"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
    return HttpResponse(render_to_string("core/_refusal.html", context), status=refusal.status, headers=headers)
