"""Rows of the interactions; the two that grow for ever are partitioned by month."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import SourcedRow
from shopkeeper.core.schema import written_xid


class Topic(SourcedRow):
    """A node of the one tree of topics and reasons."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    keywords = ArrayField(models.TextField(), default=list, blank=True)
    """Words and phrases by which the topic is found in what people write; `*` ends a word in any way."""


class Interaction(models.Model):
    """An observed touch: a call, a chat, a letter, a visit, with its waiting and handling times in seconds."""

    pk = models.CompositePrimaryKey("occurred_at", "id")
    occurred_at = models.DateTimeField()
    id = models.UUIDField()
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    employee = models.ForeignKey("organization.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+", db_index=False)
    order_ref = models.CharField(max_length=80, blank=True)
    queue_seconds = models.PositiveIntegerField(null=True)
    handle_seconds = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    written_xid = written_xid()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "source_key", "occurred_at"], name="interactions_interaction_source"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "occurred_at"], name="interactions_customer"),
        ]


class ShopStep(models.Model):
    """One step of somebody's way through the e-shop."""

    pk = models.CompositePrimaryKey("occurred_at", "id")
    occurred_at = models.DateTimeField()
    id = models.UUIDField()
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    session_key = models.CharField(max_length=80)
    step = models.CharField(max_length=24)
    detail = models.CharField(max_length=80, blank=True)
    """A code: which delivery options were shown, which error, which search found nothing."""
    device = models.CharField(max_length=20, blank=True)
    postcode_area = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=80, blank=True)
    nearest_outlet = models.ForeignKey(
        "organization.Outlet", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sku = models.CharField(max_length=80, blank=True)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    written_xid = written_xid()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "source_key", "occurred_at"], name="interactions_shopstep_source"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["session_key"], name="interactions_shopstep_session"),
            models.Index(
                fields=["customer", "occurred_at"],
                name="interactions_shopstep_person",
                condition=~models.Q(customer=None),
            ),
            models.Index(fields=["record"], name="interactions_shopstep_record", condition=~models.Q(record=None)),
        ]
