"""Invented data: tiles, tables, queues, boards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

from shopkeeper.core.components import Action, BoardCard, BoardColumn, Figure, Filter, Link, Part
from shopkeeper.core.tables import Column, Row, Table

ROLES = [
    {"name": "Amara Okafor", "role": "Owner of the customer's experience", "url": "#", "is_current": True},
    {"name": "Tom Hale", "role": "Store manager, Leeds", "url": "#", "is_current": False},
    {"name": "Priya Shah", "role": "Contact center", "url": "#", "is_current": False},
]
HURT = [
    Part(label="told us", count=61, url="#"),
    Part(label="never did", count=163, tone="bad", url="#"),
    Part(label="were asked and are fine", count=40, tone="quiet"),
]
FILTERS = [
    Filter(label="Mine", url="?f=mine", is_on=True, count=7),
    Filter(label="Due today", url="?f=today", count=4),
    Filter(label="Late parcels", url="?f=late", count=31, icon="truck"),
    Filter(label="Leeds", url="?f=leeds", icon="store"),
    Filter(label="Never told us", url="?f=silent", count=163),
]
ACTIONS = [
    Action(
        "Send apology",
        "#",
        icon="send",
        primary=True,
        consequence="To Ruth Adeyemi by e-mail, now. Cannot be taken back.",
    ),
    Action("Call her", "#", icon="phone"),
    Action("Hand over", "#", icon="arrow-right-left"),
    Action("Close", "#", icon="check", refused="Not yet: the new parcel has not arrived."),
]


def _trend(seed: int, start: float, end: float, noise: float) -> tuple[float, ...]:
    random = Random(seed)  # noqa: S311  # invented data, not secrets
    return tuple(start + (end - start) * max(0, step - 7) / 10 + random.gauss(0, noise) for step in range(18))


def figures(now: datetime) -> list[Figure]:
    """Good, bad, unclear, too few."""
    return [
        Figure(
            label="On-time delivery",
            value=0.884,
            unit="share",
            low=0.871,
            high=0.896,
            url="#",
            better="up",
            change=-0.071,
            change_is_clear=True,
            since="since 14 May",
            target=0.95,
            n=4_310,
            n_word="parcels",
            as_of=now - timedelta(minutes=12),
            owner="Supply chain",
            trend=_trend(1, 0.955, 0.88, 0.006),
            variation="worsening",
            assurance="will_miss",
            action=Link("Find the cause", "#"),
        ),
        Figure(
            label="Pick-up not found",
            value=0.021,
            unit="share",
            low=0.015,
            high=0.029,
            url="#",
            better="down",
            change=-0.054,
            change_is_clear=True,
            since="since June",
            target=0.03,
            n=1_800,
            n_word="pick-ups",
            as_of=now - timedelta(hours=5),
            owner="Store Leeds",
            trend=_trend(2, 0.075, 0.02, 0.004),
            variation="improving",
            assurance="will_hit",
            action=Link("Offer it to four stores", "#"),
        ),
        Figure(
            label="Review score",
            value=4.12,
            unit="score",
            low=4.06,
            high=4.18,
            url="#",
            better="up",
            change=0.02,
            target=4.2,
            n=612,
            n_word="reviews",
            as_of=now - timedelta(days=1),
            owner="E-commerce",
            trend=_trend(3, 4.1, 4.12, 0.05),
            variation="common",
            assurance="hit_or_miss",
        ),
        Figure(
            label="Would recommend us, York",
            value=31,
            unit="number",
            low=4,
            high=58,
            url="#",
            better="up",
            target=40,
            n=12,
            needed=30,
            n_word="responses",
            as_of=now - timedelta(days=2),
            trend=_trend(4, 40, 31, 9),
        ),
    ]


_COLUMNS = [
    Column("name", "Who", sortable=True),
    Column("order", "Order"),
    Column("late", "Late by", number=True, sortable=True, unit="days"),
    Column("spent", "Spent in a year", number=True, sortable=True, unit="money:GBP", digits=0),
    Column("chance", "May leave", number=True, sortable=True, unit="share"),
    Column("seen", "Last seen"),
]
_NAMES = [
    "Ruth Adeyemi",
    "Callum Fraser",
    "Mei-Ling Wong",
    "Jadwiga Nowak",
    "Owen Price",
    "Sofia Marino",
    "Hannah Cole",
]


def table(now: datetime, query: Mapping[str, str]) -> Table:
    """People hurt by a late parcel."""
    sort = query.get("sort", "-late")
    key, descending = sort.lstrip("-"), sort.startswith("-")
    cells: list[dict[str, Any]] = [
        {
            "name": name,
            "order": Link(f"TW-{4471 + 13 * index}", "#"),
            "late": 9 - index,
            "spent": Decimal(1830 - 211 * index),
            "chance": 0.31 - 0.041 * index,
            "seen": now - timedelta(hours=7 * index * index),
        }
        for index, name in enumerate(_NAMES)
    ]
    ordered = sorted(cells, key=lambda row: row.get(key, 0), reverse=descending)
    rows = [Row(row, url="#") for row in ordered]
    return Table(columns=_COLUMNS, rows=rows, caption="People hurt by late parcels", sort=sort, page_size=7, total=224)


def empty_table() -> Table:
    """A list that teaches."""
    return Table(
        columns=_COLUMNS,
        rows=[],
        caption="Suppliers",
        empty_title="No supplier has sent a stock file yet",
        empty_text="Suppliers' stock appears here with its age, as soon as the first file has come in.",
        empty_action=Link("Import a stock file", "#", icon="upload"),
        empty_icon="factory",
    )


def todo(now: datetime) -> list[dict[str, Any]]:
    """A morning's work."""
    return [
        {
            "icon": "package-search",
            "title": "Find three pick-ups before 11:00",
            "why": "Promised to Mei-Ling Wong, Owen Price and one more",
            "url": "#",
            "due_at": now + timedelta(minutes=50),
            "say": "",
        },
        {
            "icon": "phone",
            "title": "Call Ruth Adeyemi",
            "why": "Two late parcels in three weeks; she has not complained",
            "url": "#",
            "due_at": now - timedelta(minutes=95),
            "say": "“Your lamp is late again, and that is our fault. A driver brings it today between 4 and 6.”",
        },
        {
            "icon": "list-checks",
            "title": "Count shelf G4, garden",
            "why": "14% of picks there come up short",
            "url": "#",
            "due_at": now + timedelta(hours=6),
            "say": "",
        },
    ]


