"""Movements in bulk: sales of many tills, told in batches of 5,000 with keys of their own, recorded once each.

The promise: 20,000 a second of CPU of application and database together, so on one core. Beside it stands a COPY of as
many rows into a table with the same columns and indexes but no position to keep, in the same run.
"""

import random
import sys
from datetime import UTC, datetime, timedelta

from stock.home import cpu_seconds, own_home, run, with_positions

SKUS, PLACES, MOVEMENTS, BATCH = 5_000, 20, 100_000, 5_000
A_SECOND = 20_000


def main() -> int:
    """Measure; fail below the limit."""
    with own_home():
        with_positions(SKUS, PLACES, 1_000)
        recorded = MOVEMENTS / record()
        copied = MOVEMENTS / copy()
    print(f"COPY into the bare ledger: {copied:,.0f} rows a second of CPU.")
    print(f"Recorded: {recorded:,.0f} movements a second of CPU, ratio {recorded / A_SECOND:.2f} of {A_SECOND:,}.")
    return int(recorded < A_SECOND)


def record() -> float:
    """Seconds of CPU for all movements; what is told again changes nothing."""
    from shopkeeper.core.actors import system_actor
    from shopkeeper.inventory import public as inventory
    from shopkeeper.inventory.models import Movement

    now, by, numbers = datetime.now(UTC), system_actor("bench"), random.Random(1)
    sell = inventory.MovementKind.SELL
    told = [
        inventory.StockMovement(
            sell, f"S{numbers.randrange(SKUS)}", f"L{numbers.randrange(PLACES)}", 1,
            now - timedelta(seconds=numbers.randrange(3_600)), "till", f"receipt {n}",
        )
        for n in range(MOVEMENTS + BATCH)
    ]  # fmt: skip
    inventory.record_movements(movements=told[:BATCH], by=by, now=now)
    before = cpu_seconds()
    for start in range(BATCH, len(told), BATCH):
        inventory.record_movements(movements=told[start : start + BATCH], by=by, now=now)
    taken = cpu_seconds() - before
    again = inventory.record_movements(movements=told[:BATCH], by=by, now=now)
    if again.applied or Movement.objects.count() != len(told):
        sys.exit("Movements were lost or counted twice.")
    return taken


def copy() -> float:
    """Seconds of CPU to copy the same rows."""
    from django.db import connection

    run("CREATE TABLE bare (LIKE inventory_movement INCLUDING DEFAULTS INCLUDING INDEXES)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM inventory_movement LIMIT {MOVEMENTS}")
        rows = cursor.fetchall()
        before = cpu_seconds()
        with cursor.copy("COPY bare FROM STDIN") as target:
            for row in rows:
                target.write_row(row)
    return cpu_seconds() - before


if __name__ == "__main__":
    sys.exit(main())
