"""Values that too many people hold, so that they join nobody: where each comes from, to be mended there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.queries.shared_values import list_hot_values
from shopkeeper.customers.words import SHARED_VALUES

SEE, SLOT = "customers.view_quality", "shared_value"
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
    return render(request, "customers/shared_values.html", {"hot": hot})
