"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class RecoveryConfig(ModuleConfig):
    """Cases, playbooks, actions and apologies: putting it right."""

    name = "shopkeeper.recovery"
    label = "recovery"
