"""Keeping pieces for somebody: one guarded statement decides every line, and a retry reserves once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shopkeeper.core.actions import action, one_statement_action
from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import fetch
from shopkeeper.inventory.actions.claims import end_reservations, lock_claims
from shopkeeper.inventory.actions.keeping_parts import keep_in_parts
from shopkeeper.inventory.actions.ledger import actor_name, lock_positions
from shopkeeper.inventory.contracts import (
    Claim,
    Demand,
    ReservationKind,
    ReservedLine,
    ReserveOutcome,
    Shortfall,
)
from shopkeeper.inventory.errors import DemandTwice, InvalidExpiry, LocationNotFound, NotPositive
from shopkeeper.inventory.models import Location

_RESERVE = (
    "SELECT line, got, free, why FROM inventory_reserve($1::timestamptz, $2::text, $3::text, $4::timestamptz,"
    " $5::text, $6::boolean, $7::text[], $8::int[], $9::text[], $10::text[], $11::int[], $12::text[])"
)
_RESERVE_ONE = (
    "SELECT got, free, why FROM inventory_reserve_one($1::timestamptz, $2::text, $3::text, $4::timestamptz,"
    " $5::text, $6::boolean, $7::text, $8::int, $9::text, $10::text, $11::int)"
)


@one_statement_action
def reserve(
    *,
    demands: Sequence[Demand],
    kind: ReservationKind,
    by: Actor,
    now: datetime,
    expires_at: datetime | None = None,
    channel: str = "",
    partial: bool = False,
) -> ReserveOutcome:
    """Keep pieces for every demand, or for none; with `partial` as many of each as there are.

    Of a bundle that lies nowhere itself its parts are kept, all at the one location, under its name, each noted as a
    part of it: under one ref for a whole cart, what two of its lines share is kept for both.

    Nothing beyond what can be promised (rules.availability.free_now) is ever reserved. The same ref and attempt for the
    same SKU and location reserves once: a retry says what it got the first time.
    """
    _check(demands, kind, expires_at)
    how = (now, actor_name(by), kind.value, expires_at, channel, partial)
    lines = (_keep_one(demands[0], how),) if len(demands) == 1 else _keep_all([(each, "") for each in demands], how)
    lines = keep_in_parts(demands, lines, lambda parts: _keep_all(parts, (*how[:-1], False)), partial=partial)
    return ReserveOutcome(lines, all(line.got >= line.asked for line in lines))


@action
def move_reservation(
    *, claim: Claim, to: str, attempt: int, by: Actor, now: datetime, quantity: int | None = None
) -> ReserveOutcome:
    """Keep the pieces at another location instead; if they are not free there, everything stays as it was.

    :raises ReservationNotFound: when the claim holds nothing any more
    """
    place = Location.objects.filter(code=to).first()
    if place is None:
        raise LocationNotFound(what="location", key=to)
    [row] = lock_claims([claim], exactly_one=True)
    moved = row.open if quantity is None else quantity
    lock_positions([(row.product_id, row.location_id), (row.product_id, place.id)])
    demand = Demand(row.ref, attempt, row.product.sku, moved, to)
    kind = ReservationKind(row.kind)
    outcome = reserve(demands=[demand], kind=kind, expires_at=row.expires_at, channel=row.channel, by=by, now=now)
    if outcome.complete:
        end_reservations([(row, moved)], reason="moved", by=by, now=now)
    return outcome


def _check(demands: Sequence[Demand], kind: ReservationKind, expires_at: datetime | None) -> None:
    names = set()
    for demand in demands:
        if demand.quantity < 1:
            raise NotPositive(sku=demand.sku)
        name = (demand.ref, demand.attempt, demand.sku, demand.location)
        if name in names:
            raise DemandTwice(ref=demand.ref)
        names.add(name)
    if (kind == ReservationKind.SOFT) != (expires_at is not None):
        raise InvalidExpiry


def _keep_one(d: Demand, how: Sequence[Any]) -> ReservedLine:
    [(got, free, why)] = fetch(_RESERVE_ONE, (*how, d.ref, d.attempt, d.sku, d.location, d.quantity))
    return _line(d, got, free, why)


def _keep_all(wanted: Sequence[tuple[Demand, str]], how: Sequence[Any]) -> tuple[ReservedLine, ...]:
    """Demands, each with the bundle that it is a part of; one that is none has an empty text there."""
    demands = [demand for demand, _ in wanted]
    columns: list[list[Any]] = [
        [d.ref for d in demands], [d.attempt for d in demands], [d.sku for d in demands],
        [d.location for d in demands], [d.quantity for d in demands], [bundle for _, bundle in wanted],
    ]  # fmt: skip
    rows = fetch(_RESERVE, (*how, *columns))
    return tuple(_line(demands[line - 1], got, free, why) for line, got, free, why in rows)


def _line(demand: Demand, got: int, free: int, why: str) -> ReservedLine:
    return ReservedLine(
        demand.ref, demand.attempt, demand.sku, demand.location, demand.quantity, got, free, Shortfall(why)
    )
