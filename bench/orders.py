"""The order book, by REST: CPU of application and database together.

The promises: an order of 2 lines over 5 locations, priced, paid by card, kept and promised, placed at concurrency 8 in 12
ms and in 12 times its eight plain statements through psycopg (the client's CPU counted too); the 20 newest orders of a
customer who has 10,000 in 6 ms; an order with 2 million in the book at 1.3 times its cost with 100,000. So many is the
argument, 2 million without one: `python bench/orders.py 300000`.

The eight statements, in one transaction on plain tables with keys: products read; order, lines, reservations, payment,
promise and event written; both positions taken by one guarded update.
"""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from stock.home import Shop, cost, cpu_seconds, own_home, run, with_positions

SKUS, PLACES, HANDS, ORDERS, ROUNDS = 1_000, 5, 8, 400, 3
PLACE, TIMES, NEWEST, GROWTH = 12.0, 12.0, 6.0, 1.3
_PERMISSIONS = ("orders.place_orders", "orders.view_orders")
_RAW_TABLES = """
DROP TABLE IF EXISTS raw_stock, raw_order, raw_line, raw_kept, raw_paid, raw_promise, raw_event;
CREATE TABLE raw_stock (sku text PRIMARY KEY, price numeric(12, 2), on_hand int, kept int) WITH (fillfactor = 70);
CREATE TABLE raw_order (id uuid PRIMARY KEY, key text UNIQUE, customer uuid, placed_at timestamptz, total numeric(12, 2));
CREATE INDEX ON raw_order (customer, placed_at);
CREATE TABLE raw_line (id uuid PRIMARY KEY, order_id uuid, sku text, quantity int, price numeric(12, 2));
CREATE INDEX ON raw_line (order_id);
CREATE TABLE raw_kept (ref text, sku text, quantity int, PRIMARY KEY (ref, sku));
CREATE TABLE raw_paid (id uuid PRIMARY KEY, ref text, amount numeric(12, 2)); CREATE INDEX ON raw_paid (ref);
CREATE TABLE raw_promise (id uuid PRIMARY KEY, ref text, due_at timestamptz); CREATE INDEX ON raw_promise (ref);
CREATE TABLE raw_event (id uuid PRIMARY KEY, name text, payload jsonb, at timestamptz);
INSERT INTO raw_stock SELECT 'S' || n, 30, 1000000, 0 FROM generate_series(0, 999) n"""
_HISTORY = """
INSERT INTO orders_order (id, source, source_key, recorded_at, described, number, channel, currency, placed_at,
    postcode_area, city, region, country, goods_total, shipping_total, discount_total, customer_id, sequence)
SELECT uuidv7(), 'old', '%(prefix)s' || n, now(), true, '%(prefix)s' || n, 'web', 'GBP', now() - n * interval '1 minute',
    'LS', '', '', 'GB', 60, 0, 0, %(customer)s, n FROM generate_series(1, %(orders)s) n;
INSERT INTO orders_orderline (id, source, source_key, recorded_at, described, order_id, position, product_id, batch,
    unit_price, discount, ordered, shipped, delivered, canceled, returned, refunded)
SELECT uuidv7(), 'old', o.source_key || '/' || p.place, now(), true, o.id, p.place, p.id, '', 30, 0, 1, 1, 1, 0, 0, 0
FROM orders_order o CROSS JOIN (SELECT row_number() OVER (ORDER BY sku) AS place, id FROM catalog_product
    WHERE sku IN ('S1', 'S2')) p
WHERE o.source = 'old' AND o.source_key LIKE '%(prefix)s%%'"""


