"""Movements and counts as tills, scanners and warehouses tell them."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import INSTANT, INTEGER, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch
from shopkeeper.inventory.actions.feeds import record_movements
from shopkeeper.inventory.actions.ledger import AT_ONCE
from shopkeeper.inventory.contracts import MovementKind, StockMovement
from shopkeeper.inventory.rules.movements import TOLD_BY_FEEDS

_TOLD = tuple(sorted(kind for kind in TOLD_BY_FEEDS if kind != MovementKind.COUNT))


@action
def load_movements(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What happened to pieces. A movement of an unknown SKU or location is held, and recorded once it is known."""
    return _load(staged, "s.kind, s.occurred_at, coalesce(s.sequence, 0), s.ref", by=by, now=now)


@action
def load_counts(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What people found on shelves."""
    return _load(staged, f"'{MovementKind.COUNT}', s.counted_at, 0, ''", by=by, now=now)


def _load(staged: Staged, varying: str, *, by: Actor, now: datetime) -> IntakeResult:
    created = unchanged = 0
    for movements in _read(staged, varying):
        told = record_movements(movements=movements, by=by, now=now)
        created, unchanged = created + told.applied + told.held, unchanged + told.repeated
    return IntakeResult(created=created, unchanged=unchanged)


def _read(staged: Staged, varying: str) -> Iterator[list[StockMovement]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.sku, s.location_code, s.quantity, coalesce(s.reason, ''), s.source, s.source_key, {varying}"
            f" FROM {staged.table} s WHERE {batch(staged)} ORDER BY s.line"
        )
        while rows := cursor.fetchmany(AT_ONCE):
            yield [
                StockMovement(
                    MovementKind(kind), sku, location, quantity, at, source, key, sequence, reason, ref or ""
                )
                for sku, location, quantity, reason, source, key, kind, at, sequence, ref in rows
            ]  # fmt: skip


_SKU = Column("sku", TEXT, _("The SKU; a row of one that nobody knows yet waits until it is known."), required=True)
_LOCATION = Column("location_code", TEXT, _("The location's code; unknown ones wait as well."), required=True)
_REASON = Column("reason", TEXT, _("Why."))
register(
    CanonicalTable(
        "stock_movements",
        _("What happened to pieces at a location: received, sold, came back, moved, damaged. Each counts once."),
        (
            Column("kind", TEXT, _("What happened."), required=True, codes=_TOLD),
            _SKU,
            _LOCATION,
            Column("quantity", INTEGER, _("How many base units; only `adjust` may be below zero."), required=True),
            Column("occurred_at", INSTANT, _("When it happened; files may come in any order."), required=True),
            Column("sequence", INTEGER, _("The number of the message, where one key has several.")),
            _REASON,
            Column("ref", TEXT, _("What it belongs to, such as the number of a receipt.")),
        ),
        52,
        load_movements,
        key=("source_key", "sequence"),
        fills="inventory_movement",
        tells=(_("how often the record of the stock tells the truth"),),
    )
)
register(
    CanonicalTable(
        "stock_counts",
        _("What somebody found on a shelf; sets the record right from that moment."),
        (
            _SKU,
            _LOCATION,
            Column("quantity", INTEGER, _("How many base units were there."), required=True),
            Column("counted_at", INSTANT, _("When they were counted."), required=True),
            _REASON,
        ),
        53,
        load_counts,
        fills="inventory_movement",
    )
)
