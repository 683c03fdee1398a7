"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class CatalogConfig(ModuleConfig):
    """Products, categories, suppliers and what things cost."""

    name = "shopkeeper.catalog"
    label = "catalog"
