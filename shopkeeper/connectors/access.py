"""From an untrusted number to a run."""

from shopkeeper.connectors.models import ImportPart, ImportRun
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import NotFound


def access_run(by: Actor, number: str) -> ImportRun:
    """The import of that number.

    :raises NotFound: when there is none
    """
    by.require("connectors.view_imports")
    found = ImportRun.objects.prefetch_related("parts__refusals", "parts__run").filter(number=number.strip().upper())
    if run := found.first():
        return run
    raise NotFound(what="import", key=number)


def access_part(by: Actor, number: str, position: int) -> ImportPart:
    """A part of an import by its place.

    :raises NotFound: when there is none
    """
    if part := access_run(by, number).parts.filter(position=position).first():
        return part
    raise NotFound(what="part", key=position)
