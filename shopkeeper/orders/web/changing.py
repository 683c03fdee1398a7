"""Changing an order until it has left: pieces, address, service and day; what it costs first, then the deed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions.revising import change_order, undo_change
from shopkeeper.orders.contracts import Address, BasketLine, How, OrderCard, OrderRevision
from shopkeeper.orders.errors import NotPlacedHere
from shopkeeper.orders.queries.placed import list_changes
from shopkeeper.orders.queries.revisions import find_address, is_to_be_delivered, preview_revision
from shopkeeper.orders.rules.baskets import MOST

_ADDRESS = ("name", "street", "postcode", "city")
_LONGEST = {"name": 120, "street": 120, "postcode": 16, "city": 120}


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been said so far."""

    revision: OrderRevision
    address: Address
    added: BasketLine | None

    @property
    def changes_anything(self) -> bool:
        """Whether there is something to do."""
        wish = self.revision
        return bool(wish.quantities or wish.added or wish.address or wish.how)


@door("orders.change_orders")
def show_change(request: PageRequest, order_id: UUID) -> HttpResponse:
    """What can be changed, and what the change would cost."""
    card, by, now = access_order(request.actor, order_id), request.actor, clock.now()
    known = find_address(card.id)
    if known is None:
        raise NotPlacedHere
    draft = _read(card, known, request.GET, by=by, now=now)
    context = {
        "card": card, "draft": draft, "pieces": {str(line): count for line, count in draft.revision.quantities},
        "rows": [(line, _kept(draft, line.id, line.counters.ordered - line.counters.canceled)) for line in card.lines],
        "has_left": any(line.counters.shipped for line in card.lines), "changes": list_changes(card.id),
        "offers": _offers(card, draft.address, by=by, now=now), "said": request.GET,
    }  # fmt: skip
    try:
        if draft.changes_anything:
            context["preview"] = preview_revision(card.id, draft.revision, now=now)
    except Refusal as refusal:
        context["refusal"] = refusal.sentence()
    return render(request, "orders/change.html", context)


@door("orders.change_orders")
def change(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Change the order; money, stock and promises follow, or nothing is changed."""
    card, by, now = access_order(request.actor, order_id), request.actor, clock.now()
    known = find_address(card.id)
    if known is None:
        raise NotPlacedHere
    draft = _read(card, known, request.POST, by=by, now=now)
    change_order(order_id=card.id, revision=draft.revision, by=by, now=now)
    messages.success(request, _("Changed. Money, pieces and promises follow."))
    return redirect("orders:order", key=order_id)


@door("orders.change_orders")
def undo(request: PageRequest, order_id: UUID, change_id: UUID) -> HttpResponse:
    """It is again as it was before a change."""
    card = access_order(request.actor, order_id)
    undo_change(change_id=change_id, order_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Undone. It is as it was before."))
    return redirect("orders:change", order_id=card.id)


def _read(card: OrderCard, known: Address, told: QueryDict, *, by: Actor, now: datetime) -> Draft:
    pieces = []
    for line in card.lines:
        text, kept = told.get(f"pieces:{line.id}", ""), line.counters.ordered - line.counters.canceled
        if text.isdigit() and int(text) <= MOST and int(text) != kept:
            pieces.append((line.id, int(text)))
    sku, count = told.get("sku", "").strip()[:80], told.get("count", "")
    added = BasketLine(sku, int(count)) if sku and count.isdigit() and 0 < int(count) <= MOST else None
    said = {name: told.get(name, getattr(known, name)).strip()[: _LONGEST[name]] for name in _ADDRESS}
    moves = any(said[name] != getattr(known, name) for name in _ADDRESS)
    address = Address(**said, country=known.country, region=known.region) if moves else known
    offer = told.get("offer", "")
    how = next((_how(one) for one in _offers(card, address, by=by, now=now) if offer and _name(one) == offer), None)
    revision = OrderRevision(
        quantities=tuple(pieces), added=(added,) if added else (), address=address if moves else None, how=how,
        why=told.get("why", "")[:200],
    )  # fmt: skip
    return Draft(revision, address, added)


def _kept(draft: Draft, line_id: UUID, kept: int) -> int:
    return next((count for line, count in draft.revision.quantities if line == line_id), kept)


def _offers(card: OrderCard, address: Address, *, by: Actor, now: datetime) -> list[delivery.DeliveryOffer]:
    """The services that could bring what has not left, for those who may ask; collecting is another order."""
    if not (address.postcode and is_to_be_delivered(card.id) and by.may("delivery.ask_offers")):
        return []
    lines = [delivery.BasketLine(line.sku, line.left_to_ship) for line in card.lines if line.left_to_ship]
    to = delivery.Destination(country=address.country, postcode=address.postcode, region=address.region)
    found = delivery.offer_deliveries(lines=lines, address=to, by=by, now=now, channel=card.channel)
    return [one for one in found if one.ready_at is None]


def _name(offer: delivery.DeliveryOffer) -> str:
    return f"{offer.carrier}|{offer.service}|{offer.promised_on}"


def _how(offer: delivery.DeliveryOffer) -> How:
    return How(
        carrier_key=offer.carrier, service=offer.service, promised_on=offer.promised_on, price=offer.price
    )  # fmt: skip
