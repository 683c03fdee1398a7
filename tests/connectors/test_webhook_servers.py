"""Real servers hear webhooks: behind a redirect, a private address, a certificate of their own."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.dispatch import _trusted, carry_webhooks, post
from shopkeeper.connectors.hearing import Listener
from shopkeeper.connectors.models import WebhookEndpoint
from shopkeeper.connectors.queries import get_endpoint, list_messages
from tests.cast import NOW, SYSTEM
from tests.connectors.certificates import make_certificates
from tests.connectors.subscriber import placed, take

pytestmark = pytest.mark.django_db(transaction=True)


def answering(heard: list[bytes]) -> type[BaseHTTPRequestHandler]:
    """Keeps what it hears; sends whoever asks for what has moved elsewhere."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(302 if self.path == "/moved?x=1" else 204)
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """A real one, on this machine."""
    heard: list[bytes] = []
    running = HTTPServer(("127.0.0.1", 0), answering(heard))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://localhost:{running.server_port}", heard
    running.shutdown()
    running.server_close()


@pytest.mark.enable_socket
def test_a_real_server_hears_and_a_redirect_is_not_followed(server: tuple[str, list[bytes]], settings: Any) -> None:
    url, heard = server
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    assert post(WebhookEndpoint(url=f"{url}/"), {}, b"{}") == (204, "")
    assert post(WebhookEndpoint(url=f"{url}/moved?x=1"), {}, b"{}") == (302, "Found")
    settings.WEBHOOKS_MAY_BE_PRIVATE = False
    assert post(WebhookEndpoint(url=f"{url}/"), {}, b"{}") == (None, "OSError: leads into a private network")
    assert heard == [b"{}", b"{}"]


@pytest.fixture
def inner_server(server: tuple[str, list[bytes]], tmp_path: Path, settings: Any) -> Iterator[tuple[str, list[bytes]]]:
    """The same behind TLS, with a certificate that only an authority of the retailer's own vouches for."""
    make_certificates(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    heard: list[bytes] = []
    running = HTTPServer(("127.0.0.1", 0), answering(heard))
    running.socket = context.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    _trusted.cache_clear()
    yield f"https://localhost:{running.server_port}/", heard
    _trusted.cache_clear()
    running.shutdown()
    running.server_close()


@pytest.mark.enable_socket
def test_a_server_with_a_certificate_of_an_inner_authority_hears_once_that_is_trusted(
    inner_server: tuple[str, list[bytes]], tmp_path: Path, settings: Any
) -> None:
    url, heard = inner_server
    made, _ = webhooks.add_endpoint(name="", url=url, events=["orders"], by=SYSTEM, now=NOW)
    placed()
    take(1)
    assert carry_webhooks(by=SYSTEM, now=NOW) == 0
    [failed] = list_messages(made, by=SYSTEM)
    assert "certificate verify failed" in failed.failure
    assert heard == []
    settings.WEBHOOKS_AUTHORITY = str(tmp_path / "authority.pem")
    _trusted.cache_clear()
    WebhookEndpoint.objects.update(next_try_at=None)  # a minute has passed
    assert carry_webhooks(by=SYSTEM, now=NOW) == 1
    assert json.loads(heard[0])["type"] == "orders.order_placed"
    another = post(WebhookEndpoint(url=url.replace("localhost", "127.0.0.1")), {}, b"{}")
    assert "certificate is not valid for" in another[1]


@pytest.mark.enable_socket
def test_the_timer_takes_and_sends(server: tuple[str, list[bytes]], settings: Any) -> None:
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    made, _ = webhooks.add_endpoint(name="", url=f"{server[0]}/", events=["orders"], by=SYSTEM, now=NOW)
    placed()
    take(1)
    assert carry_webhooks(by=SYSTEM, now=NOW) == 1
    webhooks.pause_endpoint(endpoint_id=made, by=SYSTEM, now=NOW)
    placed()
    take(1)
    assert (carry_webhooks(by=SYSTEM, now=NOW), get_endpoint(made, by=SYSTEM).waiting) == (0, 1)
    webhooks.resume_endpoint(endpoint_id=made, by=SYSTEM, now=NOW)
    assert carry_webhooks(by=SYSTEM, now=NOW) == 1
    assert [json.loads(body)["sequence"] for body in server[1]] == [1, 2]


@pytest.mark.enable_socket
def test_news_is_carried_within_a_beat_and_quiet_costs_one_look(server: tuple[str, list[bytes]], settings: Any) -> None:
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    listener = Listener()
    assert listener.carry_news(by=SYSTEM, now=NOW) == 0
    webhooks.add_endpoint(name="", url=f"{server[0]}/", events=["orders"], by=SYSTEM, now=NOW)
    placed()
    deadline, arrived = time.monotonic() + 60, 0
    while not arrived and time.monotonic() < deadline:
        arrived = listener.carry_news(by=SYSTEM, now=NOW)
    assert (arrived, json.loads(server[1][0])["sequence"]) == (1, 1)
    with CaptureQueriesContext(connection) as asked:
        assert listener.carry_news(by=SYSTEM, now=NOW + timedelta(seconds=21)) == 0
    assert len(asked) == 2
