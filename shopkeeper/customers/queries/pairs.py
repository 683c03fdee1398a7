"""A proposed pair as people see it: both records side by side, and what makes the score, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.formats import date_format

from shopkeeper.core.actors import Actor
from shopkeeper.core.words import write_code
from shopkeeper.customers import facts
from shopkeeper.customers.contracts import CustomerCard, MatchKind, ProposalKind
from shopkeeper.customers.errors import CustomerNotFound, NoModel, ProposalNotFound
from shopkeeper.customers.models import Link, MatchingModel, MatchKey, Profile, Proposal, SharedValue, SourceRecord
from shopkeeper.customers.queries.explanations import MergePreview, preview_merge
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of
from shopkeeper.customers.queries.likeness import form_of_record
from shopkeeper.customers.queries.matching import get_model
from shopkeeper.customers.queries.proposals import list_beside
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.pairs import Judged, Rung, climb, judge_attributes
from shopkeeper.engines.linkage import ForeignModel, Scorer

_BEHIND: dict[str, tuple[str, ...]] = {
    MatchKind.EMAIL: ("email", "box", "box_rest"),
    MatchKind.PHONE_AND_NAME: ("phone",),
    MatchKind.CARD: ("card",),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the record in question, whose it is today, and what others know of that customer."""

    record: SourceRecord
    card: CustomerCard
    headline: tuple[tuple[str, str], ...]
    profile: Profile
    """What all records of that customer say together."""

    @property
    def source(self) -> str:
        """Where the record comes from, in words."""
        return write_code(self.record.source)

    def value_elsewhere(self, attribute: str) -> str:
        """What another record of the customer says where this one is silent."""
        return "" if write_value(self.record, attribute) else write_value(self.profile, attribute)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An attribute of both records, as they say it, and how the two values stand to each other."""

    judged: Judged
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Everything that somebody needs to decide about two records."""

    id: UUID
    kind: ProposalKind
    probability: float
    model_version: int
    proposed_at: datetime
    one: Side
    other: Side
    comparisons: tuple[Comparison, ...]
    rungs: tuple[Rung, ...]
    preview: MergePreview | None
    beside: tuple["Beside", ...] = ()
    """The other pairs of their records that are alike, and that the same answer settles."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another pair of records of the same two customers."""

    id: UUID
    probability: float
    one: SourceRecord
    other: SourceRecord


def get_pair(proposal_id: UUID, *, by: Actor, now: datetime) -> Pair:
    """A proposed pair with all that speaks for and against it.

    :raises ProposalNotFound: when there is no such pair, or a person of it was erased
    """
    row = Proposal.objects.select_related("one", "other").filter(pk=proposal_id).first()
    if row is None:
        raise ProposalNotFound(key=proposal_id)
    one, other = _sides(row, by=by, now=now)
    comparisons, rungs = compare(row.one, row.other, model_version=row.model_version)
    return Pair(
        id=row.id,
        kind=ProposalKind(row.kind),
        probability=row.probability,
        model_version=row.model_version,
        proposed_at=row.proposed_at,
        one=one,
        other=other,
        comparisons=tuple(comparisons),
        rungs=tuple(rungs),
        preview=_preview(one.card.id, other.card.id, now=now) if row.kind == ProposalKind.JOIN else None,
        beside=_list_beside(row.id, mine=ids_of(one.card.id)),
    )


def _list_beside(proposal_id: UUID, *, mine: Sequence[UUID]) -> tuple[Beside, ...]:
    """Each with the record of the first customer on the first side."""
    rows = list_beside(proposal_id)
    records = SourceRecord.objects.in_bulk({record for *_, one, other in rows for record in (one, other)})
    ours = set(Link.objects.filter(customer__in=mine, ends_at=None).values_list("record", flat=True)) if rows else set()
    sides = ((row, sure, *((one, other) if one in ours else (other, one))) for row, sure, one, other in rows)
    return tuple(Beside(row, sure, records[one], records[other]) for row, sure, one, other in sides)


