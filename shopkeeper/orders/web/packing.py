"""A parcel is packed: piece by piece, then closed; or opened again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.access import access_to_open, access_to_send
from shopkeeper.orders.actions import packing
from shopkeeper.orders.actions.voiding import tell_opened
from shopkeeper.orders.errors import NothingToSendThere
from shopkeeper.orders.queries.revisions import find_address
from shopkeeper.orders.web.sending import show_what_became_of_it
from shopkeeper.organization import public as organization


@door("orders.move_orders")
def scan(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """A piece goes in."""
    now = clock.now()
    card = access_to_send(request.actor, order_id, parcel_id, now=now)
    piece = packing.scan_into_parcel(
        order_id=card.order_id, parcel_id=card.parcel_id, code=request.POST.get("code", ""), by=request.actor, now=now
    )
    rest = ngettext("%(n)s more of it.", "%(n)s more of it.", piece.left) % {"n": piece.left}
    told = {"name": piece.name, "rest": rest if piece.left else _("That was the last piece of it.")}
    messages.success(request, _("In the parcel: %(name)s. %(rest)s") % told)
    return redirect("orders:send", order_id=order_id, parcel_id=parcel_id)


@door("orders.move_orders")
def pack(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """All pieces are in."""
    now = clock.now()
    card = access_to_send(request.actor, order_id, parcel_id, now=now)
    packing.pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=request.actor, now=now)
    messages.success(request, _("%(number)s is packed.") % {"number": card.order_number})
    return redirect("orders:send", order_id=order_id, parcel_id=parcel_id)


@door("orders.move_orders")
def unpack(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """It was not right: the parcel is opened."""
    now = clock.now()
    card = access_to_send(request.actor, order_id, parcel_id, now=now)
    packing.unpack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=request.actor, now=now)
    messages.success(request, _("The parcel is open again. Scan its pieces anew."))
    return redirect("orders:send", order_id=order_id, parcel_id=parcel_id)


@door("orders.move_orders")
def put_back(request: PageRequest, parcel_id: UUID) -> HttpResponse:
    """It was called back: its pieces lie where they lay."""
    card = access_to_open(request.actor, parcel_id)
    tell_opened(parcel_id=card.parcel_id, by=request.actor, now=clock.now())
    messages.success(request, _("Thank you. The parcel of %(number)s is open.") % {"number": card.order_number})
    return redirect("orders:sending")


@door("orders.move_orders")
def show_label(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """The label, to be printed."""
    try:
        card = access_to_send(request.actor, order_id, parcel_id, now=clock.now())
    except NothingToSendThere:
        return show_what_became_of_it(request, order_id, parcel_id)
    place = inventory.get_locations([card.location])[card.location]
    return render(request, "orders/label.html", {
        "card": card, "to": find_address(card.order_id), "place": place, "retailer": organization.get_retailer().name,
    })  # fmt: skip
