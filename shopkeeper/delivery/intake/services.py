"""Services, zones, prices, cut-offs, days off and capacity, as files bring them."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    DATE,
    INTEGER,
    NUMBER,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_keys
from shopkeeper.core.setwise import refuse, refuse_taken, upsert
from shopkeeper.delivery.contracts import ServiceKind
from shopkeeper.delivery.models import Capacity, Closure, CutOff, Rate, Service, Zone

_DAYS = "(SELECT array_agg(d::smallint ORDER BY d) FROM unnest(string_to_array(replace(s.{0}, ' ', ''), ',')) d)"
_WEEK = "ARRAY[0, 1, 2, 3, 4, 5]::smallint[]"
_LIST = "coalesce(string_to_array(replace(s.{0}, ' ', ''), ','), '{{}}')"
_NO_DAYS = "s.{0} !~ '^[0-6]([, ]+[0-6])*$'"
_NO_TIME = "s.{0} !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'"


@action
def load_services(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What carriers offer, and collecting where no carrier is named."""
    for column in ("collects_on", "delivers_on"):
        refuse(staged, f"not_days:{column}", _NO_DAYS.format(column))
    refuse(staged, "not_a_percentage:promise_percent", "s.promise_percent NOT BETWEEN 50 AND 99")
    taken = (
        "EXISTS (SELECT 1 FROM delivery_service t WHERE t.code = s.code AND t.carrier_id IS NOT DISTINCT FROM"
        " s.carrier_id AND (t.source, t.source_key) <> (s.source, s.source_key))"
    )
    refuse(staged, "code_taken:code", taken)
    values = {
        "carrier": "s.carrier_id", "code": "s.code", "name": "s.name", "kind": "s.kind", "max_grams": "s.max_grams",
        "collects_on": f"coalesce({_DAYS.format('collects_on')}, {_WEEK})",
        "delivers_on": f"coalesce({_DAYS.format('delivers_on')}, {_WEEK})",
        "brochure_days": "coalesce(s.brochure_days, 2)", "promise_percent": "coalesce(s.promise_percent, 90)",
        "ready_minutes": "coalesce(s.ready_minutes, 120)", "days_ahead": "coalesce(s.days_ahead, 10)",
        "nodes": _LIST.format("nodes"),
    }  # fmt: skip
    return upsert(staged, Service, values, now=now)


