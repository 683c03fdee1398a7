"""How far the record itself can be trusted: what waits, what was off, what nobody will ever release."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.components import Filter
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_held_movement
from shopkeeper.inventory.actions.checking import repair_stock
from shopkeeper.inventory.actions.claims import release
from shopkeeper.inventory.actions.held import dismiss_movement, explain_movement, replay_held_movements
from shopkeeper.inventory.contracts import Claim
from shopkeeper.inventory.errors import ReservationNotFound
from shopkeeper.inventory.queries import doubts
from shopkeeper.inventory.queries.places import name_of_place
from shopkeeper.inventory.words import WHY_HELD
from shopkeeper.inventory.words_of_refs import name_demands


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
    context = {"rows": rows, "filters": filters, "total": sum(counted.values()),
        "may_record": request.actor.may("inventory.record_movements"),
        "may_dismiss": request.actor.may("inventory.repair_stock"),
        "may_describe": request.actor.may("catalog.manage_products"),
    }  # fmt: skip
    return render(request, "inventory/held.html", context)


@door("inventory.view_stock")
def show_check(request: PageRequest) -> HttpResponse:
    """What the checker of the record found."""
    return render(request, "inventory/check.html", {
        "checkup": doubts.get_checkup(by=request.actor), "may_repair": request.actor.may("inventory.repair_stock"),
    })  # fmt: skip


@door("inventory.repair_stock")
def repair(request: PageRequest) -> HttpResponse:
    """Put right what the checker found."""
    repaired = repair_stock(by=request.actor, now=clock.now())
    words = ngettext("%(n)s position is right again.", "%(n)s positions are right again.", repaired)
    messages.success(request, words % {"n": repaired})
    return redirect("inventory:check")


@door("inventory.record_movements")
def try_again(request: PageRequest) -> HttpResponse:
    """Record what can be placed by now, without waiting for the next round."""
    recorded = replay_held_movements(by=request.actor, now=clock.now())
    words = ngettext("%(n)s movement was recorded.", "%(n)s movements were recorded.", recorded)
    messages.success(request, words % {"n": recorded})
    return redirect("inventory:held")


@door("inventory.record_movements")
def explain(request: PageRequest, held_id: UUID) -> HttpResponse:
    """Say why pieces went."""
    row = access_held_movement(request.actor, held_id)
    done = explain_movement(
        held_id=row.id, reason=request.POST.get("reason", ""), by=request.actor, now=clock.now()
    )  # fmt: skip
    words = _("%(sku)s at %(location)s is recorded, with your reason.") if done else _("Your reason is noted.")
    messages.success(request, words % {"sku": row.sku, "location": name_of_place(row.location_code)})
    return redirect("inventory:held")


@door("inventory.repair_stock")
def dismiss(request: PageRequest, held_id: UUID) -> HttpResponse:
    """Decide that a movement never happened."""
    row = access_held_movement(request.actor, held_id)
    dismiss_movement(held_id=row.id, reason=request.POST.get("reason", ""), by=request.actor, now=clock.now())
    words = _("The movement of %(sku)s at %(location)s stays out of the record. It is kept with your decision.")
    messages.success(request, words % {"sku": row.sku, "location": name_of_place(row.location_code)})
    return redirect("inventory:held")


@door("inventory.repair_stock")
def release_forgotten(request: PageRequest, reservation_id: UUID) -> HttpResponse:
    """Give the pieces of one back."""
    row, now = doubts.find_forgotten(reservation_id, by=request.actor, now=clock.now()), clock.now()
    if row is None:
        raise ReservationNotFound(what="reservation", key=reservation_id, ref=reservation_id)
    claim = Claim(row.ref, row.attempt, row.location.code)
    pieces = release(claims=[claim], reason="forgotten", by=request.actor, now=now)
    messages.success(request, _("%(n)s of %(name)s can be sold again.") % {"n": pieces, "name": row.product.name})
    return redirect("inventory:forgotten")


@door("inventory.view_stock")
def list_forgotten(request: PageRequest) -> HttpResponse:
    """Reservations that hold live stock and will never release it."""
    rows = doubts.list_forgotten_reservations(by=request.actor, now=clock.now())
    names = name_demands({row.ref for row in rows}, by=request.actor)
    return render(request, "inventory/forgotten.html", {
        "rows": [(row, names.get(row.ref, [])) for row in rows],
        "may_release": request.actor.may("inventory.repair_stock"),
    })  # fmt: skip
