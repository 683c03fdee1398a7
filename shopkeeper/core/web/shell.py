"""What the frame around every page needs: navigation, who is here, and the demo's role switch."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shopkeeper.core.actors import ANONYMOUS
from shopkeeper.core.navigation import list_sections


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the frame; nothing is worked out until a template asks."""
    actor = getattr(request, "actor", ANONYMOUS)
    navigation = SimpleLazyObject(lambda: list_sections(actor))
    return {
        "actor": actor,
        "shell": {"navigation": navigation, "is_demo": settings.DEMO, "path": request.path},
    }
