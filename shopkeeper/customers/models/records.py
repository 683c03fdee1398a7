"""Rows of the customer record: immutable source records, customers, the links between them, consent."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row, SourcedRow


class Customer(Row):
    """A person. A merged customer points to its last survivor, in one step; nothing else is rewritten."""

    number = models.CharField(max_length=16)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number"], name="customers_customer_number"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["merged_into"], name="customers_customer_merged", condition=~models.Q(merged_into=None)
            ),
        ]


class SourceRecord(SourcedRow):
    """A person as one system knows them, stored as it came. A trigger keeps what it said before a correction."""

    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    """The customer this record was given first; today's owner is the current link."""
    person_key = models.TextField(blank=True)
    """The source's own key of the person, where several of its records share one."""
    given_name = models.TextField(blank=True)
    family_name = models.TextField(blank=True)
    full_name = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    card_number = models.TextField(blank=True)
    born_on = models.DateField(null=True)
    language = models.TextField(blank=True)
    street = models.TextField(blank=True)
    city = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    region = models.TextField(blank=True)
    country = models.TextField(blank=True)
    middle_name = models.TextField(blank=True, db_default="")
    gender = models.TextField(blank=True, db_default="")
    birth_place = models.TextField(blank=True, db_default="")
    occupation = models.TextField(blank=True, db_default="")
    detail_1 = models.TextField(blank=True, db_default="")
    """Whatever else systems know of people, the same thing everywhere; compared like the other two."""
    detail_2 = models.TextField(blank=True, db_default="")
    detail_3 = models.TextField(blank=True, db_default="")
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True)

    @property
    def name(self) -> str:
        """The whole name, as its system wrote it; a middle name aside that stands in a column of its own."""
        return self.full_name or f"{self.given_name} {self.family_name}".strip()


class FormerVersion(models.Model):
    """What a source record said before its source corrected it. Written by a trigger, deleted by erasure only."""

    pk = models.CompositePrimaryKey("record", "version")
    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    said = models.JSONField()
    replaced_at = models.DateTimeField()


class MatchKey(models.Model):
    """A standardized value of a record, as a hash, by which the same person is found in other records.

    `digest` is the value; `part` and `initial` narrow it to people whose names agree; `name` tells names apart.
    """

    pk = models.CompositePrimaryKey("record", "kind")
    # Derived from the record and dropped with it: no constraint, since checking one costs as much as the row itself.
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    kind = models.CharField(max_length=20)
    digest = models.BigIntegerField()
    part = models.BigIntegerField()
    initial = models.IntegerField()
    name = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["digest"], name="customers_matchkey_digest")]


class StandardForm(models.Model):
    """A record in the standard form that the model in force compares, and the keys under which it is filed."""

    record = models.OneToOneField(SourceRecord, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    form = models.TextField()
    keys = ArrayField(models.BigIntegerField())
    scheme = models.IntegerField()
    """Which way of standardizing and filing it was made by: another one is made anew."""
    signature = models.BinaryField(null=True)
    """What a glance asks of it; None of what came by itself, until it is asked for."""


class BlockingKey(models.Model):
    """A record under one of its keys. Nothing but the index is ever read: records that share a key are compared."""

    pk = models.CompositePrimaryKey("key", "record")
    key = models.BigIntegerField()
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+", db_index=False, db_constraint=False)


class SharedValue(models.Model):
    """A value that too many people of different names hold (the shop's own phone): it does not count any more."""

    pk = models.CompositePrimaryKey("kind", "digest")
    kind = models.CharField(max_length=20)
    digest = models.BigIntegerField()
    example = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+")
    names = models.PositiveIntegerField()
    noticed_at = models.DateTimeField()


class Link(Row):
    """A record belongs to a customer, since when, why and by whose decision. Ended, never deleted."""

    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="links", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="links")
    reason = models.CharField(max_length=40)
    decided_by = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record"], condition=models.Q(ends_at=None), name="customers_link_current"),
        ]


class Merge(Row):
    """Two customers were found to be one person: who decided, when and why; undone by an unmerge."""

    survivor = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="customers_merge_current"
            ),
        ]


class Distinction(Row):
    """Somebody decided that two customers are two people: no rule joins them again, and no import."""

    first = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    second = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Consent(SourcedRow):
    """What a person allowed or refused: one row a statement; `rules.consents` says what is in force."""

    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    brand = models.TextField(blank=True)
    purpose = models.TextField()
    channel = models.TextField(blank=True)
    contact_point = models.TextField(blank=True)
    state = models.CharField(max_length=12)
    text_version = models.TextField(blank=True)
    proof = models.TextField(blank=True)
    occurred_at = models.DateTimeField()


class MatchingModel(Row):
    """Weights that were learned from the records of one day. One at most is in force; none means fixed rules alone."""

    version = models.PositiveIntegerField(unique=True)
    artefact = models.BinaryField()
    records = models.PositiveIntegerField()
    pairs = models.FloatField()
    """How many pairs of records of one person it expects among them."""
    accuracy = models.JSONField(default=dict)
    """How it judges the pairs that people decided on."""
    effect = models.JSONField(default=dict)
    """What switching it on would have changed when somebody last looked: people, merged, moved, looked_at."""
    cause = models.JSONField(default=dict, db_default={})
    """Why it trained itself: reason, columns; empty of one that somebody asked for."""
    trained_by = models.CharField(max_length=120)
    trained_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    in_force = models.BooleanField(default=False)
    filed_as = models.IntegerField(null=True)
    """The scheme under which every record is filed since it was switched on; arrivals wait for that."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["in_force"], condition=models.Q(in_force=True), name="customers_matchingmodel_in_force"
            ),
        ]


class RelinkRun(Row):
    """One nightly look at all records: who is who, or who lives together. Without an end it is begun again."""

    work = models.CharField(max_length=12, default="relink", db_default="relink")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    came_of_it = models.JSONField(default=dict)


class Dialing(models.Model):
    """How telephone numbers are written down in a country: its calling code and the trunk prefix that goes before."""

    country = models.CharField(max_length=2, primary_key=True)
    code = models.CharField(max_length=4)
    trunk = models.CharField(max_length=4, blank=True)


class Erasure(Row):
    """A person was erased: what remains is a keyed hash of each record's key, so that no import revives them."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    carried_out_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120)
    receipt = models.JSONField(default=dict)


class ErasedKey(Row):
    """The keyed hash of an erased record's source and key."""

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    by_contact = models.BooleanField(default=False, db_default=False)
    """It came after the erasure with an address or number of the person, and nothing said that it is newer."""


class ErasedContact(Row):
    """The keyed hash of an address or number of an erased person, beside that of the two and one of their names."""

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)
    name_digest = models.BinaryField(max_length=32)
    """Empty where they had told us no name."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["digest"], name="customers_erasedcontact_digest"),
        ]
