"""Rows of the order book. Quantities are the truth; every change also leaves a fact row."""

from decimal import Decimal
from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row, SourcedRow
from shopkeeper.orders.contracts import Counters, PickupTimes


class Order(SourcedRow):
    """An order or a till receipt of any channel: who, for which company, whose credit."""

    number = models.CharField(max_length=80)
    channel = models.CharField(max_length=20)
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+", db_index=False)
    payer = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    placed_at = models.DateTimeField()
    canceled_at = models.DateTimeField(null=True)
    postcode_area = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    ship_name = models.CharField(max_length=120, blank=True, db_default="", default="")
    ship_street = models.CharField(max_length=200, blank=True, db_default="", default="")
    ship_postcode = models.CharField(max_length=16, blank=True, db_default="", default="")
    goods_total = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    shipping_total = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    discount_total = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    tax_total = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    """Taxes and fees that other systems put on top; our prices hold theirs."""
    sequence = models.PositiveIntegerField(null=True)
    """The order's place in the customer's history (1 is the first), worked out by a sweep."""

    @property
    def total(self) -> Decimal:
        """What its customer pays, as it was placed."""
        return self.goods_total + self.shipping_total + self.tax_total - self.discount_total

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "-placed_at"], name="orders_order_customer"),
            models.Index(fields=["number"], name="orders_order_number"),
            models.Index(fields=["placed_at"], name="orders_order_placed"),
            models.Index(fields=["account"], name="orders_order_account", condition=~models.Q(account=None)),
        ]


class OrderLine(SourcedRow):
    """A line: pieces ordered and what became of them, in the SKU's base unit."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    placed_at = models.DateTimeField()
    """When its order was placed: the newest lines of a product are found without a look at all their orders."""
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+", db_index=False)
    supplier = models.ForeignKey("catalog.Supplier", models.PROTECT, null=True, related_name="+", db_index=False)
    sold_in = models.ForeignKey("catalog.Product", models.PROTECT, null=True, related_name="+", db_index=False)
    """The bundle of which these pieces are a part."""
    described_as = models.CharField(max_length=200, blank=True, db_default="", default="")
    """What its own system calls it."""
    batch = models.CharField(max_length=40, blank=True)
    unit_price = models.DecimalField(max_digits=12, decimal_places=4)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    discount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    ordered = models.IntegerField()
    allocated = models.IntegerField(default=0, db_default=0)
    """Pieces that locations are fulfilling: neither left nor given up. None of orders that other systems fulfill."""
    awaited = models.IntegerField(default=0, db_default=0)
    """Pieces that are kept for it out of what comes."""
    shipped = models.IntegerField(default=0)
    delivered = models.IntegerField(default=0)
    canceled = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    refunded = models.IntegerField(default=0)

    @property
    def counters(self) -> Counters:
        """What became of its pieces."""
        return Counters(self.ordered, self.shipped, self.delivered, self.canceled, self.returned)

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(ordered__gte=0, shipped__gte=0, delivered__gte=0, canceled__gte=0, returned__gte=0),
                name="orders_line_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(ordered__gte=models.F("canceled") + models.F("shipped")),
                name="orders_line_ships_what_was_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    allocated__gte=0,
                    awaited__gte=0,
                    ordered__gte=models.F("canceled")
                    + models.F("shipped")
                    + models.F("allocated")
                    + models.F("awaited"),
                ),
                name="orders_line_allocates_what_is_left",
            ),
            models.CheckConstraint(
                condition=models.Q(shipped__gte=models.F("delivered"), delivered__gte=models.F("returned")),
                name="orders_line_returns_what_came",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["product", "-placed_at"], name="orders_line_product"),
            models.Index(fields=["supplier"], name="orders_line_supplier", condition=~models.Q(supplier=None)),
            models.Index(
                fields=["order"],
                name="orders_line_awaited",
                condition=models.Q(ordered__gt=models.F("canceled") + models.F("delivered")),
            ),
            models.Index(
                fields=["order"],
                name="orders_line_gone_wrong",
                condition=models.Q(returned__gt=0) | models.Q(canceled__gt=0),
            ),
        ]


class Cancellation(SourcedRow):
    """Pieces that were canceled before they left: by whom, why, when."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.ForeignKey("interactions.Topic", models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    """When it was taken back; then its pieces count as canceled no more."""
    undone_by = models.CharField(max_length=120, blank=True, db_default="", default="")


class Movement(Row):
    """Pieces of a line that left the building or reached the customer: what the counters add up."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12)
    quantity = models.PositiveIntegerField()
    ref = models.CharField(max_length=80, blank=True)
    """The parcel or pick-up by which they went."""
    decided_by = models.CharField(max_length=120)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    """When it turned out not to have happened: handed over by mistake. Then it counts no more."""
    undone_by = models.CharField(max_length=120, blank=True, db_default="", default="")
    undone_why = models.CharField(max_length=200, blank=True, db_default="", default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["line", "kind", "ref"], name="orders_movement_once", condition=models.Q(undone_at=None)
            ),
        ]


