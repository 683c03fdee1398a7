"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class InsightConfig(ModuleConfig):
    """Metrics, targets, control charts and root causes."""

    name = "shopkeeper.insight"
    label = "insight"
