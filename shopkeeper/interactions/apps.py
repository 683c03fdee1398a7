"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class InteractionsConfig(ModuleConfig):
    """Every observed touch, the e-shop's events, and the one tree of topics and reasons."""

    name = "shopkeeper.interactions"
    label = "interactions"
