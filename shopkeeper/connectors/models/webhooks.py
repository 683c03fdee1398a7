"""Rows of what other systems are told: where to, what, and how far each is."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shopkeeper.core.models import Row
from shopkeeper.core.schema import CurrentTransaction, Xid8Field


class WebhookEndpoint(Row):
    """An address that is told of events, in the order in which they were committed, each with a number of its own."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=80))
    """Names of events ("orders.order_placed"), or of modules ("orders") for all of theirs."""
    secret = models.CharField(max_length=80)
    former_secret = models.CharField(max_length=80, blank=True)
    former_until = models.DateTimeField(null=True)
    """Until then messages are signed with both, so that the other side can change over when it likes."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=120, blank=True)
    """Empty where it was paused because nobody answered for too long."""
    last_sequence = models.BigIntegerField(default=0)
    taken_below = Xid8Field(db_default=CurrentTransaction(), editable=False)
    """Events of transactions below this one have their message."""
    taken_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    """Of the message that is next."""
    next_try_at = models.DateTimeField(null=True)


class WebhookMessage(Row):
    """An event for an endpoint. `sequence` counts 1, 2, 3, ... for each endpoint; the id names it at every try."""

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="messages", db_index=False)
    sequence = models.BigIntegerField()
    event_id = models.UUIDField()
    event_name = models.CharField(max_length=80)
    event_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    """What the other side answered the last time; none where it did not."""
    failure = models.CharField(max_length=120, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["endpoint", "sequence"], name="connectors_webhook_sequence"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["endpoint", "sequence"], name="connectors_webhook_waiting", condition=Q(delivered_at=None)
            ),
            models.Index(fields=["delivered_at"], name="connectors_webhook_done"),
        ]
