"""What can be promised, by REST: CPU of application and database together.

The promises: one SKU over 5 locations in 1.5 ms, 200 SKUs in one request in 12 ms, and one SKU over 100 locations costs
at most 1.5 times as much among many positions as among 100,000. Many is the argument, a million without one:
`python bench/availability.py 10000000`. Both times 100 locations keep every SKU, so a read touches as many rows; they
are loaded location by location, so that no two rows of a SKU lie on one page: the worst case. Each is measured as it was
loaded, and as the first night leaves it, which lays the rows of a SKU together (`inventory.gather_positions`) and after
which the database sweeps up; the promise is about the latter. The few are measured before and after the many, and the
mean of both counts. Beside each cost stands on how many pages the rows of a SKU lie: what is read from a disk for the
first time after a start costs more, the more the more pages it takes.
"""

import json
import sys

from stock.home import Shop, cost, cpu_seconds, own_home, rows, run, with_positions

ONE, MANY, GROWTH = 1.5, 12.0, 1.5
FEW, QUESTIONS = 100_000, 400


def main() -> int:
    """Measure; fail above a limit."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with own_home():
        return max(measure_reads(), measure_growth(most))


def measure_reads() -> int:
    """One SKU, and 200 at once."""
    with_positions(1_000, 5, 100)
    shop = Shop()
    numbers = iter(range(10**9))
    one = cost(lambda: shop.ask("GET", f"/api/availability/S{next(numbers) % 1000}"), 1_000)
    asked = json.dumps({"skus": [f"S{n}" for n in range(200)]}).encode()
    many = cost(lambda: shop.ask("POST", "/api/availability", asked), 100)
    assert shop.ask("POST", "/api/availability", asked).count(b'"on_hand":100') == 1_000
    print(f"One SKU over 5 locations: {one:.2f} ms of CPU, ratio {one / ONE:.2f} of {ONE} ms.")
    print(f"200 SKUs over 5 locations: {many:.2f} ms of CPU, ratio {many / MANY:.2f} of {MANY} ms.")
    return int(one > ONE or many > MANY)


def measure_growth(most: int) -> int:
    """One SKU over 100 locations, among few positions and among many."""
    few, many, few_again = (cost_among(positions) for positions in (FEW, most, FEW))
    loaded, laid = (many[n] / ((few[n] + few_again[n]) / 2) for n in (0, 1))
    print(f"Growth from {FEW:,} to {most:,}: as loaded {loaded:.2f}; after a night {laid:.2f},"
          f" ratio {laid / GROWTH:.2f} of {GROWTH}.")  # fmt: skip
    return int(laid > GROWTH)


def cost_among(positions: int) -> tuple[float, float]:
    """One SKU over 100 locations after the other, in no order that a cache could guess: as loaded, and after a night."""
    skus = positions // 100
    with_positions(skus, 100, 100)
    shop, numbers = Shop(), iter(range(10**9))

    def read(when: str) -> float:
        taken = cost(lambda: shop.ask("GET", f"/api/availability/S{next(numbers) * 7919 % skus}"), QUESTIONS)
        print(f"Among {positions:,} {when}: {taken:.2f} ms, the rows of a SKU on {pages_of_a_sku():.0f} pages.")
        return taken

    loaded = read("as loaded")
    lay_together()
    return loaded, read("after a night")


def lay_together() -> None:
    """What the night does to positions that lie scattered, and the database's own sweeping after it."""
    from shopkeeper.core import clock
    from shopkeeper.core.actors import system_actor
    from shopkeeper.inventory.actions.gathering import gather_positions

    start = cpu_seconds()
    moved = gather_positions(by=system_actor("bench"), now=clock.now())
    run("VACUUM ANALYZE inventory_position")
    print(f"{moved:,} positions were laid together in {cpu_seconds() - start:.0f} s of CPU.")


def pages_of_a_sku() -> float:
    """On how many pages of the table the rows of one SKU lie, at the mean of some."""
    [(pages,)] = rows(
        "SELECT avg(pages) FROM (SELECT count(DISTINCT (ctid::text::point)[0]) AS pages FROM inventory_position"
        " WHERE product_id IN (SELECT id FROM catalog_product ORDER BY id LIMIT 200) GROUP BY product_id) AS each"
    )
    return float(pages)


if __name__ == "__main__":
    sys.exit(main())
