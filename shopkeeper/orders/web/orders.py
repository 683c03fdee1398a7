"""Finding an order, and the story of one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Filter
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions.public import Channel
from shopkeeper.inventory import public as inventory
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order, access_sent_here
from shopkeeper.orders.actions.paying import find_lacking
from shopkeeper.orders.contracts import HoldCard, HoldReason, OrderCard, OrderState, ToldReturn
from shopkeeper.orders.queries.calendar import today
from shopkeeper.orders.queries.cancelable import list_asked_cancellations
from shopkeeper.orders.queries.canonical import list_told_elsewhere
from shopkeeper.orders.queries.placed import find_worth_now
from shopkeeper.orders.queries.redirected import list_redirections
from shopkeeper.orders.queries.returns import find_return
from shopkeeper.orders.queries.revisions import find_destination
from shopkeeper.orders.queries.search import search_orders
from shopkeeper.orders.queries.senders import name_suppliers
from shopkeeper.orders.queries.told_returns import list_returns_without_order, list_told_returns
from shopkeeper.orders.queries.unpromised import count_unpromised, is_unpromised
from shopkeeper.orders.rules.holding import right_to_release
from shopkeeper.orders.stories import tell_order
from shopkeeper.orders.templatetags.order_words import channel_words
from shopkeeper.promises import public as promises

PAGE = 40
_WITHOUT_ORDER = 20
_STAGES = {
    None: gettext_lazy("All"),
    queries.Stage.HELD: gettext_lazy("Held"),
    queries.Stage.TO_SEND: gettext_lazy("To send"),
    queries.Stage.UNDER_WAY: gettext_lazy("On their way"),
    queries.Stage.CAME_BACK: gettext_lazy("Pieces came back"),
    queries.Stage.CANCELED: gettext_lazy("Pieces canceled"),
}
_CHANNELS = (Channel.WEB, Channel.STORE, Channel.PHONE, Channel.MARKETPLACE)


@door("orders.view_orders")
def list_orders(request: PageRequest) -> HttpResponse:
    """Find an order by any number, a name, a telephone or a SKU; without one, the latest, by stage and channel."""
    text, by, asked = request.GET.get("q", "").strip(), request.actor, _read(request)
    found = search_orders(text, by=by, limit=PAGE) if text else queries.list_latest_orders(asked, by=by, limit=PAGE + 1)
    told = _list_told(text, asked, by=by)
    asked_for = find_return(text, by=by) if text and not found and not told else None
    if asked_for and not request.htmx:
        return redirect("orders:return_page", asked_for.number)
    if text and len(found) + len(told) == 1 and not request.htmx:
        return redirect("orders:order", found[0].id) if found else redirect("orders:return_page", told[0].number)
    ids = [*(card.customer_id for card in found), *(one.customer_id for one in told)]
    people = customers.get_customer_cards(key for key in ids if key)
    shown = found[:PAGE]
    return render(request, "orders/orders.html", {
        "asked": text, "may_place": by.may("orders.place_orders"),
        "unpromised": count_unpromised() if by.may("orders.set_return_policies") else 0,
        "rows": [(card, people.get(card.customer_id) if card.customer_id else None) for card in shown],
        "told_returns": [(one, people.get(one.customer_id) if one.customer_id else None) for one in told],
        "stages": _stages(asked), "channels": _channels(asked),
        "is_narrowed": bool(asked.stage or asked.channel),
        "more": _address(replace(asked, before=shown[-1].id)) if len(found) > PAGE else "",
    })  # fmt: skip


def _list_told(text: str, asked: queries.Latest, *, by: Actor) -> list[ToldReturn]:
    """Returns by their number; and where one leafs through what came back, those of which nobody knows the order."""
    if text:
        return list_told_returns(text, by=by)
    is_first = asked.stage is queries.Stage.CAME_BACK and not asked.channel and not asked.before
    return list_returns_without_order(by=by, limit=_WITHOUT_ORDER) if is_first else []


def _read(request: PageRequest) -> queries.Latest:
    """What the address asks for; what it does not know is left out."""
    told: dict[str, Any] = {}
    for name, kind in (("stage", queries.Stage), ("channel", Channel), ("before", UUID)):
        try:
            told[name] = kind(request.GET[name])
        except (KeyError, ValueError):
            continue
    return queries.Latest(**told)


def _address(asked: queries.Latest) -> str:
    told = {"stage": asked.stage, "channel": asked.channel, "before": asked.before}
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _stages(asked: queries.Latest) -> list[Filter]:
    return [
        Filter(label=str(words), url=_address(replace(asked, stage=stage, before=None)), is_on=asked.stage == stage)
        for stage, words in _STAGES.items()
    ]


def _channels(asked: queries.Latest) -> list[Filter]:
    """A channel that is on is left by choosing it again."""
    return [
        Filter(
            label=channel_words(channel).capitalize(),
            url=_address(replace(asked, channel=None if asked.channel == channel else channel, before=None)),
            is_on=asked.channel == channel,
        )
        for channel in _CHANNELS
    ]


@door("orders.view_orders")
def show_order(request: PageRequest, key: str) -> HttpResponse:
    """One order: its lines, what was promised, its parcels, what happened."""
    now, by = clock.now(), request.actor
    if _only_sends(by, key):
        return render(request, "orders/sent_here.html", {"card": access_sent_here(by, key, now=now), "now": now})
    card = access_order(by, key)
    pickups, here = queries.list_pickups(card.id), queries.get_fulfillment(card)
    context = {
        "card": card,
        "comes_to": find_worth_now(card),
        "customer": customers.find_customer_card(card.customer_id) if card.customer_id else None,
        "company": queries.find_company(card.id),
        "story": tell_order(card, now=now),
        "promises": sorted(promises.list_promises_for_ref(card.ref, now=now), key=_is_off),
        "parcels": _list_parcels(card, now=now),
        "is_unpromised": is_unpromised(card.id),
        "may_decide": by.may("orders.set_return_policies"),
        "goes_to": find_destination(card.id) if by.may("orders.change_orders") and not pickups else None,
        "pickups": pickups,
        "may_change": by.may("orders.change_orders"),
        "may_move": by.may("orders.move_orders"),
        "may_put_off": by.may("orders.note_delays"),
        "now": now,
        "today": today(now),
        "asked": list_asked_cancellations(card.id),
        "redirections": list_redirections(card.id),
        "call": queries.find_call(card.id),
        "slots": queries.list_slots(now=now),
        "here": here,
        "lacking": find_lacking(card.id) if any(_is_unpaid(hold) for hold in here.holds) else 0,
        "releasable": {hold.id for hold in here.holds if by.may(right_to_release(hold.reason))},
        "cancelable": [line for line in card.lines if line.left_to_ship],
        "returnable": [line for line in card.lines if line.with_customer],
        "under_way": card.state in (OrderState.SHIPPED, OrderState.PARTLY_SHIPPED),
        "told_elsewhere": list_told_elsewhere(card.id),
        "may_take_back": by.may("orders.take_returns"),
        "panels": render_slot("order", card.id, by=by, now=now),
    }
    return render(request, "orders/order.html", context)


def _only_sends(by: Actor, key: str) -> bool:
    """Whether an outlet that has not sold the order, nor hands it over, sends some of it."""
    if by.scopes.company_wide or not by.may("orders.move_orders"):
        return False
    now = clock.now()
    return not queries.may_open(key, by=by) and queries.find_sent_here(key, by=by, now=now) is not None


def _is_unpaid(hold: HoldCard) -> bool:
    return hold.reason is HoldReason.PAYMENT and hold.released_at is None


def _is_off(promise: promises.PromiseCard) -> bool:
    """What fell away is read last."""
    return promise.state is promises.PromiseState.WITHDRAWN


def _list_parcels(card: OrderCard, *, now: datetime) -> list[tuple[delivery.ParcelCard, str, bool]]:
    """The parcels that were not called off, each with the name of where it leaves, and whether a supplier packs it."""
    parcels = delivery.list_parcels_for_ref(card.ref, now=now)
    kept = [parcel for parcel in parcels if parcel.state is not delivery.ParcelState.CANCELED]
    places = inventory.get_locations({parcel.ship_from for parcel in kept})
    names = name_suppliers(card.id)
    return [(parcel, *_who_packs(parcel.ship_from, places.get(parcel.ship_from), names)) for parcel in kept]


def _who_packs(code: str, place: inventory.LocationCard | None, suppliers: Mapping[str, str]) -> tuple[str, bool]:
    """Suppliers of other systems have no place of ours, and a name where one was told."""
    is_supplier = place is not None and place.kind is inventory.LocationKind.SUPPLIER
    return place.name if place else suppliers.get(code, code), is_supplier
