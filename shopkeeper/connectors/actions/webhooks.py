"""Endpoints that are told of events: set up, paused, told again; their messages, numbered as events were committed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Min

from shopkeeper.connectors.errors import EndpointNotFound, NoSuchSequence
from shopkeeper.connectors.events import WebhookPaused, WebhookSecretRenewed
from shopkeeper.connectors.models import WebhookEndpoint, WebhookMessage
from shopkeeper.connectors.rules.webhooks import GONE, OK, check_url, events_meant, wait_after
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import EVENTS, announce
from shopkeeper.core.signatures import new_secret

FORMER_HOLDS = timedelta(days=1)
"""As the Standard Webhooks specification suggests."""

# An event is taken when every transaction before it has ended: so nothing is missed, and the order stays. Its time lies
# at most a day before that at which it was committed; that spares looking through the whole trail.
_TAKE = """
WITH taken AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS below),
written AS (
    INSERT INTO connectors_webhookmessage (id, endpoint_id, sequence, event_id, event_name, event_at, tries, failure)
    SELECT uuidv7(), p.id, p.last_sequence + row_number() OVER (ORDER BY e.written_xid, e.recorded_at, e.id), e.id,
        e.name, e.recorded_at, 0, ''
    FROM connectors_webhookendpoint p CROSS JOIN taken JOIN core_event e ON e.name = ANY (%(names)s)
        AND e.recorded_at > p.taken_at - interval '1 day' AND NOT e.history
        AND e.written_xid >= p.taken_below AND e.written_xid < taken.below
    WHERE p.id = %(endpoint)s
    RETURNING true
)
UPDATE connectors_webhookendpoint SET taken_below = taken.below, taken_at = %(now)s,
    last_sequence = last_sequence + (SELECT count(*) FROM written)
FROM taken WHERE id = %(endpoint)s RETURNING (SELECT count(*) FROM written)"""


@action
def add_endpoint(*, name: str, url: str, events: Sequence[str], by: Actor, now: datetime) -> tuple[UUID, str]:
    """Tell another system of events from now on; gives the id and the secret, the only time that it can be read.

    :raises AddressRefused: when webhooks do not go there
    :raises UnknownEvents: when nothing is announced under one of the names
    """
    by.require("connectors.manage_webhooks")
    check_url(url, may_be_private=settings.WEBHOOKS_MAY_BE_PRIVATE)
    events_meant(events, EVENTS)
    secret = new_secret()
    row = WebhookEndpoint.objects.create(
        name=name.strip()[:80] or url[:80], url=url, events=sorted(set(events)), secret=secret, made_at=now,
        made_by=_name(by), taken_at=now,
    )  # fmt: skip
    return row.id, secret


@action
def renew_secret(*, endpoint_id: UUID, by: Actor, now: datetime) -> str:
    """Sign with a new secret, and for a day with the former one beside it; gives the new one, this once."""
    by.require("connectors.manage_webhooks")
    row = lock_endpoint(endpoint_id)
    row.former_secret, row.former_until, row.secret = row.secret, now + FORMER_HOLDS, new_secret()
    row.save(update_fields=["secret", "former_secret", "former_until"])
    announce(WebhookSecretRenewed(endpoint_id=row.id), by=by, now=now)
    return row.secret


@action
def pause_endpoint(*, endpoint_id: UUID, by: Actor, now: datetime) -> None:
    """Send nothing for now. What happens meanwhile is kept and sent when it goes on."""
    by.require("connectors.manage_webhooks")
    WebhookEndpoint.objects.filter(pk=lock_endpoint(endpoint_id).pk, paused_at=None).update(
        paused_at=now, paused_by=_name(by)
    )  # fmt: skip


@action
def resume_endpoint(*, endpoint_id: UUID, by: Actor, now: datetime) -> None:
    """Go on with the first message that did not arrive."""
    by.require("connectors.manage_webhooks")
    row = lock_endpoint(endpoint_id)
    row.paused_at, row.paused_by, row.tries, row.next_try_at = None, "", 0, None
    row.save(update_fields=["paused_at", "paused_by", "tries", "next_try_at"])


@action
def remove_endpoint(*, endpoint_id: UUID, by: Actor, now: datetime) -> None:
    """Tell it nothing more, and forget what it was told."""
    by.require("connectors.manage_webhooks")
    lock_endpoint(endpoint_id).delete()


@action
def replay(*, endpoint_id: UUID, sequence: int, by: Actor, now: datetime) -> int:
    """Send everything from a number on once more, with the same ids and numbers; gives how many.

    :raises NoSuchSequence: when that number is not kept (any more)
    """
    by.require("connectors.manage_webhooks")
    row = lock_endpoint(endpoint_id)
    first = row.messages.aggregate(first=Min("sequence"))["first"]
    if first is None or not first <= sequence <= row.last_sequence:
        raise NoSuchSequence(first=first or 0, last=row.last_sequence)
    row.tries, row.next_try_at = 0, None
    row.save(update_fields=["tries", "next_try_at"])
    return row.messages.filter(sequence__gte=sequence).update(delivered_at=None, failure="")


@action
def take_events(*, by: Actor, now: datetime) -> int:
    """Give each endpoint a message for every event that was committed since the last time."""
    taken = 0
    for row in WebhookEndpoint.objects.select_for_update(no_key=True).order_by("id"):
        with connection.cursor() as cursor:
            names = events_meant(row.events, EVENTS)
            cursor.execute(_TAKE, {"names": names, "endpoint": row.id, "now": now})
            taken += cursor.fetchone()[0]
    return taken


@action
def note_try(*, message_id: UUID, status: int | None, failure: str, by: Actor, now: datetime) -> bool:
    """What came of a try; gives whether it arrived. Who is gone, or silent for days, is paused; nothing is lost."""
    # The endpoint first, as by whoever has everything sent again.
    endpoint = lock_endpoint(WebhookMessage.objects.values_list("endpoint", flat=True).get(pk=message_id))
    message = WebhookMessage.objects.select_for_update(no_key=True).get(pk=message_id)
    arrived = status is not None and status in OK
    message.tries, message.tried_at, message.status, message.failure = message.tries + 1, now, status, failure[:120]
    message.delivered_at = now if arrived else None
    message.save(update_fields=["tries", "tried_at", "status", "failure", "delivered_at"])
    if arrived and not endpoint.tries and endpoint.next_try_at is None:
        return True
    endpoint.tries = 0 if arrived else endpoint.tries + 1
    wait = None if arrived else wait_after(endpoint.tries)
    endpoint.next_try_at = now + wait if wait else None
    if not arrived and (wait is None or status == GONE):
        endpoint.paused_at, endpoint.paused_by = now, ""
        announce(WebhookPaused(endpoint_id=endpoint.id, sequence=message.sequence), by=by, now=now)
    endpoint.save(update_fields=["tries", "next_try_at", "paused_at", "paused_by"])
    return arrived


def lock_endpoint(endpoint_id: UUID) -> WebhookEndpoint:
    """The endpoint, locked.

    :raises EndpointNotFound: when there is none
    """
    row = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    if row is None:
        raise EndpointNotFound(key=endpoint_id)
    return row


def _name(by: Actor) -> str:
    return f"{by.kind}:{by.id}"[:120]
