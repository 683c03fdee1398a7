"""Other systems are told what happened: signed, numbered as it was committed, again until it arrives."""

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
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.announced import list_events, title_of
from shopkeeper.connectors.dispatch import _trusted, carry_webhooks, forget_messages, post, send_waiting
from shopkeeper.connectors.errors import AddressRefused, NoSuchSequence, UnknownEvents
from shopkeeper.connectors.hearing import Listener, carry_in_turn
from shopkeeper.connectors.models import WebhookEndpoint, WebhookMessage
from shopkeeper.connectors.queries import get_endpoint, list_messages
from shopkeeper.connectors.rules.webhooks import choose_address
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.signatures import is_signed
from shopkeeper.orders.events import OrderPlaced
from tests.cast import NOW, SYSTEM, with_cast
from tests.connectors.certificates import make_certificates

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://shop.example/hooks"


class Subscriber:
    """The other side: answers as it is told to, and remembers what it was sent."""

    def __init__(self) -> None:
        self.answers: list[int | None] = []
        self.heard: list[tuple[dict[str, str], dict]] = []
        self.bodies: list[bytes] = []

    def __call__(self, endpoint: WebhookEndpoint, headers: dict[str, str], body: bytes) -> tuple[int | None, str]:
        status = self.answers.pop(0) if self.answers else 200
        self.heard.append((headers, json.loads(body)))
        self.bodies.append(body)
        return status, "" if status == 200 else "no"

    @property
    def numbers(self) -> list[int]:
        return [told["sequence"] for _, told in self.heard]


def endpoint(*events: str) -> tuple[WebhookEndpoint, str]:
    made, secret = webhooks.add_endpoint(name="Shop", url=URL, events=events or ("orders",), by=SYSTEM, now=NOW)
    return WebhookEndpoint.objects.get(pk=made), secret


def placed(number: int = 0, *, history: bool = False) -> OrderPlaced:
    order = new_id()
    told = OrderPlaced(
        order_id=order, ref=f"order:{order}", channel="web", placed_at=NOW, customer_id=None, outlet_id=None
    )
    announce(told, by=SYSTEM, now=NOW + timedelta(seconds=number), history=history)
    return told


def take(expected: int) -> None:
    """Transactions of other databases of the same server hold events back, too: wait for them."""
    taken, deadline = 0, time.monotonic() + 60
    while taken < expected and time.monotonic() < deadline:
        taken += webhooks.take_events(by=SYSTEM, now=NOW + timedelta(minutes=1))
    assert taken == expected
    assert webhooks.take_events(by=SYSTEM, now=NOW + timedelta(minutes=1)) == 0


def send(to: WebhookEndpoint, post: Subscriber, minutes: int = 2) -> int:
    return send_waiting(to, post=post, by=SYSTEM, clock=lambda: NOW + timedelta(minutes=minutes))


def test_an_event_is_sent_signed_and_numbered() -> None:
    to, secret = endpoint()
    told, shop = placed(), Subscriber()
    placed(history=True)
    take(1)
    assert (send(to, shop), send(to, shop)) == (1, 0)
    [(headers, body)] = shop.heard
    assert (body["type"], body["sequence"], body["data"]["order_id"]) == ("orders.order_placed", 1, str(told.order_id))
    at = (NOW + timedelta(minutes=2)).timestamp()
    assert is_signed(
        secret=secret, message_id=headers["webhook-id"], timestamp=headers["webhook-timestamp"],
        signatures=headers["webhook-signature"], body=shop.bodies[0], at=at,
    )  # fmt: skip
    [card] = list_messages(to.id, by=SYSTEM)
    assert (card.status, card.tries, card.event_name) == (200, 1, "orders.order_placed")


