"""Rows of the core: who signs in, what was announced, keys for machines, timers, what a retailer decided."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from shopkeeper.core.ids import new_id
from shopkeeper.core.schema import written_xid


class Row(models.Model):
    """What nearly every table has: a time-ordered id, and the transaction that wrote it last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    written_xid = written_xid()

    class Meta:
        abstract = True


class SourcedRow(Row):
    """A row that may come from a foreign system: its name there is unique."""

    source = models.CharField(max_length=60, default="shopkeeper")
    source_key = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    described = models.BooleanField(default=True)
    """False for a stub: seen in somebody else's file, not described yet."""

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "source_key"], name="%(app_label)s_%(class)s_source"),
        ]


class UserManager(BaseUserManager["User"]):
    """Users by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in, and nothing else; who they are lies in other modules."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="core_user_email_any_case"),
        ]


class Event(models.Model):
    """One announced change: audit trail, outbox and webhook source. Uneditable, partitioned by month."""

    pk = models.CompositePrimaryKey("recorded_at", "id")
    recorded_at = models.DateTimeField()
    id = models.UUIDField()
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=120)
    request_id = models.CharField(max_length=80, blank=True)
    history = models.BooleanField(default=False)
    written_xid = written_xid()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "recorded_at"], name="core_event_by_name"),
            models.Index(fields=["actor_id", "recorded_at"], name="core_event_by_actor"),
        ]


class ApiKey(models.Model):
    """A key for a machine: only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField(max_length=32, unique=True)
    permissions = ArrayField(models.CharField(max_length=80))
    company_wide = models.BooleanField(default=True)
    scopes = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def is_valid(self, *, now: datetime) -> bool:
        """Whether the key opens anything at `now`."""
        return self.revoked_at is None or self.revoked_at > now


class IdempotencyKey(models.Model):
    """A request that was carried out once, with its response, so that a retry gets the same one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor_id = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="core_idempotency_once"),
        ]


class TimerRun(models.Model):
    """The last run of a timer and when it falls due again."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    handled = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)


class PolicyVersion(Row):
    """What somebody decided about a policy, for one subject or for everything. The newest counts; earlier ones stay."""

    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    values = models.JSONField(null=True)
    """Nothing: the subject has none of its own any more."""
    why = models.CharField(max_length=300, blank=True)
    set_by = models.CharField(max_length=120)
    set_by_name = models.CharField(max_length=120, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "subject", "-set_at", "-id"], name="core_policy_newest"),
        ]
