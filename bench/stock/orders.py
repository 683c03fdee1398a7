"""Orders placed through the whole application by many hands at once, and a history of them that is loaded quickly."""

import json
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from stock.home import Shop, cpu_seconds, rows, run, with_positions

SKUS, PLACES, HANDS, ORDERS, ROUNDS = 1_000, 5, 8, 400, 3
PERMISSIONS = ("orders.place_orders", "orders.view_orders", "delivery.ask_offers")
TABLES = ("orders_order", "orders_orderline", "delivery_parcel", "promises_promise", "payments_tender")

# Some SKUs are sold a hundred times as often as others. Every order has two lines, a parcel that came on the day that
# was promised, and was paid for by card.
_HISTORY = """
CREATE TEMP TABLE history AS SELECT n, uuidv7() AS id, '%(prefix)s' || n AS key,
    now() - n * interval '1 minute' AS at,
    (%(customers)s::uuid[])[1 + floor(random() * cardinality(%(customers)s::uuid[]))::int] AS customer,
    (SELECT (array_agg(id ORDER BY code))[1 + n %% count(*)] FROM organization_outlet) AS outlet
FROM generate_series(1, %(orders)s) n;
INSERT INTO orders_order (id, source, source_key, recorded_at, described, number, channel, currency, placed_at,
    postcode_area, city, region, country, goods_total, shipping_total, discount_total, customer_id, outlet_id, sequence)
SELECT id, 'old', key, at, true, key, 'web', 'GBP', at, 'LS', '', '', 'GB', 60, 0, 0, customer, outlet, 1 FROM history;
CREATE TEMP TABLE sold AS SELECT row_number() OVER (ORDER BY length(sku), sku) AS place, id FROM catalog_product
    WHERE sku ~ '^S[0-9]+$';
INSERT INTO orders_orderline (id, source, source_key, recorded_at, described, order_id, position, placed_at, product_id,
    batch, unit_price, discount, ordered, shipped, delivered, canceled, returned, refunded)
SELECT uuidv7(), 'old', h.key || '/' || line, h.at, true, h.id, line, h.at, p.id, '', 30, 0, 1, 1, 1, 0, 0, 0
FROM (SELECT *, generate_series(1, 2) AS line, floor((SELECT count(*) FROM sold) * power(random(), 3)) AS rank
    FROM history OFFSET 0) h
JOIN sold p ON p.place = 1 + h.rank;
INSERT INTO delivery_parcel (id, source, source_key, recorded_at, described, ref, service, ship_from, tracking_number,
    postcode_area, region, country, handed_over_at, promised_on, delivered_at, carrier_id, customer_id, attempts,
    scan_status)
SELECT uuidv7(), 'old', key, at, true, 'order:' || id, '', 'L0', 'TN' || key, 'LS', '', 'GB', at, at::date + 1, at,
    (SELECT min(id::text)::uuid FROM delivery_carrier), customer, 0, '' FROM history;
INSERT INTO promises_promise (id, source, source_key, recorded_at, described, kind, ref, node, made_at, original_due_at,
    due_at, fulfilled_at, customer_id, currency, is_short, subject)
SELECT uuidv7(), 'old', key, at, true, 'delivery', 'order:' || id, 'swift', at, at, at, at, customer, '', false, ''
FROM history;
INSERT INTO payments_tender (id, ref, method, currency, gateway, token, amount, authorized, capturing, captured, voided,
    refunding, refunded, why, asked_at)
SELECT uuidv7(), 'order:' || id, 'card', 'GBP', 'trial', 'ok', 60, 60, 0, 60, 0, 0, 0, '', at FROM history;
DROP TABLE history, sold"""


def stock_up() -> None:
    """Products with prices, far more pieces than will be ordered, and a carrier."""
    with_positions(SKUS, PLACES, 1_000_000)
    run("UPDATE catalog_product SET list_price = 30, currency = 'GBP'")
    run(
        "INSERT INTO delivery_carrier (id, source, source_key, recorded_at, described, name)"
        " VALUES (uuidv7(), 'b', 'swift', now(), true, 'Swift') ON CONFLICT DO NOTHING"
    )


