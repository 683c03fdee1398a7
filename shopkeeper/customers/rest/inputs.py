"""What REST takes about customers, checked before it is looked at."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from shopkeeper.customers.contracts import LONGEST_TEXT
from shopkeeper.customers.rules.opt_ins import DAYS


def _without_nul(text: str) -> str:
    """No database keeps this sign."""
    if "\x00" in text:
        raise ValueError("a text cannot hold the sign NUL")
    return text


Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_without_nul)]


def _not_blank(text: str) -> str:
    """A name of spaces names nothing."""
    if not text.strip():
        raise ValueError("a name of spaces alone names nothing")
    return text


def _in_sense(moment: datetime) -> datetime:
    """The same years as in files: others are slips, and some of them no calendar holds in every zone."""
    if not 1900 <= moment.year < 2200:
        raise ValueError("a record's time lies between the years 1900 and 2199")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_sense)]


class RecordIn(Schema):
    """A person as one system describes them; only `source` and `source_key` are needed."""

    source: Annotated[Text, StringConstraints(min_length=1, max_length=60), AfterValidator(_not_blank)]
    source_key: Annotated[Text, StringConstraints(min_length=1, max_length=200), AfterValidator(_not_blank)]
    person_key: Text = ""
    given_name: Text = ""
    family_name: Text = ""
    full_name: Text = ""
    email: Text = ""
    phone: Text = ""
    card_number: Text = ""
    born_on: date | None = None
    language: Text = ""
    street: Text = ""
    city: Text = ""
    postcode: Text = ""
    region: Text = ""
    country: Text = ""
    middle_name: Text = ""
    gender: Text = ""
    birth_place: Text = ""
    occupation: Text = ""
    detail_1: Text = ""
    detail_2: Text = ""
    detail_3: Text = ""
    published_at: Moment | None = None
    changed_at: Moment | None = None


class MatchingRuleIn(Schema):
    """What two records have to say alike, as the columns of a record are called, and why."""

    attributes: list[Text] = Field(max_length=20)
    reason: Annotated[str, StringConstraints(max_length=300), AfterValidator(_without_nul)] = ""


class MergeIn(Schema):
    """Two customers."""

    one: UUID
    other: UUID


class ActivationIn(Schema):
    """Which effect of a model was seen: when it was worked out."""

    effect_seen: AwareDatetime | None = None


class OptInTermIn(Schema):
    """A brand (empty: all) and a channel for which a yes to marketing has to be confirmed."""

    brand: Annotated[Text, StringConstraints(max_length=200)] = ""
    channel: Literal["email", "sms"]
    days: Annotated[int, Field(ge=1, le=60)] = DAYS
