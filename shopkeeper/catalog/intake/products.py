"""Suppliers, categories, families, and products with their unit costs."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.catalog.actions.turns import CATEGORIES, take_turn
from shopkeeper.catalog.contracts import BaseUnit
from shopkeeper.catalog.intake.circles import closing
from shopkeeper.catalog.models import Category, Family, Product, Supplier
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    DATE,
    NUMBER,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_keys, resolve_or_stub
from shopkeeper.core.setwise import adopt_stubs, batch, execute, refuse, refuse_taken, upsert

_SKU = "coalesce(s.sku, s.source_key)"


@action
def load_suppliers(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Who sells to us."""
    return upsert(staged, Supplier, {"name": "left(s.name, 120)", "region": "s.region"}, now=now)


@action
def load_categories(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """The tree of categories; of rows that would make a circle, the last is refused."""
    take_turn(CATEGORIES)
    while "parent_id" in staged.given and refuse(staged, "under_itself:parent_key", f"s.line IN ({closing(staged)})"):
        continue  # a row that is refused leaves its category where it was, which may close another circle
    return upsert(staged, Category, {"name": "left(s.name, 120)", "parent": "s.parent_id"}, now=now)


@action
def load_families(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Products in all their variants."""
    return upsert(staged, Family, {"name": "left(s.name, 200)"}, now=now)


@action
def load_products(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """What is sold. A SKU that was only seen on a receipt gets described; a cost that changes counts from today."""
    adopt_stubs(staged, Product, "sku", _SKU)
    refuse_taken(staged, Product, "sku", _SKU, "sku_taken:sku")
    values = {"sku": _SKU, "name": f"left(coalesce(s.name, {_SKU}), 200)"}
    values |= {"category": "s.category_id", "supplier": "s.supplier_id"}
    values |= {name: f"s.{name}" for name in ("department_code", "list_price", "unit_cost", "currency")}
    values |= {"family": "s.family_id", "base_unit": f"coalesce(s.base_unit, '{BaseUnit.PIECE}')"}
    values |= {name: f"s.{name}" for name in ("variant", "image_url", "discontinued_on")}
    result = upsert(staged, Product, values, now=now)
    if "unit_cost" in staged.given:
        _record_costs(staged, now)
    return result


def _record_costs(staged: Staged, now: datetime) -> None:
    execute(
        f"""
        INSERT INTO catalog_unitcost (id, product_id, starts_on, amount, currency)
        SELECT uuidv7(), p.id, CASE WHEN latest.amount IS NULL THEN date '1900-01-01' ELSE %s END,
            s.unit_cost, coalesce(s.currency, '')
        FROM {staged.table} s JOIN catalog_product p ON (p.source, p.source_key) = (s.source, s.source_key)
        LEFT JOIN LATERAL (
            SELECT u.amount FROM catalog_unitcost u WHERE u.product_id = p.id ORDER BY u.starts_on DESC LIMIT 1
        ) latest ON true
        WHERE {batch(staged)} AND s.unit_cost IS NOT NULL AND latest.amount IS DISTINCT FROM s.unit_cost
        ON CONFLICT (product_id, starts_on) DO UPDATE SET amount = excluded.amount, currency = excluded.currency""",
        [now.date()],
    )


@action
def resolve_suppliers(*, keys: str, by: Actor, now: datetime) -> None:
    """Suppliers by their key."""
    resolve_or_stub(keys, Supplier, {"name": "left(k.key, 120)"}, now=now)


@action
def resolve_categories(*, keys: str, by: Actor, now: datetime) -> None:
    """Categories by their key."""
    resolve_or_stub(keys, Category, {"name": "left(k.key, 120)"}, now=now)


@action
def resolve_families(*, keys: str, by: Actor, now: datetime) -> None:
    """Families by their key."""
    resolve_or_stub(keys, Family, {"name": "left(k.key, 200)"}, now=now)


@action
def resolve_products(*, keys: str, by: Actor, now: datetime) -> None:
    """Products by their SKU, else by their key; a SKU that nobody described becomes a stub."""
    by_sku = f"UPDATE {keys} k SET id = p.id FROM catalog_product p WHERE k.id IS NULL AND p.sku = k.key"
    execute(by_sku)
    resolve_keys(keys, Product, {"id": "t.id"})
    values = {"sku": "k.key", "name": "k.key"}
    resolve_or_stub(keys, Product, values, now=now)
    execute(by_sku)


register_reference(Reference("supplier", resolve_suppliers))
register_reference(Reference("category", resolve_categories))
register_reference(Reference("family", resolve_families))
register_reference(Reference("product", resolve_products))

register(
    CanonicalTable(
        "suppliers",
        _("Who sells to us, or ships for us."),
        (
            Column("name", TEXT, _("What people call them."), required=True),
            Column("region", TEXT, _("Where they ship from.")),
        ),
        40,
        load_suppliers,
        fills="catalog_supplier",
        tells=(_("which supplier is behind late, faulty or canceled goods"),),
    )
)
register(
    CanonicalTable(
        "categories",
        _("The tree of categories."),
        (
            Column("name", TEXT, _("What people call it."), required=True),
            Column("parent_key", TEXT, _("The category above."), refers="category"),
        ),
        41,
        load_categories,
        fills="catalog_category",
        refusals={"under_itself": _("This category would lie below itself: the one above it lies below it.")},
    )
)
register(
    CanonicalTable(
        "families",
        _("Products in all their variants: a sweater, whatever its size and color."),
        (Column("name", TEXT, _("What people call it."), required=True),),
        41,
        load_families,
        fills="catalog_family",
    )
)
register(
    CanonicalTable(
        "products",
        _("What is sold, by SKU."),
        (
            Column("sku", TEXT, _("The SKU; the row's key where empty.")),
            Column("name", TEXT, _("What people call it; the SKU where empty.")),
            Column("category_key", TEXT, _("Its category."), refers="category"),
            Column("supplier_key", TEXT, _("Its usual supplier."), refers="supplier"),
            Column("department_code", TEXT, _("The department that answers for it.")),
            Column("list_price", NUMBER, _("The price of one piece.")),
            Column("unit_cost", NUMBER, _("What one piece costs us; a change counts from the day of the import.")),
            Column("currency", TEXT, _("The currency of both, as GBP.")),
            Column("family_key", TEXT, _("The product of which it is a variant."), refers="family"),
            Column("variant", TEXT, _("What sets it apart in its family: blue, large.")),
            Column("base_unit", TEXT, _("What one of it is; a piece where empty."), codes=tuple(BaseUnit)),
            Column("image_url", TEXT, _("Where its picture is.")),
            Column("discontinued_on", DATE, _("The day from which it is no longer sold.")),
        ),
        42,
        load_products,
        fills="catalog_product",
        refusals={"sku_taken": _("Another source or row describes this SKU already.")},
        tells=(_("which products and categories disappoint"), _("what a lost sale costs, once unit costs are there")),
    )
)
