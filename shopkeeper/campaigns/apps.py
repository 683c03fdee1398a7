"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class CampaignsConfig(ModuleConfig):
    """What is spent on winning customers."""

    name = "shopkeeper.campaigns"
    label = "campaigns"
