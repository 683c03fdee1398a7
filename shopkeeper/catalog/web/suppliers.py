"""Suppliers, and the page of one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.catalog import queries
from shopkeeper.catalog.access import access_supplier
from shopkeeper.catalog.contracts import ProductSearch
from shopkeeper.catalog.web.terms import SupplierForm
from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door


@door("catalog.view_products")
def list_suppliers(request: PageRequest) -> HttpResponse:
    """Who sells to us."""
    return render(request, "catalog/suppliers.html", {
        "suppliers": queries.list_suppliers(),
        "form": SupplierForm() if request.actor.may("catalog.manage_products") else None,
    })  # fmt: skip


@door("catalog.view_products")
def show_supplier(request: PageRequest, supplier_id: UUID) -> HttpResponse:
    """One supplier: what it sells to us, on which terms, and what others know of it."""
    by = request.actor
    card = access_supplier(by, supplier_id)
    context = {
        "card": card,
        "crumbs": [Link(_("Suppliers"), reverse("catalog:suppliers"))],
        "offers": queries.list_offers_from(card.id) if by.may("catalog.view_costs") else [],
        "products": queries.list_products(ProductSearch(supplier_id=card.id, page_size=40)),
        "panels": render_slot("supplier", card.id, by=by, now=clock.now()),
    }
    return render(request, "catalog/supplier.html", context)
