"""What matching looks at: all records in standard form, what people decided, the models that were trained."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models

from shopkeeper.customers.contracts import (
    Judgment,
    LastLook,
    LinkReason,
    ModelCard,
    ModelCause,
    ModelEffect,
    NightWork,
    Stock,
)
from shopkeeper.customers.errors import ModelNotFound, NoModel
from shopkeeper.customers.models import MatchingModel, RelinkRun
from shopkeeper.customers.queries.reach import count_described, recall_described
from shopkeeper.customers.queries.zones import find_zones, find_zones_since
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.forms import SAID, Form, standardize
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.customers.rules.matching.zones import Zones
from shopkeeper.customers.rules.training import OPTIONAL, find_cause, find_outdated
from shopkeeper.customers.sql import read
from shopkeeper.engines import linkage

_FORMS_OF = f"""
SELECT l.customer_id, {", ".join(f"r.{name}" for name in SAID)}
FROM customers_sourcerecord AS r JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
WHERE r.described AND r.erased_at IS NULL AND l.customer_id = ANY(%(customers)s)
"""  # noqa: S608  the columns are constants of this module

_DECIDED = """
SELECT coalesce(c.merged_into_id, c.id) FROM customers_link AS l JOIN customers_customer AS c ON c.id = l.customer_id
WHERE l.ends_at IS NULL AND l.reason = ANY(%(reasons)s)
UNION
SELECT coalesce(c.merged_into_id, c.id) FROM customers_merge AS m JOIN customers_customer AS c ON c.id = m.survivor_id
WHERE m.undone_at IS NULL AND m.reason = ANY(%(reasons)s)
"""

_APART = """
SELECT coalesce(f.merged_into_id, f.id), coalesce(s.merged_into_id, s.id)
FROM customers_distinction AS d JOIN customers_customer AS f ON f.id = d.first_id
JOIN customers_customer AS s ON s.id = d.second_id WHERE d.withdrawn_at IS NULL
"""

_JOINED = """
SELECT m.survivor_id, m.merged_id FROM customers_merge AS m WHERE m.undone_at IS NULL AND m.reason = 'steward'
"""

_HELD = f"""
SELECT count(*), {", ".join(f"count(*) FILTER (WHERE {name} <> '')" for name in OPTIONAL)}
FROM customers_sourcerecord WHERE described AND erased_at IS NULL
"""  # noqa: S608  the columns are constants of the configuration

_LINKS = """
SELECT r.source, r.source_key, coalesce(c.merged_into_id, c.id)
FROM customers_sourcerecord AS r JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id WHERE r.erased_at IS NULL
"""


_MERGED = """
SELECT id, merged_into_id FROM customers_customer AS c WHERE merged_into_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM customers_erasure AS e WHERE e.customer_id = c.merged_into_id)
"""


@dataclass(frozen=True, slots=True)
class OnlineModel:
    """The model in force, ready to weigh pairs."""

    version: int
    scorer: linkage.Scorer
    zones: Zones


def read_forms_of(customers: Iterable[UUID]) -> dict[UUID, list[Form]]:
    """The forms of the records that are linked to each of these customers."""
    forms: dict[UUID, list[Form]] = {}
    for customer, *said in read(_FORMS_OF, {"customers": list(customers)}):
        forms.setdefault(customer, []).append(standardize(dict(zip(SAID, said, strict=True))))
    return forms


def list_decided() -> set[UUID]:
    """Customers whose records somebody put together: no model takes them apart."""
    reasons = [LinkReason.STEWARD.value, LinkReason.SPLIT.value]
    return {owner for (owner,) in read(_DECIDED, {"reasons": reasons})}


def list_apart() -> list[tuple[UUID, UUID]]:
    """Customers of whom somebody said that they are two people."""
    return [(first, second) for first, second in read(_APART)]


def list_joined() -> list[tuple[UUID, UUID]]:
    """Customers of whom somebody said that they are one person: the one that lives on, and the one that was merged."""
    return [(survivor, merged) for survivor, merged in read(_JOINED)]


def stream_links() -> Iterator[tuple[Any, ...]]:
    """Source, key and customer of every record."""
    yield from _stream(_LINKS)


def stream_merged() -> Iterator[tuple[Any, ...]]:
    """Every id that was merged, and the customer to whom it leads."""
    yield from _stream(_MERGED)


def find_model_in_force() -> MatchingModel | None:
    """The model that says who is who, or None while fixed rules do."""
    return MatchingModel.objects.filter(in_force=True).first()


def is_newer_model_in_force(since: datetime) -> bool:
    """Whether the model in force was switched on after `since`."""
    return MatchingModel.objects.filter(in_force=True, activated_at__gt=since).exists()


def find_newest_version() -> int | None:
    """The model that was trained last."""
    return MatchingModel.objects.order_by("-version").values_list("version", flat=True).first()


def has_model_in_force() -> bool:
    """Whether records are filed as they arrive."""
    return MatchingModel.objects.filter(in_force=True).exists()


def find_activation(version: int) -> datetime | None:
    """When the model in force was switched on; None of one that is not in force."""
    return MatchingModel.objects.filter(version=version, in_force=True).values_list("activated_at", flat=True).first()


def get_model(version: int | None = None) -> tuple[int, linkage.Model]:
    """A trained model with its version: the one in force unless told otherwise.

    :raises NoModel: when there is none, or none of this version
    :raises ForeignModel: when it was trained by a version of the program that compared otherwise
    """
    row = find_model_in_force() if version is None else MatchingModel.objects.filter(version=version).first()
    if row is None:
        raise NoModel if version is None else ModelNotFound(version=version)
    return row.version, linkage.read_model(bytes(row.artefact), PERSONS)


def find_online_model() -> OnlineModel | None:
    """The model that resolves arrivals: in force, of this version of the program, and every record filed for it."""
    row = MatchingModel.objects.filter(in_force=True, filed_as=SCHEME).values_list("pk", flat=True).first()
    return get_online_model(row) if row else None


def get_online_model(model_id: UUID) -> OnlineModel | None:
    """This model with the zones in force; None where it belongs to another version of the program."""
    found = read_online(model_id)
    return OnlineModel(*found, find_zones()) if found else None


@lru_cache(maxsize=2)
def read_online(model_id: UUID) -> tuple[int, linkage.Scorer] | None:
    """Version and weights of a model, read once a process."""
    row = MatchingModel.objects.get(pk=model_id)
    model = linkage.find_model(bytes(row.artefact), PERSONS)
    return (row.version, linkage.Scorer(PERSONS, model)) if model else None


def list_models(*, now: datetime) -> Sequence[ModelCard]:
    """All trained models, the newest first."""
    cards = [_card_of(row) for row in _without_weights().order_by("-version")]
    waiting = [
        card for card in cards if not (card.in_force or card.is_foreign) and card.effect and card.effect.looked_at
    ]
    records = Stock(recall_described(), _find_judged_since()) if waiting else None
    return [
        replace(card, outdated=find_outdated(card.effect, records=records, now=now))
        if records and card.effect and card in waiting
        else card
        for card in cards
    ]


def find_last_look() -> LastLook | None:
    """The last look at all records, or the one that goes on; None before the first."""
    row = RelinkRun.objects.filter(work=NightWork.RELINK).order_by("-started_at").first()
    if row is None:
        return None
    figures = {name: row.came_of_it.get(name, 0) for name in ("merged", "moved", "proposed")}
    return LastLook(started_at=row.started_at, finished_at=row.finished_at, **figures)


def get_model_card(version: int) -> ModelCard:
    """A trained model as people see it."""
    return _card_of(_without_weights().get(version=version))


def take_stock() -> Stock:
    """What an effect has to fit. It counts all records."""
    return Stock(count_described(), _find_judged_since())


def _find_judged_since() -> datetime | None:
    """When records were judged in another way for the last time: by another model, or in other zones."""
    switched_on = MatchingModel.objects.filter(in_force=True).values_list("activated_at", flat=True).first()
    return max((at for at in (switched_on, find_zones_since()) if at), default=None)


def find_effect(version: int) -> ModelEffect | None:
    """What a model would change; None where nobody asked.

    :raises ModelNotFound: when there is no such model
    """
    row = MatchingModel.objects.only("effect").filter(version=version).first()
    if row is None:
        raise ModelNotFound(version=version)
    return effect_of(row)


def effect_of(row: MatchingModel) -> ModelEffect | None:
    """The same, of its row."""
    return msgspec.convert(row.effect, ModelEffect) if row.effect else None


def find_proposed_model(*, since: datetime) -> ModelCard | None:
    """The newest model, while it waits and its effect is known: a first one, or one that trained itself lately."""
    row = _without_weights().order_by("-version").first()
    if row is None or row.activated_at or not row.effect.get("looked_at"):
        return None
    card, is_first = _card_of(row), not MatchingModel.objects.exclude(activated_at=None).exists()
    return card if not card.is_foreign and (is_first or (row.cause and row.trained_at >= since)) else None


def find_cause_to_train() -> ModelCause | None:
    """Why another model is to be trained although one was switched on; never before that."""
    if not MatchingModel.objects.exclude(activated_at=None).exists():
        return None
    newest = MatchingModel.objects.order_by("-version")[0]
    [(stored, *counts)] = read(_HELD)
    held = dict(zip(OPTIONAL, counts, strict=True))
    model = linkage.find_model(bytes(newest.artefact), PERSONS)
    return find_cause(model, held, learned_from=newest.records, stored=stored)


def find_newest_cause() -> ModelCause | None:
    """Why the newest model trained itself; None of one that somebody asked for."""
    written = MatchingModel.objects.order_by("-version").values_list("cause", flat=True).first()
    return msgspec.convert(written, ModelCause) if written else None


def _without_weights() -> models.QuerySet[MatchingModel]:
    """Models with no more of their artefacts than says whether this version of the program reads them."""
    stamp = models.Func(models.F("artefact"), 1, linkage.STAMP, function="substring", output_field=models.BinaryField())
    return MatchingModel.objects.defer("artefact").annotate(stamp=stamp)


def _card_of(row: MatchingModel) -> ModelCard:
    cause = msgspec.convert(row.cause, ModelCause) if row.cause else None
    is_foreign = linkage.is_foreign(bytes(row.stamp), PERSONS)  # type: ignore[attr-defined]  # annotated
    told = (row.version, row.records, row.pairs, Judgment(**row.accuracy), row.trained_at, row.in_force)
    return ModelCard(*told, effect_of(row), cause, is_foreign)


def _stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """Texts, row by row as the database sends them: a client that fetched a million rows would hold them all."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT") as copy:
        yield from copy.rows()
