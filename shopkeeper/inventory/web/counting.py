"""Shelves to count, chosen by how far the record is doubted."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_location
from shopkeeper.inventory.actions import corrections
from shopkeeper.inventory.queries.rooms import list_count_tasks
from shopkeeper.inventory.web.here import find_here, list_choices

_EACH = 20


class CountForm(PlainForm):
    """What somebody found."""

    sku = forms.CharField(max_length=80)
    counted = forms.IntegerField(min_value=0, max_value=1_000_000)
    back = forms.CharField(max_length=20, required=False)


@door("inventory.record_movements")
def list_tasks(request: PageRequest) -> HttpResponse:
    """The shelves of a location that are worth a look, the most doubted first."""
    here = find_here(request)
    tasks = list_count_tasks([here.id], now=clock.now(), each=_EACH) if here else []
    return render(
        request, "inventory/counts.html", {"here": here, "tasks": tasks, "choices": list_choices(request)}
    )  # fmt: skip


@door("inventory.record_movements")
def count_shelf(request: PageRequest, code: str) -> HttpResponse:
    """Somebody counted: the record follows at once."""
    place, form = access_location(request.actor, code), CountForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say how many pieces you found; none is 0."))
    said = form.cleaned_data
    off = corrections.count(
        sku=said["sku"], location=place.code, counted=said["counted"], by=request.actor, now=clock.now()
    )
    messages.success(request, _thanks(off))
    query = urlencode({"location": place.code} | ({"code": said["sku"]} if said["back"] == "scan" else {}))
    page = reverse("inventory:scan") if said["back"] == "scan" else reverse("inventory:counts")
    return redirect(f"{page}?{query}")


def _thanks(off: int) -> str:
    if off == 0:
        return _("Counted. The record was right.")
    words = ngettext(
        "Counted. The record was off by %(n)s piece and is right now.",
        "Counted. The record was off by %(n)s pieces and is right now.", abs(off),
    )  # fmt: skip
    return words % {"n": abs(off)}
