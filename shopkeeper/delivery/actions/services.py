"""Setting up what carriers offer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.delivery.contracts import CapacitySpec, ClosureSpec, ServiceSpec
from shopkeeper.delivery.errors import ServiceNotFound
from shopkeeper.delivery.events import ServiceSet
from shopkeeper.delivery.models import Capacity, Carrier, Closure, CutOff, Rate, Service, Zone

_LATEST = 30
"""Days until a parcel leaves by its cut-off: more is a mistake of whoever types."""
_PLAIN = (
    "name", "kind", "brochure_days", "promise_percent", "ready_minutes", "days_ahead", "max_grams",
)  # fmt: skip


@action
def set_service(*, spec: ServiceSpec, by: Actor, now: datetime) -> UUID:
    """Set up a service with its prices and cut-offs; what stood there before under its code is replaced.

    :raises ServiceNotFound: when there is no such carrier
    :raises InvalidInput: when a number or a zone makes no sense
    """
    _check(spec)
    carrier = _carrier(spec.carrier)
    fields = {name: getattr(spec, name) for name in _PLAIN} | {
        "collects_on": sorted(spec.collects_on), "delivers_on": sorted(spec.delivers_on), "nodes": list(spec.nodes),
        "switched_off_at": None,
    }  # fmt: skip
    first = {"source_key": f"{spec.carrier}/{spec.code}", "recorded_at": now, **fields}
    rows = Service.objects.select_for_update(no_key=True)
    row, is_new = rows.get_or_create(carrier=carrier, code=spec.code, defaults=first)
    if not is_new:
        Service.objects.filter(pk=row.pk).update(**fields)
    _replace_rates(row, spec, now)
    _replace_cut_offs(row, spec, now)
    announce(ServiceSet(service_id=row.id, code=row.code, is_on=True), by=by, now=now)
    return row.id


@action
def switch_service(*, service_id: UUID, on: bool, by: Actor, now: datetime) -> None:
    """Offer a service, or no longer; parcels that are on their way go on.

    :raises ServiceNotFound: when there is none
    """
    row = Service.objects.select_for_update(no_key=True).filter(pk=service_id).first()
    if row is None:
        raise ServiceNotFound(key=service_id)
    row.switched_off_at = None if on else row.switched_off_at or now
    row.save(update_fields=["switched_off_at"])
    announce(ServiceSet(service_id=row.id, code=row.code, is_on=on), by=by, now=now)


@action
def close_day(*, closure: ClosureSpec, by: Actor, now: datetime) -> None:
    """Write down a day off. Twice changes nothing."""
    carrier = _carrier(closure.carrier)
    key = f"{closure.carrier}/{closure.node}/{closure.day}"
    fields = {"carrier": carrier, "node": closure.node, "day": closure.day, "why": closure.why[:120]}
    Closure.objects.get_or_create(source="shopkeeper", source_key=key, defaults={"recorded_at": now, **fields})


@action
def open_day(*, closure_id: UUID, by: Actor, now: datetime) -> None:
    """Take a day off back."""
    Closure.objects.filter(pk=closure_id).delete()


@action
def set_capacity(*, capacity: CapacitySpec, by: Actor, now: datetime) -> None:
    """Say how many parcels a day; None takes the limit away.

    :raises ServiceNotFound: when there is no such service
    :raises InvalidInput: when it is below zero
    """
    if capacity.parcels is not None and capacity.parcels < 0:
        raise InvalidInput(reason="A day takes no parcel at all, or some.")
    service = find_service(capacity.carrier, capacity.service) if capacity.service else None
    key = f"{capacity.carrier}/{capacity.service}/{capacity.node}/{capacity.weekday}/{capacity.day}"
    if capacity.parcels is None:
        Capacity.objects.filter(source="shopkeeper", source_key=key).delete()
        return
    fields = {
        "service": service, "node": capacity.node, "weekday": capacity.weekday, "day": capacity.day,
        "parcels": capacity.parcels, "recorded_at": now,
    }  # fmt: skip
    Capacity.objects.update_or_create(source="shopkeeper", source_key=key, defaults=fields)


def find_service(carrier: str, code: str) -> Service:
    """A service by its carrier's key and its code.

    :raises ServiceNotFound: when there is none
    """
    rows = Service.objects.filter(code=code)
    row = rows.filter(carrier__source_key=carrier).first() if carrier else rows.filter(carrier=None).first()
    if row is None:
        raise ServiceNotFound(key=f"{carrier}/{code}")
    return row


def _carrier(key: str) -> Carrier | None:
    if not key:
        return None
    row = Carrier.objects.filter(source_key=key).order_by("recorded_at").first()
    if row is None:
        raise ServiceNotFound(key=key)
    return row


def _check(spec: ServiceSpec) -> None:
    days = {*spec.collects_on, *spec.delivers_on}
    if not spec.collects_on or not spec.delivers_on or not days <= set(range(7)):
        raise InvalidInput(reason="Days are numbers from 0 (Monday) to 6 (Sunday), at least one each.")
    if not 50 <= spec.promise_percent <= 99:
        raise InvalidInput(reason="A day is promised by which between 50 and 99 of 100 parcels have arrived.")
    if not spec.code or len(spec.code) > 40 or not spec.name or len(spec.name) > 120:
        raise InvalidInput(reason="A service has a code of up to 40 letters and a name of up to 120.")
    if any(rate.price < 0 or (rate.cost or 0) < 0 for rate in spec.rates):
        raise InvalidInput(reason="Prices and costs are not below zero.")
    if any(not 0 <= cut.leaves_after_days <= _LATEST for cut in spec.cut_offs):
        raise InvalidInput(reason=f"A parcel leaves on the day of its order, or at most {_LATEST} days later.")
    same_day = [cut for cut in spec.cut_offs if not cut.leaves_after_days and cut.picked_up_at is not None]
    if any(cut.picked_up_at and cut.picked_up_at < cut.at for cut in same_day):
        raise InvalidInput(reason=_("The van of a day comes after the time until which one orders for it."))


def _replace_rates(row: Service, spec: ServiceSpec, now: datetime) -> None:
    zones = {zone.code: zone for zone in Zone.objects.filter(code__in=[rate.zone for rate in spec.rates if rate.zone])}
    Rate.objects.filter(service=row).delete()
    for rate in spec.rates:
        if rate.zone and rate.zone not in zones:
            raise InvalidInput(reason=f"There is no zone “{rate.zone}”.")
        Rate.objects.create(
            source_key=str(new_id()), recorded_at=now, service=row, zone=zones.get(rate.zone), price=rate.price,
            cost=rate.cost, currency=rate.currency, up_to_grams=rate.up_to_grams,
        )  # fmt: skip


def _replace_cut_offs(row: Service, spec: ServiceSpec, now: datetime) -> None:
    CutOff.objects.filter(service=row).delete()
    for cut in spec.cut_offs:
        CutOff.objects.create(
            source_key=str(new_id()), recorded_at=now, service=row, node=cut.node, weekday=cut.weekday, at=cut.at,
            leaves_after_days=cut.leaves_after_days, picked_up_at=cut.picked_up_at,
        )  # fmt: skip
