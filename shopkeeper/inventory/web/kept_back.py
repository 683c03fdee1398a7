"""How much is kept back where, and why: rules set by people, and those that searches taught."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_buffer, access_location, access_whole_company
from shopkeeper.inventory.actions import buffers
from shopkeeper.inventory.queries.network import own_locations
from shopkeeper.inventory.queries.places import list_buffers, list_locations
from shopkeeper.inventory.words import ALL_OF_A_KIND

_KINDS = [
    (buffers.BUFFER, gettext_lazy("because the record may be wrong")),
    (buffers.SAFETY, gettext_lazy("for the shop itself")),
]
_KIND = "kind:"


class RuleForm(PlainForm):
    """How many pieces are kept back, where, of what and from whom."""

    pieces = forms.IntegerField(label=gettext_lazy("Pieces"), min_value=0, max_value=1_000_000, initial=1)
    percent = forms.IntegerField(label=gettext_lazy("And percent of what is there"), min_value=0, max_value=100,
                                 initial=0)  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Why"), choices=_KINDS)
    location = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    category_id = forms.ChoiceField(label=gettext_lazy("Of what"), required=False)
    channel = forms.CharField(label=gettext_lazy("Only from this channel"), max_length=24, required=False,
                              help_text=gettext_lazy("Empty for all of them; web for the web shop."))  # fmt: skip
    why = forms.CharField(label=gettext_lazy("In your words"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """What was chosen as a place is a location, or a kind of locations."""
        said = dict(super().clean() or {})
        where = said.get("location", "")
        kind = where.removeprefix(_KIND) if where.startswith(_KIND) else ""
        return said | {"location": "" if kind else where, "place_kind": kind}

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["location"]
        of_what: Any = self.fields["category_id"]
        where.choices = _places(by)
        nodes = catalog.list_categories()
        of_what.choices = [("", _("everything")), *((str(node.id), node.indented_name) for node in nodes)]


@door("inventory.view_stock")
def list_rules(request: PageRequest) -> HttpResponse:
    """All rules, and a form for one more; of a kind the most specific one holds."""
    by = request.actor
    form = RuleForm(request.POST or None, by=by) if by.may("inventory.manage_locations") else None
    if form is not None and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["location"]:
            access_location(by, said["location"])
        else:
            access_whole_company(by)
        category = UUID(said.pop("category_id")) if said["category_id"] else None
        said.pop("category_id", None)
        buffers.set_buffer(**said, category_id=category, by=by, now=clock.now())
        messages.success(request, _("It holds from now on."))
        return redirect("inventory:kept_back")
    rules = [(row, row.location is None and not by.scopes.company_wide) for row in list_buffers(by=by)]
    by_hand = [pair for pair in rules if not pair[0].learned]
    context = {"by_hand": by_hand, "learned": len(rules) - len(by_hand), "form": form}
    return render(request, "inventory/kept_back.html", context)


@door("inventory.manage_locations")
def drop_rule(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """Keep nothing back by this rule any more."""
    row = access_buffer(request.actor, rule_id)
    buffers.drop_buffer(rule_id=row.id, by=request.actor, now=clock.now())
    messages.success(request, _("Nothing is kept back by it any more."))
    return redirect("inventory:kept_back")


def _places(by: Actor) -> list[tuple[str, str]]:
    if by.scopes.company_wide:
        kinds = [(f"{_KIND}{kind}", _(words)) for kind, words in ALL_OF_A_KIND.items()]
        return [("", _("everywhere")), *kinds, *((each.code, each.name) for each in list_locations(by=by))]
    return [(row.code, row.name) for row in own_locations(by)]
