"""What can be promised, by REST: CPU of application and database together.

The promises: one SKU over 5 locations in 1.5 ms, 200 SKUs in one request in 12 ms, and one SKU over 100 locations costs
at most 1.5 times as much among many positions as among 100,000. Many is the argument, a million without one:
`python bench/availability.py 10000000`.
"""

import json
import sys

from stock.home import Shop, cost, own_home, with_positions

ONE, MANY, GROWTH = 1.5, 12.0, 1.5


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
    taken = []
    for positions in (100_000, most):
        with_positions(positions // 100, 100, 100)
        taken.append(cost_among(positions // 100))
    growth = taken[1] / taken[0]
    print(f"Among 100,000 positions {taken[0]:.2f} ms, among {most:,} {taken[1]:.2f} ms.")
    print(f"Growth {growth:.2f}, ratio {growth / GROWTH:.2f} of {GROWTH}.")
    return int(growth > GROWTH)


def cost_among(skus: int) -> float:
    """One SKU after the other, in no order that a cache could guess."""
    shop, numbers = Shop(), iter(range(10**9))
    return cost(lambda: shop.ask("GET", f"/api/availability/S{next(numbers) * 7919 % skus}"), 400)


if __name__ == "__main__":
    sys.exit(main())
