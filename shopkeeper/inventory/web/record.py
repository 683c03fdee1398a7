"""How far the record itself can be trusted: what waits, what was off, what nobody will ever release."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.components import Filter
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.queries import doubts
from shopkeeper.inventory.words import WHY_HELD


@door("inventory.view_stock")
def list_held(request: PageRequest) -> HttpResponse:
    """Movements that wait until their SKU or location is known."""
    counted, why = doubts.count_held(), request.GET.get("why", "")
    filters = [
        Filter(label=_("All"), url="?", is_on=not why, count=sum(counted.values())),
        *[
            Filter(label=_(words), url=f"?why={code}", is_on=why == code, count=counted[code])
            for code, words in WHY_HELD.items()
            if code in counted
        ],
    ]
    rows = doubts.list_held(by=request.actor, why=why)
    context = {"rows": rows, "filters": filters, "total": sum(counted.values())}
    return render(request, "inventory/held.html", context)


@door("inventory.view_stock")
def show_check(request: PageRequest) -> HttpResponse:
    """What the checker of the record found."""
    return render(request, "inventory/check.html", {"checkup": doubts.get_checkup(by=request.actor)})


@door("inventory.view_stock")
def list_forgotten(request: PageRequest) -> HttpResponse:
    """Reservations that hold live stock and will never release it."""
    rows = doubts.list_forgotten_reservations(by=request.actor, now=clock.now())
    return render(request, "inventory/forgotten.html", {"rows": rows})
