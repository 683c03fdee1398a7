"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class PricingConfig(ModuleConfig):
    """What things cost: a dated price list, and quotes for baskets."""

    name = "shopkeeper.pricing"
    label = "pricing"
