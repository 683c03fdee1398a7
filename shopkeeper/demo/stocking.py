"""The demo's stock, as its systems would send it at the moment of loading: places, levels, and what was not found."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from shopkeeper.catalog import public as catalog
from shopkeeper.connectors import public as connectors
from shopkeeper.core import clock
from shopkeeper.core.console import operator
from shopkeeper.demo.feeding import SUPPLIERS_FILE, look_back
from shopkeeper.demo.generator.dice import dice
from shopkeeper.demo.ordering import plan_bundles, plan_deliveries, plan_packs, plan_substitutes
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.selling import add_sales
from shopkeeper.demo.shelving import begin_to_tell
from shopkeeper.demo.supplying import list_sent_parcels, plan_past_deliveries
from shopkeeper.demo.troubles import HiddenCollection, PhantomStock, RefusingSupplier
from shopkeeper.inventory import public as inventory
from shopkeeper.orders import public as orders

_WEEKS = timedelta(days=45)
_SUPPLIERS_LIMIT, _TILLS_LIMIT = 360, 45
_ORDERED_IN = 6
"""Products that only their supplier keeps, and sends to customers itself."""
_IN_STORE, _IN_WAREHOUSE, _AT_SUPPLIER = (0, 1, 2, 3, 4, 6, 8), (12, 90), (15, 60)
_MAP = {
    "LDS": (53.80, -1.54), "YRK": (53.96, -1.08), "NCL": (54.97, -1.61), "MAN": (53.48, -2.24),
    "BHM": (52.48, -1.90), "NOT": (52.95, -1.15), "LEI": (52.64, -1.13), "BRS": (51.45, -2.60), "EXE": (50.72, -3.53),
    "BTN": (50.83, -0.14), "RIC": (51.46, -0.30), "EDI": (55.95, -3.19), "wakefield": (53.68, -1.50),
    "swindon": (51.56, -1.78),
}  # fmt: skip
_MISSES = """
    SELECT p.id::text, t.sku, o.code, p.not_found_at, t.department_code
    FROM orders_pickup p JOIN organization_outlet o ON o.id = p.outlet_id
    JOIN orders_orderline l ON l.order_id = p.order_id JOIN catalog_product t ON t.id = l.product_id
    WHERE p.not_found_at >= %s ORDER BY p.not_found_at, p.id, t.sku"""

type Rows = list[dict[str, Any]]


def stock_up(scenario: Scenario, seed: int, *, now: datetime) -> None:
    """Bring in the last weeks of the stock, then what every place says it has just now."""
    products = catalog.list_products(catalog.ProductSearch(state="sold", sort="sku", page_size=10_000))
    places = _locations(scenario)
    past, levels = _past(scenario, now), _levels(scenario, products, places, seed, now)
    codes = {"barcodes": _barcodes(products), "offers": _offers(products, scenario, seed),
             "packs": plan_packs(products, seed), "substitutes": plan_substitutes(products)}  # fmt: skip
    bring_in(codes | {"locations": places})
    look_back(scenario, by=operator(), now=now)
    bring_in(add_sales(past, levels, now=now))
    came = plan_past_deliveries(products, _lead_days(scenario, seed), scenario, seed, now)
    comes = plan_deliveries(products, places, seed, now)
    bring_in({"stock_levels": levels, "inbounds": [*came, *comes], "deliveries": list_sent_parcels(scenario, now)})
    sets, parts = plan_bundles(products)
    bring_in({"products": sets, "components": parts})
    hidden = scenario.find(HiddenCollection)
    late = dict.fromkeys(hidden.stores, hidden.feed_minutes) if hidden else {}
    begin_to_tell(late, [_prompt_supplier(scenario)], by=operator(), now=now)
    orders.tell_searches(by=operator(), now=now)
    inventory.learn_buffers(by=operator(), now=now)
    inventory.suggest_stock(by=operator(), now=now)


def bring_in(tables: Mapping[str, Rows]) -> None:
    """Write tables as files and import them, as the stock system would."""
    with TemporaryDirectory() as folder:
        for name, rows in tables.items():
            if rows:
                _write(Path(folder) / f"{name}.csv", rows)
        connectors.import_folder(folder=Path(folder), source="stock", by=operator(), clock=clock.now)


def _write(file: Path, rows: Rows) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _locations(scenario: Scenario) -> Rows:
    hidden, refusing = scenario.find(HiddenCollection), scenario.find(RefusingSupplier)
    late = set(hidden.stores) if hidden else set()
    rows = [
        _place(code, store.name, "store", outlet=code, limit=_TILLS_LIMIT if code in late else "", ships=False)
        | {"postcode": f"{next(iter(store.areas))}1 1AA"}
        for code, store in scenario.stores.items()
    ]
    rows += [_place(key, house.name, "warehouse", pickup=False) for key, house in scenario.warehouses.items()]
    if refusing:
        name = scenario.suppliers[refusing.supplier].name
        rows.append(_place(refusing.supplier, name, "supplier", pickup=False, limit=_SUPPLIERS_LIMIT))
    prompt = _prompt_supplier(scenario)
    if prompt:
        name = scenario.suppliers[prompt].name
        rows.append(_place(prompt, name, "supplier", pickup=False, limit=_SUPPLIERS_LIMIT))
    return rows


def _prompt_supplier(scenario: Scenario) -> str:
    """A supplier that tells what it has as it should, beside the one that does not."""
    refusing = scenario.find(RefusingSupplier)
    return next((key for key in scenario.suppliers if refusing and key != refusing.supplier), "")


def _place(
    key: str, name: str, kind: str, *, outlet: str = "", pickup: bool = True, ships: bool = True, limit: Any = ""
) -> dict[str, Any]:
    north, east = _MAP.get(key, ("", ""))
    supplier = key if kind == "supplier" else ""
    return {
        "source": "catalog" if supplier else "stock", "source_key": key, "code": key, "name": name, "kind": kind,
        "outlet_key": outlet, "supplier_key": supplier, "latitude": north, "longitude": east, "may_ship": ships,
        "may_pick_up": pickup, "daily_capacity": 40 if pickup else "", "stale_after_minutes": limit,
    }  # fmt: skip


def _past(scenario: Scenario, now: datetime) -> dict[str, Rows]:
    """What was not found at the pick-up shelf, and the counts that put it right; phantom shelves nobody counted."""
    phantom = scenario.find(PhantomStock)
    misses: dict[tuple[str, str], list[tuple[str, datetime]]] = {}
    ghosts = set()
    for key, sku, place, at, department in _fetch_misses(now - _WEEKS):
        misses.setdefault((sku, place), []).append((key, at))
        if phantom and (place, department) == (phantom.store, phantom.department):
            ghosts.add((sku, place))
    opening, shorts, counts = [], [], []
    for (sku, place), found in misses.items():
        where = {"sku": sku, "location_code": place}
        opening.append({"source_key": f"{place}/{sku}", **where, "quantity": len(found) + 2,
                        "as_of": (now - _WEEKS - timedelta(days=1)).isoformat()})  # fmt: skip
        shorts += [
            {"source_key": f"{key}/{sku}", "kind": "short", **where, "quantity": 1, "occurred_at": at.isoformat()}
            for key, at in found
        ]
        counted_at = found[-1][1] + timedelta(days=1)
        if (sku, place) not in ghosts and counted_at < now:
            counts.append(
                {"source_key": f"{place}/{sku}", **where, "quantity": 2, "counted_at": counted_at.isoformat()}
            )
    return {"stock_levels": opening, "stock_movements": shorts, "stock_counts": counts}


def _fetch_misses(since: datetime) -> list[tuple[str, str, str, datetime, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_MISSES, [since])
        return list(cursor.fetchall())


def _levels(
    scenario: Scenario, products: Iterable[catalog.ProductCard], places: Rows, seed: int, now: datetime
) -> Rows:
    hidden, chance = scenario.find(HiddenCollection), dice(seed, "stock")
    ages = {place["code"]: timedelta(minutes=chance.randint(1, 9)) for place in places}
    if hidden:
        ages |= dict.fromkeys(hidden.stores, timedelta(minutes=hidden.feed_minutes))
    refusing, ordered_in = scenario.find(RefusingSupplier), _ordered_in(scenario, products)
    ages |= {refusing.supplier: SUPPLIERS_FILE} if refusing else {}
    rows = []
    for product in products:
        for place in places:
            is_supplier = place["kind"] == "supplier"
            if product.supplier != place["name"] if is_supplier else product.sku in ordered_in:
                continue
            rows.append({
                "source_key": f"{place['code']}/{product.sku}", "sku": product.sku, "location_code": place["code"],
                "quantity": _pieces(place["kind"], chance), "as_of": (now - ages[place["code"]]).isoformat(),
            })  # fmt: skip
    return rows


def _ordered_in(scenario: Scenario, products: Iterable[catalog.ProductCard]) -> set[str]:
    """What no shelf of ours keeps."""
    prompt = _prompt_supplier(scenario)
    name = scenario.suppliers[prompt].name if prompt else ""
    return set([product.sku for product in products if product.supplier == name][:_ORDERED_IN])


def _pieces(kind: str, chance: Any) -> int:
    if kind == "store":
        return int(chance.choice(_IN_STORE))
    return int(chance.randint(*(_IN_WAREHOUSE if kind == "warehouse" else _AT_SUPPLIER)))


def _barcodes(products: Iterable[catalog.ProductCard]) -> Rows:
    """Codes of the range that GS1 leaves to shops for their own use."""
    rows = []
    for place, product in enumerate(products):
        digits = f"0200000{place:05}"
        weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
        rows.append({"source_key": product.sku, "sku": product.sku, "code": f"{digits}{-weighed % 10}"})
    return rows


def _lead_days(scenario: Scenario, seed: int) -> dict[str, int]:
    """What each supplier agreed to."""
    refusing, chance = scenario.find(RefusingSupplier), dice(seed, "offers")
    days = {key: chance.randint(2, 9) for key in scenario.suppliers}
    return days | ({refusing.supplier: 3} if refusing else {})


def _offers(products: Iterable[catalog.ProductCard], scenario: Scenario, seed: int) -> Rows:
    keys = {made.name: key for key, made in scenario.suppliers.items()}
    days = _lead_days(scenario, seed)
    return [
        {
            "source": "catalog", "source_key": product.sku, "sku": product.sku, "supplier_key": keys[product.supplier],
            "supplier_sku": f"{keys[product.supplier][:3].upper()}-{product.sku}", "cost": product.unit_cost,
            "currency": product.currency, "lead_time_days": days[keys[product.supplier]], "minimum_quantity": 6,
            "cut_off_at": "14:00",
        }
        for product in products
        if product.supplier in keys
    ]  # fmt: skip
