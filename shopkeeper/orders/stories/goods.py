"""What happened to the pieces of an order: sourced, missed, canceled, brought back, collected."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.components import StoryEntry
from shopkeeper.orders.contracts import OrderCard, Proof
from shopkeeper.orders.models import Cancellation, Movement, Order, Pickup, Return, ReturnItem, ShortPick, Sourcing
from shopkeeper.orders.stories.deciders import SIGNED
from shopkeeper.orders.words import explain, join

SOURCED = {
    "placed": gettext_noop("It was decided from where it comes"),
    "refused": gettext_noop("Another location was looked for"),
    "again": gettext_noop("It was looked for again"),
    "added": gettext_noop("It was decided from where the added pieces come"),
    "undone": gettext_noop("It was decided from where the pieces come after all"),
    "changed": gettext_noop("It was decided anew from where it comes"),
    "awaited": gettext_noop("It was kept out of what comes"),
}


def _placed(card: OrderCard, now: datetime) -> list[StoryEntry]:
    if card.outlet:
        return [StoryEntry(at=card.placed_at, icon="shopping-cart", title=_("Placed"), where=card.outlet)]
    first = Sourcing.objects.filter(order=card.id, cause="placed").values_list("decided_by", flat=True).first()
    return [
        StoryEntry(at=card.placed_at, icon="shopping-cart", title=_("Placed"), where=first or "", where_icon=SIGNED)
    ]


def _sourcings(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [
        StoryEntry(
            at=row.decided_at, icon="route", title=_(_cause_of(row)), tone="warn" if row.missing else "",
            detail=join(explain(row.parts, row.missing)), where=row.decided_by, where_icon=SIGNED,
        )
        for row in Sourcing.objects.filter(order=card.id)
    ]  # fmt: skip


def _cause_of(row: Sourcing) -> str:
    """What is to be collected is looked for in its own store alone."""
    told = [*row.parts, *row.missing]
    only_there = bool(told) and all(one.get("collect") or one.get("place") for one in told)
    return SOURCED["again" if row.cause == "refused" and only_there else row.cause]


def _short_picks(card: OrderCard, now: datetime) -> list[StoryEntry]:
    rows = ShortPick.objects.filter(line__order=card.id).select_related("line__product", "location")
    return [
        StoryEntry(
            at=row.reported_at, icon="package-x", tone="warn",
            title=_("%(place)s has not got it") % {"place": row.location.name},
            detail=f"{row.quantity} × {row.line.product.name or row.line.product.sku}", where=row.reported_by,
            where_icon=SIGNED,
        )
        for row in rows
    ]  # fmt: skip


def _cancellations(card: OrderCard, now: datetime) -> list[StoryEntry]:
    rows = Cancellation.objects.filter(line__order=card.id).select_related("line__product", "reason")
    return [entry for row in rows for entry in tell_cancellation(row)] or _canceled_elsewhere(card)


def _canceled_elsewhere(card: OrderCard) -> list[StoryEntry]:
    """Another system told that an order was canceled, not which pieces when."""
    at = Order.objects.filter(pk=card.id).values_list("canceled_at", flat=True).first()
    return [StoryEntry(at=at, icon="ban", title=_("Canceled"), tone="warn")] if at else []


def tell_cancellation(row: Cancellation) -> Iterator[StoryEntry]:
    """Pieces that were canceled, and that this was taken back."""
    what = row.line.product.name or row.line.product.sku
    detail = " · ".join(filter(None, [_pieces(row.quantity), row.reason.name if row.reason else ""]))
    yield StoryEntry(
        at=row.occurred_at, icon="ban", title=_("Canceled: %(what)s") % {"what": what}, detail=detail, tone="warn",
        where=row.decided_by, where_icon=SIGNED,
    )  # fmt: skip
    if row.undone_at:
        title = _("Wanted after all: %(what)s") % {"what": what}
        yield StoryEntry(
            at=row.undone_at, icon="undo-2", title=title, detail=detail, where=row.undone_by, where_icon=SIGNED
        )


def _returns(card: OrderCard, now: datetime) -> list[StoryEntry]:
    """Those of a return that was asked for here are told by its steps."""
    asked = ReturnItem.objects.filter(request__order=card.id).exclude(fact=None).values("fact")
    facts = Return.objects.filter(line__order=card.id, quantity__gt=0).exclude(pk__in=asked)
    rows = facts.select_related("product", "reason", "outlet")
    return [
        StoryEntry(
            at=row.occurred_at,
            icon="undo-2",
            title=_("Brought back: %(what)s") % {"what": row.what},
            detail=" · ".join(filter(None, [_pieces(row.quantity), row.reason.name if row.reason else ""])),
            said=row.comment,
            where=row.outlet.name if row.outlet else "",
            where_icon="store",
        )
        for row in rows
    ]


def _pickups(card: OrderCard, now: datetime) -> list[StoryEntry]:
    rows = Pickup.objects.filter(order=card.id).select_related("outlet")
    return [entry for row in rows for entry in _tell_pickup(row)]


def _tell_pickup(row: Pickup) -> Iterator[StoryEntry]:
    where, icon = row.outlet.name, "store"
    if row.ready_at:
        yield StoryEntry(
            at=row.ready_at,
            icon="package",
            title=_("Ready to be collected"),
            detail=_("shelf %(shelf)s") % {"shelf": row.shelf} if row.shelf else "",
            promise="broken" if row.not_found_at or row.ready_at > row.promised_at else "kept",
            where=where,
            where_icon=icon,
        )
    if row.not_found_at:
        title = _("Not found when the customer came")
        yield StoryEntry(at=row.not_found_at, icon="package-x", title=title, tone="bad", where=where, where_icon=icon)
    if row.collected_at:
        yield StoryEntry(
            at=row.collected_at, icon="package-check", title=_("Collected"), detail=_shown(row), where=where,
            where_icon=icon,
        )  # fmt: skip
    if row.called_off_at:
        title = _("Not collected here after all")
        yield StoryEntry(at=row.called_off_at, icon="undo-2", title=title, where=where, where_icon=icon)
    if row.released_at:
        title = _("Nobody came for it: canceled, and back on sale")
        yield StoryEntry(
            at=row.released_at, icon="package-open", title=title, tone="warn", where=where, where_icon=icon
        )


def _shown(row: Pickup) -> str:
    words = {
        Proof.CODE: _("showed the code"), Proof.IDENTITY: _("%(name)s, a paper was seen"),
        Proof.SIGNATURE: _("%(name)s signed"),
    }  # fmt: skip
    return words[Proof(row.proof)] % {"name": row.handed_to} if row.proof else ""


def _taken_back(card: OrderCard, now: datetime) -> list[StoryEntry]:
    """Hand-overs that turned out to be a mistake, each once however many lines it had."""
    rows = Movement.objects.filter(line__order=card.id).exclude(undone_at=None)
    told = rows.values_list("undone_at", "undone_by", "undone_why").distinct()
    return [
        StoryEntry(
            at=at, icon="undo-2", title=_("Not handed over after all"), detail=why, where=by, where_icon=SIGNED,
            tone="warn",
        )
        for at, by, why in told
        if at
    ]  # fmt: skip


def _pieces(count: int) -> str:
    return ngettext("%(n)s piece", "%(n)s pieces", count) % {"n": count}


PARTS = (_placed, _sourcings, _short_picks, _cancellations, _returns, _pickups, _taken_back)
