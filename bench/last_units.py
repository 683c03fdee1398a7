"""400 buyers, 16 at once, over 100 pieces in 5 locations: exactly 100 are sold, and what that costs beside raw SQL.

Raw SQL is what a careful engineer would write by hand for the same guarantees, on a connection of each hand's own: one
statement, prepared, its own transaction, that gives a retry what it got before, takes a piece under a guard with a
constraint behind it, keeps the reservation and writes the movement into the ledger. It knows no safety stock, buffers,
stale feeds or open pages, as ours does. The promises, in CPU of application and database together: at most 3 times that
at the action, 8 times by REST.

All three take turns, and the middle one of the ratios of each turn counts: what else the machine does then burdens all
alike. Before the clock starts each hand has bought something and been refused on a connection that it keeps until all
have one, so that the plans of all connections are made: they last for days, the crowd for a second.
"""

import json
import random
import statistics
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from stock.home import Shop, cpu_seconds, own_home, with_positions

BUYERS, HANDS, PIECES, ROUNDS = 400, 16, 100, 7
AT_ACTION, BY_REST = 3.0, 8.0
PLACES = ("L0", "L1", "L2", "L3", "L4")
_RAW_TABLES = (
    "DROP TABLE IF EXISTS raw_stock, raw_reservation, raw_movement",
    "CREATE TABLE raw_stock (sku text, place text, on_hand int, reserved int, PRIMARY KEY (sku, place),"
    " CHECK (reserved BETWEEN 0 AND on_hand)) WITH (fillfactor = 70)",
    "CREATE TABLE raw_reservation (ref text, attempt int, sku text, place text, quantity int, reserved_at timestamptz,"
    " PRIMARY KEY (ref, attempt, sku, place))",
    "CREATE TABLE raw_movement (id uuid PRIMARY KEY, at timestamptz, sku text, place text, kind text, quantity int,"
    " ref text)",
    "CREATE INDEX ON raw_movement (sku, place, at)",
    f"INSERT INTO raw_stock SELECT sku, unnest('{{{','.join(PLACES)}}}'::text[]), 20, 0 FROM unnest('{{S0,S1}}'::text[]) sku",
)
_RAW = """
WITH had AS (
    SELECT quantity FROM raw_reservation
    WHERE ref = %(ref)s AND attempt = 1 AND sku = %(sku)s AND place = %(place)s
), taken AS (
    UPDATE raw_stock SET reserved = reserved + 1
    WHERE sku = %(sku)s AND place = %(place)s AND on_hand - reserved >= 1 AND NOT EXISTS (SELECT FROM had)
    RETURNING 1 AS quantity
), kept AS (
    INSERT INTO raw_reservation SELECT %(ref)s, 1, %(sku)s, %(place)s, quantity, now() FROM taken
), written AS (
    INSERT INTO raw_movement SELECT uuidv7(), now(), %(sku)s, %(place)s, 'reserve', quantity, %(ref)s FROM taken
) SELECT quantity FROM had UNION ALL SELECT quantity FROM taken"""
Buy = Callable[[str, str, str], bool]


def main() -> int:
    """Measure; fail above a limit, or when a piece too many or too few was sold."""
    with own_home():
        action, rest = buy_by_action(), buy_by_rest()
        turns = [(measure_raw(), measure(action, action), measure(rest, action)) for _ in range(ROUNDS)]
    print(f"Raw SQL {statistics.median(turn[0] for turn in turns) * 1000:.0f} ms of CPU for {BUYERS} buyers.")
    return max(say("Action", AT_ACTION, turns, 1), say("REST", BY_REST, turns, 2))


def say(name: str, limit: float, turns: list[tuple[float, float, float]], column: int) -> int:
    """Print how many times raw SQL it took; 1 when that is too much."""
    took = statistics.median(turn[column] for turn in turns)
    ratios = sorted(turn[column] / turn[0] for turn in turns)
    middle = statistics.median(ratios)
    print(f"{name} {took * 1000:.0f} ms, {middle:.2f} times ({ratios[0]:.2f} to {ratios[-1]:.2f});"
          f" ratio {middle / limit:.2f} of {limit}.")  # fmt: skip
    return int(middle > limit)


def measure_raw() -> float:
    """The same crowd with nothing but the database."""
    import psycopg

    from shopkeeper.core.database import current_url

    url, own = current_url(), threading.local()
    with psycopg.connect(url, autocommit=True) as server:
        for statement in _RAW_TABLES:
            server.execute(statement)

    def buy(ref: str, sku: str, place: str) -> bool:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        asked = {"ref": ref, "sku": sku, "place": place}
        try:
            return own.connection.execute(_RAW, asked).fetchone() is not None
        except psycopg.errors.UniqueViolation:  # the same buyer, at the same moment, elsewhere
            return own.connection.execute(_RAW, asked).fetchone() is not None

    return crowd(buy, buy, lambda: own.connection.close())


def buy_by_action() -> Buy:
    """Through `reserve`."""
    from shopkeeper.core import clock
    from shopkeeper.core.actors import system_actor
    from shopkeeper.inventory import public as inventory

    by, kind = system_actor("bench"), inventory.ReservationKind.HARD

    def buy(ref: str, sku: str, place: str) -> bool:
        wanted = inventory.Demand(ref, 1, sku, 1, place)
        return inventory.reserve(demands=[wanted], kind=kind, by=by, now=clock.now()).complete

    return buy


def buy_by_rest() -> Buy:
    """Through `POST /api/reservations`."""
    shop = Shop()

    def buy(ref: str, sku: str, place: str) -> bool:
        wish = {"demands": [{"ref": ref, "sku": sku, "location": place, "quantity": 1}]}
        return b'"complete":true' in shop.ask("POST", "/api/reservations", json.dumps(wish).encode())

    return buy


def measure(buy: Buy, before: Buy) -> float:
    """A crowd over fresh stock; each buyer gives the connection back to the pool, as at the end of a request."""
    from django.db import connection

    with_positions(2, 5, 20)

    def give_back() -> None:
        connection.close()  # looked up anew, since each thread owns another one

    give_back()
    return crowd(buy, before, give_back, give_back)


def crowd(buy: Buy, before: Buy, leave: Callable[[], Any], after: Callable[[], Any] = lambda: None) -> float:
    """All buyers; gives seconds of CPU, once every hand has bought what is there and asked for what is not.

    They do so by `before`, which keeps its connection: a request gives it back, and two hands could share one.
    """
    ready = threading.Barrier(HANDS)

    def warm_up(number: int) -> None:
        for place in (*PLACES, "nowhere"):
            before(f"early:{number}", "S1", place)
        ready.wait(timeout=60)
        after()
        buy(f"early:{number}", "S1", "nowhere")
        after()
        ready.wait(timeout=60)

    def try_everywhere(number: int) -> bool:
        places = random.Random(number).sample(PLACES, len(PLACES))
        bought = any(buy(f"buyer:{number}", "S0", place) for place in places)
        after()
        return bought

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(warm_up, range(HANDS)))
        start = cpu_seconds()
        sold = sum(pool.map(try_everywhere, range(BUYERS)))
        taken = cpu_seconds() - start
        list(pool.map(lambda _: (ready.wait(timeout=60), leave()), range(HANDS)))
    if sold != PIECES:
        sys.exit(f"{sold} pieces were sold instead of {PIECES}.")
    return taken


if __name__ == "__main__":
    sys.exit(main())
