"""Order bodies of shop systems: read into canonical rows, what no column of ours says kept, given back as they came."""

from shopkeeper.connectors.shapes.contracts import OrderShape, Rows
from shopkeeper.connectors.shapes.leaves import leftover, put_together, same
from shopkeeper.connectors.shapes.shopify import Shopify
from shopkeeper.connectors.shapes.woocommerce import WooCommerce

SHAPES: dict[str, OrderShape] = {shape.name: shape for shape in (Shopify(), WooCommerce())}

__all__ = ["SHAPES", "OrderShape", "Rows", "leftover", "put_together", "same"]
