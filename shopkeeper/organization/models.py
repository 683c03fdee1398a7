"""Rows of the organization: a matrix of places and departments, and who works where in which role."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.organization.contracts import OutletKind, Role


class Retailer(Row):
    """The one retailer that this installation serves."""

    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en-gb")
    service_hour_cost = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    """What an hour of serving customers costs, all in; 0 where nobody has said."""


class Brand(SourcedRow):
    """A brand that customers know; part of every consent."""

    name = models.CharField(max_length=120)


class Region(SourcedRow):
    """A part of the company's territory."""

    name = models.CharField(max_length=120)


class Department(SourcedRow):
    """A function of the company: garden, buying, logistics, contact center."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")


class Outlet(SourcedRow):
    """A node that customers meet: a store, the web shop, the contact center, a marketplace."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in OutletKind])
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    format = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)


class Employee(SourcedRow):
    """Somebody who works here. Points to a user when they sign in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    left_on = models.DateField(null=True)


class Assignment(SourcedRow):
    """An employee in a role, at a department, an outlet, both or the whole company, for half-open days."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=40, choices=[(r, r) for r in Role])
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="organization_assignment_half_open",
            ),
        ]


class Shift(SourcedRow):
    """When an employee is on duty, and where."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outlet", "starts_at"], name="organization_shift_place")
        ]


class Calendar(Row):
    """Working hours and public holidays of an outlet or of the whole company."""

    name = models.CharField(max_length=80)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, related_name="+")
    time_zone = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    closed_on = ArrayField(models.DateField(), default=list)


class WorkingHours(Row):
    """One block of working time on one weekday (0 is Monday); several blocks a day are allowed."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()
