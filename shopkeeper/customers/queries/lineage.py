"""Where each value of a person's profile comes from: which record, which source, by which rule, and who disagrees."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shopkeeper.customers.errors import CustomerNotFound
from shopkeeper.customers.models import Profile, SourceRecord
from shopkeeper.customers.queries.choosing import list_choices
from shopkeeper.customers.queries.identity import records_of, survivor_of
from shopkeeper.customers.rules.survivorship import ADDRESS, ATTRIBUTES, Choice


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says of an attribute, and since when its source says so."""

    record_id: UUID
    value: str
    source: str
    source_key: str
    at: datetime
    parts: dict[str, str]
    """The same, column by column."""


@dataclass(frozen=True, slots=True)
class ValueStory:
    """A value of the profile: who gave it (None: it stands by hand), the rule, what others say, what is kept beside."""

    attribute: str
    value: str
    given: Said | None
    choice: Choice
    others: tuple[Said, ...]
    also: tuple[str, ...]
    parts: dict[str, str]
    """The columns of the value, as they are typed."""


def tell_values(customer_id: UUID) -> list[ValueStory]:
    """Every value that is known, in the order of `ATTRIBUTES`."""
    profile = Profile.objects.filter(customer=survivor_of(customer_id)).first()
    if profile is None:
        return []
    choices = list_choices()
    records = list(SourceRecord.objects.filter(pk__in=records_of(customer_id)).order_by("id"))
    told = [_tell(attribute, profile, records, choices[attribute]) for attribute in ATTRIBUTES]
    return [story for story in told if story.value or story.others]


def find_givers(customer_id: UUID) -> dict[str, str]:
    """Attribute -> the id of the record that gave it; without what was set by hand."""
    lineage = Profile.objects.filter(customer=customer_id).values_list("lineage", flat=True).first() or {}
    return {name: giver for name, giver in lineage.items() if name not in {"pins", *lineage.get("pins", ())}}


def find_said(customer_id: UUID, record_id: UUID, attribute: str) -> Said:
    """What one of the person's records says of an attribute.

    :raises CustomerNotFound: when the record is not theirs
    """
    record = SourceRecord.objects.filter(pk=record_id, pk__in=records_of(customer_id)).first()
    if record is None:
        raise CustomerNotFound(key=record_id)
    return _said(attribute, record)


def _tell(attribute: str, profile: Profile, records: list[SourceRecord], choice: Choice) -> ValueStory:
    value, giver = write_value(attribute, profile), profile.lineage.get(attribute)
    said = {str(record.id): _said(attribute, record) for record in records}
    if attribute in profile.lineage.get("pins", ()):
        giver = None
    others = [row for key, row in said.items() if key != giver and row.value and _plain(row.value) != _plain(value)]
    others.sort(key=lambda row: row.at, reverse=True)
    return ValueStory(
        attribute,
        value,
        said.get(str(giver)),
        choice,
        tuple(others),
        tuple(profile.also.get(attribute, ())),
        _parts(attribute, profile),
    )


def _said(attribute: str, record: SourceRecord) -> Said:
    at = record.changed_at or record.published_at or record.recorded_at
    return Said(
        record.id, write_value(attribute, record), record.source, record.source_key, at, _parts(attribute, record)
    )


def write_value(attribute: str, row: Profile | SourceRecord) -> str:
    """An attribute of a profile or record on one line."""
    if attribute == "address":
        street, city, postcode, *rest = (getattr(row, part).strip() for part in ADDRESS)
        if not (street or city or postcode):
            return ""  # a country alone is nobody's address
        return ", ".join(part for part in (street, f"{postcode} {city}".strip(), *rest) if part)
    value = getattr(row, attribute)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _parts(attribute: str, row: Profile | SourceRecord) -> dict[str, str]:
    if attribute == "address":
        return {name: getattr(row, name) for name in ADDRESS}
    return {attribute: write_value(attribute, row)}


def _plain(value: str) -> str:
    return "".join(letter for letter in value.casefold() if letter.isalnum())
