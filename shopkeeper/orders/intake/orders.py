"""Orders and till receipts from files, and what other tables learn by naming one."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    INSTANT,
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
from shopkeeper.core.keys import find_in_own_source, make_stubs, resolve_keys
from shopkeeper.core.setwise import batch, execute, upsert
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.late_facts import tell_of_orders
from shopkeeper.orders.models import Order

_TEXTS = ("channel", "currency", "postcode_area", "city", "region", "country")


@action
def load_orders(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Orders of all channels; afterwards each of them knows its place in its customer's history."""
    values = {name: f"s.{name}" for name in (*_TEXTS, "placed_at", "canceled_at")}
    values |= {name: f"coalesce(s.{name}, 0)" for name in ("shipping_total", "discount_total", "tax_total")}
    values |= {"number": "coalesce(s.number, left(s.source_key, 80))", "outlet": "s.outlet_id"}
    values |= {"ship_name": "s.ship_name", "ship_street": "s.ship_street", "ship_postcode": "s.postcode"}
    values |= {"record": "s.customer_record_id", "customer": "s.customer_id"}
    values |= {"account": "s.company_id", "payer": "s.company_id"}
    execute("DROP TABLE IF EXISTS orders_changed; CREATE TEMP TABLE orders_changed (id uuid) ON COMMIT DROP")
    result = upsert(staged, Order, values, now=now, first={"sequence": _SEQUENCE}, changed_into="orders_changed")
    number_orders_of_batch(staged)
    tell_of_orders("o.id IN (SELECT id FROM orders_changed)")
    return result


_SEQUENCE = """CASE WHEN s.customer_id IS NOT NULL THEN
    (SELECT count(*) FROM orders_order o WHERE o.customer_id = s.customer_id)
    + row_number() OVER (PARTITION BY s.customer_id ORDER BY s.placed_at, s.line) END"""
"""A first guess that is right where files are in order; it spares nearly every row a second writing."""


def number_orders_of_batch(staged: Staged) -> None:
    """Count the orders of every customer in the batch, first to last, over the customer's merged selves."""
    execute(f"""
        WITH people AS (
            SELECT DISTINCT coalesce(c.merged_into_id, c.id) AS id
            FROM {staged.table} s JOIN customers_customer c ON c.id = s.customer_id WHERE {batch(staged)}
        ), selves AS (
            SELECT people.id AS person, people.id FROM people
            UNION ALL SELECT people.id, c.id FROM people JOIN customers_customer c ON c.merged_into_id = people.id
        ), places AS (
            SELECT o.id, row_number() OVER (PARTITION BY selves.person ORDER BY o.placed_at, o.id) AS place
            FROM selves JOIN orders_order o ON o.customer_id = selves.id WHERE o.described
        )
        UPDATE orders_order o SET sequence = places.place FROM places
        WHERE o.id = places.id AND o.sequence IS DISTINCT FROM places.place""")


@action
def resolve_orders(*, keys: str, by: Actor, now: datetime) -> None:
    """Orders by their key, with who, where and when; one only seen is dated by its import until it is described."""
    known = {
        "id": "t.id", "record_id": "t.record_id", "customer_id": "t.customer_id", "outlet_id": "t.outlet_id",
        "placed_at": "CASE WHEN t.described THEN t.placed_at END", "canceled_at": "t.canceled_at",
        "postcode_area": "t.postcode_area", "region": "t.region", "country": "t.country",
    }  # fmt: skip
    resolve_keys(keys, Order, known)
    make_stubs(keys, Order, {"number": "left(k.key, 80)", "placed_at": f"'{now.isoformat()}'::timestamptz"}, now=now)
    find_in_own_source(keys, Order, known)


_IDS = dict.fromkeys(("id", "record_id", "customer_id", "outlet_id"), "uuid")
_WHEN = dict.fromkeys(("placed_at", "canceled_at"), "timestamptz")
_WHERE = dict.fromkeys(("postcode_area", "region", "country"), "text")
register_reference(Reference("order", resolve_orders, fields={**_IDS, **_WHEN, **_WHERE}))

register(
    CanonicalTable(
        "orders",
        _("Orders and till receipts of all channels."),
        (
            Column("number", TEXT, _("The number that people use; the row's key where empty.")),
            Column("channel", TEXT, _("How it came."), required=True, codes=tuple(interactions.Channel)),
            Column("outlet_key", TEXT, _("Which outlet sold."), refers="outlet"),
            Column("customer_key", TEXT, _("Who bought; empty for an anonymous sale."), refers="customer"),
            Column("company_key", TEXT, _("For which company."), refers="company"),
            Column("currency", TEXT, _("As GBP; one an order."), required=True),
            Column("placed_at", INSTANT, _("When it was placed."), required=True),
            Column("canceled_at", INSTANT, _("When all of it was canceled.")),
            Column("postcode_area", TEXT, _("Where it goes, as LS.")),
            Column("postcode", TEXT, _("The whole postcode, as LS1 4AB.")),
            Column("ship_name", TEXT, _("The name on the parcel.")),
            Column("ship_street", TEXT, _("Street and house it goes to.")),
            Column("city", TEXT, _("The town it goes to.")),
            Column("region", TEXT, _("The region it goes to.")),
            Column("country", TEXT, _("The country it goes to, as GB.")),
            Column("shipping_total", NUMBER, _("What the customer paid for delivery.")),
            Column("discount_total", NUMBER, _("Taken off the whole order, besides the lines' own discounts.")),
            Column("tax_total", NUMBER, _("Taxes and fees on top; nothing where prices hold them.")),
        ),
        110,
        load_orders,
        fills="orders_order",
        tells=(_("who comes back, how often, and what they are worth"),),
    )
)
