"""Services as they are set up, for those who look after them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.delivery.contracts import CutOffSpec, RateSpec, ServiceKind, ServiceSpec
from shopkeeper.delivery.errors import ServiceNotFound
from shopkeeper.delivery.models import Closure, CutOff, LaneTime, Rate, Service
from shopkeeper.delivery.rules.lanes import brochure, quantile


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service, whether it is offered, and what was measured of it: days by which its promise holds."""

    id: UUID
    spec: ServiceSpec
    carrier: str
    is_on: bool
    measured: int
    days: int
    measured_at: datetime | None


def list_services(*, by: Actor) -> list[ServiceCard]:
    """All services, by carrier and name."""
    by.require("delivery.view_delivery")
    rows = list(Service.objects.select_related("carrier").order_by("carrier__name", "name"))
    lanes = {lane.service_id: lane for lane in LaneTime.objects.filter(node="", area="", region="", allowed=None)}
    rates: dict[UUID, list[RateSpec]] = {}
    for rate in Rate.objects.select_related("zone").order_by("up_to_grams", "price"):
        spec = RateSpec(rate.price, rate.currency, rate.cost, rate.zone.code if rate.zone else "", rate.up_to_grams)
        rates.setdefault(rate.service_id, []).append(spec)
    cuts: dict[UUID, list[CutOffSpec]] = {}
    for cut in CutOff.objects.order_by("node", "weekday", "at"):
        cuts.setdefault(cut.service_id, []).append(_cut_off(cut))
    return [_card(row, lanes.get(row.id), rates.get(row.id, []), cuts.get(row.id, [])) for row in rows]


def list_service_names() -> list[tuple[str, str, str]]:
    """Carrier's key, code and name in full of each service that brings parcels and is offered."""
    rows = Service.objects.filter(switched_off_at=None).exclude(carrier=None).select_related("carrier")
    found = [(row.carrier, row.code, row.name) for row in rows.order_by("carrier__name", "name")]
    return [(carrier.source_key, code, f"{carrier.name}: {name}") for carrier, code, name in found if carrier]


def get_service(service_id: UUID, *, by: Actor) -> ServiceCard:
    """One service.

    :raises ServiceNotFound: when there is none
    """
    found = next((card for card in list_services(by=by) if card.id == service_id), None)
    if found is None:
        raise ServiceNotFound(key=service_id)
    return found


def list_closures(*, now: datetime) -> list[Closure]:
    """Days off to come, soonest first."""
    return list(Closure.objects.filter(day__gte=now.date()).select_related("carrier").order_by("day")[:60])


def _cut_off(row: CutOff) -> CutOffSpec:
    return CutOffSpec(row.at, row.node, row.weekday, row.leaves_after_days, row.picked_up_at)


def _card(row: Service, lane: LaneTime | None, rates: list[RateSpec], cuts: list[CutOffSpec]) -> ServiceCard:
    spec = ServiceSpec(
        code=row.code, carrier=row.carrier.source_key if row.carrier else "", name=row.name, kind=ServiceKind(row.kind),
        rates=tuple(rates), cut_offs=tuple(cuts), collects_on=tuple(row.collects_on),
        delivers_on=tuple(row.delivers_on), brochure_days=row.brochure_days, promise_percent=row.promise_percent,
        ready_minutes=row.ready_minutes, days_ahead=row.days_ahead, max_grams=row.max_grams, nodes=tuple(row.nodes),
    )  # fmt: skip
    curve = tuple(lane.curve) if lane else brochure(row.brochure_days)
    return ServiceCard(
        row.id, spec, row.carrier.name if row.carrier else "", row.switched_off_at is None, lane.arrived if lane else 0,
        quantile(curve, row.promise_percent / 100), lane.measured_at if lane else None,
    )  # fmt: skip
