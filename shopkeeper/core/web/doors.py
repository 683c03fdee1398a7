"""The door of every page: who is it, may they, then one action or query, then a picture of it."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from shopkeeper.core.actions import reading_only
from shopkeeper.core.actors import PUBLIC, SIGNED_IN, Actor, ActorKind
from shopkeeper.core.refusals import NotPermitted, Refusal

__all__ = ["PUBLIC", "SIGNED_IN", "PageRequest", "door", "refused"]
View = Callable[..., HttpResponse]


class PageRequest(HttpRequest):
    """A request that has passed the door: it carries its actor."""

    actor: Actor
    htmx: Any


def door(permission: str) -> Callable[[View], View]:
    """Guard a page by `permission`, or by PUBLIC or SIGNED_IN; a refusal becomes words, a form error or a page.

    Whoever only asks for it (GET) changes nothing, whatever the page would do, so that no link can.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission != PUBLIC and request.actor.kind is ActorKind.ANONYMOUS:
                return redirect(f"/sign-in/?next={_place(request)}")
            try:
                request.actor.require(permission)
                with nullcontext() if request.method == "POST" else reading_only():
                    return view(request, *args, **kwargs)
            except Refusal as refusal:
                return refused(request, refusal, outside=permission == PUBLIC)

        enter.permission = permission  # type: ignore[attr-defined]  # read by the test that walks every door
        return enter

    return guard


def refused(request: Any, refusal: Refusal, *, outside: bool = False) -> HttpResponse:
    """A refusal as a person meets it: beside their form, or as a page; `outside` stand those without a chair."""
    context = {"refusal": refusal, "sentence": refusal.sentence()}
    if getattr(request, "htmx", False):
        response = render(request, "core/_refusal.html", context, status=refusal.status)
        response.headers["HX-Retarget"] = "#refusal"
        response.headers["HX-Reswap"] = "innerHTML"
        response.headers["HX-Push-Url"] = "false"
        return response
    explained = getattr(refusal, "explanation", None)
    if request.method == "POST" and not outside and not explained and not isinstance(refusal, NotPermitted):
        messages.error(request, refusal.sentence())
        return redirect(_back(request))
    page = "core/closed.html" if outside and not explained else "core/error.html"
    return render(request, page, context, status=refusal.status)


def _place(request: HttpRequest) -> str:
    """Where somebody goes on after signing in: what they wanted to send is shown again, not sent by a link."""
    return request.get_full_path() if request.method == "GET" else urlsplit(_back(request)).path


def _back(request: HttpRequest) -> str:
    previous = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(previous, {request.get_host()}, require_https=request.is_secure())
    return previous if safe else "/"
