"""Where somebody who takes pieces back stands, as the page knows it."""

from shopkeeper.core.actors import Actor
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.errors import PlaceMissing


def list_places(by: Actor) -> list[inventory.LocationCard]:
    """The locations at which `by` may take pieces back: their own outlets', or all."""
    own = [inventory.LocationKind.STORE, inventory.LocationKind.WAREHOUSE]
    return [
        place
        for place in inventory.list_locations(by=by)
        if place.kind in own and place.may_receive_returns and by.scopes.allows("outlet_id", place.outlet_id)
    ]


def choose_place(by: Actor, code: str) -> inventory.LocationCard:
    """The location that was named, or the only one there is.

    :raises PlaceMissing: when it is not one of theirs, or nobody said which
    """
    places = list_places(by)
    named = [place for place in places if place.code == code] if code else places
    if len(named) != 1:
        raise PlaceMissing
    return named[0]
