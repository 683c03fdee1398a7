"""What can be promised, by REST: CPU of application and database together.

The promises: one SKU over 5 locations in 1.5 ms, 200 SKUs in one request in 12 ms, and one SKU over 100 locations costs
at most 1.5 times as much among many positions as among 100,000. Many is the argument, a million without one:
`python bench/availability.py 10000000`. Both times 100 locations keep every SKU, so a read touches as many rows; they
are loaded location by location, so that no two rows of a SKU lie on one page: the worst case. The few are measured before
and after the many, and the mean of both counts. The pages are in the server's memory, as far as it suffices, from their
loading on; what is read for the first time after a start costs more.
"""

import json
import sys

from stock.home import Shop, cost, own_home, with_positions

ONE, MANY, GROWTH = 1.5, 12.0, 1.5
FEW = 100_000


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
    few = (few + few_again) / 2
    growth = many / few
    print(f"Among {FEW:,} positions {few:.2f} ms, among {most:,} {many:.2f} ms.")
    print(f"Growth {growth:.2f}, ratio {growth / GROWTH:.2f} of {GROWTH}.")
    return int(growth > GROWTH)


def cost_among(positions: int) -> float:
    """One SKU over 100 locations after the other, in no order that a cache could guess."""
    skus = positions // 100
    with_positions(skus, 100, 100)
    shop, numbers = Shop(), iter(range(10**9))
    return cost(lambda: shop.ask("GET", f"/api/availability/S{next(numbers) * 7919 % skus}"), 400)


if __name__ == "__main__":
    sys.exit(main())
