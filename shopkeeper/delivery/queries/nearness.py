"""How far nodes are from whoever waits."""

from shopkeeper.delivery.contracts import Destination
from shopkeeper.delivery.queries.book import Book, Node
from shopkeeper.delivery.rules.prices import area_of
from shopkeeper.inventory import public as inventory


def find_place(address: Destination, area: str, book: Book) -> inventory.Point | None:
    """Where the address is: as said, else where a location of the same postcode area is."""
    if address.latitude is not None and address.longitude is not None:
        return address.latitude, address.longitude
    cards = (node.card for node in book.nodes.values())
    return next((point_of(c) for c in cards if area and area_of(c.postcode) == area and point_of(c)), None)


def point_of(card: inventory.LocationCard) -> inventory.Point | None:
    """Where a location is, if that is known."""
    known = card.latitude is not None and card.longitude is not None
    return (card.latitude, card.longitude) if known else None  # type: ignore[return-value]  # both are known


def kilometers(here: inventory.Point | None, node: Node) -> float:
    """How far a node is; infinitely far where one of both is not on the map."""
    there = point_of(node.card)
    return inventory.distance_km(here, there) if here and there else float("inf")
