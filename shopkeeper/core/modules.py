"""A module of the house: on start its open offers are imported, each of which registers itself."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

OFFERS = (
    "events",
    "permissions",
    "policies",
    "handlers",
    "panels",
    "customer_facts",
    "datasets",
    "intake",
)
"""The files of a module that register something with those below. Absent files are absent."""


def import_offers(offer: str) -> None:
    """Import one more file of every module that has it: the worker does so with `timers`, whose work may be heavy."""
    for config in apps.get_app_configs():
        if isinstance(config, ModuleConfig) and find_spec(f"{config.name}.{offer}"):
            import_module(f"{config.name}.{offer}")


class ModuleConfig(AppConfig):
    """The apps.py of every module: set `name` and `label`, the rest follows from which files are there."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls) -> None:
        # Django takes the one class of an apps.py that is a default: the module's own, not this one imported there.
        cls.default = True

    def ready(self) -> None:
        """Import the offers, now that rows exist."""
        for offer in OFFERS:
            path = f"{self.name}.{offer}"
            if find_spec(path):
                import_module(path)
