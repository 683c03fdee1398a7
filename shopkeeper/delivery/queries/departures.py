"""Which departures are not known yet, since their node reports in batches and was last heard of before."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shopkeeper.delivery.models import DepartureReport, Parcel
from shopkeeper.delivery.queries.book import Book, get_book
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.delivery.rules.departures import is_told
from shopkeeper.inventory import public as inventory

REMEMBERED = timedelta(days=7)
"""A node whose files have stopped for so long is one that does not report."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """Parcels that should have left a node since it was last heard of, and count as having left."""

    node: str
    name: str
    heard_at: datetime
    told_until: datetime
    parcels: int


class Departures:
    """What nodes that report in batches have told so far."""

    def __init__(self, book: Book, *, now: datetime) -> None:
        rows = DepartureReport.objects.filter(heard_at__gt=now - REMEMBERED)
        self.reports = {row.node: row for row in rows}
        self._zone = book.zone

    def is_unknown(self, node: str, leaves_on: date, pick_up: datetime, *, now: datetime) -> bool:
        """Whether what was to leave with this van may have left without anybody having told us."""
        report = self.reports.get(node)
        if report is None or pick_up > now:
            return False
        told_on = report.told_until.astimezone(zone_of(self._zone)).date()
        return not is_told(leaves_on, pick_up, told_on=told_on, heard_at=report.heard_at)


def list_unheard(*, now: datetime) -> list[Unheard]:
    """Nodes of which departures are not known yet, with how many parcels of ours; the longest unheard first."""
    book = get_book(now=now)
    departures = Departures(book, now=now)
    if not departures.reports:
        return []
    services = {(one.carrier_id, one.code): one for one in book.services}
    rows = Parcel.objects.filter(
        ship_from__in=departures.reports, handed_over_at=None, delivered_at=None, canceled_at=None, source="shopkeeper",
        promised_on__gte=now.astimezone(zone_of(book.zone)).date() - REMEMBERED, leaves_on__isnull=False,
    )  # fmt: skip
    counts = Counter[str]()
    for parcel in rows.iterator(chunk_size=2_000):
        service, day = services.get((parcel.carrier_id, parcel.service)), parcel.put_off_to or parcel.leaves_on
        if service is not None and day is not None:
            pick_up = book.pick_up(service, parcel.ship_from, day)
            counts[parcel.ship_from] += departures.is_unknown(parcel.ship_from, day, pick_up, now=now)
    names = {code: card.name for code, card in inventory.get_locations(list(counts)).items()}
    found = [
        Unheard(node, names.get(node, node), row.heard_at, row.told_until, counts[node])
        for node, row in departures.reports.items() if counts[node]
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.told_until)
