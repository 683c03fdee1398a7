"""Where each value of a person's profile comes from: which record, which source, by which rule, and who disagrees."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shopkeeper.customers.models import Profile, SourceRecord
from shopkeeper.customers.queries.choosing import list_choices
from shopkeeper.customers.queries.identity import records_of, survivor_of
from shopkeeper.customers.rules.survivorship import ADDRESS, ATTRIBUTES, Choice


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says of an attribute, and since when its source says so."""

    value: str
    source: str
    source_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ValueStory:
    """A value of the profile: the record that gave it, the rule that chose it, what others say, what is kept beside."""

    attribute: str
    value: str
    given: Said | None
    choice: Choice
    others: tuple[Said, ...]
    also: tuple[str, ...]


def tell_values(customer_id: UUID) -> list[ValueStory]:
    """Every value that is known, in the order of `ATTRIBUTES`."""
    profile = Profile.objects.filter(customer=survivor_of(customer_id)).first()
    if profile is None:
        return []
    choices = list_choices()
    records = list(SourceRecord.objects.filter(pk__in=records_of(customer_id)))
    told = [_tell(attribute, profile, records, choices[attribute]) for attribute in ATTRIBUTES]
    return [story for story in told if story.value or story.others]


def find_givers(customer_id: UUID) -> dict[str, str]:
    """Attribute -> the id of the record that gave it."""
    return Profile.objects.filter(customer=customer_id).values_list("lineage", flat=True).first() or {}


def _tell(attribute: str, profile: Profile, records: list[SourceRecord], choice: Choice) -> ValueStory:
    value, giver = _write(attribute, profile), profile.lineage.get(attribute)
    said = {str(record.id): _said(attribute, record) for record in records}
    others = [row for key, row in said.items() if key != giver and row.value and _plain(row.value) != _plain(value)]
    others.sort(key=lambda row: row.at, reverse=True)
    return ValueStory(
        attribute, value, said.get(str(giver)), choice, tuple(others), tuple(profile.also.get(attribute, ()))
    )


def _said(attribute: str, record: SourceRecord) -> Said:
    at = record.changed_at or record.published_at or record.recorded_at
    return Said(_write(attribute, record), record.source, record.source_key, at)


def _write(attribute: str, row: Profile | SourceRecord) -> str:
    if attribute == "address":
        street, city, postcode, *rest = (getattr(row, part).strip() for part in ADDRESS)
        return ", ".join(part for part in (street, f"{postcode} {city}".strip(), *rest) if part)
    if attribute == "name" and isinstance(row, SourceRecord):
        return row.full_name or f"{row.given_name} {row.family_name}".strip()
    value = getattr(row, attribute)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _plain(value: str) -> str:
    return "".join(letter for letter in value.casefold() if letter.isalnum())
