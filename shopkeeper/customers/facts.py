"""What each module holds of a person: its story, what a merge would join, how it is given back, exported and erased."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.customers.rules.traces import Traces

_REPOINT = """
UPDATE "{table}" AS t SET "{customer}" = w.customer
FROM unnest(%(records)s::uuid[], %(customers)s::uuid[]) AS w (record, customer)
WHERE t."{record}" = w.record AND t."{customer}" <> w.customer
"""

Timeline = Callable[..., Sequence[StoryEntry]]
Headline = Callable[..., Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Rows of one model that belong to people.

    `record` and `customer` name its foreign keys ("" where it has none). `blank` says which columns an erasure
    overwrites and with what: names, addresses and everything a person wrote. `export` lists the columns that a person
    is given; without it, all plain ones.
    """

    model: type[models.Model]
    label: str
    at: str
    record: str = "record"
    customer: str = "customer"
    blank: Mapping[str, Any] = field(default_factory=dict)
    export: tuple[str, ...] = ()
    is_told: bool = True
    """Whether it is named among what a merge would join; what the program asks by itself is not."""

    def of_customers(self, customers: Iterable[UUID]) -> models.QuerySet[Any]:
        """The rows of these customers."""
        return self.model._default_manager.filter(**{f"{self.customer}__in": list(customers)})

    def of_records(self, records: Iterable[UUID]) -> models.QuerySet[Any]:
        """The rows that came with these source records."""
        if not self.record:
            return self.model._default_manager.none()
        return self.model._default_manager.filter(**{f"{self.record}__in": list(records)})

    def known_before(self, moment: datetime, customers: Iterable[UUID]) -> models.QuerySet[Any]:
        """The rows of these customers but for those that were written down later, whenever it was that they tell of."""
        is_dated = any(column.name == "recorded_at" for column in self.model._meta.concrete_fields)
        return self.of_customers(customers).filter(**({"recorded_at__lt": moment} if is_dated else {}))

    def export_columns(self) -> tuple[str, ...]:
        """The columns that a person is given."""
        plain = [f.attname for f in self.model._meta.concrete_fields if not f.is_relation and f.name != "pk"]
        return self.export or tuple(name for name in plain if name != "written_xid")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """A module's part: what it holds, its rows in the story, its figures above it.

    `timeline(ids, by=, now=, limit=)` gives entries, newest first; `headline(ids, by=, now=)` a few pairs of label and
    value.
    """

    name: str
    held: tuple[Held, ...]
    timeline: Timeline | None = None
    headline: Headline | None = None
    permission: str = "customers.view_customers"


Reach = Callable[[Sequence[UUID], Traces], int]
_FACTS: dict[str, CustomerFacts] = {}
_REACHES: dict[str, Reach] = {}
Enclosures = Callable[[Sequence[UUID]], Iterable[tuple[str, bytes]]]
_ENCLOSURES: list[Enclosures] = []


def register_facts(
    name: str,
    *,
    held: Sequence[Held],
    timeline: Timeline | None = None,
    headline: Headline | None = None,
    permission: str = "customers.view_customers",
) -> None:
    """Say what a module holds of a person. Each model with a key to a customer or record has to be in some `held`."""
    part = CustomerFacts(name=name, held=tuple(held), timeline=timeline, headline=headline, permission=permission)
    _FACTS[name] = part


def register_reach(label: str, reach: Reach) -> None:
    """Say what an erasure has to reach beside rows that name the person: files, logs of tries, kept responses.

    `reach(ids, traces)` forgets in the transaction of the erasure, files once it is through; gives how many.
    """
    _REACHES[label] = reach


def register_enclosures(enclose: Enclosures) -> None:
    """Say which files a person is given besides rows: `enclose(ids)` gives their names and what is in them."""
    _ENCLOSURES.append(enclose)


def enclose_files(ids: Sequence[UUID]) -> Iterator[tuple[str, bytes]]:
    """Every file that is held of these customers, by its name in their export."""
    return (file for enclose in _ENCLOSURES for file in enclose(ids))


