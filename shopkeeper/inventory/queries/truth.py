"""How often the record told the truth, by location and class, and what is kept back because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.inventory.models import BufferRule, Lesson
from shopkeeper.inventory.rules.truth import ENOUGH, WINDOW_DAYS, Tally, interval

_TALLY = """
    SELECT s.location_id, t.category_id, count(*), count(*) FILTER (WHERE s.missing > 0)
    FROM inventory_search s JOIN catalog_product t ON t.id = s.product_id
    WHERE s.occurred_at > %s AND (%s::uuid IS NULL OR s.location_id = %s)
    GROUP BY 1, 2"""
_NAMES = "SELECT id, coalesce(nullif(name, ''), source_key) FROM catalog_category WHERE id = ANY(%s)"
_MISSES = """
    SELECT t.sku, t.name, s.occurred_at, s.missing, s.wanted FROM inventory_search s
    JOIN catalog_product t ON t.id = s.product_id
    WHERE s.location_id = %s AND s.missing > 0 AND s.occurred_at > %s ORDER BY s.occurred_at DESC LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Truth:
    """How often pieces were found where the record had promised them."""

    tally: Tally

    @property
    def found(self) -> float | None:
        """The share that was found."""
        return None if self.tally.share is None else 1 - self.tally.share

    @property
    def low(self) -> float:
        """At least so many were found, with 95 % confidence."""
        return 1 - interval(self.tally)[1]

    @property
    def high(self) -> float:
        """At most so many were found."""
        return 1 - interval(self.tally)[0]

    @property
    def is_enough(self) -> bool:
        """Whether there were enough searches to judge by."""
        return self.tally.searches >= ENOUGH


@dataclass(frozen=True, slots=True)
class ClassTruth:
    """One class at one location: what was found, what all locations found, and what is kept back."""

    category_id: UUID | None
    name: str
    truth: Truth
    everywhere: Truth
    lesson: Lesson | None
    by_hand: BufferRule | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A piece that was promised and not there."""

    sku: str
    name: str
    occurred_at: datetime
    missing: int
    wanted: int


type Tallies = dict[tuple[UUID, UUID | None], Tally]


def tally_searches(*, now: datetime, location_id: UUID | None = None) -> Tallies:
    """What was found in the last weeks, by location and class."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [since(now), location_id, location_id])
        return {(place, kind): Tally(searches, missed) for place, kind, searches, missed in cursor.fetchall()}


def list_truths(*, now: datetime) -> dict[UUID, Truth]:
    """How far each location's record can be trusted, all classes together."""
    tallies = tally_searches(now=now)
    places = {place for place, _ in tallies}
    return {at: Truth(add_up(t for (place, _), t in tallies.items() if place == at)) for at in places}


def list_class_truths(location_id: UUID, *, now: datetime) -> list[ClassTruth]:
    """The classes of a location, those that were wrong most often first."""
    tallies = tally_searches(now=now)
    lessons = {row.category_id: row for row in Lesson.objects.filter(location=location_id)}
    rules = BufferRule.objects.filter(kind="buffer", channel="", location=location_id, learned=False)
    by_hand: dict[UUID | None, BufferRule] = {row.category_id: row for row in rules}
    kinds = {kind for place, kind in tallies if place == location_id}
    names = _names(kind for kind in kinds if kind)
    found = [
        ClassTruth(
            kind, names.get(kind, "") if kind else "", Truth(tallies[location_id, kind]),
            Truth(add_up(t for (_, other), t in tallies.items() if other == kind)), lessons.get(kind) if kind else None,
            by_hand.get(kind) or by_hand.get(None),
        )
        for kind in kinds
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.truth.is_enough, -(each.truth.tally.share or 0), each.name))


def list_misses(location_id: UUID, *, now: datetime, limit: int = 12) -> list[Miss]:
    """What was not found of late, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSES, [location_id, since(now), limit])
        return [Miss(*row) for row in cursor.fetchall()]


def list_lessons() -> list[Lesson]:
    """What is kept back because of searches, with its place and class."""
    return list(Lesson.objects.select_related("location", "category"))


def since(now: datetime) -> datetime:
    """From when on searches count."""
    return now - timedelta(days=WINDOW_DAYS)


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    every = list(tallies)
    return Tally(sum(each.searches for each in every), sum(each.missed for each in every))


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(ids)])
        return dict(cursor.fetchall())
