"""The only ways from an untrusted code to a location."""

from collections.abc import Iterable

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.errors import LocationNotFound
from shopkeeper.inventory.models import Location


def access_location(by: Actor, code: str) -> Location:
    """The location of this code, if the actor may work there: their own outlets', or all.

    :raises LocationNotFound: when there is none, or it is out of scope
    """
    row = Location.objects.filter(code=code).first()
    if row is None or not by.scopes.allows("outlet_id", row.outlet_id):
        raise LocationNotFound(what="location", key=code)
    return row


def access_all(by: Actor, codes: Iterable[str]) -> None:
    """Check that the actor may work at all of these locations. A code that nobody knows is no secret and passes.

    :raises LocationNotFound: when one is out of scope
    """
    if by.scopes.company_wide:
        return
    for row in Location.objects.filter(code__in=set(codes)):
        if not by.scopes.allows("outlet_id", row.outlet_id):
            raise LocationNotFound(what="location", key=row.code)
