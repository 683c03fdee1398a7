"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class OrdersConfig(ModuleConfig):
    """The order book: orders of all channels, their lines, cancellations, returns and pick-ups."""

    name = "shopkeeper.orders"
    label = "orders"
