"""By when a parcel arrives, by the node that it leaves now: what decides from where an order is sent."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from shopkeeper.delivery.contracts import Destination
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.book import Offered, get_book
from shopkeeper.delivery.queries.lanes import read_lanes
from shopkeeper.delivery.queries.offers import read_taken
from shopkeeper.delivery.queries.sending import Question, arrives_on
from shopkeeper.delivery.queries.shelves import AT_ONCE
from shopkeeper.delivery.queries.supplying import is_suppliers, read_terms
from shopkeeper.delivery.rules.supplying import Supplied


def list_arrivals(
    *, carrier: str, service: str, nodes: Collection[str], skus: Collection[str], address: Destination, now: datetime
) -> dict[str, date] | None:
    """The measured day for each node from which the service leaves; None where nobody set up such a service.

    A supplier's is that by which all of the SKUs that it sells are ready; who does not say when is left out."""
    book = get_book(now=now)
    offered = next((one for one in book.services if (one.carrier, one.code) == (carrier, service)), None)
    if offered is None:
        return None
    lanes, taken = read_lanes(address.area, address.region), read_taken(book, now)
    leaving = [node for node in nodes if node in book.nodes and (not offered.nodes or node in offered.nodes)]
    supplied = read_terms(skus, leaving, book, now)
    asked = Question((), {}, address.country.upper(), address.area, address, book, lanes, taken, now, supplied)
    late = {node for node in leaving if is_suppliers(book, node) and not _may_send(offered, node, supplied)}
    days = {node: arrives_on(offered, asked, node, tuple(skus)) for node in leaving if node not in late}
    return {node: day for node, day in days.items() if day}


def days_longer(*, parcel_id: UUID, skus: Collection[str], address: Destination, now: datetime) -> int:
    """By how many days a parcel that left now would reach another address later than its own; nothing where nobody
    measures that."""
    parcel = Parcel.objects.select_related("carrier").get(pk=parcel_id)
    carrier = parcel.carrier.source_key if parcel.carrier else ""
    own = Destination(country=parcel.country, area=parcel.postcode_area, region=parcel.region)
    days = []
    for to in (own, address):
        found = list_arrivals(
            carrier=carrier, service=parcel.service, nodes=[parcel.ship_from], skus=skus, address=to, now=now
        )
        days.append((found or {}).get(parcel.ship_from))
    before, after = days
    return max(0, (after - before).days) if before and after else 0


def _may_send(service: Offered, node: str, supplied: Supplied) -> bool:
    return service.kind not in AT_ONCE and any(place == node for place, _ in supplied)
