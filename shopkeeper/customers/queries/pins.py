"""Values that people set by hand: those that stand, and those that a source's new word ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.customers.models import Pin, PinQuerySet, Profile, SourceRecord
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of, survivor_of
from shopkeeper.customers.queries.lineage import write_value
from shopkeeper.customers.rules.survivorship import ADDRESS, PinEnd

LOOKED_FOR = timedelta(days=30)
"""So long a value that its source overtook waits to be looked at again."""


@dataclass(frozen=True, slots=True)
class PinCard:
    """A value set by hand as people see it; `moved_to` is what the source says that ended it."""

    id: UUID
    customer_id: UUID
    attribute: str
    value: str
    reason: str
    pinned_by: str
    at: datetime
    ended_at: datetime | None = None
    ended_why: PinEnd | None = None
    source: str = ""
    moved_to: str = ""


def list_pins(customer_id: UUID) -> dict[str, PinCard]:
    """Attribute -> the value that stands by hand; of two people merged, the later one's."""
    lineage = Profile.objects.filter(customer=survivor_of(customer_id)).values_list("lineage", flat=True).first() or {}
    return {row.attribute: _card(row, {}) for row in Pin.objects.filter(pk__in=lineage.get("pins", {}).values())}


def list_retired_pins(customer_id: UUID) -> list[PinCard]:
    """The values of this person that a source's new word ended and nobody has looked at since, newest first."""
    rows = _retired().filter(customer__in=ids_of(customer_id))
    return _tell(list(rows.order_by("-ended_at")))


def list_pins_to_look_at(signed: Mapping[str, str], *, now: datetime) -> dict[str, list[tuple[PinCard, str, str]]]:
    """What became of the values that people set by hand, for those who sign so (signature -> id).

    By id: the pin, the customer's number and name.
    """
    rows = _retired().filter(pinned_by__in=list(signed), ended_at__gt=now - LOOKED_FOR)
    pins = _tell(list(rows))
    cards = get_customer_cards(pin.customer_id for pin in pins)
    waiting: dict[str, list[tuple[PinCard, str, str]]] = {}
    for row, pin in zip(rows, pins, strict=True):
        if card := cards.get(pin.customer_id):
            waiting.setdefault(signed[row.pinned_by], []).append((pin, card.number, card.name or card.number))
    return waiting


def _retired() -> PinQuerySet:
    return Pin.objects.not_overtaken().filter(ended_why=PinEnd.MOVED, seen_at=None)


def _tell(rows: Sequence[Pin]) -> list[PinCard]:
    records = SourceRecord.objects.in_bulk([UUID(row.ended_by) for row in rows])
    return [_card(row, records) for row in rows]


def _card(row: Pin, records: dict[UUID, SourceRecord]) -> PinCard:
    mover = records.get(UUID(row.ended_by)) if row.ended_why == PinEnd.MOVED else None
    names = ADDRESS if row.attribute == "address" else (row.attribute,)
    value = ", ".join(text for name in names if (text := row.value.get(name)))
    return PinCard(
        row.id, row.customer_id, row.attribute, value, row.reason, row.pinned_by, row.at,
        row.ended_at, PinEnd(row.ended_why) if row.ended_why else None,
        mover.source if mover else "", write_value(row.attribute, mover) if mover else "",
    )  # fmt: skip
