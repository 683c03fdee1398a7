"""What to send and what to order: suggested, decided, carried out."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Filter
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_suggestion
from shopkeeper.inventory.actions import suggestions
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.queries import suggestions as queries
from shopkeeper.inventory.words_of_plans import explain, name_step

SHOWN = 30
_KINDS = {InboundKind.TRANSFER.value: gettext_noop("To send"), InboundKind.PURCHASE.value: gettext_noop("To order")}


class DecisionForm(PlainForm):
    """What becomes of a suggestion, and with how many pieces."""

    to = forms.ChoiceField(choices=[(each, each) for each in ("accept", "dismiss", "carry_out")])
    quantity = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)


@door("inventory.plan_stock")
def list_suggestions(request: PageRequest) -> HttpResponse:
    """What waits for a decision, the dearest losses first, and what was decided and waits for hands."""
    by = request.actor
    kind = request.GET.get("kind", "")
    counted = queries.count_suggestions(by=by)
    waiting = queries.list_suggestions(by=by, accepted=False, kind=kind if kind in _KINDS else "", limit=SHOWN)
    accepted = queries.list_suggestions(by=by, accepted=True)
    context = {
        "waiting": [(row, name_step(row), explain(row)) for row in waiting],
        "accepted": [(row, name_step(row)) for row in accepted],
        "total": counted.get(kind, 0) if kind in _KINDS else sum(counted.values()), "filters": _filters(kind, counted),
    }  # fmt: skip
    return render(request, "inventory/suggestions.html", context)


def _filters(kind: str, counted: dict[str, int]) -> list[Filter]:
    """All, to send, to order; none where there is nothing at all."""
    every = sum(counted.values())
    both = [Filter(label=_("All"), url="?", is_on=kind not in _KINDS, count=every)]
    both += [
        Filter(label=_(words), url=f"?kind={code}", is_on=kind == code, count=counted.get(code, 0))
        for code, words in _KINDS.items()
    ]
    return both if every else []


@door("inventory.plan_stock")
def decide(request: PageRequest, suggestion_id: UUID) -> HttpResponse:
    """Somebody wants it, does not want it, or has done it."""
    row, form = access_suggestion(request.actor, suggestion_id), DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say how many pieces."))
    words = _carry(row.id, form.cleaned_data["to"], form.cleaned_data["quantity"] or row.quantity, request.actor)
    messages.success(request, words % {"what": row.product.name})
    return redirect("inventory:suggestions")


@door("inventory.plan_stock")
def accept_all(request: PageRequest) -> HttpResponse:
    """Everything that was shown, with the pieces suggested."""
    shown = set(request.POST.getlist("id")[:SHOWN])
    rows = queries.list_suggestions(by=request.actor, accepted=False, limit=2_000)
    wanted = [row for row in rows if str(row.id) in shown]
    for row in wanted:
        suggestions.accept(suggestion_id=row.id, quantity=row.quantity, by=request.actor, now=clock.now())
    words = ngettext("%(n)s waits to be sent or ordered.", "%(n)s wait to be sent or ordered.", len(wanted))
    messages.success(request, words % {"n": len(wanted)})
    return redirect("inventory:suggestions")


def _carry(suggestion_id: UUID, to: str, quantity: int, by: Actor) -> str:
    now = clock.now()
    if to == "accept":
        suggestions.accept(suggestion_id=suggestion_id, quantity=quantity, by=by, now=now)
        return _("%(what)s waits to be sent or ordered.")
    if to == "dismiss":
        suggestions.dismiss(suggestion_id=suggestion_id, by=by, now=now)
        return _("%(what)s is not suggested again for two weeks.")
    suggestions.carry_out(suggestion_id=suggestion_id, by=by, now=now)
    return _("%(what)s is on its way.")
