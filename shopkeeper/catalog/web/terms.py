"""What suppliers ask and give, the tree of categories and the suppliers themselves: said by those who buy."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.catalog import actions, queries
from shopkeeper.catalog.access import access_supplier
from shopkeeper.catalog.contracts import OfferTerms
from shopkeeper.catalog.errors import ProductNotFound
from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door


class OfferForm(PlainForm):
    """A supplier's terms for a product."""

    supplier_id = forms.ChoiceField(label=gettext_lazy("Supplier"))
    supplier_sku = forms.CharField(label=gettext_lazy("Its own number"), max_length=80, required=False)
    cost = forms.DecimalField(label=gettext_lazy("Cost"), min_value=0, max_digits=12, decimal_places=4, required=False)
    currency = forms.RegexField("^[A-Z]{3}$", label=gettext_lazy("Currency"), required=False)
    lead_time_days = forms.IntegerField(
        label=gettext_lazy("Days until here"), min_value=0, max_value=999, required=False
    )
    minimum_quantity = forms.IntegerField(
        label=gettext_lazy("At least"), min_value=1, max_value=1_000_000, initial=1
    )  # fmt: skip
    cut_off_at = forms.TimeField(
        label=gettext_lazy("Order until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers: Any = self.fields["supplier_id"]
        suppliers.choices = [(str(card.id), card.name) for card in queries.list_suppliers()]


class CategoryForm(PlainForm):
    """A category and the one above it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    parent_id = forms.ChoiceField(label=gettext_lazy("Below"), required=False)
    category_id = forms.ChoiceField(label=gettext_lazy("Change"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above: Any = self.fields["parent_id"]
        changed: Any = self.fields["category_id"]
        nodes = [(str(node.id), node.indented_name) for node in queries.list_categories()]
        above.choices = [("", _("nothing: at the top")), *nodes]
        changed.choices = [("", _("nothing: a new one")), *nodes]


class SupplierForm(PlainForm):
    """A supplier and from where it ships."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    region = forms.CharField(label=gettext_lazy("Ships from"), max_length=80, required=False)


@door("catalog.manage_products")
def agree(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Write down a supplier's terms for a product."""
    card, form = queries.find_product(product_id), OfferForm(request.POST)
    if card is None:
        raise ProductNotFound(key=product_id)
    if not form.is_valid():
        raise InvalidInput(reason=_("Choose the supplier, and write numbers, a currency of three letters and a time."))
    said = dict(form.cleaned_data)
    supplier = access_supplier(request.actor, UUID(said.pop("supplier_id")))
    actions.agree_offer(
        product_id=card.id, supplier_id=supplier.id, terms=OfferTerms(**said), by=request.actor, now=clock.now()
    )
    messages.success(request, _("The terms of %(supplier)s are noted.") % {"supplier": supplier.name})
    return redirect("catalog:product", sku=card.sku)


@door("catalog.manage_products")
def name_category(request: PageRequest) -> HttpResponse:
    """Add a category, or rename and move one."""
    form = CategoryForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Give the category a name."))
    said = form.cleaned_data
    ids = {name: UUID(said[name]) if said[name] else None for name in ("parent_id", "category_id")}
    actions.describe_category(name=said["name"], **ids, by=request.actor, now=clock.now())
    messages.success(request, _("%(name)s stands in the tree.") % {"name": said["name"]})
    return redirect("catalog:categories")


@door("catalog.manage_products")
def name_supplier(request: PageRequest) -> HttpResponse:
    """Add a supplier."""
    form = SupplierForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Give the supplier a name."))
    made = actions.describe_supplier(**form.cleaned_data, by=request.actor, now=clock.now())
    return redirect("catalog:supplier", supplier_id=made)


@door("catalog.assign_barcodes")
def withdraw_barcode(request: PageRequest, product_id: UUID) -> HttpResponse:
    """A code stands for this product no more."""
    card, code = queries.find_product(product_id), request.POST.get("code", "")[:60]
    if card is None:
        raise ProductNotFound(key=product_id)
    actions.withdraw_barcode(product_id=card.id, code=code, by=request.actor, now=clock.now())
    messages.success(request, _("%(code)s stands for nothing now. It can be assigned anew.") % {"code": code})
    return redirect("catalog:product", sku=card.sku)
