"""How what can be promised of a product at a location is worked out: what is taken off, and by which rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from shopkeeper.core.statements import fetch
from shopkeeper.inventory.models import BufferRule
from shopkeeper.inventory.rules.availability import Counters, free_now, kept_back, most_specific, usable

_READ = """
SELECT l.id, l.kind, t.category_id, inventory_counts(p, l, $3::timestamptz), p.on_hand, p.reserved, p.damaged, p.held,
    p.display, p.owed, p.safety, p.safety_percent, p.buffer, p.buffer_percent
FROM inventory_position p JOIN inventory_location l ON l.id = p.location_id
JOIN catalog_product t ON t.id = p.product_id
WHERE (p.product_id, p.location_id) = ($1::uuid, $2::uuid)"""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Pieces that one rule keeps back."""

    pieces: int
    rule: BufferRule


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What is there, what is taken off, and what can be promised; nothing where the location does not count just now
    (switched off, or its feed silent for too long)."""

    counters: Counters
    kept_back: tuple[KeptBack, ...]
    available: int
    counts: bool


def find_reckoning(product_id: UUID, location_id: UUID, *, now: datetime, channel: str = "") -> Reckoning | None:
    """As a channel sees it; None where the product has never been there."""
    rows = fetch(_READ, [str(product_id), str(location_id), now])
    if not rows:
        return None
    [(place, place_kind, category, counts, *told)] = rows
    counters = Counters(*told)
    rules = _find_rules(place, place_kind, category, channel)
    of_channel = rules.get(("buffer", channel)) if channel else None
    extra = (of_channel.pieces, of_channel.percent) if of_channel else (0, 0)
    free = max(0, free_now(counters, *extra)) if counts else 0
    return Reckoning(counters, tuple(_list_kept_back(counters, rules, channel)), free, counts)


type _Rules = dict[tuple[str, str], BufferRule]
"""The rule that holds, by kind and channel."""


def _find_rules(place: UUID, place_kind: str, category: UUID | None, channel: str) -> _Rules:
    fit = BufferRule.objects.filter(
        Q(location=None) | Q(location=place), Q(category=None) | Q(category=category),
        place_kind__in=("", place_kind), channel__in=("", channel),
    ).select_related("location", "category")  # fmt: skip
    found: dict[tuple[str, str], list[BufferRule]] = {}
    for row in fit:
        found.setdefault((row.kind, row.channel), []).append(row)
    return {key: max(rows, key=_how_specific) for key, rows in found.items()}


def _how_specific(row: BufferRule) -> int:
    return most_specific(
        names_location=row.location_id is not None, names_kind=bool(row.place_kind),
        names_category=row.category_id is not None,
    )  # fmt: skip


def _list_kept_back(counters: Counters, rules: _Rules, channel: str) -> Iterable[KeptBack]:
    """What the position keeps back by the rules of all channels, then what this channel leaves beside that."""
    there = usable(counters)
    told: list[Any] = [
        (("safety", ""), counters.safety, counters.safety_percent),
        (("buffer", ""), counters.buffer, counters.buffer_percent),
    ]
    if channel and (rule := rules.get(("buffer", channel))):
        told.append((("buffer", channel), rule.pieces, rule.percent))
    for key, pieces, percent in told:
        if (back := kept_back(there, pieces, percent)) and key in rules:
            yield KeptBack(back, rules[key])
