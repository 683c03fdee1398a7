"""Addresses of the REST API: found by their first word, and what leads nowhere stays nowhere."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import Resolver404, path, reverse

from shopkeeper.core.web.addresses import GroupedAddresses


def show(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(number)


def test_an_address_is_found_among_those_with_its_first_word() -> None:
    routes = GroupedAddresses(
        "api/", [path("orders/<int:number>", show, name="order"), path("cases/<int:number>", show)], "api", "api"
    )
    found = routes.resolve("api/orders/7")
    assert (found.func, found.kwargs, found.view_name) == (show, {"number": 7}, "api:order")
    last = routes.resolve("api/cases/8")
    assert (last.kwargs, len(last.tried)) == ({"number": 8}, 1)


@pytest.mark.parametrize("address", ["api/orders/seven", "api/nothing", "api/", "orders/7"])
def test_what_leads_nowhere_leads_nowhere(address: str) -> None:
    routes = GroupedAddresses("api/", [path("orders/<int:number>", show)], "api", "api")
    with pytest.raises(Resolver404):
        routes.resolve(address)


def test_a_route_that_begins_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="<int:number>"):
        GroupedAddresses("api/", [path("<int:number>/orders", show)], "api", "api")


def test_machines_are_told_in_their_own_way_that_nothing_is_there() -> None:
    response = Client().get("/api/nothing")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["type"] == "urn:shopkeeper:not_found"


def test_what_machines_ask_for_walks_past_pages_and_keeps_the_headers_that_protect() -> None:
    response = Client().get(reverse("api:openapi-json"), headers={"X-Request-ID": "till-7"})
    assert response.status_code == 200
    told = {name: response.headers.get(name) for name in (
        "X-Request-ID", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
        "Content-Security-Policy", "Set-Cookie", "Vary",
    )}  # fmt: skip
    assert told == {
        "X-Request-ID": "till-7", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Set-Cookie": None, "Vary": None,
    }  # fmt: skip