def list_facts() -> list[CustomerFacts]:
    """Every module's part."""
    return list(_FACTS.values())


def list_held() -> list[Held]:
    """Every model that holds rows of people."""
    return [held for facts in _FACTS.values() for held in facts.held]


def compose_timeline(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """The story of one person from all modules that `by` may see, newest first."""
    told = [facts.timeline for facts in _FACTS.values() if facts.timeline and by.may(facts.permission)]
    rows = [row for timeline in told for row in timeline(ids, by=by, now=now, limit=limit)]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:limit]


def compose_headline(ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[tuple[str, str]]:
    """The few figures that matter, from all modules that `by` may see."""
    said = [facts.headline for facts in _FACTS.values() if facts.headline and by.may(facts.permission)]
    return [pair for headline in said for pair in headline(ids, by=by, now=now)]


def repoint(records: Sequence[UUID], *, to: UUID) -> int:
    """Give everything that came with these records to another customer; gives how many rows moved."""
    moved = 0
    for held in list_held():
        if held.record and held.customer:
            moved += held.of_records(records).exclude(**{held.customer: to}).update(**{held.customer: to})
    return moved


def repoint_each(owners: Mapping[UUID, UUID]) -> None:
    """The same for many records at once, each with the customer who gets what came with it: one statement a model."""
    moved = {"records": list(owners), "customers": list(owners.values())}
    with connection.cursor() as cursor:
        for held in list_held() if owners else ():
            if held.record and held.customer:
                meta = held.model._meta
                columns = {field.name: field.column for field in meta.concrete_fields}
                names = {"record": columns[held.record], "customer": columns[held.customer]}
                cursor.execute(_REPOINT.format(table=meta.db_table, **names), moved)


def count_held(ids: Sequence[UUID]) -> list[tuple[str, int]]:
    """(what, how many) that these customers have, for the preview of a merge; nothing that there is none of."""
    counted = [(held.label, held.of_customers(ids).count()) for held in list_held() if held.customer and held.is_told]
    return [(label, count) for label, count in counted if count]


def count_with_records(ids: Sequence[UUID], records: Sequence[UUID]) -> list[tuple[str, int]]:
    """(what, how many) came with these records, or without any and is these customers': what is theirs when parted."""
    counted = []
    for held in list_held():
        if held.customer and held.is_told:
            own = held.of_customers(ids)
            alone = own.filter(**{held.record: None}) if held.record else own
            counted.append((held.label, held.of_records(records).count() + alone.count()))
    return [(label, count) for label, count in counted if count]


def count_without_record(ids: Sequence[UUID], *, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """(what, how many) came to these customers in a time without a record that says whose it was.

    After a merge is undone nobody can tell to which of the two it belonged, so it stays where it was written down.
    """
    counted = []
    for held in list_held():
        if held.customer and held.is_told:
            rows = held.known_before(until, ids).filter(**{f"{held.at}__gte": since, f"{held.at}__lt": until})
            counted.append((held.label, (rows.filter(**{held.record: None}) if held.record else rows).count()))
    return [(label, count) for label, count in counted if count]


def export_held(ids: Sequence[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Everything that is held of these customers, by what it is."""
    given = {}
    for held in list_held():
        if held.customer:
            given[held.label] = list(held.of_customers(ids).order_by(held.at).values(*held.export_columns()))
    return given


def blank_held(ids: Sequence[UUID]) -> dict[str, int]:
    """Overwrite what could tell who these customers were; gives how many rows of each kind."""
    blanked = {}
    for held in list_held():
        if held.blank and held.customer:
            blanked[held.label] = held.of_customers(ids).update(**held.blank)
    return {label: count for label, count in blanked.items() if count}


def reach_everything(ids: Sequence[UUID], traces: Traces) -> dict[str, int]:
    """Forget the person where no row names them; gives how many of each kind."""
    reached = {label: reach(ids, traces) for label, reach in _REACHES.items()}
    return {label: count for label, count in reached.items() if count}
