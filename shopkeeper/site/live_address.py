"""Where pages find the live events: a port of their own beside the pages, or a path behind a proxy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from django.http import HttpRequest  # the settings import this file, also in processes that serve no pages

PORT = os.environ.get("SHOPKEEPER_LIVE_PORT")
"""Set by the parent of all processes."""
URL = os.environ.get("SHOPKEEPER_LIVE_URL", "")
"""Set by those who put a proxy in front of all processes, for example to `/live`."""


def live_url(request: HttpRequest, *, now: datetime) -> str:
    """The address of the live events for this page, empty where nobody serves them."""
    if URL or not PORT:
        return URL
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{PORT}/"


def live_sources(hosts: Iterable[str], *, tls: bool) -> list[str]:
    """What the content security policy must let pages connect to."""
    if URL.startswith(("http://", "https://")):
        return [URL]
    if not PORT or URL:
        return []
    # The policy's grammar knows no IPv6 addresses: pages opened by one ask again every few seconds instead.
    return [f"{'https' if tls else 'http'}://{host}:{PORT}" for host in hosts if "[" not in host]
