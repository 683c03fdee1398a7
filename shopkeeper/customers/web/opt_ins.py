"""Where a yes has to be confirmed, and the page on which a person confirms theirs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.customers.actions.opt_ins import confirm_opt_in, open_opt_in, set_opt_in_rules
from shopkeeper.customers.models import OptIn
from shopkeeper.customers.queries.opt_ins import list_opt_in_terms
from shopkeeper.customers.rules.opt_ins import CHANNELS, DAYS, OptInTerm
from shopkeeper.organization import public as organization

_BY = {"email": gettext_lazy("by e-mail"), "sms": gettext_lazy("by text message")}


class TermForm(PlainForm):
    """One brand and channel more."""

    brand = forms.ChoiceField(label=gettext_lazy("Brand"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=[(name, _BY[name]) for name in CHANNELS])
    days = forms.IntegerField(label=gettext_lazy("The link works for so many days"), min_value=1, max_value=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"days": DAYS}, **kwargs)
        brands: Any = self.fields["brand"]
        brands.choices = [("", _("every brand")), *organization.list_brands()]


@door("customers.set_opt_in_rules")
def show_rules(request: PageRequest) -> HttpResponse:
    """What is agreed, and a form for one more."""
    terms, now = list_opt_in_terms(), clock.now()
    form = TermForm(request.POST if request.POST.get("what") == "add" else None)
    if form.is_valid():
        said = OptInTerm(**form.cleaned_data)
        others = [term for term in terms if (term.brand, term.channel) != (said.brand, said.channel)]
        set_opt_in_rules(terms=[*others, said], by=request.actor, now=now)
        messages.success(request, _("Agreed. From now on such a yes counts once the customer confirms it."))
        return redirect("customers:opt_in_rules")
    names = dict(organization.list_brands())
    rows = [{"term": term, "brand": names.get(term.brand, term.brand), "channel": _BY[term.channel]} for term in terms]
    return render(request, "customers/opt_in_rules.html", {"rows": rows, "form": form})


@require_POST
@door("customers.set_opt_in_rules")
def drop_rule(request: PageRequest) -> HttpResponse:
    """For this brand and channel a yes counts at once again."""
    dropped = request.POST.get("brand", ""), request.POST.get("channel", "")
    kept = [term for term in list_opt_in_terms() if (term.brand, term.channel) != dropped]
    set_opt_in_rules(terms=kept, by=request.actor, now=clock.now())
    messages.success(request, _("From now on a yes counts at once there. What waits can still be confirmed."))
    return redirect("customers:opt_in_rules")


@door(PUBLIC)
def opt_in(request: PageRequest, token: str) -> HttpResponse:
    """Ask; only the button confirms, since programs that look for bad mail open every link in it."""
    now = clock.now()
    row = open_opt_in(token, now=now)
    if request.method == "POST":
        confirm_opt_in(opt_in_id=row.id, by=Actor(ActorKind.CUSTOMER_LINK, f"opt-in:{row.id}"), now=now)
        return redirect(request.path)
    response = render(request, "customers/opt_in.html", _context(row))
    response.headers["Cache-Control"] = "no-store"
    return response


def _context(row: OptIn) -> dict[str, Any]:
    return {
        "brand": dict(organization.list_brands()).get(row.brand) or organization.get_retailer().name,
        "how": _BY[row.channel],
        "point": row.contact_point,
        "is_confirmed": row.consent_id is not None,
        "confirmed_at": row.confirmed_at,
    }
