"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class CustomersConfig(ModuleConfig):
    """Who is who: source records, the customer behind them, consent and erasure."""

    name = "shopkeeper.customers"
    label = "customers"
