"""One shipment a body, all of its checkpoints so far each time, in milliseconds since 1970."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec

from shopkeeper.delivery.contracts import CarrierScan, TrackingStatus

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAGS = {
    "INFO_RECEIVED": TrackingStatus.LABEL, "PICKED_UP": TrackingStatus.IN_TRANSIT,
    "IN_TRANSIT": TrackingStatus.IN_TRANSIT, "AT_DELIVERY_DEPOT": TrackingStatus.IN_TRANSIT,
    "ON_VEHICLE": TrackingStatus.OUT_FOR_DELIVERY, "FAILED_ATTEMPT": TrackingStatus.ATTEMPTED,
    "DELAYED": TrackingStatus.EXCEPTION, "ADDRESS_QUERY": TrackingStatus.EXCEPTION,
    "DELIVERED": TrackingStatus.DELIVERED, "DELIVERED_TO_NEIGHBOUR": TrackingStatus.DELIVERED,
    "RETURNED_TO_SENDER": TrackingStatus.RETURNED,
}  # fmt: skip


class _Checkpoint(msgspec.Struct, rename="camel"):
    tag: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    time_ms: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]
    location: str | None = None


class _Shipment(msgspec.Struct, rename="camel"):
    tracking_no: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    checkpoints: Annotated[list[_Checkpoint], msgspec.Meta(max_length=500)]


class _Body(msgspec.Struct):
    shipment: _Shipment


def read(body: bytes, zone: str) -> list[CarrierScan]:
    """The scans of a body; a tag that nobody knows is a note.

    :raises msgspec.DecodeError: when the body has another shape
    """
    shipment = msgspec.json.decode(body, type=_Body).shipment
    return [
        CarrierScan(
            shipment.tracking_no, _TAGS.get(c.tag, TrackingStatus.NOTE), c.tag,
            _EPOCH + timedelta(milliseconds=c.time_ms), (c.location or "")[:80],
        )
        for c in shipment.checkpoints
    ]  # fmt: skip
