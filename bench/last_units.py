"""400 buyers, 16 at once, over 100 pieces in 5 locations: exactly 100 are sold, and what that costs beside raw SQL.

Raw SQL is one guarded UPDATE with the INSERT of a reservation, through psycopg, a location after the other until one has
a piece. The promises, in CPU of application and database together: at most 3 times that at the action, 8 times by REST.
"""

import json
import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from stock.home import Shop, cpu_seconds, own_home, with_positions

BUYERS, HANDS, PIECES, ROUNDS = 400, 16, 100, 3
AT_ACTION, BY_REST = 3.0, 8.0
PLACES = ("L0", "L1", "L2", "L3", "L4")
_RAW = """
WITH taken AS (
    UPDATE raw_stock SET reserved = reserved + 1 WHERE place = %s AND reserved < on_hand RETURNING place
) INSERT INTO raw_reservation (ref, place) SELECT %s, place FROM taken"""
Buy = Callable[[str, str], bool]


def main() -> int:
    """Measure; fail above a limit, or when a piece too many or too few was sold."""
    with own_home():
        raw = min(measure_raw() for _ in range(ROUNDS))
        action = min(measure(buy_by_action()) for _ in range(ROUNDS))
        rest = min(measure(buy_by_rest()) for _ in range(ROUNDS))
    print(f"Raw SQL {raw * 1000:.0f} ms of CPU for {BUYERS} buyers.")
    print(
        f"Action {action * 1000:.0f} ms, {action / raw:.2f} times; ratio {action / raw / AT_ACTION:.2f} of {AT_ACTION}."
    )
    print(f"REST {rest * 1000:.0f} ms, {rest / raw:.2f} times; ratio {rest / raw / BY_REST:.2f} of {BY_REST}.")
    return int(action > raw * AT_ACTION or rest > raw * BY_REST)


def measure_raw() -> float:
    """The same crowd with nothing but the database."""
    import psycopg

    from shopkeeper.core.database import current_url

    url, own = current_url(), threading.local()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP TABLE IF EXISTS raw_stock, raw_reservation")
        server.execute(
            "CREATE TABLE raw_stock (place text PRIMARY KEY, on_hand int, reserved int) WITH (fillfactor = 70)"
        )
        server.execute("CREATE TABLE raw_reservation (ref text, place text, PRIMARY KEY (ref, place))")
        server.execute("INSERT INTO raw_stock SELECT unnest(%s::text[]), 20, 0", [list(PLACES)])

    def buy(ref: str, place: str) -> bool:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url, autocommit=True)
        return bool(own.connection.execute(_RAW, [place, ref]).rowcount == 1)

    return crowd(buy, lambda: own.connection.close())


def buy_by_action() -> Buy:
    """Through `reserve`."""
    from django.db import connection

    from shopkeeper.core import clock
    from shopkeeper.core.actors import system_actor
    from shopkeeper.inventory import public as inventory

    by, kind = system_actor("bench"), inventory.ReservationKind.HARD

    def buy(ref: str, place: str) -> bool:
        wanted = inventory.Demand(ref, 1, "S0", 1, place)
        try:
            return inventory.reserve(demands=[wanted], kind=kind, by=by, now=clock.now()).complete
        finally:
            connection.close()  # back to the pool, as at the end of a request

    return buy


def buy_by_rest() -> Buy:
    """Through `POST /api/reservations`."""
    shop = Shop()

    def buy(ref: str, place: str) -> bool:
        wish = {"demands": [{"ref": ref, "sku": "S0", "location": place, "quantity": 1}]}
        return b'"complete":true' in shop.ask("POST", "/api/reservations", json.dumps(wish).encode())

    return buy


def measure(buy: Buy) -> float:
    """A crowd over fresh stock."""
    from django.db import connection

    with_positions(1, 5, 20)
    return crowd(buy, lambda: connection.close())  # the thread that calls it owns another one


def crowd(buy: Buy, leave: Callable[[], Any]) -> float:
    """All buyers; gives seconds of CPU, once every hand has bought something before the clock starts."""
    ready = threading.Barrier(HANDS)

    def warm_up(number: int) -> None:
        buy(f"nobody:{number}", "nowhere")
        ready.wait(timeout=60)

    def try_everywhere(number: int) -> bool:
        places = random.Random(number).sample(PLACES, len(PLACES))
        return any(buy(f"buyer:{number}", place) for place in places)

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(warm_up, range(HANDS)))
        before = cpu_seconds()
        sold = sum(pool.map(try_everywhere, range(BUYERS)))
        taken = cpu_seconds() - before
        list(pool.map(lambda _: (ready.wait(timeout=60), leave()), range(HANDS)))
    if sold != PIECES:
        sys.exit(f"{sold} pieces were sold instead of {PIECES}.")
    return taken


if __name__ == "__main__":
    sys.exit(main())
