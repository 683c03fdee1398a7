"""Rows of the campaigns."""

from django.db import models

from shopkeeper.core.models import SourcedRow


class Spend(SourcedRow):
    """What was spent on one marketing channel on one day."""

    channel = models.CharField(max_length=40)
    campaign = models.CharField(max_length=120, blank=True)
    spent_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
