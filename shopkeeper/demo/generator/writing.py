"""Writes the story as canonical CSV tables, as anybody's export would come."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from shopkeeper.demo.generator.days import DAY
from shopkeeper.demo.generator.retailer import Story
from shopkeeper.demo.generator.tables import house, persons, touches, trade
from shopkeeper.demo.generator.tables.known import Known, Row
from shopkeeper.demo.generator.world import CARRIED

Progress = Callable[[str, float], None]
_KEYS = "source source_key "
TABLES: dict[str, tuple[str, Callable[[Known], Iterator[Row]]]] = {
    "regions": ("name", house.regions),
    "departments": ("name parent_key", house.departments),
    "brands": ("name", house.brands),
    "outlets": (
        "code name kind region_key brand_key format city postcode time_zone opened_on", house.outlets),
    "employees": ("name email", house.employees),
    "assignments": ("employee_key role department_key outlet_key starts_on", house.assignments),
    "shifts": ("employee_key outlet_key starts_at ends_at", house.shifts),
    "suppliers": ("name region", house.suppliers),
    "categories": ("name parent_key", house.categories),
    "products": (
        "sku name category_key supplier_key department_code list_price unit_cost currency", house.products),
    "customers": (
        "given_name family_name email phone card_number born_on street city postcode region country published_at",
        persons.customers),
    "consents": (
        "customer_key brand purpose channel contact_point state text_version proof occurred_at", persons.consents),
    "companies": ("number name email phone city postcode country", persons.companies),
    "topics": ("code name kind parent_key", house.topics),
    "interactions": (
        "kind channel customer_key outlet_key employee_key topic_code order_key queue_seconds handle_seconds outcome "
        "text occurred_at", touches.interactions),
    "shop_steps": (
        "session_key step detail device postcode_area region nearest_outlet_key customer_key occurred_at",
        touches.shop_steps),
    "carriers": ("name", house.carriers),
    "orders": (
        "number channel outlet_key customer_key company_key currency placed_at canceled_at postcode_area city region "
        "country shipping_total discount_total", trade.orders),
    "order_lines": (
        "order_key position sku supplier_key batch unit_price unit_cost discount quantity shipped delivered canceled",
        trade.order_lines),
    "payments": ("order_key kind method amount currency occurred_at", trade.payments),
    "deliveries": (
        "order_key carrier_key service ship_from tracking_number customer_key postcode_area region country "
        "handed_over_at promised_on delivered_at", trade.deliveries),
    "cancellations": ("line_key quantity reason_code decided_by occurred_at", trade.cancellations),
    "returns": (
        "line_key sku outlet_key customer_key quantity reason_code comment batch waited_seconds refund_amount "
        "occurred_at", trade.returns),
    "pickups": (
        "order_key outlet_key customer_key promised_at ready_at collected_at not_found_at waited_seconds shelf",
        trade.pickups),
    "invitations": ("customer_key touchpoint outlet_key order_key sent_at", touches.invitations),
    "feedback": (
        "kind channel touchpoint invitation_key customer_key order_key sku outlet_key scale score title text language "
        "occurred_at", touches.feedback),
    "marketing_spend": ("channel campaign spent_on amount currency", house.marketing_spend),
}  # fmt: skip
"""Canonical table to its columns after source and key, and where its rows come from; parents first."""

NIGHTLY = ("orders", "order_lines", "shop_steps", "invitations", "marketing_spend")
"""Tables that come as files even on the days that are lived: the tills send their receipts at night, too."""

NIGHTLY_AHEAD = ("shop_steps", "marketing_spend")
"""The same for the days ahead, whose receipts and invitations are lived one by one."""

PEOPLE = (
    "regions", "departments", "brands", "outlets", "employees", "assignments", "shifts", "suppliers", "categories",
    "products", "customers", "consents", "companies", "topics", "carriers",
)  # fmt: skip
"""The house and its people: known before anything is told about them."""
HISTORY = tuple(name for name in TABLES if name not in PEOPLE)
"""What they did."""


def columns_of(table: str) -> list[str]:
    """The columns of a table's rows."""
    return (_KEYS + TABLES[table][0]).split()


def write(
    story: Story, folder: Path, *, until: int, tables: Iterable[str] = TABLES, progress: Progress | None = None
) -> list[Path]:
    """Write tables into `folder` as they were known at second `until`."""
    return _write(Known.at_second(story, until), folder, tables, progress)


def write_nightly(
    story: Story, folder: Path, *, since: int, until: int, tables: Iterable[str] = NIGHTLY
) -> list[Path]:  # fmt: skip
    """Write what systems send at night, of the time between two seconds."""
    receipts = [order for order in story.orders if since <= order.at < until and order.mode == CARRIED]
    return _write(Known(story, until, receipts, since), folder, tables, None)


def write_nights_ahead(story: Story, folder: Path) -> None:
    """Write a folder for each day ahead, named by its date."""
    for day in range(story.days.last + 1):
        since, until = day * DAY, (day + 1) * DAY
        write_nightly(story, folder / story.days.text(day), since=since, until=until, tables=NIGHTLY_AHEAD)


def _write(known: Known, folder: Path, tables: Iterable[str], progress: Progress | None) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for place, name in enumerate(tables):
        if progress:
            progress(name, place / len(TABLES))
        file = folder / f"{name}.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns_of(name))
            writer.writerows(TABLES[name][1](known))
        files.append(file)
    return files
