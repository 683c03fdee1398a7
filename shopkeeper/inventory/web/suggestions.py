"""What to send and what to order: suggested, decided, carried out."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from shopkeeper.inventory.models import Suggestion
from shopkeeper.inventory.queries import suggestions as queries
from shopkeeper.inventory.words_of_plans import explain, name_step

SHOWN, SHOWN_OF_A_PLACE = 30, 200
_KINDS = {InboundKind.TRANSFER.value: gettext_noop("To send"), InboundKind.PURCHASE.value: gettext_noop("To order")}


class DecisionForm(PlainForm):
    """What becomes of a suggestion, and with how many pieces."""

    to = forms.ChoiceField(choices=[(each, each) for each in ("accept", "dismiss", "carry_out")])
    quantity = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)


@door("inventory.plan_stock")
def list_suggestions(request: PageRequest) -> HttpResponse:
    """What waits for a decision, the dearest losses first, and what was decided and waits for hands."""
    by, choices = request.actor, queries.list_planned_places(by=request.actor)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in _KINDS else ""
    here = next((row for row in choices if row.code == request.GET.get("location")), None)
    code = here.code if here else ""
    counted = queries.count_suggestions(by=by, location=code)
    limit = SHOWN_OF_A_PLACE if here else SHOWN
    waiting = queries.list_suggestions(by=by, accepted=False, kind=kind, location=code, limit=limit)
    accepted = queries.list_suggestions(by=by, accepted=True, location=code)
    context = {
        "groups": _grouped(waiting, by_step=here is not None), "shown": len(waiting), "kind": kind, "here": here,
        "accepted": [(row, name_step(row)) for row in accepted], "choices": choices,
        "total": counted.get(kind, 0) if kind else sum(counted.values()), "filters": _filters(kind, code, counted),
    }  # fmt: skip
    return render(request, "inventory/suggestions.html", context)


def _grouped(waiting: list[Suggestion], *, by_step: bool) -> list[tuple[str, list[tuple[Suggestion, str, str]]]]:
    """All in one, or by where from and where to: each group under its name, the longest first."""
    groups: dict[str, list[tuple[Suggestion, str, str]]] = {}
    for row in waiting:
        step = name_step(row)
        groups.setdefault(step if by_step else _("Suggested"), []).append((row, step, explain(row)))
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _filters(kind: str, location: str, counted: dict[str, int]) -> list[Filter]:
    """All, to send, to order; none where there is nothing at all."""
    every = sum(counted.values())
    both = [Filter(label=_("All"), url=_query("", location), is_on=not kind, count=every)]
    both += [
        Filter(label=_(words), url=_query(code, location), is_on=kind == code, count=counted.get(code, 0))
        for code, words in _KINDS.items()
    ]
    return both if every else []


def _query(kind: str, location: str) -> str:
    """The rest of the address that shows this kind at this location."""
    return "?" + urlencode({key: value for key, value in (("kind", kind), ("location", location)) if value})


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
    """All that were shown together, with the pieces suggested; then what is left of what was looked at."""
    shown = set(request.POST.getlist("id")[:SHOWN_OF_A_PLACE])
    location = request.POST.get("location", "")
    rows = queries.list_suggestions(by=request.actor, accepted=False, location=location, limit=2_000)
    wanted = [row.id for row in rows if str(row.id) in shown]
    n = suggestions.accept_all(suggestion_ids=wanted, by=request.actor, now=clock.now())
    words = ngettext("%(n)s waits to be sent or ordered.", "%(n)s wait to be sent or ordered.", n)
    messages.success(request, words % {"n": n})
    return redirect(reverse("inventory:suggestions") + _query(request.POST.get("kind", ""), location))


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
