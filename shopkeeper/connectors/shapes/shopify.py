"""Orders as Shopify's Admin API writes them (2026-07 and before)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from shopkeeper.connectors.shapes.contracts import Body, Row, Rows
from shopkeeper.interactions.public import Channel

_CHANNELS = {"pos": Channel.STORE, "shopify_draft_order": Channel.PHONE}
_PAID = ("paid", "partially_refunded", "refunded", "partially_paid")
_NOTHING = Decimal(0)


class Shopify:
    """Quantities follow successful fulfillments and refunds; a refunded piece that was restocked came back."""

    name = "shopify"

    def find_orders(self, document: Any) -> Sequence[Body]:
        """`{"order": ...}`, `{"orders": [...]}`, a list, or an order by itself."""
        if isinstance(document, list):
            return [body for inner in document for body in self.find_orders(inner)]
        if not isinstance(document, dict):
            return []
        if "orders" in document or "order" in document:
            return self.find_orders(document.get("orders", document.get("order")))
        return [document] if {"id", "currency", "line_items"} <= document.keys() else []

    def read(self, body: Body) -> Rows:
        """Customer, order, lines, cancellations, returns, parcels, money."""
        return {
            "customers": list(_customers(body)),
            "orders": [_order(body)],
            "order_lines": [_line(body, place, line) for place, line in enumerate(body["line_items"], start=1)],
            "payments": list(_payments(body)),
            "deliveries": list(_deliveries(body)),
            "cancellations": list(_pieces(body, "cancel")),
            "returns": list(_pieces(body, "return")),
        }

    def write(self, rows: Rows) -> dict[str, Any]:
        """What orders and lines say."""
        [order] = rows["orders"]
        money = {"amount": str(order["shipping_total"]), "currency_code": order["currency"]}
        return {
            "id": int(order["source_key"]),
            "name": order["number"],
            "currency": order["currency"],
            "processed_at": order["placed_at"],
            "created_at": order["placed_at"],
            "cancelled_at": order["canceled_at"],
            "total_shipping_price_set": {"shop_money": money},
            "shipping_address": {
                "name": order["ship_name"], "address1": order["ship_street"], "zip": order["postcode"],
                "city": order["city"], "province": order["region"], "country_code": order["country"],
            },
            "line_items": [
                {
                    "id": int(row["source_key"]), "sku": row["sku"], "quantity": row["quantity"],
                    "price": str(row["unit_price"]),
                }
                for row in rows["order_lines"]
            ],
        }  # fmt: skip


def _order(body: Body) -> Row:
    address = body.get("shipping_address") or {}
    lines = sum((_discount(line) for line in body["line_items"]), _NOTHING)
    return {
        "source_key": str(body["id"]), "number": body.get("name") or str(body.get("order_number") or body["id"]),
        "channel": _CHANNELS.get(str(body.get("source_name")), Channel.WEB), "currency": body["currency"],
        "customer_key": next((row["source_key"] for row in _customers(body)), None),
        "placed_at": body.get("processed_at") or body["created_at"], "canceled_at": body.get("cancelled_at"),
        "postcode": address.get("zip"), "ship_name": address.get("name"), "ship_street": address.get("address1"),
        "city": address.get("city"), "region": address.get("province"), "country": address.get("country_code"),
        "shipping_total": sum((_amount(line["price"]) for line in body.get("shipping_lines") or ()), _NOTHING),
        "discount_total": max(_NOTHING, _amount(body.get("total_discounts")) - lines),
        "tax_total": _NOTHING if body.get("taxes_included") else _amount(body.get("total_tax")),
    }  # fmt: skip


def _line(body: Body, place: int, line: Body) -> Row:
    canceled = sum(row["quantity"] for row in _pieces(body, "cancel") if row["line_key"] == str(line["id"]))
    sent = sum(one["quantity"] for parcel in _sent(body) for one in parcel["line_items"] if one["id"] == line["id"])
    shipped = min(sent, line["quantity"] - canceled)
    return {
        "source_key": str(line["id"]), "order_key": str(body["id"]), "position": place,
        "sku": line.get("sku") or f"shopify-{line.get('variant_id') or line.get('product_id') or 'custom'}",
        "quantity": line["quantity"], "unit_price": line["price"], "discount": _discount(line),
        "described_as": line.get("name") or line.get("title"),
        "shipped": shipped, "canceled": line["quantity"] - shipped if body.get("cancelled_at") else canceled,
    }  # fmt: skip


def _customers(body: Body) -> Iterator[Row]:
    """Who ordered: a customer of the shop, or a guest known by the order's e-mail address alone."""
    who, email = body.get("customer") or {}, body.get("email") or body.get("contact_email")
    if not who.get("id") and not email:
        return
    home = who.get("default_address") or body.get("billing_address") or {}
    yield {
        "source_key": str(who.get("id") or f"order-{body['id']}"), "given_name": who.get("first_name"),
        "family_name": who.get("last_name"), "email": who.get("email") or email,
        "phone": who.get("phone") or home.get("phone") or body.get("phone"), "street": home.get("address1"),
        "city": home.get("city"), "postcode": home.get("zip"), "region": home.get("province"),
        "country": home.get("country_code"),
    }  # fmt: skip


def _payments(body: Body) -> Iterator[Row]:
    method = next(iter(body.get("payment_gateway_names") or ()), body.get("gateway"))
    row = {"order_key": str(body["id"]), "method": method, "currency": body["currency"]}
    taken = _amount(body["total_price"]) - _amount(body.get("total_outstanding"))
    if body.get("financial_status") in _PAID and taken > 0:
        yield row | {"source_key": f"{body['id']}-paid", "kind": "captured", "amount": taken,
                     "occurred_at": body.get("processed_at") or body["created_at"]}  # fmt: skip
    for refund in body.get("refunds") or ():
        for one in refund.get("transactions") or ():
            if one["kind"] == "refund" and one["status"] == "success":
                yield row | {"source_key": str(one["id"]), "kind": "refunded", "amount": one["amount"],
                             "occurred_at": one.get("processed_at") or one["created_at"]}  # fmt: skip


def _deliveries(body: Body) -> Iterator[Row]:
    for parcel in _sent(body):
        came = parcel["updated_at"] if parcel.get("shipment_status") == "delivered" else None
        yield {
            "source_key": str(parcel["id"]), "order_key": str(body["id"]), "service": parcel.get("service"),
            "carrier_key": parcel.get("tracking_company"), "tracking_number": parcel.get("tracking_number"),
            "handed_over_at": parcel["created_at"], "delivered_at": came,
        }  # fmt: skip


def _pieces(body: Body, kind: str) -> Iterator[Row]:
    """Refunded pieces that never left (`cancel`), or that came back (`return`)."""
    for refund in body.get("refunds") or ():
        for one in refund.get("refund_line_items") or ():
            if one.get("restock_type") == kind:
                row = {
                    "source_key": str(one["id"]), "line_key": str(one["line_item_id"]), "quantity": one["quantity"],
                    "occurred_at": refund.get("processed_at") or refund["created_at"],
                }  # fmt: skip
                yield row | ({"refund_amount": one["subtotal"]} if kind == "return" else {})


def _sent(body: Body) -> list[Body]:
    return [parcel for parcel in body.get("fulfillments") or () if parcel.get("status") == "success"]


def _discount(line: Body) -> Decimal:
    shares = line.get("discount_allocations")
    return sum((_amount(one["amount"]) for one in shares), _NOTHING) if shares else _amount(line.get("total_discount"))


def _amount(value: Any) -> Decimal:
    return Decimal(str(value or 0))
