"""REST routes of the catalog. A SKU may hold a slash, so the routes of its parts stand before those of the whole."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from shopkeeper.catalog import actions, queries
from shopkeeper.catalog.access import access_by_code, access_product, access_supplier
from shopkeeper.catalog.contracts import BaseUnit, OfferTerms, ProductCard, ProductFacts, ProductSearch
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.web.rest import once, permitted, respond

router = Router()
COSTS = "catalog.view_costs"


class ProductIn(Schema):
    """What is said of a product; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=200)
    variant: str | None = Field(None, max_length=120)
    category_id: UUID | None = None
    supplier_id: UUID | None = None
    department_code: str | None = Field(None, max_length=60)
    list_price: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=4)
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    base_unit: BaseUnit | None = None
    image_url: str | None = Field(None, max_length=500)
    discontinued_on: date | None = None


class PartIn(Schema):
    """A product in a bundle."""

    sku: str
    quantity: int = Field(ge=1, le=10_000)


class BarcodeIn(Schema):
    """A code, and how many base units one scan means."""

    code: str = Field(min_length=1, max_length=60)
    quantity: int = Field(1, ge=1, le=1_000_000)


class PackIn(Schema):
    """A pack and how many base units are in it."""

    name: str = Field(min_length=1, max_length=60)
    quantity: int = Field(ge=1, le=1_000_000)


class CategoryIn(Schema):
    """A category and the one above it; none for the top of the tree."""

    name: str = Field(min_length=1, max_length=120)
    parent_id: UUID | None = None


class SupplierIn(Schema):
    """A supplier and from where it ships."""

    name: str = Field(min_length=1, max_length=120)
    region: str = Field("", max_length=80)


class OfferIn(Schema):
    """A supplier's terms."""

    supplier_sku: str = Field("", max_length=80)
    cost: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=4)
    currency: str = Field("", max_length=3)
    lead_time_days: int | None = Field(None, ge=0, le=999)
    minimum_quantity: int = Field(1, ge=1, le=1_000_000)
    cut_off_at: time | None = None


@router.get("/products", summary="Products by words, category, supplier or state, page by page")
@permitted("catalog.view_products")
def list_products(
    request: Any, q: str = "", category_id: UUID | None = None, supplier_id: UUID | None = None, state: str = "",
    sort: str = "name", page: int = Query(1, ge=1, le=100_000), limit: int = Query(40, ge=1, le=200),
) -> HttpResponse:  # fmt: skip
    """`total` counts those on all pages; `state` is `sold`, `bundles`, `discontinued` or `unknown`."""
    search = ProductSearch(
        text=q[:200], category_id=category_id, supplier_id=supplier_id, state=state, sort=sort, page=page,
        page_size=limit,
    )  # fmt: skip
    found = [_for(request.auth, card) for card in queries.list_products(search)]
    return respond({"total": queries.count_products(search), "products": found})


@router.put("/products/{path:sku}/components", summary="Say what is in a bundle")
@permitted("catalog.manage_products")
@once
def put_components(request: Any, sku: str, parts: list[PartIn]) -> HttpResponse:
    """The whole of it; an empty list makes it an ordinary product."""
    card = access_product(request.auth, sku)
    found = {access_product(request.auth, part.sku).id: part.quantity for part in parts}
    actions.compose_bundle(product_id=card.id, parts=found, by=request.auth, now=clock.now())
    return respond(queries.list_components_of(card.id))


@router.post("/products/{path:sku}/barcodes", summary="Let a code stand for a product")
@permitted("catalog.assign_barcodes")
@once
def post_barcode(request: Any, sku: str, barcode: BarcodeIn) -> HttpResponse:
    """Gives all codes of the product."""
    card = access_product(request.auth, sku)
    actions.assign_barcode(
        product_id=card.id, code=barcode.code, quantity=barcode.quantity, by=request.auth, now=clock.now()
    )
    return respond(queries.list_barcodes(card.id), status=201)


@router.delete("/products/{path:sku}/barcodes/{path:code}", summary="Take a code off a product")
@permitted("catalog.assign_barcodes")
def delete_barcode(request: Any, sku: str, code: str) -> HttpResponse:
    """Gives the codes that are left; again changes nothing."""
    card = access_product(request.auth, sku)
    actions.withdraw_barcode(product_id=card.id, code=code[:60], by=request.auth, now=clock.now())
    return respond(queries.list_barcodes(card.id))


@router.put("/products/{path:sku}/packs", summary="Say in which packs a product comes")
@permitted("catalog.manage_products")
@once
def put_packs(request: Any, sku: str, packs: list[PackIn]) -> HttpResponse:
    """All of them; an empty list takes all away."""
    card = access_product(request.auth, sku)
    told = {pack.name: pack.quantity for pack in packs}
    actions.name_packs(product_id=card.id, packs=told, by=request.auth, now=clock.now())
    return respond(queries.list_packs(card.id))


