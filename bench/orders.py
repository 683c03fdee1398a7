"""The order book, by REST: CPU of application and database together.

The promises: an order of 2 lines over 5 locations, priced, paid by card, kept and promised, placed at concurrency 8 in 12
ms and in 12 times its eight plain statements through psycopg (the client's CPU counted too), so with a customer and by
the key of a delivery offer as well; the 20 newest orders of a customer who has 10,000 in 6 ms. What a large book costs:
`order_book.py`.

The eight statements, in one transaction on plain tables with keys: products read; order, lines, reservations, payment,
promise and event written; both positions taken by one guarded update.
"""

import json
import sys
import threading
from typing import Any
from uuid import UUID, uuid4

from delivery_offers import with_services
from stock.home import Shop, cost, own_home, run
from stock.orders import PERMISSIONS, ROUNDS, SKUS, ByRest, best, crowd, load_history, stock_up

PLACE, TIMES, NEWEST, OFTEN = 12.0, 12.0, 6.0, 100
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


def main() -> int:
    """Measure; fail above a limit."""
    with own_home():
        stock_up()
        with_services()
        people = [with_customer(number) for number in range(OFTEN)]
        return max(measure_placing(people), measure_newest(people[0]))


def with_customer(number: int) -> UUID:
    """Somebody who orders."""
    from shopkeeper.core import clock
    from shopkeeper.core.actors import system_actor
    from shopkeeper.customers import public as customers

    mail = f"ann{number}@mail.test"
    data = customers.RecordData(source="b", source_key=f"ann{number}", full_name="Ann Lee", email=mail)
    card = customers.record_person(data=data, by=system_actor("bench"), now=clock.now())
    assert card.customer_id
    return card.customer_id


def measure_placing(people: list[UUID]) -> int:
    """By REST and through psycopg, at the same concurrency."""
    raw = min(measure_raw() for _ in range(ROUNDS))
    print(f"Eight statements through psycopg: {raw:.2f} ms of CPU an order.")
    ways = {
        "placed by REST": lambda: ByRest(),
        "with a customer": lambda: ByRest(customers=people),
        "by the key of an offer": lambda: ByRest(customers=people, by_offer=True),
    }
    return max(judge(name, best(make), raw) for name, make in ways.items())


def judge(name: str, taken: float, raw: float) -> int:
    """Say what a way costs; 1 above a limit."""
    print(f"An order {name}: {taken:.2f} ms of CPU, ratio {taken / PLACE:.2f} of {PLACE} ms.")
    print(f"{taken / raw:.1f} times the eight statements, ratio {taken / raw / TIMES:.2f} of {TIMES}.")
    return int(taken > PLACE or taken > raw * TIMES)


def measure_newest(customer: UUID) -> int:
    """The newest orders of a customer with many."""
    load_history(10_000, "a", [customer])
    shop = Shop(*PERMISSIONS)
    path = "/api/orders"
    found = json.loads(shop.ask("GET", path, query=f"customer_id={customer}&limit=20"))
    assert [len(order["lines"]) for order in found] == [2] * 20
    taken = cost(lambda: shop.ask("GET", path, query=f"customer_id={customer}&limit=20"), 300)
    print(f"The 20 newest of 10,000 orders: {taken:.2f} ms of CPU, ratio {taken / NEWEST:.2f} of {NEWEST} ms.")
    return int(taken > NEWEST)


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


if __name__ == "__main__":
    sys.exit(main())
