"""What imports bring of the delivery: carriers, and parcels with what was promised."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    DATE,
    INSTANT,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_or_stub
from shopkeeper.core.late_facts import WHO, Learner, register_learner
from shopkeeper.core.setwise import batch, execute, refuse, upsert
from shopkeeper.delivery.actions.departures import hear_departures
from shopkeeper.delivery.intake.continued import continue_prepared, settle_continued
from shopkeeper.delivery.models import Carrier, Parcel
from shopkeeper.promises import public as promises

_PLAIN = ("service", "ship_from", "tracking_number", "handed_over_at", "promised_on", "delivered_at")
_PARCEL = {
    **{name: f"s.{name}" for name in _PLAIN},
    **{name: f"coalesce(s.{name}, s.order_{name})" for name in ("postcode_area", "region", "country", "canceled_at")},
    "ref": "'order:' || s.order_id",
    "carrier": "s.carrier_id",
    "record": "coalesce(s.customer_record_id, s.order_record_id)",
    "customer": "coalesce(s.customer_id, s.order_customer_id)",
}


@action
def load_carriers(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Who brings parcels."""
    return upsert(staged, Carrier, {"name": "left(s.name, 120)"}, now=now)


@action
def load_deliveries(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Parcels of orders; a promised day is also a promise, kept until that day ends where the retailer is. A parcel
    that was got ready here goes on as the same one, with the promise that it has."""
    refuse(staged, "too_long:source_key", "length(s.source_key) > 180")
    continued = continue_prepared(staged)
    result = upsert(staged, Parcel, _PARCEL, now=now)
    hear_departures(staged, now=now)
    settle_continued(continued, zone=staged.time_zone, by=by, now=now)
    execute("DROP TABLE IF EXISTS delivery_promised")
    execute(
        f"""
        CREATE TEMP TABLE delivery_promised ON COMMIT DROP AS
        SELECT s.line, s.refusal, s.source, 'delivery:' || s.source_key AS source_key, 'delivery' AS kind,
            {_PARCEL["ref"]} AS ref, left(coalesce(s.carrier_key, s.ship_from), 80) AS node,
            s.order_outlet_id AS outlet_id,
            {_PARCEL["record"]} AS record_id, {_PARCEL["customer"]} AS customer_id,
            coalesce(s.order_placed_at, s.handed_over_at, s.promised_on::timestamptz) AS made_at,
            (s.promised_on + 1)::timestamp AT TIME ZONE %s - interval '1 microsecond' AS due_at,
            s.delivered_at AS fulfilled_at, {_PARCEL["canceled_at"]} AS withdrawn_at, false AS is_short
        FROM {staged.table} s WHERE {batch(staged)} AND s.promised_on IS NOT NULL AND NOT EXISTS (
            SELECT FROM delivery_parcel p WHERE p.id = ANY (%s)
                AND (p.source, p.source_key) = (s.source, s.source_key))""",
        [staged.time_zone, [one.id for one in continued]],
    )
    promises.import_promises(staged=replace(staged, table="delivery_promised"), by=by, now=now)
    return result


@action
def resolve_carriers(*, keys: str, by: Actor, now: datetime) -> None:
    """Carriers by their key."""
    resolve_or_stub(keys, Carrier, {"name": "left(k.key, 120)"}, now=now)


_WHERE = {name: name for name in ("postcode_area", "region", "country", "canceled_at")}
register_learner(Learner("order", Parcel, "t.ref = d.ref", {**WHO, **_WHERE}))
register_reference(Reference("carrier", resolve_carriers))
register(
    CanonicalTable(
        "carriers",
        _("Who brings parcels."),
        (Column("name", TEXT, _("What people call them."), required=True),),
        100,
        load_carriers,
        fills="delivery_carrier",
    )
)
register(
    CanonicalTable(
        "deliveries",
        _("Parcels: promised when, handed over when, delivered when."),
        (
            Column("order_key", TEXT, _("For which order."), required=True, refers="order"),
            Column("carrier_key", TEXT, _("By whom."), refers="carrier"),
            Column("service", TEXT, _("Which of their services: standard, next day.")),
            Column("ship_from", TEXT, _("Which warehouse, store or supplier sent it.")),
            Column("tracking_number", TEXT, _("The carrier's number.")),
            Column("customer_key", TEXT, _("To whom; the order's customer where empty."), refers="customer"),
            Column("postcode_area", TEXT, _("Where to, as LS; as in the order where empty.")),
            Column("region", TEXT, _("Which region; as in the order where empty.")),
            Column("country", TEXT, _("Which country, as GB; as in the order where empty.")),
            Column("handed_over_at", INSTANT, _("When the carrier took it.")),
            Column("promised_on", DATE, _("The day that the customer was told.")),
            Column("delivered_at", INSTANT, _("When it arrived.")),
            Column("canceled_at", INSTANT, _("When it was given up; as in the order where empty.")),
        ),
        140,
        load_deliveries,
        fills="delivery_parcel",
        tells=(_("which promises were broken, by whom, where, and who was hurt"),),
    )
)
