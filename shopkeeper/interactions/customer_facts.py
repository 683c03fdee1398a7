"""What the interactions hold of a person: calls, chats and letters, and ways through the e-shop."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_minutes
from shopkeeper.customers.public import Held, register_facts
from shopkeeper.interactions.contracts import FUNNEL, StepKind
from shopkeeper.interactions.models import Interaction, ShopStep

_KINDS = {
    "call": ("phone", gettext_noop("Called")),
    "chat": ("message-circle", gettext_noop("Chatted")),
    "email": ("mail", gettext_noop("Wrote an e-mail")),
    "visit": ("store", gettext_noop("Came in")),
    "letter": ("mail-open", gettext_noop("Wrote a letter")),
}
_STEPS = {
    StepKind.CART: gettext_noop("left with a full cart"),
    StepKind.CHECKOUT: gettext_noop("left at the checkout"),
    StepKind.DELIVERY_OPTIONS: gettext_noop("left at the delivery options"),
    StepKind.PAYMENT: gettext_noop("left at the payment"),
}
_LONG_WAIT = 300


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """Contacts, and visits to the e-shop that ended without an order, newest first."""
    contacts = Interaction.objects.filter(customer__in=ids).select_related("topic", "outlet").order_by("-occurred_at")
    return [*[_tell_contact(row) for row in contacts[:limit]], *_tell_sessions(ids, limit)]


def _tell_contact(row: Interaction) -> StoryEntry:
    icon, words = _KINDS.get(row.kind, ("message-circle", row.kind))
    waited, gave_up = row.queue_seconds or 0, row.outcome == "abandoned"
    details = [_("gave up waiting") if gave_up else "", row.topic.name if row.topic else ""]
    if waited >= 60:
        details.append(_("waited %(time)s") % {"time": write_minutes(waited / 60)})
    return StoryEntry(
        at=row.occurred_at,
        icon=icon,
        title=_(words),
        detail=" · ".join(filter(None, details)),
        said=row.text,
        where=row.outlet.name if row.outlet else "",
        where_icon="headset" if row.kind != "visit" else "store",
        tone="bad" if gave_up or waited >= _LONG_WAIT else "",
    )


def _tell_sessions(ids: Sequence[UUID], limit: int) -> list[StoryEntry]:
    steps = ShopStep.objects.filter(customer__in=ids).values("session_key", "step")
    steps = steps.annotate(at=Max("occurred_at"), first=Min("occurred_at"), times=Count("id")).order_by("-at")
    sessions: dict[str, dict[str, tuple[datetime, int]]] = {}
    for row in steps[: limit * 4]:
        sessions.setdefault(row["session_key"], {})[row["step"]] = (row["at"], row["times"])
    told = (_tell_session(reached) for reached in sessions.values() if StepKind.ORDER not in reached)
    return [entry for entry in told if entry][:limit]


def _tell_session(reached: dict[str, tuple[datetime, int]]) -> StoryEntry | None:
    """A visit that went as far as the cart and no further than the payment."""
    furthest = [step for step in FUNNEL if step in reached][-1:]
    if not furthest or furthest[0] not in _STEPS:
        return None
    seen = reached.get(StepKind.VIEW, (None, 0))[1]
    looked = ngettext("looked at %(n)s product", "looked at %(n)s products", seen) % {"n": seen} if seen else ""
    return StoryEntry(
        at=max(at for at, _times in reached.values()),
        icon="mouse-pointer-click",
        title=_("Visited the web shop"),
        detail=" · ".join(filter(None, [_(_STEPS[furthest[0]]), looked])),
        tone="warn",
    )


register_facts(
    "interactions",
    held=[
        Held(model=Interaction, label=gettext_noop("contacts"), at="occurred_at", blank={"text": ""}),
        Held(
            model=ShopStep,
            label=gettext_noop("steps in the web shop"),
            at="occurred_at",
            blank={"postcode_area": ""},
        ),
    ],
    timeline=tell,
)
