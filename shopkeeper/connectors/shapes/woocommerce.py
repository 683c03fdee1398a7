"""Orders as WooCommerce's REST API writes them (v3)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import unescape
from typing import Any

from shopkeeper.connectors.shapes.contracts import Body, Row, Rows
from shopkeeper.interactions.public import Channel

_CENT, _FINE = Decimal("0.01"), Decimal("0.0001")


class WooCommerce:
    """An order says as a whole whether it left (`completed`); its lines carry their share of coupons."""

    name = "woocommerce"

    def find_orders(self, document: Any) -> Sequence[Body]:
        """An order, a list of them, or the answer to a batch (`create`, `update`)."""
        if isinstance(document, list):
            return [body for inner in document for body in self.find_orders(inner)]
        if not isinstance(document, dict):
            return []
        if {"create", "update"} & document.keys():
            return self.find_orders([*document.get("create", ()), *document.get("update", ())])
        return [document] if {"id", "order_key", "line_items"} <= document.keys() else []

    def read(self, body: Body) -> Rows:
        """Customer, order, lines, money."""
        return {
            "customers": list(_customers(body)),
            "orders": [_order(body)],
            "order_lines": [_line(body, place, line) for place, line in enumerate(body["line_items"], start=1)],
            "payments": list(_payments(body)),
        }

    def write(self, rows: Rows) -> dict[str, Any]:
        """What orders and lines say."""
        [order] = rows["orders"]
        placed_at = str(order["placed_at"]).removesuffix("+00:00")
        return {
            "id": int(order["source_key"]), "number": order["number"], "currency": order["currency"],
            "date_created_gmt": placed_at, "shipping_total": str(order["shipping_total"]),
            "shipping": {
                "address_1": order["ship_street"], "postcode": order["postcode"], "city": order["city"],
                "state": order["region"], "country": order["country"],
            },
            "line_items": [_write_line(row) for row in rows["order_lines"]],
        }  # fmt: skip


def _write_line(row: Row) -> Row:
    subtotal = (Decimal(row["unit_price"]) * row["quantity"]).quantize(_CENT)
    total = subtotal - Decimal(row["discount"])
    return {
        "id": int(row["source_key"]), "sku": row["sku"], "quantity": row["quantity"], "subtotal": str(subtotal),
        "total": str(total),
    }  # fmt: skip


def _order(body: Body) -> Row:
    to = body.get("shipping") or {}
    name = " ".join(filter(None, (to.get("first_name"), to.get("last_name"))))
    return {
        "source_key": str(body["id"]), "number": body.get("number") or str(body["id"]), "channel": Channel.WEB,
        "customer_key": next((row["source_key"] for row in _customers(body)), None), "currency": body["currency"],
        "placed_at": _utc(body["date_created_gmt"]),
        "canceled_at": _utc(body["date_modified_gmt"]) if body["status"] == "cancelled" else None,
        "postcode": to.get("postcode"), "ship_name": name, "ship_street": to.get("address_1"), "city": to.get("city"),
        "region": to.get("state"), "country": to.get("country"), "shipping_total": body["shipping_total"],
        "discount_total": Decimal(0), "tax_total": _on_top(body),
    }  # fmt: skip


def _on_top(body: Body) -> Decimal:
    """Its lines are written without tax; fees stand beside them."""
    fees = sum((Decimal(fee["total"]) for fee in body.get("fee_lines") or ()), Decimal(0))
    return Decimal(body.get("total_tax") or 0) + fees


def _line(body: Body, place: int, line: Body) -> Row:
    subtotal, total = Decimal(line["subtotal"]), Decimal(line["total"])
    has_left, is_canceled = body["status"] == "completed", body["status"] == "cancelled"
    return {
        "source_key": str(line["id"]), "order_key": str(body["id"]), "position": place,
        "sku": line.get("sku") or f"woocommerce-{line.get('variation_id') or line['product_id']}",
        "quantity": line["quantity"], "unit_price": (subtotal / (line["quantity"] or 1)).quantize(_FINE),
        "discount": subtotal - total, "shipped": line["quantity"] if has_left else 0,
        "canceled": line["quantity"] if is_canceled else 0, "described_as": unescape(line.get("name") or ""),
    }  # fmt: skip


def _customers(body: Body) -> Iterator[Row]:
    """Who ordered: a customer of the shop, or a guest known by what was typed."""
    who = body.get("billing") or {}
    if body.get("customer_id") or who.get("email"):
        yield {
            "source_key": str(body.get("customer_id") or f"order-{body['id']}"), "given_name": who.get("first_name"),
            "family_name": who.get("last_name"), "email": who.get("email"), "phone": who.get("phone"),
            "street": who.get("address_1"), "city": who.get("city"), "postcode": who.get("postcode"),
            "region": who.get("state"), "country": who.get("country"),
        }  # fmt: skip


def _payments(body: Body) -> Iterator[Row]:
    row = {"order_key": str(body["id"]), "method": body.get("payment_method"), "currency": body["currency"]}
    if body.get("date_paid_gmt"):
        paid_at = _utc(body["date_paid_gmt"])
        yield row | {"source_key": f"{body['id']}-paid", "kind": "captured", "amount": body["total"],
                     "occurred_at": paid_at}  # fmt: skip
    for refund in body.get("refunds") or ():
        yield row | {"source_key": str(refund["id"]), "kind": "refunded", "amount": abs(Decimal(refund["total"])),
                     "occurred_at": _utc(body["date_modified_gmt"])}  # fmt: skip


def _utc(moment: str) -> str:
    return f"{moment}+00:00"
