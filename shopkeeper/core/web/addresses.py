"""Addresses that machines ask for all day: more than a hundred routes, of which only those of one kind are tried."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import Resolver404, ResolverMatch, URLResolver
from django.urls.resolvers import RoutePattern


class GroupedAddresses(URLResolver):
    """Routes under a prefix, found by the first word of their address; Django would try one after the other."""

    def __init__(self, prefix: str, routes: Sequence[Any], app_name: str, namespace: str) -> None:
        super().__init__(RoutePattern(prefix), routes, app_name=app_name, namespace=namespace)
        groups = defaultdict(list)
        for route in routes:
            word = _first_word(str(route.pattern))
            if "<" in word:
                raise ValueError(f"{route.pattern} begins with what can be anything, so it would never be found")
            groups[word].append(route)
        self._prefix = prefix
        self._groups = {
            word: URLResolver(RoutePattern(prefix), group, app_name=app_name, namespace=namespace)
            for word, group in groups.items()
        }

    def resolve(self, path: str) -> ResolverMatch:
        """The route of an address.

        :raises Resolver404: when none begins with its first word
        """
        group = self._groups.get(_first_word(path.removeprefix(self._prefix)))
        if group is None:
            raise Resolver404({"tried": [], "path": path})
        return group.resolve(path)


def _first_word(route: str) -> str:
    return route.partition("/")[0]
