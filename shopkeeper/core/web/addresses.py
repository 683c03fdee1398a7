"""Addresses that machines ask for all day: found once among all routes, and known from then on."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.urls import ResolverMatch, URLResolver
from django.urls.resolvers import RoutePattern

_KNOWN_AT_MOST = 1_000


class KnownAddresses(URLResolver):
    """Routes under a prefix, more than a hundred, of which Django would try one after the other for each request."""

    def __init__(self, prefix: str, routes: Sequence[Any], app_name: str, namespace: str) -> None:
        super().__init__(RoutePattern(prefix), routes, app_name=app_name, namespace=namespace)
        self._known = lru_cache(_KNOWN_AT_MOST)(super().resolve)

    def resolve(self, path: str) -> ResolverMatch:
        """The route of an address; what leads nowhere is looked for each time."""
        return self._known(path)
