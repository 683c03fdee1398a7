"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class ImprovementConfig(ModuleConfig):
    """Problems, preventive measures and the watchdog that keeps them open until facts close them."""

    name = "shopkeeper.improvement"
    label = "improvement"
