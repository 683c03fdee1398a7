"""A flat list of events, each with its parcel, a short code and an instant with its offset."""

from datetime import datetime
from typing import Annotated

import msgspec

from shopkeeper.delivery.contracts import CarrierScan, TrackingStatus

_CODES = {
    "LBL": TrackingStatus.LABEL, "COL": TrackingStatus.IN_TRANSIT, "HUB": TrackingStatus.IN_TRANSIT,
    "DEP": TrackingStatus.IN_TRANSIT, "OFD": TrackingStatus.OUT_FOR_DELIVERY, "NHM": TrackingStatus.ATTEMPTED,
    "DLY": TrackingStatus.EXCEPTION, "DMG": TrackingStatus.EXCEPTION, "DEL": TrackingStatus.DELIVERED,
    "RTS": TrackingStatus.RETURNED,
}  # fmt: skip


class _Event(msgspec.Struct):
    parcel: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    depot: str = ""


class _Body(msgspec.Struct):
    events: Annotated[list[_Event], msgspec.Meta(max_length=5_000)]


def read(body: bytes, zone: str) -> list[CarrierScan]:
    """The scans of a body; a code that nobody knows is a note.

    :raises msgspec.DecodeError: when the body has another shape
    """
    return [
        CarrierScan(e.parcel, _CODES.get(e.code, TrackingStatus.NOTE), e.code, e.at, e.depot[:80])
        for e in msgspec.json.decode(body, type=_Body).events
    ]
