"""At which location a reader works just now: the one in the address, else their own store."""

from shopkeeper.core.web.doors import PageRequest
from shopkeeper.inventory.access import access_location
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries.network import own_locations


def find_here(request: PageRequest) -> Location | None:
    """The location that the page is about; None for those of the whole company who have not chosen one."""
    asked = request.POST.get("location") or request.GET.get("location", "")
    if asked:
        return access_location(request.actor, asked)
    return next(iter(own_locations(request.actor)), None)


def list_choices(request: PageRequest) -> list[Location]:
    """Between which locations the reader may choose; empty where there is only one."""
    if request.actor.scopes.company_wide:
        return list(Location.objects.order_by("kind", "name"))
    own = own_locations(request.actor)
    return own if len(own) > 1 else []
