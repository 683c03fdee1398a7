"""Finding products, the tree of categories, and the page of one product."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from shopkeeper.catalog import actions, queries
from shopkeeper.catalog.access import access_product
from shopkeeper.catalog.contracts import ProductCard, ProductSearch
from shopkeeper.catalog.errors import ProductNotFound
from shopkeeper.catalog.web.tables import product_table, state_filters
from shopkeeper.catalog.web.terms import CategoryForm, OfferForm
from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.paging import page_asked
from shopkeeper.core.panels import render_slot
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door

COSTS = "catalog.view_costs"
PICTURES = {**settings.SECURE_CSP, "img-src": [*settings.SECURE_CSP["img-src"], "https:"]}
"""Pictures of products lie wherever the retailer keeps them."""
STATES = ("sold", "bundles", "discontinued", "unknown")


class BarcodeForm(PlainForm):
    """A code, and how many base units one scan means."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=60)
    quantity = forms.IntegerField(label=gettext_lazy("Pieces in one scan"), min_value=1, initial=1)


@door("catalog.view_products")
def list_products(request: PageRequest) -> HttpResponse:
    """Products by words, category, supplier and state."""
    search = _search(request)
    total = queries.count_products(search)
    context = {
        "search": search,
        "total": total,
        "table": product_table(search, queries.list_products(search), total, with_costs=request.actor.may(COSTS)),
        "may_describe": request.actor.may("catalog.manage_products"),
        "filters": state_filters(request.GET, search.state),
        "categories": queries.list_categories(),
        "suppliers": queries.list_suppliers(),
    }
    return render(request, "catalog/products.html", context)


@door("catalog.view_products")
def show_tree(request: PageRequest) -> HttpResponse:
    """All categories, each with its products."""
    nodes = queries.list_categories()
    return render(request, "catalog/categories.html", {
        "nodes": nodes, "top": [n for n in nodes if n.depth == 0],
        "form": CategoryForm() if request.actor.may("catalog.manage_products") else None,
    })  # fmt: skip


@csp_override(PICTURES)
@door("catalog.view_products")
def show_product(request: PageRequest, sku: str) -> HttpResponse:
    """One product: what it is, where it is, what people say of it."""
    now, by = clock.now(), request.actor
    card = access_product(by, sku)
    context = {
        "card": card,
        "crumbs": [Link(_("Products"), reverse("catalog:products")), *_path(card)],
        "barcodes": queries.list_barcodes(card.id),
        "packs": queries.list_packs(card.id),
        "components": queries.list_components_of(card.id),
        "variants": queries.list_variants(card),
        "offers": queries.list_offers_for(card.id) if by.may(COSTS) else [],
        "may_see_costs": by.may(COSTS),
        "substitutes": queries.list_substitutes(card),
        "may_describe": by.may("catalog.manage_products"),
        "offer_form": OfferForm() if by.may("catalog.manage_products") and by.may(COSTS) else None,
        "barcode_form": BarcodeForm() if by.may("catalog.assign_barcodes") else None,
        "panels": render_slot("product", card.id, by=by, now=now),
    }
    return render(request, "catalog/product.html", context)


@door("catalog.assign_barcodes")
def assign_barcode(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Let a code stand for this product."""
    card = queries.find_product(product_id)
    if card is None:
        raise ProductNotFound(key=product_id)
    form = BarcodeForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Scan or type a code, and say how many pieces one scan means."))
    said: dict[str, Any] = form.cleaned_data
    actions.assign_barcode(
        product_id=product_id, code=said["code"], quantity=said["quantity"], by=request.actor, now=clock.now()
    )
    messages.success(request, _("%(code)s now stands for %(name)s.") % {"code": said["code"], "name": card.name})
    return redirect("catalog:product", sku=card.sku)


def _search(request: PageRequest) -> ProductSearch:
    asked = request.GET
    state = asked.get("state", "")
    return ProductSearch(
        text=asked.get("q", "").strip()[:200], category_id=_id(asked.get("category", "")),
        supplier_id=_id(asked.get("supplier", "")), state=state if state in STATES else "",
        sort=asked.get("sort", "name"), page=page_asked(asked),
    )  # fmt: skip


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _path(card: ProductCard) -> list[Link]:
    products = reverse("catalog:products")
    return [Link(node.name, f"{products}?category={node.id}") for node in queries.list_path(card.category_id)]
