"""Why these records are one person, in words that a clerk can read out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.words import write_code
from shopkeeper.customers import facts
from shopkeeper.customers.contracts import (
    CustomerCard,
    Identity,
    LinkReason,
    MatchKind,
    MergeStory,
    RecordStory,
)
from shopkeeper.customers.errors import CustomerNotFound
from shopkeeper.customers.models import Link, MatchKey, Merge, SharedValue, SourceRecord
from shopkeeper.customers.queries.consent_conflicts import ConsentConflict, list_conflicts_between
from shopkeeper.customers.queries.identity import find_customer_card, ids_of
from shopkeeper.customers.queries.likeness import tell_likeness
from shopkeeper.customers.queries.matching_rules import tell_rules
from shopkeeper.customers.queries.telling import list_labels
from shopkeeper.customers.rules.clusters import is_nobodys

_SHARED = {
    MatchKind.PERSON_KEY: gettext_noop("%(where)s know this person under one number."),
    MatchKind.CARD: gettext_noop("The same loyalty card %(value)s: %(where)s."),
    MatchKind.EMAIL: gettext_noop("The same e-mail address %(value)s: %(where)s."),
    MatchKind.PHONE_AND_NAME: gettext_noop("The same telephone %(value)s and family name: %(where)s."),
}
_VALUES = {
    MatchKind.PERSON_KEY: "person_key",
    MatchKind.CARD: "card_number",
    MatchKind.EMAIL: "email",
    MatchKind.PHONE_AND_NAME: "phone",
}
_WHY = {
    LinkReason.FIRST: gettext_noop("first record"),
    LinkReason.PERSON_KEY: gettext_noop("the source says so"),
    LinkReason.CARD: gettext_noop("same loyalty card"),
    LinkReason.EMAIL: gettext_noop("same e-mail address"),
    LinkReason.PHONE_AND_NAME: gettext_noop("same telephone and name"),
    LinkReason.MODEL: gettext_noop("alike in nearly all that is known"),
    LinkReason.RULE: gettext_noop("a rule of your own"),
    LinkReason.STEWARD: gettext_noop("decided by a person"),
    LinkReason.SPLIT: gettext_noop("parted by a person"),
    LinkReason.PARTED: gettext_noop("told apart from others"),
}


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge of two customers would join, before anybody decides."""

    one: CustomerCard
    other: CustomerCard
    joins: tuple[tuple[str, int, int], ...]
    """(what, how many the one has, how many the other has)."""
    consent_conflicts: tuple[ConsentConflict, ...]


def explain_identity(customer_id: UUID) -> Identity:
    """The person's records and what holds them together."""
    ids = ids_of(customer_id)
    links = Link.objects.filter(customer__in=ids, ends_at=None).select_related("record").order_by("starts_at", "id")
    stories = tuple(_tell_record(link) for link in links)
    records = {link.record_id: link.record for link in links}
    counted, not_counted = _shared_values(records)
    reasons = (*counted, *tell_rules(records), *tell_likeness(ids, records), *_decisions(ids))
    return Identity(stories, reasons, tuple(not_counted))


def preview_merge(one: UUID, other: UUID, *, now: datetime) -> MergePreview:
    """What would be joined if the two were one person.

    :raises CustomerNotFound: when either does not exist
    """
    left, right = find_customer_card(one), find_customer_card(other)
    if left is None or right is None:
        raise CustomerNotFound(key=one if left is None else other)
    have, has = dict(facts.count_held(ids_of(left.id))), dict(facts.count_held(ids_of(right.id)))
    joins = tuple((label, have.get(label, 0), has.get(label, 0)) for label in {**have, **has})
    return MergePreview(left, right, joins, tuple(list_conflicts_between(left.id, right.id, now=now)))


def _tell_record(link: Link) -> RecordStory:
    record = link.record
    address = ", ".join(part for part in (record.street, f"{record.postcode} {record.city}".strip()) if part)
    return RecordStory(
        id=record.id,
        source=write_code(record.source),
        source_key=record.source_key,
        name=record.name,
        email=record.email,
        phone=record.phone,
        card_number=record.card_number,
        address=address,
        since=record.published_at or record.recorded_at,
        described=record.described,
        more=tuple((label, value) for name, label in list_labels().items() if (value := getattr(record, name))),
        why=_(_WHY[LinkReason(link.reason)]),
        customer_id=link.customer_id,
    )


def _shared_values(records: dict[UUID, SourceRecord]) -> tuple[list[str], list[str]]:
    """Sentences about values that several of the records hold, and about values that nobody can be known by."""
    keys = list(MatchKey.objects.filter(record__in=list(records)))
    void = {
        (value.kind, value.digest): value.names
        for value in SharedValue.objects.filter(digest__in=[key.digest for key in keys])
    }
    groups: dict[tuple[str, int, int], list[UUID]] = {}
    for key in keys:
        groups.setdefault((key.kind, key.digest, key.part), []).append(key.record_id)
    counted, not_counted = [], []
    for (kind, digest, part), holders in sorted(
        groups.items(), key=lambda item: list(MatchKind).index(MatchKind(item[0][0]))
    ):
        value = str(getattr(records[holders[0]], _VALUES[MatchKind(kind)])).strip()
        if (kind, digest) in void:
            not_counted.append(_say_void(value, void[kind, digest]))
        elif len(holders) > 1 and (kind != MatchKind.PHONE_AND_NAME or part):
            where = _list_words(sorted({write_code(records[holder].source) for holder in holders}))
            counted.append(_(_SHARED[MatchKind(kind)]) % {"value": value, "where": where})
    return counted, list(dict.fromkeys(not_counted))


def _say_void(value: str, names: int) -> str:
    if is_nobodys(names=names, nameless=0):
        said = _("%(value)s is held by people of %(names)s different names, so it counts for nobody.")
        return said % {"value": value, "names": names}
    return _("%(value)s stands in very many records without a name, so it counts for nobody.") % {"value": value}


def _decisions(ids: Sequence[UUID]) -> list[str]:
    rows = Merge.objects.filter(merged__in=ids, undone_at=None, reason=LinkReason.STEWARD).order_by("at")
    return [
        _("Joined on %(day)s by a person's decision.") % {"day": date_format(localtime(row.at), "j F Y")}
        for row in rows
    ]


def _list_words(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def list_merges(customer_id: UUID) -> list[MergeStory]:
    """The merges in force of this person, newest first: whom each could be parted into again."""
    rows = Merge.objects.filter(merged__in=ids_of(customer_id), undone_at=None).select_related("merged").order_by("-at")
    return [
        MergeStory(row.merged_id, row.merged.number, row.at, _(_WHY[LinkReason(row.reason)]), row.decided_by)
        for row in rows
    ]
