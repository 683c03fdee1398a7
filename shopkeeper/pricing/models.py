"""Rows of the price list."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shopkeeper.core.models import SourcedRow


class Price(SourcedRow):
    """What a product costs from a time on, until another: at an outlet, for a brand, or everywhere."""

    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    brand = models.ForeignKey("organization.Brand", models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=12, decimal_places=4)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["product", "starts_at"], name="pricing_price_product"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="pricing_price_ends_later"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="pricing_price_not_negative"),
        ]
