"""The core as a module."""

from shopkeeper.core.modules import ModuleConfig


class CoreConfig(ModuleConfig):
    """What every module stands on."""

    name = "shopkeeper.core"
    label = "core"
