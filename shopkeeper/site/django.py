"""Starting Django only where it is needed: it takes a second and tens of megabytes."""

import importlib
from types import ModuleType

import django


def start_django(module: str) -> ModuleType:
    """Start Django, then import a module that stands on it."""
    django.setup()
    return importlib.import_module(module)
