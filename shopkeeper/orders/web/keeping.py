"""An order on the pick-up shelf is kept longer, collected by somebody else, let go, or put back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders.access import access_pickup
from shopkeeper.orders.actions import keeping


@door("orders.serve_pickups")
def keep_longer(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The customer comes later."""
    card = access_pickup(request.actor, pickup_id)
    until = keeping.keep_longer(
        pickup_id=card.id, why=request.POST.get("why", ""), by=request.actor, now=clock.now()
    )  # fmt: skip
    messages.success(request, _("It is kept until %(day)s.") % {"day": date_format(until, "l j F")})
    return redirect("orders:pickup", pickup_id=card.id)


@door("orders.serve_pickups")
def name_collector(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """Somebody else comes for it."""
    card, name = access_pickup(request.actor, pickup_id), request.POST.get("name", "")
    keeping.name_collector(pickup_id=card.id, name=name, by=request.actor, now=clock.now())
    messages.success(request, _("%(name)s may collect it with the code or a paper.") % {"name": name.strip()})
    return redirect("orders:pickup", pickup_id=card.id)


@door("orders.serve_pickups")
def release(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """Nobody comes for it."""
    card = access_pickup(request.actor, pickup_id)
    keeping.release_pickup(pickup_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Let go. What was paid goes back, and the pieces may be sold again."))
    return redirect("orders:pickup", pickup_id=card.id)


@door("orders.serve_pickups")
def put_back(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """Its pieces lie where they are sold again."""
    card = access_pickup(request.actor, pickup_id)
    keeping.put_back(pickup_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Put back. Thank you."))
    return redirect("orders:pickups")