def test_a_new_secret_signs_beside_the_former_one_for_a_day_and_then_alone() -> None:
    to, former = endpoint()
    for number in range(2):
        placed(number)
    take(2)
    secret = webhooks.renew_secret(endpoint_id=to.id, by=SYSTEM, now=NOW)

    def accepted(minutes: int) -> list[bool]:
        shop = Subscriber()
        shop.answers = [200, 500]
        send(WebhookEndpoint.objects.get(pk=to.id), shop, minutes)
        headers, at = shop.heard[0][0], (NOW + timedelta(minutes=minutes)).timestamp()
        told = {"message_id": headers["webhook-id"], "timestamp": headers["webhook-timestamp"], "body": shop.bodies[0]}
        given = headers["webhook-signature"]
        return [is_signed(secret=one, signatures=given, at=at, **told) for one in (secret, former)]

    assert (accepted(2), accepted(24 * 60 + 1)) == ([True, True], [True, False])


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


def test_while_one_process_sends_no_other_does() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('connectors.carry_webhooks'))")
        turns: list[int] = []

        def run() -> None:
            turns.append(carry_in_turn(by=SYSTEM, now=NOW))
            connections.close_all()

        other = threading.Thread(target=run)
        other.start()
        other.join()
    assert turns == [0]


def test_every_event_that_can_be_told_says_what_it_means() -> None:
    groups = list_events()
    assert {name for name in groups if title_of(name) == name} == set()
    assert [card.name for cards in groups.values() for card in cards if not card.meaning.endswith(".")] == []
    page = with_cast().sign_in("administrator").get("/webhooks/events/").content.decode()
    assert ("orders.order_placed" in page, "Orders, pick-ups and returns" in page) == (True, True)


def test_what_happened_before_and_what_was_not_asked_for_is_not_sent() -> None:
    placed()
    to, _ = endpoint("payments", "orders.order_shipped")
    placed()
    take(0)
    assert WebhookEndpoint.objects.get(pk=to.id).last_sequence == 0