@action
def load_zones(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Where one price holds."""
    refuse_taken(staged, Zone, "code", "s.code", "code_taken:code")
    values = {"code": "s.code", "name": "s.name", "country": "upper(s.country)", "areas": _LIST.format("areas")}
    return upsert(staged, Zone, values, now=now)


@action
def load_rates(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What a service costs."""
    refuse(staged, "negative:price", "s.price < 0 OR s.cost < 0")
    plain = ("up_to_grams", "price", "cost", "currency")
    values = {"service": "s.service_id", "zone": "s.zone_id", **{name: f"s.{name}" for name in plain}}
    return upsert(staged, Rate, values, now=now)


@action
def load_cut_offs(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Until when to order."""
    for column in ("at", "picked_up_at"):
        refuse(staged, f"not_a_time:{column}", _NO_TIME.format(column))
    refuse(
        staged, "before_cut_off:picked_up_at", "coalesce(s.leaves_after_days, 0) = 0 AND s.picked_up_at < s.at"
    )  # fmt: skip
    refuse(staged, "not_a_weekday:weekday", "s.weekday NOT BETWEEN 0 AND 6")
    values = {
        "service": "s.service_id", "node": "s.node", "weekday": "s.weekday", "at": "s.at::time",
        "leaves_after_days": "coalesce(s.leaves_after_days, 0)", "picked_up_at": "s.picked_up_at::time",
    }  # fmt: skip
    return upsert(staged, CutOff, values, now=now)


@action
def load_closures(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Days off."""
    values = {"carrier": "s.carrier_id", "node": "s.node", "day": "s.day", "why": "left(s.why, 120)"}
    return upsert(staged, Closure, values, now=now)


@action
def load_capacities(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """How many parcels a day."""
    refuse(staged, "not_a_weekday:weekday", "s.weekday NOT BETWEEN 0 AND 6")
    names = ("node", "weekday", "day", "parcels")
    return upsert(staged, Capacity, {"service": "s.service_id", **{n: f"s.{n}" for n in names}}, now=now)


@action
def resolve_services(*, keys: str, by: Actor, now: datetime) -> None:
    """Services by their key; unknown ones stay unknown."""
    resolve_keys(keys, Service, {"id": "t.id"})


@action
def resolve_zones(*, keys: str, by: Actor, now: datetime) -> None:
    """Zones by their key; unknown ones stay unknown."""
    resolve_keys(keys, Zone, {"id": "t.id"})


register_reference(Reference("delivery_service", resolve_services, unknown="unknown_service"))
register_reference(Reference("delivery_zone", resolve_zones, unknown="unknown_zone"))
_UNKNOWN_SERVICE = {"unknown_service": _("No delivery service has this key. Import the services first.")}
_NOT_A_WEEKDAY = {"not_a_weekday": _("A weekday is a number from 0 (Monday) to 6 (Sunday).")}
_NOT_DAYS = {"not_days": _("Days are numbers from 0 (Monday) to 6 (Sunday), as 0,1,2,3,4.")}
_TAKEN = {"code_taken": _("Another source or row has this code already.")}
_NEGATIVE = {"negative": _("A price is not below zero.")}

register(
    CanonicalTable(
        "delivery_services",
        _("What carriers offer: same day, next day, nominated day, locker, standard; and collecting from stores."),
        (
            Column("carrier_key", TEXT, _("Whose service; empty for collecting from a store."), refers="carrier"),
            Column("code", TEXT, _("As parcels name it: standard."), required=True),
            Column("name", TEXT, _("What customers read."), required=True),
            Column("kind", TEXT, _("What it is."), required=True, codes=tuple(ServiceKind)),
            Column("collects_on", TEXT, _("Weekdays on which parcels are taken, 0 is Monday: 0,1,2,3,4.")),
            Column("delivers_on", TEXT, _("Weekdays on which parcels are brought: 0,1,2,3,4,5.")),
            Column("brochure_days", INTEGER, _("Delivery days by the carrier's own words; 2 where empty.")),
            Column("promise_percent", INTEGER, _("Promise the day by which so many of 100 arrive; 90 where empty.")),
            Column("ready_minutes", INTEGER, _("Collecting: minutes that a store needs; 120 where empty.")),
            Column("days_ahead", INTEGER, _("Nominated day: how many days can be chosen; 10 where empty.")),
            Column("max_grams", INTEGER, _("The heaviest parcel it takes.")),
            Column("nodes", TEXT, _("Codes of the locations it leaves from: WAK,SWI; all where empty.")),
        ),
        101,
        load_services,
        fills="delivery_service",
        refusals={
            **_NOT_DAYS,
            **_TAKEN,
            "not_a_percentage": _("A day is promised by which between 50 and 99 of 100 parcels have arrived."),
        },
        tells=(_("which delivery a basket can be offered, by when, for how much"),),
    )
)
register(
    CanonicalTable(
        "delivery_zones",
        _("Where one delivery price holds."),
        (
            Column("code", TEXT, _("The zone's code."), required=True),
            Column("name", TEXT, _("What people call it."), required=True),
            Column("country", TEXT, _("The country, as GB."), required=True),
            Column("areas", TEXT, _("Postcode areas: LS,YO,HG; the whole country where empty.")),
        ),
        101,
        load_zones,
        fills="delivery_zone",
        refusals=_TAKEN,
    )
)
register(
    CanonicalTable(
        "delivery_rates",
        _("What a delivery service costs, by zone and weight."),
        (
            Column("service_key", TEXT, _("Which service."), required=True, refers="delivery_service"),
            Column("zone_key", TEXT, _("Into which zone; everywhere where empty."), refers="delivery_zone"),
            Column("up_to_grams", INTEGER, _("Up to which weight; any where empty.")),
            Column("price", NUMBER, _("What the customer pays."), required=True),
            Column("cost", NUMBER, _("What the carrier is paid.")),
            Column("currency", TEXT, _("As GBP."), required=True),
        ),
        102,
        load_rates,
        fills="delivery_rate",
        refusals={
            **_UNKNOWN_SERVICE, **_NEGATIVE, "unknown_zone": _("No zone has this key. Import the zones first."),
        },
    )
)  # fmt: skip
register(
    CanonicalTable(
        "delivery_cut_offs",
        _("Until when to order for a parcel to leave, by the clock of the node."),
        (
            Column("service_key", TEXT, _("Which service."), required=True, refers="delivery_service"),
            Column("node", TEXT, _("The location's code; every node where empty.")),
            Column("weekday", INTEGER, _("0 is Monday; every day where empty.")),
            Column("at", TEXT, _("The time, as 14:00."), required=True),
            Column("leaves_after_days", INTEGER, _("Days between the order and the hand-over; 0 where empty.")),
            Column("picked_up_at", TEXT, _("When the van comes on that day, as 17:30; any time where empty.")),
        ),
        102,
        load_cut_offs,
        fills="delivery_cutoff",
        refusals={
            **_UNKNOWN_SERVICE,
            **_NOT_A_WEEKDAY,
            "not_a_time": _("A time is written as 14:00."),
            "before_cut_off": _("The van of a day comes after the time until which one orders for it."),
        },
    )
)
register(
    CanonicalTable(
        "delivery_closures",
        _("Days on which a carrier does not drive, or a node does not send."),
        (
            Column("carrier_key", TEXT, _("Which carrier; all where empty."), refers="carrier"),
            Column("node", TEXT, _("Which node, by its code; all where empty.")),
            Column("day", DATE, _("The day."), required=True),
            Column("why", TEXT, _("Why, in words.")),
        ),
        102,
        load_closures,
        fills="delivery_closure",
    )
)
register(
    CanonicalTable(
        "delivery_capacities",
        _("How many parcels a day can leave."),
        (
            Column("service_key", TEXT, _("Of which service; of all where empty."), refers="delivery_service"),
            Column("node", TEXT, _("From which node; from all where empty.")),
            Column("weekday", INTEGER, _("0 is Monday; every day where empty.")),
            Column("day", DATE, _("Only on this day.")),
            Column("parcels", INTEGER, _("How many."), required=True),
        ),
        102,
        load_capacities,
        fills="delivery_capacity",
        refusals={**_UNKNOWN_SERVICE, **_NOT_A_WEEKDAY},
    )
)
