"""How carriers tell us of parcels."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from shopkeeper.delivery.models import CarrierLine


@dataclass(frozen=True, slots=True)
class LineCard:
    """Where a carrier tells us, in which shape, by which clock where it says none, and since when; never its secret."""

    carrier: str
    address: str
    adapter: str
    time_zone: str
    opened_at: datetime


def find_line(carrier: str) -> LineCard | None:
    """The line of a carrier; None while it cannot tell us anything."""
    row = CarrierLine.objects.filter(carrier__source_key=carrier).first()
    if row is None:
        return None
    address = settings.PUBLIC_URL + reverse("delivery:hook", args=[carrier])
    return LineCard(carrier, address, row.adapter, row.time_zone, row.opened_at)
