"""Saying what a product is: its facts, packs, what is in it, what stands in for it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.catalog import actions, queries
from shopkeeper.catalog.access import access_product
from shopkeeper.catalog.contracts import PICTURES_AT, BaseUnit, ProductCard, ProductFacts
from shopkeeper.catalog.errors import ProductNotFound
from shopkeeper.catalog.web.lines import read_amounts, read_words, write_amounts
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door

_UNITS = [
    (BaseUnit.PIECE, gettext_lazy("pieces")), (BaseUnit.GRAM, gettext_lazy("grams")),
    (BaseUnit.MILLILITER, gettext_lazy("milliliters")), (BaseUnit.MILLIMETER, gettext_lazy("millimeters")),
]  # fmt: skip
_AREA = forms.Textarea(attrs={"rows": 3})


class ProductForm(PlainForm):
    """All that people say of a product; what is empty stays as it is."""

    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=80)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    variant = forms.CharField(label=gettext_lazy("Variant"), max_length=120, required=False,
                              help_text=gettext_lazy("What sets it apart in its family: blue, large."))  # fmt: skip
    category_id = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    supplier_id = forms.ChoiceField(label=gettext_lazy("Usual supplier"), required=False)
    list_price = forms.DecimalField(label=gettext_lazy("Price"), min_value=0, max_digits=12, decimal_places=4,
                                    required=False)  # fmt: skip
    currency = forms.RegexField(
        "^[A-Z]{3}$", label=gettext_lazy("Currency"), required=False,
        error_messages={"invalid": gettext_lazy("Write three letters, such as GBP.")},
    )  # fmt: skip
    base_unit = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=_UNITS)
    image_url = forms.URLField(label=gettext_lazy("Where its picture is"), max_length=500, required=False,
                               assume_scheme="https")  # fmt: skip
    discontinued_on = forms.DateField(
        label=gettext_lazy("No longer sold from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    packs = forms.CharField(
        label=gettext_lazy("Packs"), widget=_AREA, required=False,
        help_text=gettext_lazy("One a line: its name, then how many are in it, as case 12."),
    )  # fmt: skip
    parts = forms.CharField(
        label=gettext_lazy("What is in it"), widget=_AREA, required=False,
        help_text=gettext_lazy("For a bundle or a kit. One a line: SKU, then pieces, as CUP-1 4."),
    )  # fmt: skip
    substitutes = forms.CharField(
        label=gettext_lazy("Instead of it"), widget=_AREA, required=False,
        help_text=gettext_lazy("Offered when it is gone. One SKU a line, the best first."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["category_id"]
        suppliers: Any = self.fields["supplier_id"]
        nodes, cards = queries.list_categories(), queries.list_suppliers()
        categories.choices = [("", _("not said")), *((str(node.id), node.indented_name) for node in nodes)]
        suppliers.choices = [("", _("not said")), *((str(card.id), card.name) for card in cards)]

    def clean_image_url(self) -> str:
        """An address that a page may load."""
        told = str(self.cleaned_data["image_url"])
        if told and not told.startswith(PICTURES_AT):
            raise forms.ValidationError(_("Give an address that begins with https://, so that pages may show it."))
        return told

    def clean_packs(self) -> dict[str, int]:
        """Name and pieces."""
        return read_amounts(self.cleaned_data["packs"])

    def clean_parts(self) -> dict[str, int]:
        """SKU and pieces."""
        return read_amounts(self.cleaned_data["parts"])

    def clean_substitutes(self) -> list[str]:
        """SKUs."""
        return read_words(self.cleaned_data["substitutes"])


@door("catalog.manage_products")
def describe_new(request: PageRequest) -> HttpResponse:
    """A product that nobody has described yet."""
    return _show(request, ProductForm(request.POST or None, initial={"sku": request.GET.get("sku", "")[:80]}), None)


@door("catalog.manage_products")
def describe(request: PageRequest, product_id: UUID) -> HttpResponse:
    """A product that is there."""
    card = queries.find_product(product_id)
    if card is None:
        raise ProductNotFound(key=product_id)
    return _show(request, ProductForm(request.POST or None, initial=_said_of(card)), card)


def _show(request: PageRequest, form: ProductForm, card: ProductCard | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        sku = card.sku if card else form.cleaned_data["sku"]
        _write(sku, dict(form.cleaned_data), by=request.actor)
        messages.success(request, _("%(name)s is described.") % {"name": form.cleaned_data["name"]})
        return redirect("catalog:product", sku=sku)
    return render(request, "catalog/describe.html", {"form": form, "card": card})


def _write(sku: str, said: dict[str, Any], *, by: Actor) -> None:
    now, packs, parts = clock.now(), said.pop("packs"), said.pop("parts")
    substitutes = [access_product(by, other).id for other in said.pop("substitutes")]
    inside = {access_product(by, part).id: pieces for part, pieces in parts.items()}
    said.pop("sku")
    for name in ("category_id", "supplier_id"):
        said[name] = UUID(said[name]) if said[name] else None
    product_id = actions.describe_product(sku=sku, facts=ProductFacts(**said), by=by, now=now)
    actions.name_packs(product_id=product_id, packs=packs, by=by, now=now)
    actions.compose_bundle(product_id=product_id, parts=inside, by=by, now=now)
    actions.name_substitutes(product_id=product_id, substitutes=substitutes, by=by, now=now)


def _said_of(card: ProductCard) -> dict[str, Any]:
    plain = ("sku", "name", "variant", "list_price", "currency", "base_unit", "image_url", "discontinued_on")
    return {name: getattr(card, name) for name in plain} | {
        "category_id": str(card.category_id or ""),
        "supplier_id": str(card.supplier_id or ""),
        "packs": write_amounts((pack.name, pack.quantity) for pack in queries.list_packs(card.id)),
        "parts": write_amounts((part.sku, part.quantity) for part in queries.list_components_of(card.id)),
        "substitutes": "\n".join(other.sku for other in queries.list_substitutes(card)),
    }
