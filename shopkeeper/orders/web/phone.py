"""An order is taken by phone: find products, see how they can reach the caller, place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.refusals import InvalidInput, NotPermitted, Refusal
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions.public import Channel
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.placing import place_order
from shopkeeper.orders.contracts import Address, BasketLine, How, NewPlacement
from shopkeeper.orders.queries.preorders import Preorder, find_day, list_preorders
from shopkeeper.orders.queries.revisions import find_last_address
from shopkeeper.orders.rules.baskets import MOST
from shopkeeper.orders.web.buying import read_buying, read_companies
from shopkeeper.organization import public as organization
from shopkeeper.payments import public as payments
from shopkeeper.pricing import public as pricing

_FOUND = 8
_ADDRESS = ("name", "street", "postcode", "city")
_LONGEST = {"name": 120, "street": 120, "postcode": 16, "city": 120}


@dataclass(frozen=True, slots=True)
class Call:
    """What has been said so far, as it stands in the address bar."""

    pieces: dict[str, int]
    address: Address
    customer: customers.CustomerCard | None

    @property
    def lines(self) -> tuple[BasketLine, ...]:
        """What is wanted."""
        return tuple(BasketLine(sku, pieces) for sku, pieces in self.pieces.items())

    @property
    def destination(self) -> delivery.Destination:
        """Where it goes."""
        return delivery.Destination(country=self.address.country, postcode=self.address.postcode)


@door("orders.place_orders")
def take_order(request: PageRequest) -> HttpResponse:
    """The basket, what else is looked for, where it goes, and how it can get there. What cannot be placed comes back
    as it was said, with the ways that there are now."""
    now = clock.now()
    if request.method != "POST":
        return _show(request, request.GET, now=now)
    try:
        return _place(request, now=now)
    except NotPermitted:
        raise
    except Refusal as refusal:
        return _show(request, request.POST, refusal, now=now)


def _show(request: PageRequest, told: QueryDict, refusal: Refusal | None = None, *, now: datetime) -> HttpResponse:
    call, text, by = _read(told), told.get("q", "").strip()[:120], request.actor
    context: dict[str, Any] = {
        "call": call, "q": text, "found": _find(text, by=by, now=now) if text else [], "key": str(new_id()),
        "customer_number": told.get("customer", ""), "method": told.get("method", ""),
        "callers": _find_callers(told, call, by=by), "code": told.get("code", "")[:120],
        "refusal": refusal.sentence() if refusal else "", "buying": read_buying(told, call.customer),
    }  # fmt: skip
    try:
        context |= _price(call, by=by, now=now)
    except Refusal as unpriced:
        context["refusal"] = unpriced.sentence()
    context["days"] = {value for name, value in told.items() if name.startswith("day:")}
    context["chosen"] = _same_way(context.get("offers", ()), told.get("offer", ""))
    return render(request, "orders/phone.html", context, status=refusal.status if refusal else 200)


def _find_callers(told: QueryDict, call: Call, *, by: Actor) -> list[customers.CustomerCard]:
    """People whom a name, a telephone or an address fits that was typed instead of a number."""
    text = told.get("customer", "").strip()
    if not text or call.customer or not by.may("customers.view_customers"):
        return []
    return [hit.card for hit in customers.search_customers(text, by=by, limit=_FOUND)]


def _same_way(offers: Sequence[delivery.DeliveryOffer], key: str) -> str:
    """The offer of today for the way that was chosen, else the first."""
    first = offers[0].key if offers else ""
    try:
        chosen = delivery.open_offer(key)
    except delivery.OfferNotOurs:
        return first
    same = (chosen.service, chosen.parts[-1].node if chosen.ready_at else "")
    ways = {(offer.service, offer.node if offer.ready_at else ""): offer.key for offer in offers}
    return ways.get(same, first)


def _place(request: PageRequest, *, now: datetime) -> HttpResponse:
    call, by = _read(request.POST), request.actor
    if request.POST.get("customer", "").strip() and call.customer is None:
        raise InvalidInput(reason=_("Choose who orders, or leave the customer empty."))
    account_id, payer_id = read_companies(request.POST)
    preorder = request.POST.get("preorder", "")
    placement = NewPlacement(
        key=f"phone:{request.POST.get('key', '')[:60]}", channel=Channel.PHONE, lines=_shown(request.POST, call),
        how=_once_it_comes(call, preorder, by=by, now=now) if preorder else _how(request.POST, call),
        means=read_means(request.POST), address=call.address, outlet_id=_own_outlet(by),
        customer_id=call.customer.id if call.customer else None, account_id=account_id, payer_id=payer_id,
        may_wait=bool(preorder),
    )  # fmt: skip
    placed = place_order(placement=placement, by=by, now=now)
    messages.success(request, _("Placed as %(number)s. %(source)s") % {
        "number": placed.number, "source": "; ".join(placed.sources),
    })  # fmt: skip
    return redirect("orders:order", key=placed.id)


def _how(told: QueryDict, call: Call) -> How:
    offer = told.get("offer", "")
    if not offer:
        raise InvalidInput(reason=_("Choose how the order reaches the customer."))
    if delivery.open_offer(offer).ready_at is None:
        _check_address(call)
    return How(offer=offer, promised_on=_chosen_day(told, offer))


def _check_address(call: Call) -> None:
    """A parcel needs a street and a town."""
    if not (call.address.street and call.address.city):
        raise InvalidInput(reason=_("Write down street, postcode and town: the parcel goes there."))


def _chosen_day(told: QueryDict, offer: str) -> date | None:
    """The day that was chosen for an offer that has several; placing checks that it is one of them."""
    sealed = delivery.open_offer(offer)
    try:
        return date.fromisoformat(told.get(f"day:{sealed.service}", "")) if sealed.days else None
    except ValueError:
        return None


def _once_it_comes(call: Call, key: str, *, by: Actor, now: datetime) -> How:
    """The service that the caller chose, at the price and for the day that hold now."""
    _check_address(call)
    found = next((each for each in _preorders(call, by=by, now=now) if each.key == key), None)
    if found is None:
        raise InvalidInput(reason=_("What is to come has changed meanwhile. Look again how it can get there."))
    return How(carrier_key=found.carrier, service=found.service, price=found.price, promised_on=found.promised_on)


def _read(told: QueryDict) -> Call:
    """Pieces by SKU: `pieces:LAMP=2`, one more by `add=RUG`."""
    pieces: dict[str, int] = {}
    for name, value in told.items():
        if name.startswith("pieces:") and str(value).isdigit() and 0 < int(str(value)) <= MOST:
            pieces[name.removeprefix("pieces:")[:80]] = int(str(value))
    if added := told.get("add", "")[:80]:
        pieces[added] = pieces.get(added, 0) + 1
    number = told.get("customer", "").strip()
    customer_id = customers.find_customer_by_number(number) if number else None
    card = customers.find_customer_card(customer_id) if customer_id else None
    said = {name: told.get(name, "").strip()[: _LONGEST[name]] for name in _ADDRESS}
    if card is not None and not said["postcode"]:
        said |= _known_address(card)
    country = (card.country if card else "") or organization.get_retailer().country
    address = Address(
        name=said["name"], street=said["street"], postcode=said["postcode"], city=said["city"], country=country[:2]
    )  # fmt: skip
    return Call(pieces, address, card)


def _known_address(card: customers.CustomerCard) -> dict[str, str]:
    """Where their last order went; else what is known of where they live."""
    last = find_last_address(customers.ids_of(card.id))
    told = last or Address(name=card.name, postcode=card.postcode, city=card.city)
    return {name: getattr(told, name)[: _LONGEST[name]] for name in _ADDRESS}


def _find(text: str, *, by: Actor, now: datetime) -> list[tuple[catalog.ProductCard, int, date | None]]:
    """Products, how many of each can be promised, and where none can, when some come."""
    cards = catalog.list_products(catalog.ProductSearch(text=text, state="sold", page_size=_FOUND))
    stock = inventory.get_availability([card.sku for card in cards], channel=Channel.PHONE, by=by, now=now)
    return [(card, stock[card.sku].available, find_day(stock[card.sku])) for card in cards]


def _price(call: Call, *, by: Actor, now: datetime) -> dict[str, Any]:
    if not call.pieces:
        return {}
    wanted = [pricing.Wanted(line.sku, line.quantity) for line in call.lines]
    currency = organization.get_retailer().currency
    quote = pricing.quote(wanted, currency=currency, outlet_id=_own_outlet(by), now=now)
    asked = bool(call.address.postcode)
    offers = _offers(call, by=by, now=now) if asked else ()
    is_there = any(offer.comes_on is None for offer in offers)
    preorders = _preorders(call, by=by, now=now) if asked and not is_there else ()
    return {"quote": quote, "asked": asked, "offers": offers, "preorders": preorders} | {
        "together": [(offer, quote.goods_total + offer.price) for offer in offers]
    }


def _offers(call: Call, *, by: Actor, now: datetime) -> tuple[delivery.DeliveryOffer, ...]:
    lines = [delivery.BasketLine(sku, pieces) for sku, pieces in call.pieces.items()]
    return delivery.offer_deliveries(lines=lines, address=call.destination, by=by, now=now, channel=Channel.PHONE)


def _preorders(call: Call, *, by: Actor, now: datetime) -> tuple[Preorder, ...]:
    return list_preorders(call.lines, call.destination, channel=Channel.PHONE, by=by, now=now)


def read_means(told: QueryDict) -> tuple[payments.Means, ...]:
    """By what the customer pays, as the form says it."""
    method = told.get("method", "")
    if method not in {one.value for one in payments.Method}:
        raise InvalidInput(reason=_("Choose how the customer pays."))
    code = told.get("code", "").strip()[:120]
    return (payments.Means(method=payments.Method(method), code=code, authorization=code),)


def _shown(told: QueryDict, call: Call) -> tuple[BasketLine, ...]:
    """The lines with the prices that the caller was told."""
    shown = {sku: told.get(f"shown:{sku}", "") for sku in call.pieces}
    amounts = {sku: Decimal(text) for sku, text in shown.items() if text.replace(".", "", 1).isdigit()}
    return tuple(BasketLine(line.sku, line.quantity, amounts.get(line.sku)) for line in call.lines)


def _own_outlet(by: Actor) -> Any:
    """Those of one outlet sell for it."""
    own = sorted(by.scopes.values.get("outlet_id", ())) if not by.scopes.company_wide else []
    return own[0] if own else None
