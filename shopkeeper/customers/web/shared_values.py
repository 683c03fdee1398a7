"""Values that too many people hold, so that they join nobody: where each comes from, to be mended there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_number
from shopkeeper.customers.actions.noticing import let_go_of_values
from shopkeeper.customers.queries.matching import has_model_in_force
from shopkeeper.customers.queries.shared_values import list_hot_values
from shopkeeper.customers.words import SHARED_VALUES

SEE, RELEASE, SLOT = "customers.view_quality", "customers.merge_customers", "shared_value"
TOLD = 10
"""Of so many values others are asked where their holders come from; who mends these first sees the next."""


@door(SEE)
def show_shared_values(request: PageRequest) -> HttpResponse:
    """The values that most records hold."""
    by, now = request.actor, clock.now()
    hot = [
        (value, _(SHARED_VALUES[value.kind]), render_slot(SLOT, value.holders, by=by, now=now) if place < TOLD else [])
        for place, value in enumerate(list_hot_values())
    ]
    context = {"hot": hot, "may_release": by.may(RELEASE), "has_model": has_model_in_force()}
    return render(request, "customers/shared_values.html", context)


@require_POST
@door(RELEASE)
def release(request: PageRequest) -> HttpResponse:
    """Let what was mended count again now, not within half an hour."""
    count = let_go_of_values(by=request.actor, now=clock.now())
    told = ngettext("%(n)s value counts again.", "%(n)s values count again.", count) % {"n": write_number(count)}
    none = _("None of them was mended yet: each is still held by people of more names than a family has.")
    messages.success(request, told) if count else messages.info(request, none)
    return redirect("customers:shared_values")
