"""What carriers tell: written once, folded in whatever order it came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.schema import ensure_months
from shopkeeper.delivery.actions.parcels import bring_back, deliver_parcel, hand_over_parcel
from shopkeeper.delivery.contracts import CarrierScan, Heard, ParcelState, TrackingStatus
from shopkeeper.delivery.errors import ServiceNotFound
from shopkeeper.delivery.events import ParcelMoved
from shopkeeper.delivery.models import Carrier, CarrierLine, HeldScan, Parcel, Scan
from shopkeeper.delivery.rules.tracking import attempts, is_believable, latest

_LEFT = (TrackingStatus.IN_TRANSIT, TrackingStatus.OUT_FOR_DELIVERY, TrackingStatus.ATTEMPTED)


@action
def record_scans(*, carrier_id: UUID, scans: Sequence[CarrierScan], by: Actor, now: datetime) -> Heard:
    """Write down what a carrier told. The same again changes nothing; what is not known yet is held, not lost."""
    believed = [scan for scan in scans if is_believable(scan.occurred_at, now)]
    parcels = _lock(carrier_id, {scan.tracking_number for scan in believed})
    known = [scan for scan in believed if scan.tracking_number in parcels]
    unknown = [scan for scan in believed if scan.tracking_number not in parcels]
    recorded = _write(parcels, known, now)
    for parcel in sorted(parcels.values(), key=lambda p: p.id):
        _follow(parcel, by=by, now=now)
    held = _hold(carrier_id, unknown, now)
    CarrierLine.objects.filter(carrier_id=carrier_id).update(heard_at=now)
    return Heard(recorded, len(known) - recorded, held, len(scans) - len(believed))


@action
def hear_carrier(*, carrier: str, scans: Sequence[CarrierScan], by: Actor, now: datetime) -> Heard:
    """The same for a carrier by its key.

    :raises ServiceNotFound: when there is no such carrier
    """
    row = Carrier.objects.filter(source_key=carrier).order_by("recorded_at").first()
    if row is None:
        raise ServiceNotFound(key=carrier)
    return record_scans(carrier_id=row.id, scans=scans, by=by, now=now)


@action
def replay_held_scans(*, by: Actor, now: datetime) -> int:
    """Record scans whose parcel has become known since."""
    waiting = HeldScan.objects.order_by("carrier_id", "occurred_at").select_for_update(no_key=True, skip_locked=True)[
        :2_000
    ]
    found: dict[UUID, list[HeldScan]] = defaultdict(list)
    for row in waiting:
        found[row.carrier_id].append(row)
    done = 0
    for carrier_id, rows in found.items():
        numbers = {row.tracking_number for row in rows}
        known = set(
            Parcel.objects.filter(carrier_id=carrier_id, tracking_number__in=numbers).values_list(
                "tracking_number", flat=True
            )
        )
        ready = [row for row in rows if row.tracking_number in known]
        scans = [
            CarrierScan(row.tracking_number, TrackingStatus(row.status), row.code, row.occurred_at, row.place)
            for row in ready
        ]
        record_scans(carrier_id=carrier_id, scans=scans, by=by, now=now)
        HeldScan.objects.filter(pk__in=[row.pk for row in ready]).delete()
        done += len(ready)
    return done


def _lock(carrier_id: UUID, numbers: Iterable[str]) -> dict[str, Parcel]:
    rows = Parcel.objects.select_for_update(no_key=True).filter(
        carrier_id=carrier_id, tracking_number__in=sorted(numbers)
    )
    return {row.tracking_number: row for row in rows.order_by("id")}


def _write(parcels: dict[str, Parcel], scans: Sequence[CarrierScan], now: datetime) -> int:
    if not scans:
        return 0
    days = [scan.occurred_at.date() for scan in scans]
    ensure_months("delivery_scan", min(days), max(days))
    ids = [parcel.id for parcel in parcels.values()]
    before = set(Scan.objects.filter(parcel_id__in=ids).values_list("parcel_id", "occurred_at", "code"))
    rows = {}
    for scan in scans:
        key = (parcels[scan.tracking_number].id, scan.occurred_at, scan.code)
        if key not in before:
            rows[key] = Scan(
                occurred_at=scan.occurred_at, recorded_at=now, parcel_id=key[0], status=scan.status, code=scan.code,
                place=scan.place,
            )  # fmt: skip
    # The parcels are locked, so nobody else writes scans of them meanwhile.
    Scan.objects.bulk_create(rows.values())
    return len(rows)


def _hold(carrier_id: UUID, scans: Sequence[CarrierScan], now: datetime) -> int:
    rows = [
        HeldScan(
            carrier_id=carrier_id, tracking_number=scan.tracking_number, status=scan.status, code=scan.code,
            place=scan.place, occurred_at=scan.occurred_at, held_at=now,
        )
        for scan in scans
    ]  # fmt: skip
    HeldScan.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _follow(parcel: Parcel, *, by: Actor, now: datetime) -> None:
    """Put the parcel where all of its scans say that it is."""
    told = [(at, TrackingStatus(status)) for at, status in parcel.scans.values_list("occurred_at", "status")]
    place = latest(told)
    if place is None or (parcel.scanned_at, parcel.scan_status) == place:
        return
    parcel.scanned_at, parcel.scan_status = place
    parcel.attempts, parcel.silent_at = attempts(told), None
    parcel.save(update_fields=["scanned_at", "scan_status", "attempts", "silent_at"])
    announce(
        ParcelMoved(parcel_id=parcel.id, ref=parcel.ref, status=str(place[1]), occurred_at=place[0]), by=by, now=now
    )
    _carry_out(parcel, place[1], place[0], by=by, now=now)


def _carry_out(parcel: Parcel, status: TrackingStatus, at: datetime, *, by: Actor, now: datetime) -> None:
    if parcel.state is ParcelState.CANCELED:
        return
    if parcel.handed_over_at is None and status in (*_LEFT, TrackingStatus.DELIVERED):
        hand_over_parcel(parcel_id=parcel.id, tracking_number=parcel.tracking_number, by=by, now=now)
    if status is TrackingStatus.DELIVERED:
        deliver_parcel(parcel_id=parcel.id, at=at, by=by, now=now)
    elif status is TrackingStatus.RETURNED and parcel.returned_at is None:
        bring_back(parcel, at=at, by=by, now=now)
