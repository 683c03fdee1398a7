"""What others were asked to let go of an order, or to send elsewhere, and what they said."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from shopkeeper.core.components import StoryEntry
from shopkeeper.orders.contracts import AskedCancellationCard, AskedOf, AskedRedirectionCard, OrderCard
from shopkeeper.orders.queries.cancelable import list_asked_cancellations
from shopkeeper.orders.queries.redirected import list_redirections
from shopkeeper.orders.stories.deciders import SIGNED


def _asked(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [entry for one in list_asked_cancellations(card.id) for entry in _tell(one)]


def _tell(one: AskedCancellationCard) -> Iterator[StoryEntry]:
    is_carrier, what = one.asked_of is AskedOf.CARRIER, f"{one.quantity} × {one.name}"
    icon = "truck" if is_carrier else "factory"
    asked = _("The carrier was asked to stop a parcel") if is_carrier else _("%(place)s was asked to let pieces go")
    yield StoryEntry(
        at=one.asked_at, icon=icon, title=asked % {"place": one.place}, detail=what, where=one.asked_by,
        where_icon=SIGNED,
    )  # fmt: skip
    if one.answered_at is None:
        return
    who = _("The carrier") if is_carrier else one.place
    title = _("%(who)s lets them go") if one.agreed else _("%(who)s cannot let them go")
    detail = " · ".join(filter(None, [what, one.why]))
    yield StoryEntry(
        at=one.answered_at,
        icon=icon,
        title=title % {"who": who},
        detail=detail,
        tone="" if one.agreed else "warn",
        where=one.answered_by,
        where_icon=SIGNED,
    )


def _redirected(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [entry for one in list_redirections(card.id) for entry in _tell_redirection(one)]


def _tell_redirection(one: AskedRedirectionCard) -> Iterator[StoryEntry]:
    where, icon = " → ".join(filter(None, [one.what, one.to])), "factory"
    title = _("%(place)s was asked to send to another address") % {"place": one.place}
    yield StoryEntry(at=one.asked_at, icon=icon, title=title, detail=where, where=one.asked_by, where_icon=SIGNED)
    if one.answered_at is not None:
        title = _("%(place)s sends it there") if one.agreed else _("%(place)s cannot send it there")
        detail = " · ".join(filter(None, [where, one.why]))
        yield StoryEntry(
            at=one.answered_at, icon=icon, title=title % {"place": one.place}, detail=detail,
            tone="" if one.agreed else "warn", where=one.answered_by, where_icon=SIGNED,
        )  # fmt: skip


PARTS = (_asked, _redirected)
