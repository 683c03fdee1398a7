"""The other side of a webhook, and what it is told of."""

import json
import time
from datetime import timedelta

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.dispatch import send_waiting
from shopkeeper.connectors.models import WebhookEndpoint
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.orders.events import OrderPlaced
from tests.cast import NOW, SYSTEM

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
