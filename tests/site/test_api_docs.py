"""The page that describes the REST API brings its own assets."""

import re

from django.test import Client


def test_the_description_of_the_api_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assets = re.findall(r"""(?:src|href)=["']([^"']+)""", page.content.decode())
    assert [asset for asset in assets if not asset.startswith("/")] == []
    assert any(asset.startswith("/static/ninja/") for asset in assets)


def test_who_comes_without_a_key_is_told_how_to_get_one(client: Client) -> None:
    refused = client.get("/api/causes")
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json")
    assert refused["WWW-Authenticate"] == "Bearer"
    assert refused.json()["type"] == "urn:shopkeeper:no_key"
    assert "shopkeeper api-keys create NAME" in refused.json()["title"]
    assert "shopkeeper api-keys create NAME" in client.get("/api/openapi.json").json()["info"]["description"]


def test_answers_for_machines_run_nothing_in_a_browser(client: Client) -> None:
    for path in ("/api/openapi.json", "/api/metrics", "/api/nothing-here"):
        assert client.get(path).headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_description_of_the_api_has_the_policy_of_all_pages(client: Client) -> None:
    policy = client.get("/api/docs").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
