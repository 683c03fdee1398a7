"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class DeskConfig(ModuleConfig):
    """Role homes, search and today's work, composed of what other modules offer."""

    name = "shopkeeper.desk"
    label = "desk"
