"""Order bodies of other systems: read into the files of an import, and written again from the book."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from shopkeeper.connectors.actions import describe_run, draft_run, request_run
from shopkeeper.connectors.errors import NoOrderInIt, UnknownShape
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.queries import home_of
from shopkeeper.connectors.shapes import SHAPES, OrderShape, Rows, leftover, put_together
from shopkeeper.core.actors import Actor
from shopkeeper.orders import public as orders


def request_bodies(*, document: Any, shape: str, source: str, by: Actor, now: datetime) -> UUID:
    """Import the orders of a document in the background, as any file; gives the run.

    :raises UnknownShape: when nobody knows the shape
    :raises NoOrderInIt: when the document holds none
    """
    knows = shape_named(shape)
    run = ImportRun.objects.get(number=draft_run(by=by, now=now))
    folder = home_of(run) / "files"
    folder.mkdir(mode=0o700, exist_ok=True)
    write_files(read_bodies(document, knows), folder)
    describe_run(run_id=run.id, source=source or knows.name, mapping="", folder=folder, by=by, now=now)
    request_run(run_id=run.id, by=by, now=now)
    return run.id


def shape_named(name: str) -> OrderShape:
    """How that system writes orders.

    :raises UnknownShape: when nobody knows
    """
    if name not in SHAPES:
        raise UnknownShape(key=name, known=", ".join(SHAPES))
    return SHAPES[name]


def read_bodies(document: Any, shape: OrderShape) -> Rows:
    """The canonical rows of all orders in a document, with what is kept of each as it came.

    :raises NoOrderInIt: when there is none
    """
    found = shape.find_orders(document)
    if not found:
        raise NoOrderInIt(shape=shape.name)
    together: Rows = {}
    for body in found:
        for table, rows in read_body(body, shape).items():
            together.setdefault(table, []).extend(rows)
    return together


def read_body(body: Mapping[str, Any], shape: OrderShape) -> Rows:
    """The canonical rows of one order."""
    rows = shape.read(body)
    details = json.dumps(leftover(body, shape.write(rows)))
    key = rows["orders"][0]["source_key"]
    return rows | {"order_details": [{"source_key": key, "order_key": key, "shape": shape.name, "details": details}]}


def write_files(rows: Rows, folder: Path) -> None:
    """A file for each table, as an import takes it by its name."""
    for table, listed in rows.items():
        if listed:
            with (folder / f"{table}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, _columns(listed))
                writer.writeheader()
                writer.writerows(listed)


def give_back(order_id: UUID) -> dict[str, Any] | None:
    """The body of an order as its system wrote it, with what the book says of it now; None where it came in none."""
    found = orders.find_details(order_id)
    if found is None or found[0] not in SHAPES:
        return None
    told = SHAPES[found[0]].write(orders.list_canonical_rows(order_id))
    body: dict[str, Any] = put_together(told, found[1])
    return body


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))
