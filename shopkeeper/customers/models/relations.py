"""Who belongs with whom without being one."""

from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import Customer


class Relation(Row):
    """Two people belong together and stay two, or a person works for a company; half-open days. Never joins anybody."""

    kind = models.CharField(max_length=12)
    one = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    other = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    company = models.TextField(blank=True)
    source = models.CharField(max_length=60)
    decided_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