@router.put("/products/{path:sku}/substitutes", summary="Say what is offered instead of a product that is gone")
@permitted("catalog.manage_products")
@once
def put_substitutes(request: Any, sku: str, substitutes: list[str]) -> HttpResponse:
    """SKUs, the best first, all of them; gives the products."""
    card = access_product(request.auth, sku)
    wanted = [access_product(request.auth, other).id for other in substitutes[:50]]
    actions.name_substitutes(product_id=card.id, substitutes=wanted, by=request.auth, now=clock.now())
    return respond([_for(request.auth, other) for other in queries.list_substitutes(card)])


@router.put("/products/{path:sku}/offers/{supplier_id}", summary="Agree on a supplier's terms for a product")
@permitted("catalog.manage_products")
@once
def put_offer(request: Any, sku: str, supplier_id: UUID, offer: OfferIn) -> HttpResponse:
    """Gives all offers for the product."""
    card = access_product(request.auth, sku)
    supplier = access_supplier(request.auth, supplier_id)
    actions.agree_offer(
        product_id=card.id, supplier_id=supplier.id, terms=OfferTerms(**offer.dict()), by=request.auth, now=clock.now()
    )
    return respond(queries.list_offers_for(card.id) if request.auth.may(COSTS) else [])


@router.get("/products/{path:sku}", summary="One product: codes, packs, what is in it, who sells it to us")
@permitted("catalog.view_products")
def get_product(request: Any, sku: str) -> HttpResponse:
    """Costs are left out for those who may not see them."""
    card = access_product(request.auth, sku)
    return respond({
        "product": _for(request.auth, card),
        "barcodes": queries.list_barcodes(card.id),
        "packs": queries.list_packs(card.id),
        "components": queries.list_components_of(card.id),
        "substitutes": [_for(request.auth, other) for other in queries.list_substitutes(card)],
        "variants": [_for(request.auth, other) for other in queries.list_variants(card)],
        "offers": queries.list_offers_for(card.id) if request.auth.may(COSTS) else [],
    })  # fmt: skip


@router.put("/products/{path:sku}", summary="Describe a product")
@permitted("catalog.manage_products")
@once
def put_product(request: Any, sku: str, product: ProductIn) -> HttpResponse:
    """A new one where the SKU is new; gives the product as it is then."""
    actions.describe_product(
        sku=sku[:80], facts=ProductFacts(**product.dict()), by=request.auth, now=clock.now()
    )  # fmt: skip
    return respond(_for(request.auth, access_product(request.auth, sku[:80])))


@router.get("/codes/{path:code}", summary="The product behind a barcode, a SKU or a supplier's number")
@permitted("catalog.view_products")
def get_by_code(request: Any, code: str) -> HttpResponse:
    """`quantity` is how many base units one scan of this code means."""
    match = access_by_code(request.auth, code)
    return respond({"product": _for(request.auth, match.product), "kind": match.kind, "quantity": match.quantity})


@router.get("/categories", summary="The tree of categories")
@permitted("catalog.view_products")
def list_categories(request: Any) -> HttpResponse:
    """Each is followed by those below it."""
    return respond(queries.list_categories())


@router.post("/categories", summary="Add a category to the tree")
@permitted("catalog.manage_products")
@once
def post_category(request: Any, category: CategoryIn) -> HttpResponse:
    """Gives its id."""
    made = actions.describe_category(**category.dict(), by=request.auth, now=clock.now())
    return respond({"id": made}, status=201)


@router.put("/categories/{category_id}", summary="Rename a category, or put it elsewhere in the tree")
@permitted("catalog.manage_products")
def put_category(request: Any, category_id: UUID, category: CategoryIn) -> HttpResponse:
    """With all that lies below it."""
    actions.describe_category(**category.dict(), category_id=category_id, by=request.auth, now=clock.now())
    return respond({"id": category_id})


@router.get("/suppliers", summary="Suppliers")
@permitted("catalog.view_products")
def list_suppliers(request: Any) -> HttpResponse:
    """By name."""
    return respond(queries.list_suppliers())


@router.post("/suppliers", summary="Add a supplier")
@permitted("catalog.manage_products")
@once
def post_supplier(request: Any, supplier: SupplierIn) -> HttpResponse:
    """Gives its id."""
    made = actions.describe_supplier(**supplier.dict(), by=request.auth, now=clock.now())
    return respond({"id": made}, status=201)


@router.put("/suppliers/{supplier_id}", summary="Rename a supplier, or say from where it ships")
@permitted("catalog.manage_products")
def put_supplier(request: Any, supplier_id: UUID, supplier: SupplierIn) -> HttpResponse:
    """Gives it as it is then."""
    actions.describe_supplier(**supplier.dict(), supplier_id=supplier_id, by=request.auth, now=clock.now())
    return respond(access_supplier(request.auth, supplier_id))


@router.get("/suppliers/{supplier_id}", summary="One supplier and what it sells to us")
@permitted("catalog.view_products")
def get_supplier(request: Any, supplier_id: UUID) -> HttpResponse:
    """Terms are left out for those who may not see costs."""
    card = access_supplier(request.auth, supplier_id)
    offers = queries.list_offers_from(card.id) if request.auth.may(COSTS) else []
    return respond({"supplier": card, "offers": offers})


def _for(by: Actor, card: ProductCard) -> ProductCard:
    return card if by.may(COSTS) else replace(card, unit_cost=None)
