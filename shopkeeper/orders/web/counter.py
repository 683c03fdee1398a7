"""The counter: scan a receipt or a product, say what comes back and how it looks, see what it brings, do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import InvalidInput, Refusal
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.access import access_order_to_return, access_return
from shopkeeper.orders.actions.returns.asking import request_return
from shopkeeper.orders.actions.returns.at_the_counter import return_at_counter, return_without_receipt
from shopkeeper.orders.contracts import (
    BackLine,
    Condition,
    Disposition,
    NewReturn,
    NoReceipt,
    OrderCard,
    RefundWay,
    ReturnState,
    WayBack,
)
from shopkeeper.orders.policies import NO_RECEIPT
from shopkeeper.orders.queries.returns import preview_return
from shopkeeper.orders.return_places import choose_place, list_places
from shopkeeper.orders.rules.bundles import find_broken


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said of one line so far."""

    line_id: UUID
    quantity: int
    reason: str
    is_faulty: bool
    condition: Condition
    disposition: Disposition


@door("orders.take_returns")
def show_counter(request: PageRequest) -> HttpResponse:
    """Find what comes back; with lines chosen, what it brings."""
    code, by, now = request.GET.get("code", "").strip()[:120], request.actor, clock.now()
    if number := _return_of(code):
        return redirect("orders:return_page", key=number)
    found = access_order_to_return(by, code)
    card = found[0] if found else None
    if len(found) > 1:
        card = next((one for one in found if str(one.id) == request.GET.get("order")), None)
    context: dict[str, Any] = {
        "code": code, "found": found if card is None else [], "card": card, "places": list_places(by),
        "place": request.GET.get("place", ""), "way": request.GET.get("way", WayBack.COUNTER),
        "refund_way": request.GET.get("refund_way", RefundWay.ORIGINAL),
        "reasons": interactions.list_topics(kind=interactions.TopicKind.RETURN_REASON),
        "may_decide": by.may("orders.decide_returns"), "no_receipt": agreed(NO_RECEIPT),
    }  # fmt: skip
    if card:
        context |= _look_at(card, request.GET, now=now)
    elif code and not found:
        match = catalog.find_by_code(code)
        context["product"] = match.product if match else None
    return render(request, "orders/counter.html", context)


@door("orders.take_returns")
def take_back(request: PageRequest) -> HttpResponse:
    """The pieces are taken back, or their return is written down when they come by parcel."""
    told, by, now = request.POST, request.actor, clock.now()
    found = [one for one in access_order_to_return(by, told.get("code", "")) if str(one.id) == told.get("order")]
    said = _read(found[0], told) if found else []
    if not said:
        raise InvalidInput(reason=_("Say which pieces come back."))
    wish = _wish(found[0], said, told)
    if wish.way is WayBack.PARCEL:
        request_id = request_return(wish=wish, by=by, now=now)
    else:
        place = choose_place(by, told.get("place", ""))
        looked_at = [(one.condition, one.disposition) for one in said]
        request_id = return_at_counter(
            wish=wish, looked_at=looked_at, location=place.code, why=told.get("why", "")[:300], by=by, now=now
        )  # fmt: skip
    return _tell(request, request_id)


@door("orders.take_returns")
def take_back_without(request: PageRequest) -> HttpResponse:
    """Pieces are taken back of which nobody knows the order."""
    told, by = request.POST, request.actor
    place, number = choose_place(by, told.get("place", "")), told.get("customer", "").strip()
    customer_id = customers.find_customer_by_number(number) if number else None
    if customer_id is None:
        raise InvalidInput(reason=_("Store credit needs a customer: write the number of theirs."))
    wish = NoReceipt(
        sku=told.get("sku", "")[:80], quantity=_count(told.get("quantity", "")), customer_id=customer_id,
        outlet_id=place.outlet_id, reason_code=told.get("reason", ""), comment=told.get("comment", "")[:2000],
        condition=_condition(told.get("condition")), disposition=_disposition(told.get("disposition")),
    )  # fmt: skip
    return _tell(request, return_without_receipt(wish=wish, location=place.code, by=by, now=clock.now()))


def _return_of(code: str) -> str:
    """The return that was scanned, by its own number or the one on its label."""
    if code.upper().startswith("R-"):
        return code.upper()
    found = delivery.find_ref_of_label(code) if code else ""
    return found.removeprefix("return:") if found.startswith("return:") else ""


def _look_at(card: OrderCard, told: QueryDict, *, now: datetime) -> dict[str, Any]:
    said = _read(card, told)
    rows = [(line, next((one for one in said if one.line_id == line.id), None)) for line in card.lines]
    context: dict[str, Any] = {"rows": rows, "said": said}
    context["customer"] = customers.find_customer_card(card.customer_id) if card.customer_id else None
    if said:
        try:
            context["preview"] = preview_return(wish=_wish(card, said, told), now=now)
            context["broken"] = find_broken(card.lines, {one.line_id: one.quantity for one in said})
        except Refusal as refusal:
            context["refusal"] = refusal.sentence()
    return context


def _read(card: OrderCard, told: QueryDict) -> list[Said]:
    """Pieces by line: `pieces:<line>=2`, and what was said of each."""
    return [
        Said(
            line.id, count, told.get(f"reason:{line.id}", ""), f"faulty:{line.id}" in told,
            _condition(told.get(f"condition:{line.id}")), _disposition(told.get(f"disposition:{line.id}")),
        )
        for line in card.lines
        if (count := _count(told.get(f"pieces:{line.id}", "")))
    ]  # fmt: skip


def _wish(card: OrderCard, said: list[Said], told: QueryDict) -> NewReturn:
    by_parcel = told.get("way") == WayBack.PARCEL
    credit = told.get("refund_way") == RefundWay.STORE_CREDIT
    return NewReturn(
        order_id=card.id, channel="phone" if by_parcel else "counter",
        way=WayBack.PARCEL if by_parcel else WayBack.COUNTER,
        refund_way=RefundWay.STORE_CREDIT if credit else RefundWay.ORIGINAL,
        lines=tuple(
            BackLine(
                line_id=one.line_id, quantity=one.quantity, reason_code=one.reason,
                comment=told.get("comment", "")[:2000], is_faulty=one.is_faulty,
            )
            for one in said
        ),
    )  # fmt: skip


def _tell(request: PageRequest, request_id: UUID) -> HttpResponse:
    card = access_return(request.actor, request_id)
    words = {
        ReturnState.SETTLED: _("Taken back. The money goes back."),
        ReturnState.APPROVED: _("Approved. The pieces may come to any store or warehouse."),
        ReturnState.REQUESTED: _("Written down. Somebody who may decide looks at it first."),
        ReturnState.DENIED: _("Written down. The policy says no; the reasons are below."),
    }
    messages.success(request, words.get(card.state, _("Written down.")))
    return redirect("orders:return_page", key=card.number)


def _count(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 0


def _condition(text: str | None) -> Condition:
    return Condition(text) if text in set(Condition) else Condition.AS_NEW


def _disposition(text: str | None) -> Disposition:
    return Disposition(text) if text in set(Disposition) else Disposition.RESTOCK
