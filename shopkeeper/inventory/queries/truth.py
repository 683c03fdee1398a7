"""How often the record told the truth, by location and class, and what is kept back because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.inventory.models import BufferRule, Lesson
from shopkeeper.inventory.rules.truth import ENOUGH, WINDOW_DAYS, Tally, interval

_TALLY = """
    SELECT s.location_id, l.kind, t.category_id, count(*), count(*) FILTER (WHERE s.missing > 0)
    FROM inventory_search s JOIN catalog_product t ON t.id = s.product_id
    JOIN inventory_location l ON l.id = s.location_id
    WHERE s.occurred_at > %s AND (%s::uuid IS NULL OR s.location_id = %s) GROUP BY 1, 2, 3"""
_NAMES = "SELECT id, coalesce(nullif(name, ''), source_key) FROM catalog_category WHERE id = ANY(%s)"
_MISSES = """
    SELECT t.sku, t.name, count(*) FILTER (WHERE s.missing > 0) AS missed, count(*),
        max(s.occurred_at) FILTER (WHERE s.missing > 0) AS last
    FROM inventory_search s JOIN catalog_product t ON t.id = s.product_id
    WHERE s.location_id = %s AND s.occurred_at > %s
    GROUP BY 1, 2 HAVING bool_or(s.missing > 0) ORDER BY missed DESC, last DESC LIMIT %s"""


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
    """One class at one location: what was found, what other places of its kind found, and what is kept back."""

    category_id: UUID | None
    name: str
    truth: Truth
    elsewhere: Truth
    lesson: Lesson | None
    by_hand: BufferRule | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A product that was promised and not there: how often, of how many times, and when last."""

    sku: str
    name: str
    missed: int
    searches: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """A class at a location of some kind."""

    location_id: UUID
    place_kind: str
    category_id: UUID | None


type Tallies = dict[Spot, Tally]


def tally_searches(*, now: datetime, location_id: UUID | None = None) -> Tallies:
    """What was found in the last weeks, by location and class; everywhere where none is named."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [since(now), location_id, location_id])
        return {Spot(*spot): Tally(searches, missed) for *spot, searches, missed in cursor.fetchall()}


def tally_elsewhere(tallies: Tallies, location_id: UUID, category_id: UUID | None) -> Tally:
    """What other places of the same kind found of a class."""
    kinds = {spot.place_kind for spot in tallies if spot.location_id == location_id}
    return add_up(
        tally
        for spot, tally in tallies.items()
        if spot.category_id == category_id and spot.place_kind in kinds and spot.location_id != location_id
    )


def list_truths(*, now: datetime) -> dict[UUID, Truth]:
    """How far each location's record can be trusted, all classes together."""
    by_place: dict[UUID, list[Tally]] = {}
    for spot, tally in tally_searches(now=now).items():
        by_place.setdefault(spot.location_id, []).append(tally)
    return {place: Truth(add_up(some)) for place, some in by_place.items()}


def find_truth(location_id: UUID, *, now: datetime) -> Truth | None:
    """How far the record of one location can be trusted; None where nobody searched."""
    tallies = tally_searches(now=now, location_id=location_id)
    return Truth(add_up(tallies.values())) if tallies else None


def list_class_truths(location_id: UUID, *, now: datetime) -> list[ClassTruth]:
    """The classes of a location, those that were wrong most often first."""
    tallies = tally_searches(now=now)
    lessons = {row.category_id: row for row in Lesson.objects.filter(location=location_id)}
    rules = BufferRule.objects.filter(kind="buffer", channel="", location=location_id, learned=False)
    by_hand: dict[UUID | None, BufferRule] = {row.category_id: row for row in rules}
    own = {spot.category_id: tally for spot, tally in tallies.items() if spot.location_id == location_id}
    names = _names(kind for kind in own if kind)
    found = [
        ClassTruth(
            kind, names.get(kind, "") if kind else "", Truth(tally),
            Truth(tally_elsewhere(tallies, location_id, kind)), lessons.get(kind) if kind else None,
            by_hand.get(kind) or by_hand.get(None),
        )
        for kind, tally in own.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.truth.is_enough, -(each.truth.tally.share or 0), each.name))


def list_misses(location_id: UUID, *, now: datetime, limit: int = 12) -> list[Miss]:
    """What was not found of late, most often first."""
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
