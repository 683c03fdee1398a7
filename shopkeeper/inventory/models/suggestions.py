"""What the stock suggests to its people: send some from here to there, order more."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.models import Row
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.models.places import Location


class Suggestion(Row):
    """Pieces to send or to order, with the figures behind it. Accepted, it waits for whoever carries it out."""

    kind = models.CharField(max_length=16, choices=[(k, k) for k in InboundKind])
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    origin = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+", db_index=False)
    supplier = models.ForeignKey("catalog.Supplier", models.PROTECT, null=True, related_name="+", db_index=False)
    destination = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    sold = models.PositiveIntegerField()
    """At the destination, for a transfer; everywhere, for an order. The same for what follows."""
    empty_days = models.FloatField()
    lost = models.FloatField()
    have = models.IntegerField()
    spare = models.PositiveIntegerField(default=0)
    lead_days = models.PositiveSmallIntegerField()
    minimum = models.PositiveIntegerField(default=1)
    suggested_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)
    """Carried out, or not wanted (`accepted_at` empty)."""
    inbound_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["product", "destination", "kind"], condition=Q(ended_at=None), name="inventory_suggestion_once"
            ),
        ]

    @property
    def was_asked(self) -> bool:
        """Whether somebody there asked for it, rather than the nightly figures."""
        return self.accepted_at is not None and self.suggested_at == self.accepted_at
