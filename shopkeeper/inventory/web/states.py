"""Pieces that are here and cannot be sold: damaged, put aside, on display; and back again."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_location
from shopkeeper.inventory.actions.corrections import move_within
from shopkeeper.inventory.contracts import MovementKind
from shopkeeper.inventory.words import MOVEMENTS

KINDS = (
    MovementKind.DAMAGE, MovementKind.DISPLAY, MovementKind.HOLD, MovementKind.MEND, MovementKind.UNDISPLAY,
    MovementKind.UNHOLD, MovementKind.DISPOSE,
)  # fmt: skip


class StateForm(PlainForm):
    """What happened to how many pieces, and why."""

    sku = forms.CharField(max_length=80)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    quantity = forms.IntegerField(min_value=1, max_value=1_000_000)
    reason = forms.CharField(max_length=80, required=False)


@door("inventory.record_movements")
def change_state(request: PageRequest, code: str) -> HttpResponse:
    """Some pieces can be sold no more, or again."""
    place, form = access_location(request.actor, code), StateForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say what happened, and to how many pieces."))
    said = form.cleaned_data
    kind = MovementKind(said["kind"])
    move_within(
        sku=said["sku"], location=place.code, kind=kind, pieces=said["quantity"], reason=said["reason"],
        by=request.actor, now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("%(n)s noted as %(state)s.") % {"n": said["quantity"], "state": _(MOVEMENTS[kind])})
    return redirect(f"{reverse('inventory:scan')}?{urlencode({'location': place.code, 'code': said['sku']})}")
