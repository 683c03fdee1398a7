"""Addresses of the REST API: each is looked for once, and what leads nowhere stays nowhere."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, path

from shopkeeper.core.web.addresses import KnownAddresses


def show(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(number)


def test_an_address_is_looked_for_once_and_keeps_its_parts() -> None:
    routes = KnownAddresses("api/", [path("orders/<int:number>", show, name="order")], "api", "api")
    first, second = routes.resolve("api/orders/7"), routes.resolve("api/orders/7")
    assert first is second
    assert (first.func, first.kwargs, first.view_name) == (show, {"number": 7}, "api:order")
    assert routes.resolve("api/orders/8").kwargs == {"number": 8}


def test_what_leads_nowhere_leads_nowhere_again() -> None:
    routes = KnownAddresses("api/", [path("orders/<int:number>", show)], "api", "api")
    for _ in range(2):
        with pytest.raises(Resolver404):
            routes.resolve("api/orders/seven")
