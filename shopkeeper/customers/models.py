"""Rows of the customer record: immutable source records, customers, the links between them, consent."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row, SourcedRow


class Customer(Row):
    """A person. A merged customer points to its survivor for ever; nothing else is rewritten."""

    number = models.CharField(max_length=16, unique=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["merged_into"],
                name="customers_customer_merged",
                condition=~models.Q(merged_into=None),
            ),
        ]


class SourceRecord(SourcedRow):
    """A person as one system knows them, stored as it came. Immutable but for erasure."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    """The customer this record was given first; today's owner is the current link."""
    person_key = models.CharField(max_length=200, blank=True)
    """The source's own key of the person, where several of its records share one."""
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    full_name = models.CharField(max_length=240, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    card_number = models.CharField(max_length=40, blank=True)
    born_on = models.DateField(null=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    extra = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True)

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["customer"], name="customers_record_customer")]


class MatchKey(models.Model):
    """A standardized value of a record by which the same person is found in other sources; for matching only."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=20)
    digest = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "digest"], name="customers_matchkey_value")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "kind", "digest"], name="customers_matchkey_once"),
        ]


class Link(Row):
    """A record belongs to a customer, since when, why and by whose decision. Ended, never deleted."""

    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="links")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="links")
    reason = models.CharField(max_length=40)
    decided_by = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record"], condition=models.Q(ends_at=None), name="customers_link_current"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["customer"], name="customers_link_customer")]


class Merge(Row):
    """Two customers were found to be one person: who decided, when and why; undone by an unmerge."""

    survivor = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)


class Profile(Row):
    """The golden record: the best value of each attribute, worked out again whenever a record or link changes."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="profile")
    name = models.CharField(max_length=240, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    card_number = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, blank=True)
    records = models.PositiveIntegerField(default=1)
    sources = models.PositiveSmallIntegerField(default=1)
    lineage = models.JSONField(default=dict)
    """Attribute -> the record that gave the value."""
    search_text = models.TextField(blank=True)
    updated_at = models.DateTimeField()


class Consent(SourcedRow):
    """What a person allowed or refused: one row a statement; the last one of a key is in force."""

    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    brand = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    contact_point = models.CharField(max_length=254)
    state = models.CharField(max_length=12)
    text_version = models.CharField(max_length=60, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    occurred_at = models.DateTimeField()

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "purpose", "channel"], name="customers_consent_key"),
        ]


class Erasure(Row):
    """A person was erased: what remains is a keyed hash of each record's key, so that no import revives them."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    carried_out_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120)
    receipt = models.JSONField(default=dict)


class ErasedKey(Row):
    """The keyed hash of an erased record's source and key."""

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
