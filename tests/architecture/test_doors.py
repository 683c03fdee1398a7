"""Every door names its permission: pages, REST routes, commands."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from ninja.openapi.views import openapi_json, openapi_view

from shopkeeper.core.permits import is_declared
from shopkeeper.core.web.doors import PUBLIC, SIGNED_IN
from shopkeeper.site.api import api
from shopkeeper.site.cli import main

# Doors that libraries bring: they guard themselves.
GUARDED_BY_LIBRARY = ("allauth.",)


def pages(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with what responds there."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.app_name != "ninja":
            yield from pages(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def is_named(permission: str | None) -> bool:
    """Whether a permission is one that somebody can hold."""
    return permission in (PUBLIC, SIGNED_IN) or (permission is not None and is_declared(permission))


def test_every_page_names_its_permission() -> None:
    open_doors = [
        address
        for address, view in pages()
        if not view.__module__.startswith(GUARDED_BY_LIBRARY) and not is_named(getattr(view, "permission", None))
    ]
    assert open_doors == []


def test_no_rest_route_stands_before_another_of_the_same_address() -> None:
    """`/returns/{key}` before `/returns/no-receipt` would answer for it."""
    hidden = []
    for path in api.get_openapi_schema()["paths"]:
        asked = re.sub(r"\{[^}]*\}", str(UUID(int=7)), path)
        found = re.sub(r"<[^>]*>", "{}", resolve(asked).route)
        hidden += [] if found == re.sub(r"\{[^}]*\}", "{}", path).lstrip("/") else [f"{path}: {found}"]
    assert hidden == []


def test_every_rest_route_names_its_permission() -> None:
    open_doors = [
        f"{path} {operation.view_func.__name__}"
        for _, outer in api._routers
        for router in (outer, *(inner for _, inner, _ in outer._routers))
        for path, view in router.path_operations.items()
        for operation in view.operations
        if not is_named(getattr(operation.view_func, "permission", None))
    ]
    assert open_doors == []
    assert api.auth is not None
    assert {openapi_json, openapi_view}


def commands(group: Any, name: str = "shopkeeper") -> Iterator[tuple[str, Any]]:
    """Every command of the command line."""
    for key, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{name} {key}") if hasattr(command, "commands") else [(f"{name} {key}", command)]


def test_every_command_names_its_permission() -> None:
    open_doors = [n for n, c in commands(main) if not is_named(getattr(c.callback, "permission", None))]
    assert open_doors == []
