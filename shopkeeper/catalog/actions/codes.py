"""Saying which product a code stands for."""

from datetime import datetime
from uuid import UUID

from shopkeeper.catalog.actions.products import lock_product
from shopkeeper.catalog.contracts import CodeKind
from shopkeeper.catalog.errors import CodeTaken, WrongCheckDigit
from shopkeeper.catalog.events import BarcodeAssigned, BarcodeWithdrawn
from shopkeeper.catalog.models import Barcode
from shopkeeper.catalog.rules import has_right_check_digit, kind_of_code, normalize_code, tidy_code
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce


@action
def assign_barcode(*, product_id: UUID, code: str, quantity: int, by: Actor, now: datetime) -> None:
    """Let a code stand for a product, `quantity` base units a scan. The same again changes nothing.

    :raises WrongCheckDigit: when a code as long as a GTIN was misread
    :raises CodeTaken: when it stands for another product
    """
    product, kept = lock_product(product_id), normalize_code(code)
    kind = kind_of_code(code)
    if kind is CodeKind.GTIN and not has_right_check_digit(tidy_code(code)):
        raise WrongCheckDigit(code=code)
    first = {"product": product, "kind": kind, "quantity": quantity, "source_key": kept, "recorded_at": now}
    row, is_new = Barcode.objects.select_related("product").get_or_create(code=kept, defaults=first)
    if row.product_id != product.id:
        raise CodeTaken(code=code, product=row.product.name)
    if is_new or row.quantity != quantity:
        Barcode.objects.filter(pk=row.pk).update(quantity=quantity)
        announce(BarcodeAssigned(product_id=product.id), by=by, now=now)


@action
def withdraw_barcode(*, product_id: UUID, code: str, by: Actor, now: datetime) -> None:
    """A code stands for this product no more. Twice changes nothing."""
    product = lock_product(product_id)
    deleted, _ = Barcode.objects.filter(product=product, code=normalize_code(code)).delete()
    if deleted:
        announce(BarcodeWithdrawn(product_id=product.id), by=by, now=now)
