"""What was agreed about problems that open by themselves."""

from django.db import models

from shopkeeper.core.models import Row


class OpeningPolicy(Row):
    """From what size on a cause is a problem without anybody asking. The newest counts; earlier ones stay."""

    is_on = models.BooleanField()
    fewest_people = models.PositiveIntegerField()
    least_a_year = models.DecimalField(max_digits=14, decimal_places=2)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()
