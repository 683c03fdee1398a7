"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class OrganizationConfig(ModuleConfig):
    """Outlets, departments, employees, their roles, shifts and calendars."""

    name = "shopkeeper.organization"
    label = "organization"
