"""What the catalog announces."""

from uuid import UUID

from shopkeeper.core.events import event


@event
class ProductDescribed:
    """Somebody said what a product is, or changed it."""

    product_id: UUID


@event
class BundleComposed:
    """What is in a bundle was said anew; nothing in it makes it an ordinary product again."""

    product_id: UUID


@event
class OfferAgreed:
    """A supplier's terms for a product are known, or have changed."""

    product_id: UUID
    supplier_id: UUID


@event
class BarcodeAssigned:
    """A code now stands for a product."""

    product_id: UUID


@event
class BarcodeWithdrawn:
    """A code stands for this product no more."""

    product_id: UUID


@event
class SubstitutesNamed:
    """What is offered instead of a product was said anew."""

    product_id: UUID
