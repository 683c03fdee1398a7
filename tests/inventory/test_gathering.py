"""Positions of a product are laid together, and whoever wants one meanwhile gets it, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from shopkeeper.inventory.actions.gathering import gather_positions
from shopkeeper.inventory.models import Position
from tests.inventory.shelves import BY, NOW, drifts, position, with_location, with_product
from tests.inventory.test_crowds import PLACES, at_once, buy, hundred

__all__ = ["hundred"]  # a fixture, asked for by its name
SCATTER = """
WITH held AS MATERIALIZED (
    SELECT ctid FROM inventory_position ORDER BY location_id, product_id FOR UPDATE
), taken AS (
    DELETE FROM inventory_position WHERE (SELECT count(*) FROM held) > 0 RETURNING *
) INSERT INTO inventory_position SELECT * FROM taken ORDER BY location_id, product_id"""
EMPTY = """
INSERT INTO inventory_position (product_id, location_id, on_hand, reserved, damaged, held, display, short, incoming,
    owed, safety, safety_percent, buffer, buffer_percent, accuracy, negative_reason)
SELECT t.id, l.id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.8, ''
FROM inventory_location l CROSS JOIN catalog_product t ORDER BY l.id, t.id ON CONFLICT DO NOTHING"""


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def pages(sku: str) -> int:
    """On how many pages the positions of a product lie."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT (p.ctid::text::point)[0]) FROM inventory_position p"
            " JOIN catalog_product t ON t.id = p.product_id WHERE t.sku = %s",
            [sku],
        )
        return int(cursor.fetchone()[0])


def everything() -> list[Any]:
    return list(Position.objects.order_by("product_id", "location_id").values())


@pytest.mark.django_db
def test_stock_that_was_loaded_location_by_location_is_laid_together_and_stays_what_it_is() -> None:
    for n in range(40):
        with_product(f"S{n}")
        with_location(f"L{n}")
    run(EMPTY)
    before, scattered = everything(), pages("S7")
    assert gather_positions(by=BY, now=NOW) == 1_600
    assert (scattered, everything()) == (40, before)
    assert pages("S7") <= 3
    assert gather_positions(by=BY, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.enable_socket
def test_buyers_get_exactly_what_is_there_while_it_is_moved(hundred: None) -> None:
    for n in range(60):
        with_product(f"S{n}")
    run(EMPTY)
    run(SCATTER)
    with ThreadPoolExecutor(1) as pool:
        over = threading.Event()
        moved = pool.submit(move_about, over)
        try:
            bought = at_once([buy(n) for n in range(200)], hands=8)
        finally:
            over.set()
    assert moved.result() > 0
    assert sum(bought) == sum(position(location=place).reserved for place in PLACES) == 100  # type: ignore[arg-type]
    assert drifts() == []


def move_about(over: threading.Event) -> int:
    """Lay stock apart and together until it is over; gives how many positions were laid together."""
    moved = 0
    while not over.is_set():
        moved += gather_positions(by=BY, now=NOW)
        run(SCATTER)
    connection.close()
    return moved
