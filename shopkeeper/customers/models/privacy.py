"""Rows of what people decide about themselves: a yes that waits for their own confirmation."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import Consent, Customer, SourceRecord


class OptInRule(Row):
    """For a brand (empty: all) and a channel a yes to marketing counts once the person confirms it themselves."""

    brand = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    """How long the link for it works."""
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["brand", "channel"], name="customers_optinrule_once"),
        ]


class OptIn(Row):
    """Somebody said yes in a person's name; it counts from `confirmed_at` on. The row is the proof, so it stays."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+")
    """The record that has the contact point: an opt-in goes with it when people are parted."""
    brand = models.TextField(blank=True)
    purpose = models.TextField()
    channel = models.CharField(max_length=12)
    contact_point = models.TextField(blank=True)
    text_version = models.TextField(blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, consent=None)
                | models.Q(confirmed_at__isnull=False, consent__isnull=False),
                name="customers_optin_confirmed",
            ),
        ]


class OwnLink(Row):
    """A link to a customer's own page, sent to an address or number of theirs, and to nobody else."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=12)
    contact_point = models.TextField(blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class ContactChoice(Row):
    """How somebody wants to be reached, and until when not at all; the last word is in force."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+")
    preferred_channel = models.CharField(max_length=12, blank=True)
    quiet_until = models.DateField(null=True)
    """Until this day no offers and no surveys; what they wait for (a parcel) still comes."""
    said_by = models.CharField(max_length=120)
    said_at = models.DateTimeField()


class PrivacyRequest(Row):
    """Somebody asks for what is held of them, for a correction, or to be erased; to be settled by a day."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    wish = models.TextField(blank=True)
    """What is wrong, in their words."""
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    checked_at = models.DateTimeField(null=True)
    """Since when it is known that it is really they who ask."""
    checked_by = models.CharField(max_length=120, blank=True)
    check_reason = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.CharField(max_length=120, blank=True)
    extension_reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True)
    download_until = models.DateTimeField(null=True)
    receipt_to = models.TextField(blank=True)
    """Where the receipt of an erasure goes; emptied as soon as it is handed over."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=models.Q(settled_at=None), name="customers_request_open"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None, outcome="")
                | models.Q(settled_at__isnull=False) & ~models.Q(outcome=""),
                name="customers_request_settled",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], name="customers_request_due", condition=models.Q(settled_at=None)),
        ]
