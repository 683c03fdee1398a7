"""Rows of the catalog."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row, SourcedRow


class Category(SourcedRow):
    """A node in the tree of categories."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")


class Supplier(SourcedRow):
    """Who sells to us, or ships for us."""

    name = models.CharField(max_length=120)
    region = models.CharField(max_length=80, blank=True)


class Product(SourcedRow):
    """Something that is sold, by its SKU."""

    sku = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="+")
    department_code = models.CharField(max_length=60, blank=True)
    list_price = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)


class UnitCost(Row):
    """What one unit costs us from a day on; the margin of a sale uses the cost of its day."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=4)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["product", "starts_on"], name="catalog_unitcost_day"),
        ]
