"""Rows of the payments."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import SourcedRow


class Payment(SourcedRow):
    """Money that moved: authorized, captured or refunded, for a ref ("order:1042")."""

    ref = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    method = models.CharField(max_length=40, blank=True)
    installments = models.PositiveSmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    occurred_at = models.DateTimeField()

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ref"], name="payments_payment_ref")]
