"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class AccountsConfig(ModuleConfig):
    """Companies as customers."""

    name = "shopkeeper.accounts"
    label = "accounts"
