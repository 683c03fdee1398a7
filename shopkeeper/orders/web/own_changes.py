"""Customers change their order by its link: pieces, where it goes, how and when; what it costs is shown first."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.orders.actions.changeable import can_still_change, changes_end_at
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.contracts import Address, OrderCard
from shopkeeper.orders.errors import AddressIncomplete, NotPlacedHere, WayMissing
from shopkeeper.orders.queries.lacking import list_lacking
from shopkeeper.orders.queries.revisions import find_address, get_how, preview_revision
from shopkeeper.orders.queries.staying import name_supplied
from shopkeeper.orders.queries.telling import is_told
from shopkeeper.orders.web.drafts import ADDRESS, Draft, confirmed, needs_way, read_draft, with_ways
from shopkeeper.orders.web.own import decide, open_card
from shopkeeper.organization import public as organization

_NEEDED = ("street", "postcode", "city")


@door(PUBLIC)
def show(request: PageRequest, token: str) -> HttpResponse:
    """What can be changed, in how many ways it could come, and what the change would cost; nothing is written, and
    where the order goes so far is not shown."""
    card, now, retailer = open_card(token), clock.now(), organization.get_retailer()
    if not can_still_change(card.id, now=now):
        return redirect("orders:own", token=token)
    context: dict[str, Any] = {
        "token": token, "card": card, "said": request.POST, "brand": retailer.name, "time_zone": retailer.time_zone,
        "until": changes_end_at(card.id, now=now), "lacking": list_lacking(card.id),
        "supplied": name_supplied(card.id), "is_told": is_told(card.id),
    }  # fmt: skip
    try:
        draft = _draft(card, request.POST, now=now)
        pieces = dict(draft.revision.quantities)
        kept = [(line, line.counters.ordered - line.counters.canceled) for line in card.lines]
        context |= {"draft": draft, "rows": [(line, pieces.get(line.id, n), n) for line, n in kept if n]}
        if draft.changes_anything:
            context["preview"] = preview_revision(card.id, draft.revision, now=now)
            context["broken"] = draft.list_broken(card)
    except Refusal as refusal:
        context["refusal"] = refusal.sentence()
    response = render(request, "orders/own_change.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@door(PUBLIC)
def change(request: PageRequest, token: str) -> HttpResponse:
    """All of it, or nothing."""

    def carry_out(card: OrderCard, by: Actor, now: datetime) -> str:
        told = _typed(request.POST)
        draft = read_draft(card, _known(card), told)
        revision = confirmed(draft, card, told, now=now)
        if revision.address and not revision.how and needs_way(card, draft):
            raise WayMissing
        change_order(order_id=card.id, revision=replace(revision, why=""), by=by, now=now)
        if card.customer_id is None:  # nobody knows where to write to
            return _("Changed. This page says what it is now.")
        return _("Changed. We have written to you what it is now.")

    return decide(request, token, "change", carry_out)


def _draft(card: OrderCard, told: QueryDict, *, now: datetime) -> Draft:
    draft = read_draft(card, _known(card), _typed(told))
    draft = with_ways(draft, card, told.get("way", ""), get_how(card.id), now=now)
    if draft.revision.address and not draft.way and needs_way(card, draft):
        return replace(draft, revision=replace(draft.revision, address=None), lacks_way=True)
    return draft


def _known(card: OrderCard) -> Address:
    known = find_address(card.id)
    if known is None:
        raise NotPlacedHere
    return known


def _typed(told: QueryDict) -> QueryDict:
    """What was written down; an address that is left empty stays as it is.

    :raises AddressIncomplete: when one is only half written down
    """
    said, written = told.copy(), {name: told.get(name, "").strip() for name in ADDRESS}
    for name in ("sku", "count", *(name for name in ADDRESS if not written[name])):
        said.pop(name, None)
    if any(written.values()) and not all(written[name] for name in _NEEDED):
        raise AddressIncomplete
    return said