def queue(now: datetime) -> list[SimpleNamespace]:
    """Cases that wait."""
    details = [
        "Parcel 9 days late, order TW-4471",
        "Lamp arrived broken",
        "Waited 22 minutes at the returns desk",
        "Billed at list price",
    ]
    return [
        SimpleNamespace(
            url="#",
            fragment_url="",
            is_current=index == 0,
            title=name,
            detail=details[index % 4],
            at=None,
            due_at=now + timedelta(hours=3 * index - 4),
            tag=["late parcel", "damage", "waiting", "price"][index % 4],
            tone="bad" if index == 0 else "",
        )
        for index, name in enumerate(_NAMES)
    ]


def board(now: datetime) -> list[BoardColumn]:
    """Actions by state."""

    def card(title: str, hours: float, age: int, aged: bool = False) -> BoardCard:
        return BoardCard(
            title=title,
            url="#",
            detail="Carrier change, North",
            owner="Tom Hale",
            age_steps=age,
            due_at=now + timedelta(hours=hours),
            is_aged=aged,
        )

    return [
        BoardColumn(
            label="To do",
            cards=(card("Ask for two quotes", 30, 1), card("Agree the cut-off", 72, 2)),
            total=9,
            more=Link("7 more", "#"),
        ),
        BoardColumn(label="Doing", cards=(card("Try it on last month's orders", 5, 4, aged=True),)),
        BoardColumn(label="Waiting for others", cards=(card("Contract at the lawyer", -20, 5, aged=True),)),
        BoardColumn(label="Done this week", cards=()),
    ]
