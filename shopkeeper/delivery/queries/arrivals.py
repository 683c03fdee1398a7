"""By when a parcel arrives, by the node that it leaves now: what decides from where an order is sent."""

from collections.abc import Collection
from datetime import date, datetime

from shopkeeper.delivery.contracts import Destination
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.queries.lanes import read_lanes
from shopkeeper.delivery.queries.offers import read_taken
from shopkeeper.delivery.queries.sending import Question, arrives_on


def list_arrivals(
    *, carrier: str, service: str, nodes: Collection[str], address: Destination, now: datetime
) -> dict[str, date] | None:
    """The measured day for each node from which the service leaves; None where nobody set up such a service."""
    book = get_book(now=now)
    offered = next((one for one in book.services if (one.carrier, one.code) == (carrier, service)), None)
    if offered is None:
        return None
    lanes, taken = read_lanes(address.area, address.region), read_taken(book, now)
    asked = Question((), {}, address.country.upper(), address.area, address, book, lanes, taken, now)
    leaving = [node for node in nodes if node in book.nodes and (not offered.nodes or node in offered.nodes)]
    days = {node: arrives_on(offered, asked, node) for node in leaving}
    return {node: day for node, day in days.items() if day}
