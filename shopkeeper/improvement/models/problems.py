"""What keeps happening to customers, who owns it, and whom it touched."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Row


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Problems, in the slices that people work with."""

    def visible_to(self, by: Actor) -> "ProblemQuerySet":
        """Those of the company and its departments, which concern everybody, and those of the actor's own outlets."""
        if by.scopes.company_wide:
            return self
        return self.filter(Q(outlet=None) | Q(outlet_id__in=by.scopes.values.get("outlet_id", frozenset())))

    def open(self) -> "ProblemQuerySet":
        """Those that figures have not closed, or have reopened."""
        return self.filter(closed_at=None)


class Problem(Row):
    """A cause that keeps hurting customers, with an owner in a role. Only figures close it."""

    number = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=160)
    story = models.TextField(blank=True)
    """What happens, since when and why, in a few sentences."""
    level = models.CharField(max_length=12)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey("organization.Department", models.PROTECT, null=True, related_name="+")
    cause_id = models.CharField(max_length=120, blank=True)
    """The cause of insight that it came from; empty where somebody saw it with their own eyes."""
    promise_to_customers = models.CharField(max_length=250, blank=True)
    """What staff may tell a customer who is touched by it."""
    cost_a_year = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    owner = models.ForeignKey("organization.Employee", models.PROTECT, related_name="+")
    owner_role = models.CharField(max_length=40)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """An earlier problem with the same symptom and another cause."""
    since_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    """Follows from closings and reopenings (a test holds it equal to them); here so that lists can filter by it."""

    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cause_id"], condition=~Q(cause_id="") & Q(closed_at=None), name="improvement_problem_cause"
            ),
            models.CheckConstraint(condition=~Q(level="outlet") | ~Q(outlet=None), name="improvement_problem_outlet"),
        ]

    def is_visible_to(self, by: Actor) -> bool:
        """The law of `visible_to`, for one that is here already."""
        return self.outlet_id is None or by.scopes.allows("outlet_id", self.outlet_id)


class Affected(Row):
    """Somebody whom a problem touched."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="affected")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    spoke = models.BooleanField(default=False)
    """Whether they told us themselves."""
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["problem", "customer", "order"], nulls_distinct=False, name="improvement_affected_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer"], name="improvement_affected_person"),
        ]
