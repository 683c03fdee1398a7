"""May we write to somebody, for what, and where to."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import ConsentState, Purpose, Standing
from shopkeeper.customers.models import Consent, Profile, SourceRecord
from shopkeeper.customers.queries.identity import ids_of, records_of, survivor_of
from shopkeeper.customers.queries.opt_ins import list_pending
from shopkeeper.customers.queries.statements import Spoken, hear
from shopkeeper.customers.rules.consents import ASKED, is_allowed
from shopkeeper.customers.rules.opt_ins import is_same_point

_POINTS = {"email": "email", "sms": "phone", "phone": "phone"}


def may_contact(customer_id: UUID, purpose: Purpose, channel: str, *, brand: str = "", contact_point: str = "") -> bool:
    """Whether this person may be written to for `purpose` by `channel` (at `contact_point`, where it matters)."""
    state = find_consent(customer_id, purpose, channel, brand=brand, contact_point=contact_point)
    return is_allowed(purpose, state)


def find_consent(
    customer_id: UUID, purpose: Purpose, channel: str, *, brand: str = "", contact_point: str = ""
) -> ConsentState | None:
    """What is in force; None when nothing was ever said. A statement without channel, brand or point is for all."""
    about = (Q(channel="") | Q(channel=channel)) & Q(purpose=purpose)
    if brand:
        about &= Q(brand="") | Q(brand=brand)
    if contact_point:
        about &= Q(contact_point="") | Q(contact_point__iexact=contact_point)
    return hear(customer_id, about).decide(brand=brand)


def find_contact_point(customer_id: UUID, channel: str) -> str:
    """The best address or number of this person for a channel, or an empty text; a letter's is their postal address."""
    profile = Profile.objects.filter(customer=survivor_of(customer_id)).first()
    if profile is None:
        return ""
    if channel == "letter":
        parts = [profile.name, profile.street, f"{profile.postcode} {profile.city}".strip(), profile.country]
        return "\n".join(part for part in parts if part) if profile.street else ""
    return str(getattr(profile, _POINTS.get(channel, ""), ""))


def find_record_with(customer_id: UUID, channel: str, point: str) -> UUID | None:
    """The record of this person that has an address or number, the latest of several; None when none has it."""
    column = _POINTS.get(channel, "")
    if not column:
        return None
    rows = SourceRecord.objects.filter(pk__in=records_of(customer_id)).exclude(**{column: ""}).order_by("-recorded_at")
    return next((pk for pk, theirs in rows.values_list("pk", column) if is_same_point(channel, theirs, point)), None)


def list_standing(customer_id: UUID, *, now: datetime) -> list[Standing]:
    """What the person allows today, for each purpose that needs it, where they can be reached."""
    waiting = {(row.purpose, row.channel): row.expires_at for row in list_pending(customer_id, now=now)}
    profile = Profile.objects.filter(customer=survivor_of(customer_id)).first()
    spoken = hear(customer_id)
    standing = [
        replace(_standing(purpose, channel, spoken, profile), pending_until=waiting.get((purpose, channel)))
        for purpose, channel in ASKED
    ]
    return [row for row in standing if row.contact_point or row.state]


def _standing(purpose: Purpose, channel: str, spoken: Spoken, profile: Profile | None) -> Standing:
    state = spoken.about(purpose, channel).decide()
    point = str(getattr(profile, _POINTS[channel], "")) if profile else ""
    return Standing(purpose, channel, state, is_allowed(purpose, state), point)


def list_statements(customer_id: UUID) -> list[dict[str, Any]]:
    """Every statement of this person with its proof, the latest first."""
    told = ("brand", "purpose", "channel", "contact_point", "state", "text_version", "proof", "source", "occurred_at")
    return list(Consent.objects.filter(customer__in=ids_of(customer_id)).order_by("-occurred_at").values(*told))
