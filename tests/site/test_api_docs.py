"""The page that describes the REST API brings its own assets."""

import re

from django.test import Client


def test_the_description_of_the_api_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assets = re.findall(r"""(?:src|href)=["']([^"']+)""", page.content.decode())
    assert [asset for asset in assets if not asset.startswith("/")] == []
    assert any(asset.startswith("/static/ninja/") for asset in assets)
