"""The demo's carriers: what they offer, for how much, until when; and how long they have really taken."""

from datetime import datetime
from typing import Any

from shopkeeper.core import schedule
from shopkeeper.core.console import operator
from shopkeeper.core.modules import import_offers
from shopkeeper.delivery import public as delivery
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.stocking import Rows, bring_in

_COSTS = ("2.95", "3.20", "3.40")
_ZONES = [
    {"source_key": "north", "code": "near-north", "name": "Around Leeds", "country": "GB", "areas": "LS,WF,BD,HX,HG"},
    {"source_key": "south", "code": "near-south", "name": "Around Bristol", "country": "GB", "areas": "BS,BA,SN,GL"},
]
_MEASURES = (
    "delivery.measure_lanes",
    "delivery.measure_stages",
    "delivery.forecast_breaches",
    "delivery.notice_silence",
)


def set_up_carriers(scenario: Scenario, *, now: datetime) -> None:
    """Bring in what the carriers offer, then measure them by the parcels of the last weeks."""
    services, rates, cut_offs = _standard(scenario), [], []
    services += _faster(list(scenario.carriers)) + _same_day(list(scenario.carriers))
    for row in services:
        key, price, cost = row["source_key"], row.pop("price"), row.pop("cost")
        rates.append({
            "source_key": key, "service_key": key, "zone_key": row.pop("zone"), "price": price, "cost": cost,
            "currency": "GBP",
        })  # fmt: skip
        at, days = row.pop("cut_off"), row.pop("leaves_after")
        if at:
            cut_offs.append({"source_key": key, "service_key": key, "at": at, "leaves_after_days": days})
    bring_in({"delivery_zones": _ZONES})
    bring_in({"delivery_services": services, "delivery_rates": rates, "delivery_cut_offs": cut_offs})
    for carrier in scenario.carriers:
        delivery.open_line(
            carrier=carrier, adapter="events", time_zone=scenario.retailer.time_zone, by=operator(), now=now
        )
    import_offers("timers")
    for timer in _MEASURES:
        schedule.run(timer, now=now)


def _standard(scenario: Scenario) -> Rows:
    """All parcels so far went by the standard service of one of the carriers."""
    return [
        _service(key, "standard", f"{carrier.name} standard", "standard", days=2, price="3.95", cost=cost)
        for (key, carrier), cost in zip(scenario.carriers.items(), _COSTS, strict=False)
    ]


def _faster(keys: list[str]) -> Rows:
    first, second, *_ = keys
    return [
        _service(second, "next_day", "Next day", "next_day", days=1, price="5.95", cost="4.60", leaves_after=0,
                 cut_off="17:00", promise_percent=80),
        _service(second, "day", "Day of your choice", "nominated_day", days=1, price="5.95", cost="4.80"),
        _service(first, "locker", "To a locker", "locker", days=2, price="2.95", cost="2.20", max_grams=15_000),
        _service("", "collect", "Collect from a store", "collect", price="0", cost="", cut_off=""),
    ]  # fmt: skip


def _same_day(keys: list[str]) -> Rows:
    """Around each warehouse, by a carrier that fetches at noon."""
    around = zip(keys, _ZONES, ("wakefield", "swindon"), strict=False)
    return [
        _service(key, "same_day", "Same day", "same_day", days=0, price="8.95", cost="7.10", leaves_after=0,
                 cut_off="12:00", promise_percent=80, zone=zone["source_key"], nodes=node)
        for key, zone, node in around
    ]  # fmt: skip


def _service(
    carrier: str, code: str, name: str, kind: str, *, price: str, cost: str, days: int = 2, cut_off: str = "20:00",
    leaves_after: int = 1, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    return {
        "source_key": f"{carrier or 'store'}-{code}", "carrier_key": carrier, "code": code, "name": name, "kind": kind,
        "brochure_days": days, "price": price, "cost": cost, "cut_off": cut_off, "leaves_after": leaves_after,
        "max_grams": more.get("max_grams", ""), "promise_percent": more.get("promise_percent", ""),
        "nodes": more.get("nodes", ""), "zone": more.get("zone", ""),
    }  # fmt: skip