def test_an_event_of_a_transaction_that_runs_on_comes_once_it_ended_and_nothing_overtakes_it() -> None:
    to, _ = endpoint()
    started, go_on = threading.Event(), threading.Event()

    @action
    def slowly(*, by: Actor, now: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        placed(1)
        started.set()
        assert go_on.wait(20)

    def run() -> None:
        slowly(by=SYSTEM, now=NOW)
        connections.close_all()

    slow = threading.Thread(target=run)
    slow.start()
    assert started.wait(20)
    placed(2)
    placed(3)
    take(0)
    go_on.set()
    slow.join()
    take(3)
    shop = Subscriber()
    send(to, shop)
    assert shop.numbers == [1, 2, 3]
    assert [told["timestamp"][-4:] for _, told in shop.heard] == sorted(
        told["timestamp"][-4:] for _, told in shop.heard
    )


def test_what_does_not_arrive_is_tried_again_later_and_holds_back_what_follows() -> None:
    to, _ = endpoint()
    for number in range(3):
        placed(number)
    take(3)
    shop = Subscriber()
    shop.answers = [200, 500, None, 200, 200]
    assert [send(to, shop, minutes) for minutes in (2, 3, 5)] == [1, 0, 2]
    assert shop.numbers == [1, 2, 2, 2, 3]
    assert len({headers["webhook-id"] for headers, _ in shop.heard}) == 3
    card = get_endpoint(to.id, by=SYSTEM)
    assert (card.state, card.waiting, card.last_sequence) == ("healthy", 0, 3)


def test_who_stays_silent_for_days_is_paused_and_nothing_is_lost() -> None:
    to, _ = endpoint()
    placed()
    take(1)
    shop = Subscriber()
    shop.answers = [503] * 12
    waits = []
    for _ in range(12):
        assert WebhookEndpoint.objects.get(pk=to.id).paused_at is None
        send(to, shop)
        due = WebhookEndpoint.objects.get(pk=to.id).next_try_at
        waits.append(int((due - NOW).total_seconds()) - 120 if due else None)
    assert waits == [5, 60, 300, 1800, 7200, 18000, 36000, 36000, 50400, 72000, 86400, None]
    assert get_endpoint(to.id, by=SYSTEM).state == "silent"
    webhooks.resume_endpoint(endpoint_id=to.id, by=SYSTEM, now=NOW)
    assert send(to, shop) == 1


def test_who_is_gone_is_paused_at_once() -> None:
    to, _ = endpoint()
    placed()
    take(1)
    shop = Subscriber()
    shop.answers = [410]
    send(to, shop)
    assert get_endpoint(to.id, by=SYSTEM).state == "silent"


def test_everything_from_a_number_on_is_sent_once_more_as_it_was() -> None:
    to, _ = endpoint()
    for number in range(4):
        placed(number)
    take(4)
    first, again = Subscriber(), Subscriber()
    send(to, first)
    assert webhooks.replay(endpoint_id=to.id, sequence=3, by=SYSTEM, now=NOW) == 2
    send(to, again)
    assert again.numbers == [3, 4]
    assert [h["webhook-id"] for h, _ in again.heard] == [h["webhook-id"] for h, _ in first.heard[2:]]
    for wrong in (0, 5):
        with pytest.raises(NoSuchSequence):
            webhooks.replay(endpoint_id=to.id, sequence=wrong, by=SYSTEM, now=NOW)
    assert forget_messages(by=SYSTEM, now=NOW + timedelta(days=31)) == 4
    with pytest.raises(NoSuchSequence):
        webhooks.replay(endpoint_id=to.id, sequence=3, by=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    "url",
    ["http://shop.example/", "https://me:pw@shop.example/", "ftp://shop.example", "https://", "x", "https://a:99999/"],
)
def test_an_address_that_is_none_of_another_system_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        webhooks.add_endpoint(name="", url=url, events=["orders"], by=SYSTEM, now=NOW)
    with pytest.raises(UnknownEvents):
        webhooks.add_endpoint(name="", url=URL, events=["orders", "moon"], by=SYSTEM, now=NOW)
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize(
    ("addresses", "chosen"),
    [
        (["93.184.215.14"], "93.184.215.14"),
        (["2606:2800:21f::1"], "2606:2800:21f::1"),
        (["127.0.0.1"], None),
        (["93.184.215.14", "10.0.0.1"], None),
        (["169.254.169.254"], None),
        (["192.168.1.1"], None),
        (["::1"], None),
        (["fe80::1%eth0"], None),
        (["::ffff:127.0.0.1"], None),
        (["0.0.0.0"], None),
        ([], None),
    ],
)
def test_nothing_goes_into_a_private_network(addresses: list[str], chosen: str | None) -> None:
    assert choose_address(addresses, may_be_private=False) == chosen
    assert choose_address(addresses, may_be_private=True) == (addresses[0] if addresses else None)


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


def test_the_administrator_sets_one_up_and_sees_what_failed() -> None:
    cast = with_cast()
    assert cast.sign_in("agent").get("/webhooks/").status_code == 403
    client = cast.sign_in("administrator")
    page = client.post("/webhooks/", {"name": "Shop", "url": URL, "events": ["orders", "payments"]}).content.decode()
    secret = WebhookEndpoint.objects.get().secret
    assert secret in page
    assert secret not in client.get("/webhooks/").content.decode()
    WebhookEndpoint.objects.update(taken_at=NOW)
    to = WebhookEndpoint.objects.get()
    placed()
    take(1)
    shop = Subscriber()
    shop.answers = [500]
    send(to, shop)
    page = client.get(f"/webhooks/{to.id}/").content.decode()
    assert "Did not arrive" in page
    assert "orders.order_placed" in page
    client.post(f"/webhooks/{to.id}/pause/", {"to": "pause"})
    assert "Send again, from where it stopped" in client.get(f"/webhooks/{to.id}/").content.decode()
    client.post(f"/webhooks/{to.id}/pause/", {"to": "resume"})
    assert send(to, shop) == 1
    page = client.post(f"/webhooks/{to.id}/secret/").content.decode()
    assert WebhookEndpoint.objects.get().secret in page
    assert WebhookEndpoint.objects.get().secret != secret
    client.post(f"/webhooks/{to.id}/replay/", {"sequence": 1})
    assert send(to, shop) == 1
    assert (
        "do not go to"
        in client.post("/webhooks/", {"name": "x", "url": "http://x/", "events": ["orders"]}).content.decode()
    )
    client.post(f"/webhooks/{to.id}/removal/")
    assert not WebhookMessage.objects.exists()