class Return(SourcedRow):
    """Pieces that came back, with or without an order; or money alone that went back, without a product or a piece."""

    number = models.CharField(max_length=80, blank=True, db_default="", default="")
    """Of the return, or of the credit note that says what came back: several rows may bear one."""
    line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="+", db_index=False)
    product = models.ForeignKey("catalog.Product", models.PROTECT, null=True, related_name="+")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    reason = models.ForeignKey("interactions.Topic", models.PROTECT, null=True, related_name="+")
    comment = models.TextField(blank=True)
    batch = models.CharField(max_length=40, blank=True)
    waited_seconds = models.PositiveIntegerField(null=True)
    refund_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, db_default="", default="")
    """Of the refund, where no order says it; the retailer's where nobody does."""
    occurred_at = models.DateTimeField()

    class Meta(SourcedRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourcedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(product__isnull=False) | models.Q(quantity=0, line=None, refund_amount__gt=0),
                name="orders_return_pieces_or_money",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "occurred_at"], name="orders_return_customer"),
            models.Index(fields=["line"], name="orders_return_line"),
            models.Index(fields=["number"], name="orders_return_by_number", condition=~models.Q(number="")),
            models.Index(
                fields=["occurred_at"],
                name="orders_return_orderless",
                condition=models.Q(line=None) & ~models.Q(number=""),
            ),
        ]

    @property
    def what(self) -> str:
        """The product; of money alone what it was for."""
        return (self.product.name or self.product.sku) if self.product else self.comment


class Pickup(SourcedRow):
    """An order to be collected at an outlet: promised, ready, collected, or not found when the customer stood there."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    outlet = models.ForeignKey("organization.Outlet", models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey("customers.SourceRecord", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False)
    promised_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)
    not_found_at = models.DateTimeField(null=True)
    waited_seconds = models.PositiveIntegerField(null=True)
    shelf = models.CharField(max_length=20, blank=True)
    keep_until = models.DateTimeField(null=True)
    """Until when it waits for its customer once it is ready; history has none."""
    reminded_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    """When nobody had come for it: its pieces are canceled, and may be sold again."""
    put_back_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    """When it was changed to another place or to a delivery."""
    code = models.CharField(max_length=8, blank=True, db_default="", default="")
    """What its customer shows at the counter."""
    collector = models.CharField(max_length=120, blank=True, db_default="", default="")
    """Who else may collect it, as the customer said."""
    proof = models.CharField(max_length=12, blank=True, db_default="", default="")
    handed_to = models.CharField(max_length=120, blank=True, db_default="", default="")
    handed_by = models.CharField(max_length=120, blank=True, db_default="", default="")

    @property
    def times(self) -> PickupTimes:
        """The times by which it is judged."""
        return PickupTimes(self.ready_at, self.collected_at, self.not_found_at, self.released_at, self.called_off_at)

    class Meta(SourcedRow.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outlet", "promised_at"], name="orders_pickup_outlet"),
            models.Index(fields=["customer"], name="orders_pickup_customer"),
            models.Index(
                fields=["keep_until"],
                name="orders_pickup_kept",
                condition=models.Q(collected_at=None, released_at=None) & ~models.Q(keep_until=None),
            ),
        ]
