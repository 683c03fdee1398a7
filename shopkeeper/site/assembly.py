"""Finds each module's doors by their file names, so that a new module needs no line here."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings


def collect(file: str, attribute: str) -> list[tuple[str, Any]]:
    """`(module, shopkeeper.<module>.<file>.<attribute>)` for every module that has the file, lowest first."""
    found = []
    for module in settings.MODULES:
        path = f"shopkeeper.{module}.{file}"
        package = path.rpartition(".")[0]
        if find_spec(package) and find_spec(path):
            found.append((module, getattr(import_module(path), attribute)))
    return found