def main() -> int:
    """Measure; fail above a limit."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    with own_home():
        stock_up()
        customer = with_customer()
        few = max(measure_placing(), measure_newest(customer))
        return max(few, measure_growth(most))


def stock_up() -> None:
    """Products with prices, far more pieces than will be ordered."""
    with_positions(SKUS, PLACES, 1_000_000)
    run("UPDATE catalog_product SET list_price = 30, currency = 'GBP'")
    run(
        "INSERT INTO delivery_carrier (id, source, source_key, recorded_at, described, name)"
        " VALUES (uuidv7(), 'b', 'swift', now(), true, 'Swift') ON CONFLICT DO NOTHING"
    )


def with_customer() -> UUID:
    """Somebody who orders a lot."""
    from shopkeeper.core import clock
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers import public as customers

    data = customers.RecordData(source="b", source_key="ann", full_name="Ann Lee", email="ann@mail.test")
    card = customers.record_person(data=data, by=system_actor("bench"), now=clock.now())
    assert card.customer_id
    return card.customer_id


def measure_placing() -> int:
    """By REST and through psycopg, at the same concurrency."""
    raw = min(measure_raw() for _ in range(ROUNDS))
    rest = min(crowd(ByRest()) for _ in range(ROUNDS))
    print(f"Eight statements through psycopg: {raw:.2f} ms of CPU an order.")
    print(f"Placed by REST: {rest:.2f} ms of CPU, ratio {rest / PLACE:.2f} of {PLACE} ms.")
    print(f"{rest / raw:.1f} times the eight statements, ratio {rest / raw / TIMES:.2f} of {TIMES}.")
    return int(rest > PLACE or rest > raw * TIMES)


def measure_newest(customer: UUID) -> int:
    """The newest orders of a customer with many."""
    run(_HISTORY % {"prefix": "a", "customer": f"'{customer}'", "orders": 10_000})
    run("VACUUM ANALYZE orders_order, orders_orderline")
    shop = Shop(*_PERMISSIONS)
    path = "/api/orders"
    found = json.loads(shop.ask("GET", path, query=f"customer_id={customer}&limit=20"))
    assert [len(order["lines"]) for order in found] == [2] * 20
    taken = cost(lambda: shop.ask("GET", path, query=f"customer_id={customer}&limit=20"), 300)
    print(f"The 20 newest of 10,000 orders: {taken:.2f} ms of CPU, ratio {taken / NEWEST:.2f} of {NEWEST} ms.")
    return int(taken > NEWEST)


def measure_growth(most: int) -> int:
    """The same order in a small book and in a large one."""
    taken = []
    for number, orders in enumerate((100_000, most - 100_000)):
        run(_HISTORY % {"prefix": f"g{number}-", "customer": "NULL::uuid", "orders": orders})
        run("VACUUM ANALYZE orders_order, orders_orderline")
        taken.append(min(crowd(ByRest()) for _ in range(ROUNDS)))
    growth = taken[1] / taken[0]
    print(f"With 100,000 orders in the book {taken[0]:.2f} ms, with {most:,} {taken[1]:.2f} ms.")
    print(f"Growth {growth:.2f}, ratio {growth / GROWTH:.2f} of {GROWTH}.")
    return int(growth > GROWTH)


class ByRest:
    """Orders through the whole application."""

    def __init__(self) -> None:
        self._shop, self._run = Shop(*_PERMISSIONS), uuid4().hex

    def place(self, number: int) -> None:
        """One order."""
        lines = [{"sku": f"S{number % SKUS}", "quantity": 2}, {"sku": f"S{(number * 7 + 1) % SKUS}", "quantity": 1}]
        order = {
            "key": f"{self._run}-{number}", "channel": "web", "lines": lines,
            "how": {"kind": "delivery", "carrier_key": "swift", "promised_on": "2099-05-06", "price": "4.50"},
            "means": [{"method": "card", "token": "ok"}], "address": {"postcode": "LS1 4AB", "city": "Leeds"},
        }  # fmt: skip
        said = self._shop.ask("POST", "/api/placements", json.dumps(order).encode())
        if b'"sources":["' not in said:
            sys.exit(said.decode())

    def leave(self) -> None:
        """Give the connection back."""
        from django.db import connection

        connection.close()


class ByStatements:
    """Orders by nothing but eight statements."""

    def __init__(self) -> None:
        from shopkeeper.core.database import current_url

        self._url, self._own = current_url(), threading.local()

    def place(self, number: int) -> None:
        """One order."""
        import psycopg

        if not hasattr(self._own, "connection"):
            self._own.connection = psycopg.connect(self._url)
        skus, order, ref = [f"S{number % SKUS}", f"S{(number * 7 + 1) % SKUS}"], uuid4(), f"order:{number}"
        with self._own.connection.transaction():
            _write_plainly(self._own.connection, skus, order, ref)

    def leave(self) -> None:
        """Close the connection."""
        self._own.connection.close()


def _write_plainly(server: Any, skus: list[str], order: UUID, ref: str) -> None:
    prices = server.execute("SELECT sku, price FROM raw_stock WHERE sku = ANY(%s)", [skus]).fetchall()
    total = sum(price for _, price in prices)
    server.execute("INSERT INTO raw_order VALUES (%s, %s, NULL, now(), %s)", [order, str(order), total])
    server.execute(
        "INSERT INTO raw_line SELECT gen_random_uuid(), %s, sku, 1, 30 FROM unnest(%s::text[]) sku", [order, skus]
    )
    taken = server.execute(
        "UPDATE raw_stock SET kept = kept + 1 WHERE sku IN (SELECT sku FROM raw_stock WHERE sku = ANY(%s) ORDER BY sku"
        " FOR UPDATE) AND kept < on_hand",
        [skus],
    )
    assert taken.rowcount == len(set(skus))
    server.execute("INSERT INTO raw_kept SELECT %s, sku, 1 FROM unnest(%s::text[]) sku", [str(order), skus])
    server.execute("INSERT INTO raw_paid VALUES (gen_random_uuid(), %s, %s)", [ref, total])
    server.execute("INSERT INTO raw_promise VALUES (gen_random_uuid(), %s, now())", [ref])
    server.execute("INSERT INTO raw_event VALUES (gen_random_uuid(), 'placed', %s, now())", [json.dumps({"ref": ref})])


def measure_raw() -> float:
    """Milliseconds of CPU an order, on new tables."""
    for statement in _RAW_TABLES.split(";"):
        run(statement)
    return crowd(ByStatements())


def crowd(way: Any) -> float:
    """Milliseconds of CPU an order, with so many hands at once, once each has placed some."""
    ready = threading.Barrier(HANDS)

    def warm_up(hand: int) -> None:
        for again in range(5):
            way.place(1_000_000 + hand * 10 + again)
        ready.wait(timeout=60)

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(warm_up, range(HANDS)))
        before = cpu_seconds()
        list(pool.map(way.place, range(ORDERS)))
        taken = cpu_seconds() - before
        list(pool.map(lambda _: (ready.wait(timeout=60), way.leave()), range(HANDS)))
    return taken * 1000 / ORDERS


if __name__ == "__main__":
    sys.exit(main())
