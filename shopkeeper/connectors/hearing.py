"""Webhooks within seconds: the newest event is looked at every two seconds, and only news is taken and sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from shopkeeper.connectors.dispatch import carry_webhooks
from shopkeeper.connectors.models import WebhookEndpoint
from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Event

STILL_NEW = timedelta(seconds=20)
"""A transaction that began before may hold news back: it is looked for a little longer."""
_TURN = "connectors.carry_webhooks"


class Listener:
    """What was heard last, by one process."""

    def __init__(self) -> None:
        self._newest: object = None
        self._heard_at: datetime | None = None

    def has_news(self, *, now: datetime) -> bool:
        """Whether something was announced of late. What a slow transaction announces later waits for the timer."""
        newest = Event.objects.order_by("-recorded_at", "-id").values_list("recorded_at", "id").first()
        if newest != self._newest:
            self._newest, self._heard_at = newest, now
        return self._heard_at is not None and now - self._heard_at <= STILL_NEW

    def carry_news(self, *, by: Actor, now: datetime) -> int:
        """Tell those who want to know, if there is anything new; gives how many messages arrived."""
        if not WebhookEndpoint.objects.filter(paused_at=None).exists() or not self.has_news(now=now):
            return 0
        return carry_in_turn(by=by, now=now)


def carry_in_turn(*, by: Actor, now: datetime) -> int:
    """Take and send, unless another process does so just now: messages leave in order, once."""
    with _one_at_a_time() as is_our_turn:
        return carry_webhooks(by=by, now=now) if is_our_turn else 0


@contextmanager
def _one_at_a_time() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [_TURN])
        is_our_turn = bool(cursor.fetchone()[0])
    try:
        yield is_our_turn
    finally:
        if is_our_turn:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [_TURN])
