"""Rows of the catalog."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from shopkeeper.core.models import Row, SourcedRow


class Category(SourcedRow):
    """A node in the tree of categories."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")


class Supplier(SourcedRow):
    """Who sells to us, or ships for us."""

    name = models.CharField(max_length=120)
    region = models.CharField(max_length=80, blank=True)


class Family(SourcedRow):
    """One product in all its variants: a sweater, whatever its size and color."""

    name = models.CharField(max_length=200)


class Product(SourcedRow):
    """Something that is sold, by its SKU; quantities of it are whole numbers of its base unit."""

    sku = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="+")
    department_code = models.CharField(max_length=60, blank=True)
    list_price = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="+")
    variant = models.CharField(max_length=120, blank=True)
    base_unit = models.CharField(max_length=20, default="piece")
    image_url = models.CharField(max_length=500, blank=True)
    discontinued_on = models.DateField(null=True)

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="catalog_product_by_words"),
            GinIndex(OpClass(Upper("sku"), name="gin_trgm_ops"), name="catalog_product_by_sku_part"),
        ]


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


class Pack(SourcedRow):
    """A way in which a product comes: a case of 12, a roll of 5,000 millimeters, in base units."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="packs", db_index=False)
    name = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(fields=["product", "name"], name="catalog_pack_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="catalog_pack_has_units"),
        ]


class Barcode(SourcedRow):
    """What a scanner reads on a product or its pack; a GTIN is kept with 14 digits, so that every reader finds it."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="barcodes")
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    quantity = models.PositiveIntegerField(default=1)
    """How many base units one scan means."""

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gt=0), name="catalog_barcode_has_units"),
        ]


class Component(SourcedRow):
    """How many of a product are in a bundle."""

    bundle = models.ForeignKey(Product, models.PROTECT, related_name="components", db_index=False)
    component = models.ForeignKey(Product, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(fields=["bundle", "component"], name="catalog_component_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="catalog_component_has_units"),
            models.CheckConstraint(condition=~Q(bundle=F("component")), name="catalog_component_not_itself"),
        ]


class Offer(SourcedRow):
    """For how much and how fast a supplier sells a product to us."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="offers", db_index=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="offers")
    supplier_sku = models.CharField(max_length=80, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(null=True)
    minimum_quantity = models.PositiveIntegerField(default=1)
    cut_off_at = models.TimeField(null=True)
    """Ordered until this time of the retailer's day, it counts as ordered that day."""

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(fields=["product", "supplier"], name="catalog_offer_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(Upper("supplier_sku"), name="catalog_offer_by_code", condition=~Q(supplier_sku="")),
        ]


class Substitute(SourcedRow):
    """What is offered instead of a product that is gone; the lowest rank first."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="+", db_index=False)
    substitute = models.ForeignKey(Product, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.UniqueConstraint(fields=["product", "substitute"], name="catalog_substitute_once"),
            models.CheckConstraint(condition=~Q(product=F("substitute")), name="catalog_substitute_not_itself"),
        ]
