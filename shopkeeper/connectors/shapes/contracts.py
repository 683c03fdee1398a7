"""What a shape of order bodies is."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Body = Mapping[str, Any]
Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows of canonical tables, by the name of the table."""


class OrderShape(Protocol):
    """How one shop system writes an order."""

    name: str

    def find_orders(self, document: Any) -> Sequence[Body]:
        """The orders in a document: one, a list, or what the system's own answers wrap them in."""

    def read(self, body: Body) -> Rows:
        """What our canonical tables say of it. Rows of one table have the same columns."""

    def write(self, rows: Rows) -> dict[str, Any]:
        """The part of a body that orders and their lines say."""
