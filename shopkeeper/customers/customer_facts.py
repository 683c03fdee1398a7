"""What the customer record itself holds of a person beside who they are: what they allowed and refused."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core import idempotency, schedule
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_code
from shopkeeper.customers.contracts import ConsentState
from shopkeeper.customers.facts import Held, register_facts, register_reach
from shopkeeper.customers.models import (
    Consent,
    ContactChoice,
    HouseholdPair,
    OptIn,
    OwnLink,
    Pin,
    PrivacyRequest,
    Relation,
)
from shopkeeper.customers.rules.traces import Traces
from shopkeeper.customers.words import WAYS

_OURSELVES = "shopkeeper"
"""The source of what was said to us, which goes without saying."""
_PURPOSES = {
    "marketing": gettext_noop("marketing"),
    "survey": gettext_noop("surveys"),
    "service": gettext_noop("service messages"),
}
_SAID = {
    ConsentState.GRANTED: gettext_noop("Allowed %(purpose)s"),
    ConsentState.DENIED: gettext_noop("Refused %(purpose)s"),
    ConsentState.REVOKED: gettext_noop("Opted out of %(purpose)s"),
}


NAMELESS = Concat(Value("erased:"), Cast(F("id"), TextField()))
"""A source's own key of a statement is often made of an e-mail address."""


def tell_consents(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """What the person allowed and refused, newest first."""
    rows = Consent.objects.filter(customer__in=ids).order_by("-occurred_at")[:limit]
    return [
        StoryEntry(
            at=row.occurred_at,
            icon="mail-check" if row.state == ConsentState.GRANTED else "mail-x",
            title=_(_SAID[ConsentState(row.state)]) % {"purpose": _(_PURPOSES.get(row.purpose, row.purpose))},
            detail=_(WAYS[row.channel]) if row.channel in WAYS else row.channel,
            where="" if row.source == _OURSELVES else write_code(row.source),
        )
        for row in rows
    ]


register_facts(
    "customers",
    held=[
        Held(
            model=Consent,
            label=gettext_noop("Consents"),
            at="occurred_at",
            blank={"contact_point": "", "proof": "", "source_key": NAMELESS},
        ),
        Held(model=OptIn, label=gettext_noop("Yeses to be confirmed"), at="asked_at", blank={"contact_point": ""}),
        Held(model=OwnLink, label=gettext_noop("Links to their own page"), at="asked_at", blank={"contact_point": ""}),
        Held(model=ContactChoice, label=gettext_noop("Choices how to be reached"), at="said_at"),
        Held(
            model=Pin,
            label=gettext_noop("Values set by hand"),
            at="at",
            export=("attribute", "value", "reason", "at"),
            blank={"value": {}, "said": {}, "reason": ""},
        ),
        Held(
            model=PrivacyRequest,
            label=gettext_noop("Requests about their data"),
            at="asked_at",
            blank={"wish": "", "check_reason": "", "extension_reason": "", "reason": "", "receipt_to": ""},
        ),
        Held(model=Relation, label=gettext_noop("Relations"), at="at", record="", customer="one"),
        Held(model=Relation, label=gettext_noop("Relations of others to them"), at="at", record="", customer="other"),
        Held(
            model=HouseholdPair,
            label=gettext_noop("Who may live with them"),
            at="suggested_at",
            record="",
            customer="one",
            is_told=False,
        ),
        Held(
            model=HouseholdPair,
            label=gettext_noop("With whom they may live"),
            at="suggested_at",
            record="",
            customer="other",
            is_told=False,
        ),
    ],
    timeline=tell_consents,
)


def forget_responses(ids: Sequence[UUID], traces: Traces) -> int:
    """Responses that are kept for machines that ask twice."""
    return idempotency.forget_responses(traces.texts)


def forget_failures(ids: Sequence[UUID], traces: Traces) -> int:
    """What timers said when they failed."""
    return schedule.forget_failures(traces.texts)


register_reach(gettext_noop("Responses kept for machines"), forget_responses)
register_reach(gettext_noop("Failures of timers"), forget_failures)