def compare(
    one: SourceRecord, other: SourceRecord, *, model_version: int | None
) -> tuple[list[Comparison], list[Rung]]:
    """Two records attribute by attribute, and the way to the model's score; no way where no model can be read."""
    forms = counted_forms([one, other])
    left, right = forms[one.id], forms[other.id]
    scorer = find_scorer(model_version)
    steps = scorer.explain(left, right) if scorer else []
    judged = judge_attributes(left, right, steps)
    rows = [Comparison(row, write_value(one, row.attribute), write_value(other, row.attribute)) for row in judged]
    return rows, climb(steps)


def find_scorer(version: int | None) -> Scorer | None:
    """The model that proposed, or else the one in force, ready to weigh pairs; None where fixed rules reign."""
    rows = MatchingModel.objects.filter(version=version) if version else MatchingModel.objects.none()
    found = [
        *rows.values_list("id", "version"),
        *MatchingModel.objects.filter(in_force=True).values_list("id", "version"),
    ]
    scorers = (_scorer(model_id, number) for model_id, number in found)
    return next((scorer for scorer in scorers if scorer is not None), None)


@lru_cache(maxsize=2)
def _scorer(model_id: UUID, version: int) -> Scorer | None:
    """By the row's id, since a version number alone means another model in another database."""
    try:
        return Scorer(PERSONS, get_model(version)[1])
    except (NoModel, ForeignModel):
        return None


def counted_forms(records: Sequence[SourceRecord]) -> dict[UUID, dict[str, str | None]]:
    """Each record in standard form, without the values that so many people hold that they count for nobody."""
    keys = list(MatchKey.objects.filter(record__in=[record.id for record in records]))
    shared = SharedValue.objects.filter(digest__in=[key.digest for key in keys]).values_list("kind", "digest")
    void = set(shared) if keys else set()
    nothing: dict[UUID, dict[str, None]] = {record.id: {} for record in records}
    for key in keys:
        if (key.kind, key.digest) in void:
            nothing[key.record_id] |= dict.fromkeys(_BEHIND.get(key.kind, ()))
    return {record.id: {**form_of_record(record), **nothing[record.id]} for record in records}


def _sides(row: Proposal, *, by: Actor, now: datetime) -> tuple[Side, Side]:
    records = (row.one, row.other)
    owners = dict(
        Link.objects.filter(record__in=[record.id for record in records], ends_at=None).values_list(
            "record", "customer"
        )
    )
    cards = get_customer_cards(owners.values())
    if any(owners[record.id] not in cards for record in records):
        raise ProposalNotFound(key=row.id)
    profiles = {row.customer_id: row for row in Profile.objects.filter(customer__in={c.id for c in cards.values()})}
    one, other = (
        Side(record, card, tuple(facts.compose_headline(ids_of(card.id), by=by, now=now)), profiles[card.id])
        for record, card in ((record, cards[owners[record.id]]) for record in records)
    )
    return one, other


def _preview(one: UUID, other: UUID, *, now: datetime) -> MergePreview | None:
    try:
        return preview_merge(one, other, now=now) if one != other else None
    except CustomerNotFound:
        return None


def write_value(row: SourceRecord | Profile, attribute: str) -> str:
    """An attribute of a record or a profile, as people read it."""
    if attribute == "name":
        return _name(row)
    if attribute == "city":
        return f"{row.postcode} {row.city}".strip()
    if attribute == "born_on":
        return date_format(row.born_on, "j F Y") if row.born_on else ""
    return str(getattr(row, attribute, ""))  # a profile holds no more than what people are served by


def _name(row: SourceRecord | Profile) -> str:
    if isinstance(row, Profile):
        return row.name
    return row.full_name or " ".join(filter(None, (row.given_name, row.middle_name, row.family_name)))
