"""What happened to returns and refunds, in words."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_amount
from shopkeeper.orders.contracts import OrderCard, RefundKind
from shopkeeper.orders.models import Refund, ReturnItem, ReturnStep
from shopkeeper.orders.queries.book import name_line
from shopkeeper.orders.stories.deciders import SIGNED, Deciders
from shopkeeper.orders.words_back import WAYS

STEPS: dict[str, tuple[str | Promise, str, str]] = {
    "asked": (gettext_lazy("Return asked for"), "undo-2", ""),
    "approved": (gettext_lazy("Return approved"), "check", ""),
    "denied": (gettext_lazy("Return denied"), "ban", "warn"),
    "received": (gettext_lazy("Return received"), "package-check", ""),
    "inspected": (gettext_lazy("Return looked at"), "search", ""),
    "settled": (gettext_lazy("Return settled"), "check", "good"),
    "withdrawn": (gettext_lazy("Return withdrawn"), "x", ""),
    "undone": (gettext_lazy("A step of the return was taken back"), "undo-2", ""),
}
TAKEN_BACK: dict[str, str | Promise] = {
    "denied": gettext_lazy("Not denied after all: to be decided"), "approved": gettext_lazy("To be decided again"),
    "received": gettext_lazy("Not received after all"), "inspected": gettext_lazy("To be looked at again"),
    "settled": gettext_lazy("To be looked at again"), "withdrawn": gettext_lazy("Not withdrawn after all"),
}  # fmt: skip
"""What the step that was taken back is called; its state stands in `why`."""


def tell_step(row: ReturnStep) -> StoryEntry:
    """A step of a return."""
    title, icon, tone = STEPS[row.kind]
    if row.kind == "undone":
        title = TAKEN_BACK.get(row.why, title)
    detail = " · ".join(filter(None, [row.request.number, _why(row)]))
    return StoryEntry(
        at=row.occurred_at, icon=icon, title=str(title), detail=detail, tone="good" if tone == "good" else "",
        where=row.decided_by, where_icon=SIGNED,
    )  # fmt: skip


def _why(row: ReturnStep) -> str:
    return "" if row.kind == "undone" else row.why


def tell_refund(row: Refund) -> StoryEntry:
    """Money that went back, or is to."""
    amount = write_amount(row.amount, row.currency)
    title = _("%(amount)s given back") if row.paid_at else _("%(amount)s to be given back")
    if row.denied_at:
        title = _("%(amount)s not given after all") if row.approved_at else _("%(amount)s not given back")
    goodwill = _("goodwill") if row.kind == RefundKind.GOODWILL else ""
    return StoryEntry(
        at=row.paid_at or row.denied_at or row.asked_at, icon="banknote", title=title % {"amount": amount},
        detail=" · ".join(filter(None, [goodwill, str(WAYS[row.way]), row.why])),
        where=row.denied_by or row.approved_by or row.asked_by, where_icon=SIGNED,
    )  # fmt: skip


def _steps(card: OrderCard, now: datetime) -> list[StoryEntry]:
    rows = ReturnStep.objects.filter(request__order=card.id).select_related("request")
    items: dict[UUID, list[ReturnItem]] = {}
    for item in ReturnItem.objects.filter(request__order=card.id).select_related("product", "line", "reason"):
        items.setdefault(item.request_id, []).append(item)
    return [_with_pieces(tell_step(row), items.get(row.request_id, [])) if row.kind == "asked" else tell_step(row)
            for row in rows]  # fmt: skip


def _with_pieces(entry: StoryEntry, items: list[ReturnItem]) -> StoryEntry:
    """What is to come back, why, and what was said with it: once, where it was asked for."""
    told = [
        f"{one.quantity} × {name_line(one.product.sku, one.product.name, one.line.described_as if one.line else '')}"
        for one in items
    ]
    reasons = dict.fromkeys(one.reason.name for one in items if one.reason)
    said = " ".join(filter(None, (one.comment for one in items)))
    return replace(entry, detail=" · ".join(filter(None, [entry.detail, ", ".join(told), *reasons])), said=said)


def _refunds(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [tell_refund(row) for row in Refund.objects.filter(order=card.id)]


PARTS = (_steps, _refunds)


def tell_request(request_id: UUID, *, now: datetime) -> list[StoryEntry]:
    """What happened to one return, newest first."""
    rows = ReturnStep.objects.filter(request=request_id).select_related("request")
    steps = [replace(tell_step(row), detail=_why(row)) for row in rows]
    entries = [*steps, *(tell_refund(row) for row in Refund.objects.filter(request=request_id))]
    return sorted(Deciders(now).name_all(entries), key=lambda entry: entry.at)[::-1]
