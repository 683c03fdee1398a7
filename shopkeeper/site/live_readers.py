"""How the readers of open pages see fragments: looked up when a page opens, and again every few seconds."""

from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from shopkeeper.core import clock
from shopkeeper.core.actors import resolve_user
from shopkeeper.core.live import View, draw, view_of
from shopkeeper.core.remembering import remembering

Reader = tuple[str, str]
"""The id of a user, and the language of a page."""


def look_up_views(readers: Iterable[Reader]) -> dict[Reader, View]:
    """How each of these readers sees fragments now; those who may no longer sign in are left out."""
    wanted = set(readers)
    try:
        rows = get_user_model().objects.filter(pk__in={user for user, _ in wanted}, is_active=True)
        actors = {str(user.pk): resolve_user(user) for user in rows}
    finally:
        connection.close()
    return {(user, language): view_of(actors[user], language) for user, language in wanted if user in actors}


def draw_for(view: View, name: str, keys: Iterable[str]) -> dict[str, str]:
    """A fragment for many keys, as it is seen from a view."""
    try:
        with remembering():
            return draw(name, keys, view=view, now=clock.now())
    finally:
        connection.close()


def cookies_of(headers: Mapping[str, str]) -> dict[str, str]:
    """The cookies of a request, none where they cannot be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def language_of(headers: Mapping[str, str]) -> str:
    """The language that pages speak with this browser."""
    request = HttpRequest()
    request.COOKIES = cookies_of(headers)
    request.META = {"HTTP_ACCEPT_LANGUAGE": headers.get("accept-language", "")}
    return get_language_from_request(request)
