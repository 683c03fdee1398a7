"""What stands before every page: a request id, the actor, and the page stack that REST requests walk past."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from shopkeeper.core.actors import resolve_user
from shopkeeper.core.remembering import remembering
from shopkeeper.core.requests import set_request_id

NOTHING_TO_SHOW = "default-src 'none'; frame-ancestors 'none'"
"""The policy of answers that are no pages: a browser that is tricked into showing one runs nothing of it."""
DESCRIPTION = "/api/docs"
"""The only page among them."""

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


class PageStack:
    """Run `settings.PAGE_MIDDLEWARE` for pages only: sessions, CSRF and the like cost REST ten times its work."""

    def __init__(self, get_response: GetResponse) -> None:
        self.bare = get_response
        self.view_hooks: list[Callable[..., HttpResponse | None]] = []
        self.pages: Callable[..., Any] = get_response
        for path in reversed(settings.PAGE_MIDDLEWARE):
            middleware = import_string(path)(self.pages)
            if hasattr(middleware, "process_view"):
                self.view_hooks.insert(0, middleware.process_view)
            self.pages = convert_exception_to_response(middleware)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_lean(request):
            return self.pages(request)
        response = self.bare(request)
        response.headers.setdefault("Content-Security-Policy", NOTHING_TO_SHOW)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Django only asks the outermost middleware, so the hooks inside are passed on here."""
        if _is_lean(request):
            return None
        responses = (hook(request, view, args, kwargs) for hook in self.view_hooks)
        return next((response for response in responses if response is not None), None)


def _is_lean(request: HttpRequest) -> bool:
    return request.path_info.startswith(("/api/", "/healthz")) and request.path_info != DESCRIPTION
