"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class DeliveryConfig(ModuleConfig):
    """Carriers, their services, and parcels on their way."""

    name = "shopkeeper.delivery"
    label = "delivery"