def load_history(orders: int, prefix: str, customers: Sequence[UUID] = ()) -> None:
    """So many orders of the past, numbered `prefix` and counted from one, of those customers or of nobody."""
    listed = "'{" + ",".join(map(str, customers)) + "}'"
    with _bare(*TABLES):
        for statement in (_HISTORY % {"prefix": prefix, "orders": orders, "customers": listed}).split(";"):
            run(statement)
    run(f"VACUUM ANALYZE {', '.join(TABLES)}")


@contextmanager
def _bare(*tables: str) -> Iterator[None]:
    """Without foreign keys and indexes: millions of rows are sorted into an index at once, not one by one."""
    listed = ", ".join(f"'{table}'::regclass" for table in tables)
    held = rows(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) || CASE contype WHEN 'f' THEN ' NOT VALID'"
        f" ELSE '' END FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid IN ({listed})"
    )
    for table, name, _ in held:
        run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    found = rows(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        f" WHERE NOT indisprimary AND indrelid IN ({listed})"
    )
    for name, _ in found:
        run(f"DROP INDEX {name}")
    yield
    for _, definition in found:
        run(definition)
    for table, name, definition in held:
        run(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


class ByRest:
    """Orders through the whole application: plainly, with a customer, or by the key of a delivery offer."""

    def __init__(self, *, customers: Sequence[UUID] = (), by_offer: bool = False) -> None:
        self._shop, self._run, self._customers = Shop(*PERMISSIONS), uuid4().hex, customers
        self._offers = {number: self._ask(number) for number in crowd_numbers()} if by_offer else {}

    def place(self, number: int) -> None:
        """One order."""
        order: dict[str, Any] = {
            "key": f"{self._run}-{number}", "channel": "web", "lines": basket(number),
            "how": {"kind": "delivery", "carrier_key": "swift", "promised_on": "2099-05-06", "price": "4.50"},
            "means": [{"method": "card", "token": "ok"}],
            "address": {"postcode": "A1 4AB", "city": "Leeds", "country": "GB", "region": "North"},
        }  # fmt: skip
        if self._customers:
            order["customer_id"] = str(self._customers[number % len(self._customers)])
        if self._offers:
            order["how"] = {"offer": self._offers[number]}
        said = self._shop.ask("POST", "/api/placements", json.dumps(order).encode())
        if b'"sources":["' not in said:
            sys.exit(said.decode())

    def leave(self) -> None:
        """Give the connection back."""
        from django.db import connection

        connection.close()

    def _ask(self, number: int) -> str:
        asked = {"lines": basket(number), "address": {"country": "GB", "postcode": "A1 4AB", "region": "North"}}
        offers = json.loads(self._shop.ask("POST", "/api/delivery/offers", json.dumps(asked).encode()))["offers"]
        return str(next(offer["key"] for offer in offers if offer["kind"] == "standard"))


def basket(number: int) -> list[dict[str, object]]:
    """Two lines, others each time."""
    return [{"sku": f"S{number % SKUS}", "quantity": 2}, {"sku": f"S{(number * 7 + 1) % SKUS}", "quantity": 1}]


def crowd_numbers() -> list[int]:
    """The numbers of the orders that a crowd places, those to warm up among them."""
    return [*range(ORDERS), *(_warm_up(hand, again) for hand in range(HANDS) for again in range(5))]


def _warm_up(hand: int, again: int) -> int:
    return 1_000_000 + hand * 10 + again


def crowd(way: Any) -> float:
    """Milliseconds of CPU an order, with so many hands at once, once each has placed some."""
    ready = threading.Barrier(HANDS)

    def warm_up(hand: int) -> None:
        for again in range(5):
            way.place(_warm_up(hand, again))
        ready.wait(timeout=60)

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(warm_up, range(HANDS)))
        before = cpu_seconds()
        list(pool.map(way.place, range(ORDERS)))
        taken = cpu_seconds() - before
        list(pool.map(lambda _: (ready.wait(timeout=60), way.leave()), range(HANDS)))
    return taken * 1000 / ORDERS


def best(make: Callable[[], Any]) -> float:
    """The least of some rounds of a crowd."""
    return min(crowd(make()) for _ in range(ROUNDS))
