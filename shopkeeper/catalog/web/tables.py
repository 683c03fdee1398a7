"""The list of products as a table, and the filters above it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from shopkeeper.catalog.contracts import ProductCard, ProductSearch
from shopkeeper.core.components import Filter
from shopkeeper.core.tables import Column, Row, Table
from shopkeeper.core.words import write_money


def product_table(search: ProductSearch, cards: Sequence[ProductCard], total: int, *, with_costs: bool) -> Table:
    """A page of products."""
    columns = [
        Column("name", _("Product"), sortable=True),
        Column("price", _("Price"), sortable=True),
        *([Column("cost", _("Cost"))] if with_costs else []),
        Column("category", _("Category"), sortable=True),
        Column("supplier", _("Supplier"), sortable=True),
    ]
    return Table(
        columns=columns, rows=[_row(card) for card in cards], caption=_("Products"), sort=search.sort,
        query=_query(search), page=search.page, page_size=search.page_size, total=total, empty_icon="search-x",
        empty_title=_("No product fits"),
        empty_text=_("Try fewer words, or part of the SKU. Products come with an import, or as they are first sold."),
    )  # fmt: skip


def state_filters(query: QueryDict, chosen: str) -> list[Filter]:
    """All, sold, bundles, no longer sold, seen but not described."""
    words = {
        "": _("All"), "sold": _("Sold now"), "bundles": _("Bundles"), "discontinued": _("No longer sold"),
        "unknown": _("Seen, not described"),
    }  # fmt: skip
    kept = {name: query[name] for name in ("q", "category", "supplier", "sort") if query.get(name)}
    return [
        Filter(label=label, url="?" + urlencode(kept | ({"state": state} if state else {})), is_on=state == chosen)
        for state, label in words.items()
    ]


def _row(card: ProductCard) -> Row:
    detail = " · ".join(filter(None, [card.sku, card.variant]))
    return Row(
        {
            "name": format_html('{}<br><small class="quiet">{}</small>', card.name, detail),
            "category": card.category or None,
            "supplier": card.supplier or None,
            "price": write_money(card.list_price, card.currency) if card.list_price is not None else None,
            "cost": write_money(card.unit_cost, card.currency) if card.unit_cost is not None else None,
        },
        url=reverse("catalog:product", args=[card.sku]),
    )


def _query(search: ProductSearch) -> dict[str, str]:
    said = {
        "q": search.text, "category": str(search.category_id or ""), "supplier": str(search.supplier_id or ""),
        "state": search.state,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}
