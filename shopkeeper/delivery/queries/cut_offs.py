"""Until when it can be changed what leaves for a ref: the cut-off of the departure for which it was promised."""

from datetime import UTC, datetime, time

from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.book import Book, get_book
from shopkeeper.delivery.rules.calendars import next_departures, zone_of


def find_cut_off(ref: str, *, now: datetime) -> datetime | None:
    """The first cut-off of the parcels that are got ready for a ref; None where no day of departure was promised."""
    rows = Parcel.objects.filter(ref=ref, handed_over_at=None, canceled_at=None).exclude(leaves_on=None)
    parcels = list(rows.select_related("carrier"))
    book = get_book(now=now) if parcels else None
    return min((_cut_off(parcel, book) for parcel in parcels), default=None) if book else None


def _cut_off(parcel: Parcel, book: Book) -> datetime:
    """Of a departure that nobody can name any more, since its service has changed: the morning of its day."""
    key, node = (parcel.carrier.source_key if parcel.carrier else "", parcel.service), book.nodes.get(parcel.ship_from)
    service = next((one for one in book.services if (one.carrier, one.code) == key), None)
    zone = node.calendar.time_zone if node else book.zone
    if service is not None:
        deadlines, rhythm = service.deadlines_at(parcel.ship_from), book.leaves(service, parcel.ship_from)
        coming = next_departures(deadlines, rhythm, zone=zone, now=parcel.recorded_at)
        for departure in coming:
            if departure.leaves_on == parcel.leaves_on:
                return departure.order_by
    assert parcel.leaves_on is not None  # asked for above
    return datetime.combine(parcel.leaves_on, time.min, zone_of(zone)).astimezone(UTC)
