"""What happened to a customer: an episode of harm and the signals that told of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Row


class EpisodeQuerySet(models.QuerySet["Episode"]):
    """Episodes, in the slices that people work with."""

    def visible_to(self, by: Actor) -> "EpisodeQuerySet":
        """Those in the actor's scope."""
        if by.scopes.company_wide:
            return self
        return self.filter(outlet_id__in=by.scopes.values.get("outlet_id", frozenset()))

    def waiting(self) -> "EpisodeQuerySet":
        """Those that nobody has taken on."""
        return self.filter(case=None)


class Episode(Row):
    """A problem-episode of one customer, whichever channels told of it; with or without a case."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    fault = models.CharField(max_length=24)
    harm = models.DecimalField(max_digits=6, decimal_places=1)
    silent = models.BooleanField()
    """Whether the customer never told us: no score, no complaint, no contact."""
    starts_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer", "order"], condition=~Q(order=None), name="recovery_episode_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "last_at"], name="recovery_episode_customer"),
            models.Index(fields=["order"], name="recovery_episode_order"),
            models.Index(fields=["last_at"], name="recovery_episode_last"),
        ]


class Signal(Row):
    """One fact that told of the episode: a broken promise, a low score, a complaint."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="signals")
    kind = models.CharField(max_length=24)
    ref = models.CharField(max_length=120, unique=True)
    feedback = models.ForeignKey("feedback.Feedback", models.PROTECT, null=True, related_name="+")
    occurred_at = models.DateTimeField()
    size = models.DecimalField(max_digits=8, decimal_places=2)
    points = models.DecimalField(max_digits=5, decimal_places=1)
    noticed_at = models.DateTimeField()
