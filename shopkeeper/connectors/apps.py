"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class ConnectorsConfig(ModuleConfig):
    """Files and foreign systems: their rows in, our canonical tables out."""

    name = "shopkeeper.connectors"
    label = "connectors"
