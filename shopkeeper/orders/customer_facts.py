"""What the order book holds of a person: orders, returns, pick-ups, and how they went."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Model, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_amount, write_minutes, write_money
from shopkeeper.customers.public import (
    Held,
    Traces,
    register_enclosures,
    register_facts,
    register_reach,
    register_worth,
)
from shopkeeper.interactions.public import Channel
from shopkeeper.orders.contracts import RefundKind
from shopkeeper.orders.models import (
    CallBack,
    Cancellation,
    Change,
    Inspection,
    Order,
    OrderDetails,
    OrderLine,
    Pickup,
    Refund,
    Return,
    ReturnItem,
    ReturnPhoto,
    ReturnRequest,
    ReturnStep,
)
from shopkeeper.orders.pictures import delete_files, file_of
from shopkeeper.orders.queries.book import name_line
from shopkeeper.orders.queries.told_returns import SHOWN
from shopkeeper.orders.stories.changes import tell_change
from shopkeeper.orders.stories.deciders import Deciders
from shopkeeper.orders.stories.goods import tell_cancellation
from shopkeeper.orders.stories.returning import tell_refund
from shopkeeper.organization import public as organization

_TITLES = {
    Channel.STORE: (gettext_noop("Bought in store"), "shopping-bag"),
    Channel.WEB: (gettext_noop("Ordered on the web"), "shopping-cart"),
    Channel.PHONE: (gettext_noop("Ordered by phone"), "phone"),
    Channel.MARKETPLACE: (gettext_noop("Ordered on a marketplace"), "shopping-cart"),
}
_NAMED_LINES = 3
_LONG_WAIT = 900


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """Orders and receipts, pieces brought back, orders collected or not found, newest first."""
    entries = [*_tell_orders(ids, limit), *_tell_returns(ids, limit), *_tell_pickups(ids, now, limit)]
    entries += Deciders(now).name_all(
        [*_tell_changes(ids, limit), *_tell_cancellations(ids, limit), *_tell_goodwill(ids, limit)]
    )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def headline(ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[tuple[str, str]]:
    """How often they buy, for how much, and when last."""
    sums = Order.objects.filter(customer__in=ids, described=True, canceled_at=None).aggregate(
        times=Count("id"), spent=Sum("goods_total"), currency=Max("currency")
    )
    if not sums["times"]:
        return []
    back = Return.objects.filter(customer__in=ids).aggregate(amount=Sum("refund_amount"))["amount"] or Decimal(0)
    orders = ngettext("%(n)s order", "%(n)s orders", sums["times"]) % {"n": sums["times"]}
    return [(_("Bought"), orders), (_("Worth"), write_money(sums["spent"] - back, sums["currency"]))]


def weigh(ids: Sequence[UUID]) -> dict[UUID, float]:
    """What these customers bought, in points: what they spent, and a little for coming often."""
    orders = Order.objects.filter(customer__in=ids, described=True, canceled_at=None).order_by()
    sums = orders.values_list("customer").annotate(spent=Sum("goods_total"), times=Count("id"))
    return {customer: float(spent or 0) + 5.0 * times for customer, spent, times in sums}


def _tell_orders(ids: Sequence[UUID], limit: int) -> list[StoryEntry]:
    orders = Order.objects.filter(customer__in=ids, described=True).select_related("outlet").order_by("-placed_at")
    rows = list(orders[:limit])
    names: dict[UUID, list[str]] = {}
    lines = OrderLine.objects.filter(order__in=[row.id for row in rows]).order_by("position")
    for order_id, ordered, *known in lines.values_list(
        "order", "ordered", "product__sku", "product__name", "described_as"
    ):
        name = name_line(*known)
        names.setdefault(order_id, []).append(f"{ordered} × {name}" if ordered > 1 else name)
    return [_tell_order(row, names.get(row.id, [])) for row in rows]


def _tell_order(row: Order, names: list[str]) -> StoryEntry:
    title, icon = _TITLES.get(Channel(row.channel), (gettext_noop("Ordered"), "shopping-cart"))
    total = write_amount(row.total, row.currency)
    more = len(names) - _NAMED_LINES
    shown = ", ".join(filter(None, names[:_NAMED_LINES]))
    rest = _and_more(more)
    return StoryEntry(
        at=row.placed_at,
        icon=icon,
        title=f"{_(title)}, {total}",
        detail=shown + rest,
        where=row.outlet.name if row.outlet and row.channel == Channel.STORE else row.number,
        where_icon="store" if row.outlet and row.channel == Channel.STORE else "hash",
        url=reverse("orders:order", args=[row.id]),
        tags=(_("canceled"),) if row.canceled_at else (),
    )


def _tell_goodwill(ids: Sequence[UUID], limit: int) -> list[StoryEntry]:
    rows = Refund.objects.filter(customer__in=ids, kind=RefundKind.GOODWILL).select_related("order")
    return [
        replace(tell_refund(row), url=reverse("orders:money", args=[row.order_id]) if row.order_id else "")
        for row in rows.order_by("-asked_at")[:limit]
    ]


def _tell_returns(ids: Sequence[UUID], limit: int) -> list[StoryEntry]:
    rows = Return.objects.filter(SHOWN, customer__in=ids).select_related("product", "reason", "outlet", "line")
    notes: dict[object, list[Return]] = {}
    for row in rows.order_by("-occurred_at", "id")[:limit]:
        is_told = row.product and not row.line and row.number
        notes.setdefault((row.number, row.occurred_at) if is_told else row.id, []).append(row)
    return [_tell_return(told[0]) if len(told) == 1 else _tell_note(told) for told in notes.values()]


def _tell_note(told: list[Return]) -> StoryEntry:
    """What another system took back under one number stands in one line, with what it came to."""
    names = [row.what for row in told]
    entry, back = _tell_return(told[0]), sum(row.refund_amount or Decimal(0) for row in told)
    amount = write_amount(back, told[0].currency or organization.get_retailer().currency)
    title = ngettext("Brought back %(n)s product", "Brought back %(n)s products", len(told)) % {"n": len(told)}
    shown = ", ".join(filter(None, names[:_NAMED_LINES])) + _and_more(len(names) - _NAMED_LINES)
    return replace(entry, title=f"{title}, {amount}", detail=f"{shown} · {told[0].number}", said="")


def _and_more(count: int) -> str:
    return ngettext(" and %(n)s more", " and %(n)s more", count) % {"n": count} if count > 0 else ""


def _tell_return(row: Return) -> StoryEntry:
    waited = row.waited_seconds or 0
    wait = _("waited %(time)s") % {"time": write_minutes(waited / 60)} if waited >= 60 else ""
    return StoryEntry(
        at=row.occurred_at,
        icon="undo-2",
        title=_title_of_return(row),
        detail=" · ".join(filter(None, [row.reason.name if row.reason else "", wait, "" if row.line else row.number])),
        said=row.comment if row.product else "",
        where=row.outlet.name if row.outlet else "",
        where_icon="store",
        url=_page_of(row),
        tone="bad" if waited >= _LONG_WAIT else "",
    )


def _title_of_return(row: Return) -> str:
    if row.product:
        return _("Brought back %(what)s") % {"what": row.product.name or row.product.sku}
    money = write_amount(row.refund_amount, row.currency or organization.get_retailer().currency)
    return _("%(amount)s given back: %(what)s") % {"amount": money, "what": row.comment or _("no pieces")}


def _page_of(row: Return) -> str:
    if row.line:
        return reverse("orders:order", args=[row.line.order_id])
    return reverse("orders:return_page", args=[row.number]) if row.number else ""


def _tell_changes(ids: Sequence[UUID], limit: int) -> list[StoryEntry]:
    rows = Change.objects.filter(customer__in=ids).order_by("-occurred_at")[:limit]
    return [_of_order(entry, row.order_id) for row in rows for entry in tell_change(row)]


def _tell_cancellations(ids: Sequence[UUID], limit: int) -> list[StoryEntry]:
    rows = Cancellation.objects.filter(line__order__customer__in=ids).select_related("line__product", "reason")
    newest = rows.order_by("-occurred_at")[:limit]
    return [_of_order(entry, row.line.order_id) for row in newest for entry in tell_cancellation(row)]


def _of_order(entry: StoryEntry, order_id: UUID) -> StoryEntry:
    return replace(entry, url=reverse("orders:order", args=[order_id]))


def _tell_pickups(ids: Sequence[UUID], now: datetime, limit: int) -> list[StoryEntry]:
    rows = Pickup.objects.filter(customer__in=ids, called_off_at=None).select_related("outlet")
    return [_tell_pickup(row, now) for row in rows.order_by("-promised_at")[:limit]]


def _tell_pickup(row: Pickup, now: datetime) -> StoryEntry:
    url = reverse("orders:order", args=[row.order_id])
    if row.not_found_at is not None:
        return StoryEntry(
            at=row.not_found_at,
            icon="package-x",
            title=_("Came to collect, order not found"),
            detail=_("handed over later") if row.collected_at else "",
            promise="broken",
            promise_words=_("not found"),
            tone="bad",
            where=row.outlet.name,
            where_icon="store",
            url=url,
        )
    late = (row.ready_at or now) > row.promised_at
    promise: Literal["broken", "kept", "open"] = "broken" if late else "kept" if row.ready_at else "open"
    return StoryEntry(
        at=row.collected_at or row.ready_at or min(row.promised_at, now),
        icon="package-check",
        title=_("Collected the order") if row.collected_at else _("Order to be collected"),
        promise=promise,
        promise_words={"broken": _("ready late"), "kept": _("ready in time"), "open": _("being prepared")}[promise],
        tone="bad" if late else "",
        where=row.outlet.name,
        where_icon="store",
        url=url,
    )


def _of_return(
    model: type[Model], label: str, at: str, blank: dict[str, object], through: str = ""
) -> Held:  # fmt: skip
    """Rows that belong to a return, and by it to a person."""
    return Held(model=model, label=label, at=at, customer=f"{through}request__customer", record="", blank=blank)


register_facts(
    "orders",
    held=[
        Held(
            model=Order,
            label=gettext_noop("orders"),
            at="placed_at",
            blank={"postcode_area": "", "city": "", "ship_name": "", "ship_street": "", "ship_postcode": ""},
        ),
        Held(
            model=OrderDetails,
            label=gettext_noop("what other systems say of orders"),
            at="recorded_at",
            customer="order__customer",
            record="",
            blank={"details": {}},
        ),
        Held(
            model=Change, label=gettext_noop("changes of orders"), at="occurred_at", blank={"before": {}, "after": {}}
        ),
        Held(model=Return, label=gettext_noop("returns"), at="occurred_at", blank={"comment": ""}),
        Held(model=ReturnRequest, label=gettext_noop("returns asked for"), at="asked_at", blank={"why": ""}),
        _of_return(ReturnItem, gettext_noop("pieces to be returned"), "asked_at", {"comment": ""}),
        _of_return(ReturnStep, gettext_noop("steps of returns"), "occurred_at", {"why": ""}),
        _of_return(
            Inspection, gettext_noop("what was found of returns"), "inspected_at", {"note": "", "photo": ""}, "item__"
        ),
        _of_return(ReturnPhoto, gettext_noop("pictures of returns"), "added_at", {}),
        Held(model=Refund, label=gettext_noop("refunds"), at="asked_at", blank={"why": ""}),
        Held(model=CallBack, label=gettext_noop("calls asked for"), at="asked_at", blank={"phone": "", "about": ""}),
        Held(model=Pickup, label=gettext_noop("pick-ups"), at="promised_at", blank={"collector": "", "handed_to": ""}),
    ],
    timeline=tell,
    headline=headline,
)
register_worth("orders", weigh)


def enclose_photos(ids: Sequence[UUID]) -> Iterator[tuple[str, bytes]]:
    """The pictures of returns, for the person who took them."""
    rows = ReturnPhoto.objects.filter(request__customer__in=list(ids)).order_by("added_at", "id")
    for key, number in rows.values_list("id", "request__number"):
        if file_of(key).is_file():
            yield f"pictures/{number}-{key}.jpg", file_of(key).read_bytes()


def forget_photos(ids: Sequence[UUID], traces: Traces) -> int:
    """A picture may show a face or a home: it goes with its person."""
    rows = ReturnPhoto.objects.filter(request__customer__in=list(ids))
    files = [file_of(key) for key in rows.values_list("id", flat=True)]
    rows.delete()
    transaction.on_commit(partial(delete_files, files))
    return len(files)


register_enclosures(enclose_photos)
register_reach(gettext_noop("Pictures of returns"), forget_photos)
