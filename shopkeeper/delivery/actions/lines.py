"""The lines on which carriers tell us, and what follows when they fall silent."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import available_timezones

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.signatures import new_secret
from shopkeeper.delivery.errors import ClaimNotFound, ParcelNotFound, ParcelSettled, ServiceNotFound
from shopkeeper.delivery.events import ParcelFellSilent, ParcelLost
from shopkeeper.delivery.models import Carrier, CarrierLine, Claim, Parcel
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.rules.calendars import Rhythm, days_between, zone_of
from shopkeeper.delivery.rules.carriers import ADAPTERS
from shopkeeper.delivery.rules.tracking import SILENT_AFTER

KINDS = ("lost", "damaged", "late")
_WEEK = Rhythm(frozenset(range(6)))
_OLDEST = timedelta(days=30)
_LARGEST = Decimal(100_000_000)


@action
def open_line(*, carrier: str, adapter: str, time_zone: str, by: Actor, now: datetime) -> str:
    """Let a carrier tell us about parcels; gives the secret with which it signs, this once. Again: a new secret.

    :raises ServiceNotFound: when there is no such carrier
    :raises InvalidInput: when nobody reads such bodies, or no place has this time zone
    """
    if adapter not in ADAPTERS:
        raise InvalidInput(reason=f"There is no adapter “{adapter}”; there are {', '.join(ADAPTERS)}.")
    if time_zone not in available_timezones():
        raise InvalidInput(reason=f"There is no time zone “{time_zone}”. Write one as Europe/London.")
    row = Carrier.objects.filter(source_key=carrier).order_by("recorded_at").first()
    if row is None:
        raise ServiceNotFound(key=carrier)
    secret = new_secret()
    fields = {"adapter": adapter, "secret": secret, "time_zone": time_zone, "opened_at": now}
    CarrierLine.objects.update_or_create(carrier=row, defaults=fields)
    return secret


@action
def notice_silence(*, by: Actor, now: datetime) -> int:
    """Notice parcels under way of which a carrier that tells us scans has said nothing for two delivery days."""
    zone = zone_of(get_book(now=now).zone)
    today, noticed = now.astimezone(zone).date(), 0
    quiet = Parcel.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(
        delivered_at=None, canceled_at=None, returned_at=None, lost_at=None, silent_at=None,
        handed_over_at__gt=now - _OLDEST, handed_over_at__lt=now - timedelta(days=SILENT_AFTER),
        carrier__line__isnull=False,
    )  # fmt: skip
    for parcel in quiet.order_by("handed_over_at")[:2_000]:
        last = max(at for at in (parcel.handed_over_at, parcel.scanned_at) if at is not None)
        if days_between(_WEEK, last.astimezone(zone).date(), today) <= SILENT_AFTER:
            continue
        parcel.silent_at = now
        parcel.save(update_fields=["silent_at"])
        announce(ParcelFellSilent(parcel_id=parcel.id, ref=parcel.ref, last_heard_at=last), by=by, now=now)
        noticed += 1
    return noticed


@action
def report_lost(*, parcel_id: UUID, by: Actor, now: datetime) -> None:
    """Nobody expects the parcel any more. It still counts as late, and arrives if it arrives after all.

    :raises ParcelNotFound: when there is none
    :raises ParcelSettled: when it arrived or was called back
    """
    parcel = Parcel.objects.select_for_update(no_key=True).filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound(key=parcel_id)
    if parcel.delivered_at or parcel.canceled_at:
        raise ParcelSettled
    if parcel.lost_at is None:
        parcel.lost_at = now
        parcel.save(update_fields=["lost_at"])
        announce(ParcelLost(parcel_id=parcel.id, ref=parcel.ref, customer_id=parcel.customer_id), by=by, now=now)


@action
def claim_cost(*, parcel_id: UUID, kind: str, amount: Decimal, currency: str, by: Actor, now: datetime) -> UUID:
    """Ask the carrier to pay for a parcel; once for each kind of harm.

    :raises ParcelNotFound: when there is none
    :raises InvalidInput: when the kind or the amount makes no sense
    """
    if kind not in KINDS or not (amount.is_finite() and 0 < amount < _LARGEST):
        raise InvalidInput(reason="A claim is for a parcel that was lost, damaged or late, and above zero.")
    if not Parcel.objects.filter(pk=parcel_id).exists():
        raise ParcelNotFound(key=parcel_id)
    fields = {"amount": amount, "currency": currency, "claimed_at": now}
    row, _ = Claim.objects.get_or_create(parcel_id=parcel_id, kind=kind, defaults=fields)
    return row.id


@action
def settle_claim(*, claim_id: UUID, paid: Decimal, by: Actor, now: datetime) -> None:
    """What the carrier paid, which may be nothing. The first answer counts.

    :raises ClaimNotFound: when there is no such claim
    :raises InvalidInput: when it is below zero
    """
    if not Claim.objects.filter(pk=claim_id).exists():
        raise ClaimNotFound(key=claim_id)
    if not (paid.is_finite() and 0 <= paid < _LARGEST):
        raise InvalidInput(reason="What a carrier paid is a number that is not below zero.")
    Claim.objects.filter(pk=claim_id, settled_at=None).update(settled_at=now, paid=paid)
