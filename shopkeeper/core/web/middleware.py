"""What stands before every page: a request id, the actor, and the way past pages that REST requests take."""

import uuid
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.urls import Resolver404, get_resolver
from django.utils.functional import SimpleLazyObject

from shopkeeper.core.actors import resolve_user
from shopkeeper.core.refusals import NotFound
from shopkeeper.core.remembering import remembering
from shopkeeper.core.requests import set_request_id
from shopkeeper.core.web.rest import problem

NOTHING_TO_SHOW = "default-src 'none'; frame-ancestors 'none'"
"""The policy of answers that are no pages: a browser that is tricked into showing one runs nothing of it."""
DESCRIPTION = "/api/docs"
"""The only page among them."""

_KNOWN_AT_MOST = 1_000

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Give each request an id that logs and events carry, and a memory that ends with it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request.META.get("HTTP_X_REQUEST_ID", "")[:64] or uuid.uuid4().hex
        set_request_id(request_id)
        with remembering():
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class ActorOfUser:
    """Resolve the signed-in user to an actor, once and only when somebody asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: resolve_user(request.user))
        return self.get_response(request)


class WrongMethod:
    """Words in place of the empty page that Django shows who opens an address that only takes what a form sends."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class StraightWay:
    """Take what machines ask for straight to its route: sessions, CSRF and the like cost REST ten times its work."""

    def __init__(self, get_response: GetResponse) -> None:
        self.pages = get_response
        self.secured = SecurityMiddleware(get_response).process_response
        self.routed: Callable[..., Any] = convert_exception_to_response(self.route)
        self.find = lru_cache(_KNOWN_AT_MOST)(get_resolver().resolve)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_for_machines(request):
            if _holds_nul(request):
                raise Http404
            return self.pages(request)
        response: HttpResponse = self.routed(request)
        response.headers.setdefault("Content-Security-Policy", NOTHING_TO_SHOW)
        self.secured(request, response)
        return response

    def route(self, request: HttpRequest) -> HttpResponse:
        """Call what answers at this address; what leads nowhere is looked for each time."""
        if _holds_nul(request):
            return problem(NotFound(what="address", key=request.path_info.replace("\x00", "")))
        try:
            request.resolver_match = found = self.find(request.path_info)
        except Resolver404:
            return problem(NotFound(what="address", key=request.path_info))
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        return response


def _holds_nul(request: HttpRequest) -> bool:
    """Whether somebody asks for what no database can hold."""
    return "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")


def _is_for_machines(request: HttpRequest) -> bool:
    return request.path_info.startswith(("/api/", "/healthz")) and request.path_info != DESCRIPTION
