"""What a line is called; one that was just written down carries it along."""

from shopkeeper.orders.models import OrderLine


def sku_of(line: OrderLine) -> str:
    """The SKU of a line; a line that was just written down carries it along."""
    return str(getattr(line, "sku", "") or line.product.sku)


def bundle_of(line: OrderLine) -> str:
    """The SKU of the bundle of which a line is a part; empty for none."""
    known = getattr(line, "sold_as", "")
    return str(known or (line.sold_in.sku if line.sold_in else ""))


def name_of(line: OrderLine) -> str:
    """What people call it."""
    return str(getattr(line, "name", "") or line.product.name or sku_of(line))
