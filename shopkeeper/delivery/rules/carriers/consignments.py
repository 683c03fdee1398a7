"""Consignments with numbered states; day and time stand apart, by the carrier's own clock, without an offset."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.delivery.contracts import CarrierScan, TrackingStatus

_STATES = {
    10: TrackingStatus.LABEL, 20: TrackingStatus.IN_TRANSIT, 25: TrackingStatus.IN_TRANSIT,
    30: TrackingStatus.OUT_FOR_DELIVERY, 41: TrackingStatus.ATTEMPTED, 42: TrackingStatus.ATTEMPTED,
    50: TrackingStatus.EXCEPTION, 51: TrackingStatus.EXCEPTION, 60: TrackingStatus.DELIVERED,
    61: TrackingStatus.DELIVERED, 70: TrackingStatus.RETURNED,
}  # fmt: skip
_SHAPES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")


class _State(msgspec.Struct):
    number: Annotated[int, msgspec.Meta(ge=0, le=9_999)]
    date: str
    time: str
    office: str = ""


class _Consignment(msgspec.Struct):
    barcode: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    states: Annotated[list[_State], msgspec.Meta(max_length=500)]


class _Body(msgspec.Struct):
    consignments: Annotated[list[_Consignment], msgspec.Meta(max_length=2_000)]


def read(body: bytes, zone: str) -> list[CarrierScan]:
    """The scans of a body; a number that nobody knows is a note. Of a doubled hour in autumn the first is meant.

    :raises msgspec.DecodeError: when the body has another shape, or a day that no calendar has
    """
    return [
        CarrierScan(
            consignment.barcode, _STATES.get(state.number, TrackingStatus.NOTE), str(state.number),
            _instant(state, zone), state.office[:80],
        )
        for consignment in msgspec.json.decode(body, type=_Body).consignments
        for state in consignment.states
    ]  # fmt: skip


def _instant(state: _State, zone: str) -> datetime:
    for shape in _SHAPES:
        try:
            return datetime.strptime(f"{state.date} {state.time}", shape).replace(tzinfo=ZoneInfo(zone))
        except ValueError:
            continue
    raise msgspec.ValidationError(f"“{state.date} {state.time}” is no day and time")
