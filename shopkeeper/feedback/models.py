"""Rows of the voice of the customer: one kind of feedback for every channel."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row, SourcedRow


class Invitation(SourcedRow):
    """Somebody was asked for their opinion about a touchpoint."""

    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    touchpoint = models.CharField(max_length=40)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()


class Feedback(SourcedRow):
    """What somebody said or showed with a judgment: survey, review, complaint, mention."""

    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20, blank=True)
    touchpoint = models.CharField(max_length=40, blank=True)
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+", db_index=False)
    product = models.ForeignKey("catalog.Product", models.PROTECT, null=True, related_name="+")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    department_code = models.CharField(max_length=60, blank=True)
    scale = models.CharField(max_length=12, blank=True)
    """What was asked: nps (0-10), csat (1-5), ces (1-7), stars (1-5)."""
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    title = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    analyzed_with = models.CharField(max_length=40, blank=True)
    """The version of the text analysis that has read it; empty until then."""
    occurred_at = models.DateTimeField()

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "occurred_at"], name="feedback_customer"),
            models.Index(fields=["order"], name="feedback_order"),
            models.Index(fields=["occurred_at"], name="feedback_occurred"),
            models.Index(
                fields=["id"], name="feedback_unread", condition=models.Q(analyzed_with="") & ~models.Q(text="")
            ),
        ]


class Mention(Row):
    """A topic that a feedback speaks of, with how (-1 bad to 1 good), the words that say so, and who found it."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="mentions", db_index=False)
    topic = models.ForeignKey("interactions.Topic", models.PROTECT, related_name="+")
    sentiment = models.DecimalField(max_digits=4, decimal_places=3)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    found_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["feedback", "topic"], name="feedback_mention_once"),
        ]


class Handling(Row):
    """Somebody took note of a feedback: who, when and what came of it."""

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="handling")
    outcome = models.CharField(max_length=20)
    employee = models.ForeignKey("organization.Employee", models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()
