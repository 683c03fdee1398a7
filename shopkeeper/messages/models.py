"""Rows of the outgoing messages."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.messages.contracts import MessageState


class Template(Row):
    """A text with places to fill, by language and channel."""

    code = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code", "language", "channel", "version"], name="messages_template_version"
            ),
        ]


class Message(Row):
    """One message to one contact point: queued, then sent, failed for good or held back with a reason."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    ref = models.CharField(max_length=120)
    """What it is about ("case:1042"); unique with template, so that nobody hears the same thing twice."""
    template = models.ForeignKey(Template, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    contact_point = models.CharField(max_length=254)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField()
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    """When it was written to a file instead, since no mail server was set."""
    failed_at = models.DateTimeField(null=True)
    held_back = models.CharField(max_length=40, blank=True)
    """Why it was not sent: no_consent, hold, fatigue, no_contact_point."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ref", "template", "customer"], name="messages_message_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                name="messages_message_waiting",
                condition=models.Q(sent_at=None, kept_at=None, failed_at=None, held_back=""),
            ),
            models.Index(fields=["customer", "queued_at"], name="messages_message_customer"),
        ]

    @property
    def state(self) -> MessageState:
        """What became of it."""
        if self.held_back:
            return MessageState.HELD_BACK
        if self.sent_at is not None:
            return MessageState.SENT
        if self.kept_at is not None:
            return MessageState.KEPT
        return MessageState.FAILED if self.failed_at is not None else MessageState.WAITING


class Attempt(Row):
    """One try to hand a message over to a carrier of messages."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    delivered = models.BooleanField()
    error = models.CharField(max_length=200, blank=True)


class Hold(Row):
    """No messages of some purposes to this customer for a while, because."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    ref = models.CharField(max_length=120)
    purposes = models.JSONField(default=list)
    reason = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ref", "customer"], name="messages_hold_once"),
        ]
