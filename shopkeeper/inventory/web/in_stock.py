"""Where a product can be had, for everybody, and the form of those who want to be told when it is back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.inventory.actions.asking import ask_from_outside, confirm_restock, open_restock
from shopkeeper.inventory.actions.restock import withdraw_restock
from shopkeeper.inventory.errors import TooManyQuestions
from shopkeeper.inventory.queries.network import get_network
from shopkeeper.inventory.queries.places import list_stores
from shopkeeper.inventory.queries.substitutes import list_substitutes
from shopkeeper.inventory.web.limits import Limit
from shopkeeper.inventory.web.open_door import CHANNEL, READER, tell

LIMIT = Limit(requests=60, seconds=60)
ASKING = Limit(requests=5, seconds=60)


class AskForm(PlainForm):
    """Whom to write to, and about which place."""

    address = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)
    location = forms.ChoiceField(label=gettext_lazy("Where you want it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["location"]
        stores = [(store.code, store.name) for store in list_stores()]
        places.choices = [("", gettext_lazy("Anywhere, to be sent")), *stores]


@door(PUBLIC)
def show(request: PageRequest, sku: str) -> HttpResponse:
    """What there is; and, for what is gone, a form to be told. It says the same whoever has the address."""
    now = clock.now()
    _check(LIMIT, request)
    product = catalog.find_product_by_sku(sku[:80])
    if product is None:
        raise catalog.ProductNotFound(key=sku[:80])
    told = tell(get_network(product, by=READER, now=now, channel=CHANNEL))
    form = AskForm(request.POST or None, initial={"location": request.GET.get("store", "")})
    sent = request.method == "POST" and form.is_valid()
    if sent:
        _check(ASKING, request)
        ask_from_outside(
            sku=product.sku, **form.cleaned_data, by=Actor(ActorKind.ANONYMOUS, "in-stock"), now=now
        )  # fmt: skip
    context = {
        "product": product, "told": told, "form": form, "sent": sent,
        "substitutes": list_substitutes(product, by=READER, now=now, channel=CHANNEL),
    }  # fmt: skip
    return render(request, "inventory/in_stock.html", context)


@door(PUBLIC)
def confirm(request: PageRequest, token: str) -> HttpResponse:
    """Ask; only the button confirms, since programs that look for bad mail open every link in it."""
    now = clock.now()
    row = open_restock(token, now=now)
    if request.method == "POST":
        by = Actor(ActorKind.CUSTOMER_LINK, f"restock:{row.pk}")
        if request.POST.get("to") == "withdraw":
            withdraw_restock(request_id=row.pk, by=by, now=now)
        else:
            confirm_restock(request=row, by=by, now=now)
        return redirect(request.path)
    response = render(request, "inventory/restock_confirmation.html", {"row": row})
    response.headers["Cache-Control"] = "no-store"
    return response


def _check(limit: Limit, request: PageRequest) -> None:
    if not limit.allows(request.META.get("REMOTE_ADDR", ""), clock.now().timestamp()):
        raise TooManyQuestions
