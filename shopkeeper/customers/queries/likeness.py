"""Why a trained model holds records to be one person: what is alike, what differs, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from shopkeeper.core.words import write_code
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.errors import NoModel
from shopkeeper.customers.models import Link, Merge, SourceRecord
from shopkeeper.customers.queries.matching import get_model
from shopkeeper.customers.queries.telling import tell_against, tell_for
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.forms import SAID, standardize
from shopkeeper.engines.linkage import ForeignModel, Scorer, Step, probability_of

_MOST = 5


@dataclass(frozen=True, slots=True)
class _Likeness:
    one: SourceRecord
    other: SourceRecord
    steps: list[Step]
    probability: float


def tell_likeness(ids: Sequence[UUID], records: dict[UUID, SourceRecord]) -> list[str]:
    """A sentence for each record that a model put to this person, with the record that it resembles most."""
    if not _was_joined_by_model(ids):
        return []
    try:
        _version, model = get_model()
    except (NoModel, ForeignModel):
        return []
    told = [record for record in records.values() if record.described]
    found = [_nearest(record, told[:place], Scorer(PERSONS, model)) for place, record in enumerate(told) if place]
    return [_sentence(likeness) for likeness in found[:_MOST]]


def _was_joined_by_model(ids: Sequence[UUID]) -> bool:
    merged = Merge.objects.filter(Q(merged__in=ids), undone_at=None, reason=LinkReason.MODEL).exists()
    return merged or Link.objects.filter(customer__in=ids, ends_at=None, reason=LinkReason.MODEL).exists()


def _nearest(record: SourceRecord, others: Sequence[SourceRecord], scorer: Scorer) -> _Likeness:
    form = form_of_record(record)
    best = max(others, key=lambda other: scorer.weigh(form_of_record(other), form))
    nearest = form_of_record(best)
    return _Likeness(best, record, scorer.explain(nearest, form), probability_of(scorer.weigh(nearest, form)))


def form_of_record(record: SourceRecord) -> dict[str, str | None]:
    """The record in the standard form that is compared."""
    return standardize({name: getattr(record, name) for name in SAID})


def _sentence(likeness: _Likeness) -> str:
    told_for, against = tell_for(likeness.steps), tell_against(likeness.steps)
    facts = {
        "one": write_code(likeness.one.source),
        "other": write_code(likeness.other.source),
        "likeness": ", ".join(told_for),
        "difference": ", ".join(against),
        "sure": f"{min(likeness.probability, 0.9999):.2%}",
    }
    if against:
        return _("%(one)s and %(other)s: %(likeness)s; but %(difference)s. Sure to %(sure)s.") % facts
    return _("%(one)s and %(other)s: %(likeness)s. Sure to %(sure)s.") % facts
