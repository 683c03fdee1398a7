"""Webhooks at the door of the worker: sent outside of transactions, in order, to where a name leads at that moment."""

import http.client
import socket
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from shopkeeper.connectors.actions.webhooks import note_try, take_events
from shopkeeper.connectors.models import WebhookEndpoint, WebhookMessage
from shopkeeper.connectors.rules.webhooks import body_of, choose_address
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Event
from shopkeeper.core.signatures import sign

AT_ONCE = 200
PATIENCE = 10.0
KEPT = timedelta(days=30)
Post = Callable[[WebhookEndpoint, dict[str, str], bytes], tuple[int | None, str]]


def carry_webhooks(*, by: Actor, now: datetime) -> int:
    """Take what was announced and send what is due; gives how many messages arrived."""
    take_events(by=by, now=now)
    due = WebhookEndpoint.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), paused_at=None)
    return sum(send_waiting(row, post=post, by=by, clock=clock.now) for row in due.order_by("id"))


def send_waiting(endpoint: WebhookEndpoint, *, post: Post, by: Actor, clock: Callable[[], datetime]) -> int:
    """Send what waits for an endpoint, in order, until one does not arrive; gives how many did."""
    waiting = list(WebhookMessage.objects.filter(endpoint=endpoint, delivered_at=None).order_by("sequence")[:AT_ONCE])
    events, arrived = _events_of(waiting), 0
    for message in waiting:
        status, failure = post(endpoint, *_letter(endpoint, message, events[message.event_id], clock()))
        if not note_try(message_id=message.id, status=status, failure=failure, by=by, now=clock()):
            break
        arrived += 1
    return arrived


def forget_messages(*, by: Actor, now: datetime) -> int:
    """What arrived a month ago is not replayed any more."""
    return WebhookMessage.objects.filter(delivered_at__lt=now - KEPT).delete()[0]


def _events_of(messages: Sequence[WebhookMessage]) -> dict[UUID, Event]:
    times, ids = {message.event_at for message in messages}, {message.event_id for message in messages}
    return {event.id: event for event in Event.objects.filter(recorded_at__in=times, id__in=ids)}


def _letter(
    endpoint: WebhookEndpoint, message: WebhookMessage, event: Event, at: datetime
) -> tuple[dict[str, str], bytes]:  # fmt: skip
    body = body_of(
        sequence=message.sequence, event_id=event.id, name=event.name, at=event.recorded_at, data=event.payload
    )  # fmt: skip
    name, stamp = f"msg_{message.id.hex}", str(int(at.timestamp()))
    signatures = [sign(secret=one, message_id=name, timestamp=stamp, body=body) for one in _secrets(endpoint, at)]
    headers = {
        "content-type": "application/json", "user-agent": "Shopkeeper", "webhook-id": name,
        "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures),
    }  # fmt: skip
    return headers, body


def _secrets(endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """The secret, and for a while the one before it."""
    is_valid = endpoint.former_until is not None and at < endpoint.former_until
    return [endpoint.secret, endpoint.former_secret] if is_valid else [endpoint.secret]


def post(endpoint: WebhookEndpoint, headers: dict[str, str], body: bytes) -> tuple[int | None, str]:
    """One try over the network: the status, or none and why. Redirects are not followed."""
    try:
        connection = _connect(endpoint.url)
    except OSError as error:
        return None, f"{type(error).__name__}: {error}"
    try:
        parts = urlsplit(endpoint.url)
        connection.request("POST", f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}", body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return None, f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return status, "" if status < 300 else http.client.responses.get(status, "")


@cache
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts, and the retailer's own authority beside them, read once: it takes longer than all else
    about a message."""
    context = ssl.create_default_context()
    if settings.WEBHOOKS_AUTHORITY:
        context.load_verify_locations(settings.WEBHOOKS_AUTHORITY)
    return context


def _connect(url: str) -> http.client.HTTPConnection:
    """A connection to the very address that was looked at, wherever the name leads a moment later."""
    parts = urlsplit(url)
    host, is_safe = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if is_safe else 80)
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    address = choose_address(found, may_be_private=settings.WEBHOOKS_MAY_BE_PRIVATE)
    if address is None:
        raise OSError("leads into a private network")
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    raw = socket.create_connection((address, port), PATIENCE)
    connection.sock = _trusted().wrap_socket(raw, server_hostname=host) if is_safe else raw
    return connection
