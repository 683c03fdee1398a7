"""What the frame around every page needs: navigation, who is here, and what modules above add to it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shopkeeper.core import clock
from shopkeeper.core.actors import ANONYMOUS
from shopkeeper.core.navigation import list_sections

Gather = Callable[..., Any]
_OFFERED: dict[str, Gather] = {}


def offer(name: str, gather: Gather) -> None:
    """Add a value to the frame (`search_url`, `roles`), worked out by `gather(request, now=)` when asked for."""
    _OFFERED[name] = gather


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the frame."""
    actor = getattr(request, "actor", ANONYMOUS)
    frame = {name: _later(gather, request) for name, gather in _OFFERED.items()}
    navigation = SimpleLazyObject(lambda: list_sections(actor))
    fixed = {"navigation": navigation, "is_demo": settings.DEMO, "path": request.path}
    return {"actor": actor, "shell": frame | fixed}


def _later(gather: Gather, request: HttpRequest) -> Any:
    return SimpleLazyObject(lambda: gather(request, now=clock.now()))
