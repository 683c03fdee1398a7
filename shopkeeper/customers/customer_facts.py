"""What the customer record itself holds of a person beside who they are: what they allowed and refused."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.customers.contracts import ConsentState
from shopkeeper.customers.facts import Held, register_facts
from shopkeeper.customers.models import Consent, ContactChoice, OptIn, OwnLink, Pin, Relation

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


def tell_consents(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """What the person allowed and refused, newest first."""
    rows = Consent.objects.filter(customer__in=ids).order_by("-occurred_at")[:limit]
    return [
        StoryEntry(
            at=row.occurred_at,
            icon="mail-check" if row.state == ConsentState.GRANTED else "mail-x",
            title=_(_SAID[ConsentState(row.state)]) % {"purpose": _(_PURPOSES.get(row.purpose, row.purpose))},
            detail=row.channel,
            where=row.source,
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
            blank={"contact_point": "", "proof": ""},
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
        Held(model=Relation, label=gettext_noop("Relations"), at="at", record="", customer="one"),
        Held(model=Relation, label=gettext_noop("Relations of others to them"), at="at", record="", customer="other"),
    ],
    timeline=tell_consents,
)
