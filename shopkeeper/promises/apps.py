"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class PromisesConfig(ModuleConfig):
    """What was promised, to whom, by which node, kept or broken."""

    name = "shopkeeper.promises"
    label = "promises"
