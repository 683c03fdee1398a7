"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class InventoryConfig(ModuleConfig):
    """What is where: locations, the ledger of stock, reservations, availability."""

    name = "shopkeeper.inventory"
    label = "inventory"
