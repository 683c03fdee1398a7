"""Who sends what was placed here: a store's people, what they have to send, and a parcel handed over."""

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.sending import hand_over_to_carrier
from shopkeeper.orders.contracts import ToSend
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.organization.public import Role
from tests.orders.book import BY, hour, outlet
from tests.orders.shop import (
    pack_all,
)  # fmt: skip

MAY = frozenset({"orders.move_orders"})


def of_store(code: str) -> Actor:
    """Somebody who works in one store."""
    scopes = Scopes(values={"outlet_id": frozenset({str(outlet(code))})})
    return Actor(ActorKind.EMPLOYEE, code, code, MAY, scopes, (str(Role.STORE_ASSOCIATE),))


def to_send(by: Actor) -> list[tuple[str, int]]:
    return [(card.location, card.count) for card in list_to_send(by=by, now=hour(1))]


def only(placed: orders.Placed) -> ToSend:
    [card] = list_to_send(by=BY, now=hour(1), order_id=placed.id)
    return card


def hand_over(placed: orders.Placed, number: str, hours: int = 2) -> int:
    pack_all(placed.id, now=hour(hours))
    return hand_over_to_carrier(
        order_id=placed.id, parcel_id=only(placed).parcel_id, tracking_number=number, by=BY, now=hour(hours)
    )
