"""The only ways from an untrusted code to a location or a delivery."""

from collections.abc import Iterable
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.errors import (
    BufferNotFound,
    HeldMovementNotFound,
    InboundNotFound,
    LocationNeeded,
    LocationNotFound,
    SuggestionNotFound,
)
from shopkeeper.inventory.models import BufferRule, HeldMovement, Inbound, Location, Suggestion
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.inventory.queries.rooms import Delivery, find_delivery


def access_location(by: Actor, code: str) -> Location:
    """The location of this code, if the actor may work there: their own outlets', or all.

    :raises LocationNotFound: when there is none, or it is out of scope
    """
    row = Location.objects.filter(code=code).first()
    if row is None or not is_own(by, row.outlet_id):
        raise LocationNotFound(what="location", key=code)
    return row


def access_location_to_see(by: Actor, code: str) -> Location:
    """The location, for those who may see stock: what is where is no secret inside the company.

    :raises LocationNotFound: when there is none
    """
    by.require("inventory.view_stock")
    row = Location.objects.select_related("outlet", "supplier").filter(code=code).first()
    if row is None:
        raise LocationNotFound(what="location", key=code)
    return row


def list_foreign(by: Actor, codes: Iterable[str]) -> set[str]:
    """Those of these locations where the actor may not work. A code that nobody knows is no secret, so it is none."""
    if by.scopes.company_wide:
        return set()
    rows = Location.objects.filter(code__in=set(codes))
    return {row.code for row in rows if not is_own(by, row.outlet_id)}


def access_delivery(by: Actor, inbound_id: UUID) -> Delivery:
    """What is on its way to a location where the actor may work.

    :raises InboundNotFound: when nothing is
    """
    found = find_delivery(inbound_id)
    if found is None or not is_own(by, access_location_to_see(by, found.location).outlet_id):
        raise InboundNotFound(what="delivery", key=inbound_id)
    return found


def access_held_movement(by: Actor, held_id: UUID) -> HeldMovement:
    """A movement that waits, at a location where the actor may work; those of unknown locations are the company's.

    :raises HeldMovementNotFound: when there is none
    """
    row = HeldMovement.objects.waiting().filter(pk=held_id).first()
    place = Location.objects.filter(code=row.location_code).first() if row else None
    if row is None or not is_own(by, place.outlet_id if place else None):
        raise HeldMovementNotFound(what="movement", key=held_id)
    return row


def access_transfer(by: Actor, inbound_id: UUID) -> Inbound:
    """An ordered transfer that has to leave a location where the actor may work.

    :raises InboundNotFound: when there is none
    """
    row = Inbound.objects.filter(TO_LEAVE, pk=inbound_id).select_related("product", "location", "origin").first()
    if row is None or row.origin is None or not is_own(by, row.origin.outlet_id):
        raise InboundNotFound(what="transfer", key=inbound_id)
    return row


def access_suggestion(by: Actor, suggestion_id: UUID) -> Suggestion:
    """A suggestion that concerns a location where the actor may work.

    :raises SuggestionNotFound: when there is none
    """
    rows = Suggestion.objects.filter(pk=suggestion_id).select_related("product", "origin", "destination")
    row = rows.first()
    outlets = [place.outlet_id for place in (row.origin, row.destination) if place] if row else []
    if row is None or not any(is_own(by, outlet) for outlet in outlets):
        raise SuggestionNotFound(what="suggestion", key=suggestion_id)
    return row


def access_buffer(by: Actor, rule_id: UUID) -> BufferRule:
    """A rule of what is kept back that the actor may change.

    :raises BufferNotFound: when there is none, or it holds where the actor does not work
    """
    row = BufferRule.objects.select_related("location").filter(pk=rule_id).first()
    if row is None or not is_own(by, row.location.outlet_id if row.location else None):
        raise BufferNotFound(what="rule", key=rule_id)
    return row


def access_whole_company(by: Actor) -> None:
    """Check that the actor works for the whole company.

    :raises LocationNeeded: when they work at their own outlets
    """
    if not by.scopes.company_wide:
        raise LocationNeeded


def is_own(by: Actor, outlet_id: UUID | None) -> bool:
    """Whether the actor works at the outlet of a location, or for the whole company."""
    return by.scopes.allows("outlet_id", outlet_id)
