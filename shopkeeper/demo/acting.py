"""Acts of the story carried out on the product, as the retailer's people and systems would: through its actions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.demo import returning
from shopkeeper.demo.generator.acts import Act, CanonicalRow
from shopkeeper.demo.stage import Stage
from shopkeeper.feedback import public as feedback
from shopkeeper.interactions import public as interactions
from shopkeeper.orders import public as orders


@dataclass(slots=True)
class Performed:
    """How many acts were carried out, and how many the product refused: a visitor may have changed the order."""

    done: int = 0
    refused: int = 0


def perform(acts: Iterable[Act], stage: Stage) -> Performed:
    """Carry out acts one after the other, each at its own time."""
    performed = Performed()
    for act in acts:
        try:
            _ACTIONS[act.kind](stage, act, datetime.fromisoformat(act.when))
            performed.done += 1
        except Refusal:
            performed.refused += 1
    return performed


def _place(stage: Stage, act: Act, now: datetime) -> None:
    (row,) = act.rows["orders"]
    record_id, customer_id = stage.who(row)
    order = orders.NewOrder(
        number=row["number"], channel=interactions.Channel(row["channel"]), currency=row["currency"], placed_at=now,
        lines=tuple(_line(line) for line in act.rows["order_lines"]), outlet_id=stage.outlet(row["outlet_key"]),
        customer_id=customer_id, record_id=record_id, taken_home=act.kind == "receipt",
        postcode_area=row.get("postcode_area", ""), city=row.get("city", ""), region=row["region"],
        country=row["country"], shipping_total=Decimal(row["shipping_total"]),
        discount_total=Decimal(row["discount_total"]), source=row["source"], source_key=row["source_key"],
    )  # fmt: skip
    order_id = orders.record_order(order=order, by=stage.by, now=now)
    for parcel in act.rows["deliveries"]:
        _promise_parcel(stage, orders.ref_of(order_id), parcel, now)
    for pickup in act.rows["pickups"]:
        at, outlet_id = datetime.fromisoformat(pickup["promised_at"]), stage.outlet(pickup["outlet_key"])
        orders.promise_pickup(order_id=order_id, outlet_id=outlet_id, promised_at=at, by=stage.by, now=now)


def _line(row: CanonicalRow) -> orders.NewLine:
    return orders.NewLine(
        sku=row["sku"], quantity=int(row["quantity"]), unit_price=Decimal(row["unit_price"]),
        discount=Decimal(row["discount"]), unit_cost=Decimal(row["unit_cost"]), batch=row.get("batch", ""),
        source_key=row["source_key"],
    )  # fmt: skip


def _promise_parcel(stage: Stage, ref: str, row: CanonicalRow, now: datetime) -> UUID:
    record_id, customer_id = stage.who(row)
    return delivery.prepare_parcel(
        ref=ref, carrier_key=row["carrier_key"], service=row["service"], ship_from=row["ship_from"],
        promised_on=date.fromisoformat(row["promised_on"]), postcode_area=row.get("postcode_area", ""),
        region=row["region"], country=row["country"], record_id=record_id, customer_id=customer_id, by=stage.by,
        now=now,
    )  # fmt: skip


def _hand_over(stage: Stage, act: Act, now: datetime) -> None:
    order = stage.order(act.ref)
    parcel = stage.parcel(order, now=now)
    orders.ship_order(
        order_id=order.id, parcel_id=parcel.id, tracking_number=f"T{act.ref}", at=now, by=stage.by, now=now
    )


def _scan(stage: Stage, act: Act, now: datetime) -> None:
    (row,), parcel = act.rows["scans"], stage.parcel(stage.order(act.ref), now=now)
    status = delivery.TrackingStatus(row["status"])
    scan = delivery.CarrierScan(parcel.tracking_number, status, f"{status}@{row['place']}"[:60], now, row["place"])
    delivery.hear_carrier(carrier=row["carrier"], scans=[scan], by=stage.by, now=now)


def _deliver(stage: Stage, act: Act, now: datetime) -> None:
    order = stage.order(act.ref)
    parcel = stage.parcel(order, now=now)
    orders.deliver_parcel(order_id=order.id, parcel_id=parcel.id, at=now, by=stage.by, now=now)


def _put_on_shelf(stage: Stage, act: Act, now: datetime) -> None:
    pickup = stage.pickup(act.ref)
    orders.scan_all(pickup_id=pickup.id, by=stage.by, now=now)
    orders.mark_ready(pickup_id=pickup.id, shelf=f"{now.minute % 24 + 1:02}", at=now, by=stage.by, now=now)


def _miss(stage: Stage, act: Act, now: datetime) -> None:
    orders.report_not_found(pickup_id=stage.pickup(act.ref).id, at=now, by=stage.by, now=now)


def _collect(stage: Stage, act: Act, now: datetime) -> None:
    waited = int(act.rows["pickups"][0]["waited_seconds"])
    orders.collect(pickup_id=stage.pickup(act.ref).id, at=now, waited_seconds=waited, by=stage.by, now=now)


def _cancel(stage: Stage, act: Act, now: datetime) -> None:
    for row in act.rows["cancellations"]:
        line, reason = stage.line(act.ref, row["line_key"]), row["reason_code"]
        orders.cancel_line(line_id=line.id, quantity=line.left_to_ship, reason_code=reason, by=stage.by, now=now)


def _return(stage: Stage, act: Act, now: datetime) -> None:
    for row in act.rows["returns"]:
        waited = row.get("waited_seconds")
        orders.return_pieces(
            line_id=stage.line(act.ref, row["line_key"]).id, quantity=int(row["quantity"]),
            reason_code=row["reason_code"], at=now, outlet_id=stage.outlet(row["outlet_key"]),
            comment=row.get("comment", ""), waited_seconds=int(waited) if waited else None,
            refund_amount=Decimal(row["refund_amount"]), by=stage.by, now=now,
        )  # fmt: skip


def _get_in_touch(stage: Stage, act: Act, now: datetime) -> None:
    (row,) = act.rows["interactions"]
    record_id, customer_id = stage.who(row)
    agent, order = stage.agent(row["employee_key"]), stage.find_order(row.get("order_key", ""))
    contact = interactions.NewContact(
        kind=interactions.ContactKind(row["kind"]), channel=interactions.Channel(row["channel"]), occurred_at=now,
        customer_id=customer_id, record_id=record_id, outlet_id=stage.outlet(row["outlet_key"]),
        employee_id=UUID(agent.id), topic_code=row["topic_code"], ref=order.ref if order else "",
        queue_seconds=int(row["queue_seconds"]), handle_seconds=int(row["handle_seconds"]),
        outcome=interactions.Outcome(row["outcome"]), text=row.get("text", ""), source=row["source"],
        source_key=row["source_key"],
    )  # fmt: skip
    interactions.record_contact(contact=contact, by=agent, now=now)


def _invite(stage: Stage, act: Act, now: datetime) -> None:
    (row,) = act.rows["invitations"]
    record_id, customer_id = stage.who(row)
    order = stage.find_order(row.get("order_key", ""))
    asked = feedback.NewInvitation(
        touchpoint=row["touchpoint"], sent_at=now, customer_id=customer_id, record_id=record_id,
        outlet_id=stage.outlet(row["outlet_key"]), order_id=order.id if order else None, source=row["source"],
        source_key=row["source_key"],
    )  # fmt: skip
    feedback.record_invitation(invitation=asked, by=stage.by, now=now)


def _respond(stage: Stage, act: Act, now: datetime) -> None:
    (row,) = act.rows["feedback"]
    record_id, customer_id = stage.who(row)
    order = stage.find_order(row.get("order_key", ""))
    order_id = order.id if order else None
    invited = feedback.find_invitation(
        source=row["source"], source_key=row.get("invitation_key", ""), order_id=order_id
    )
    said = feedback.NewFeedback(
        kind=feedback.FeedbackKind(row["kind"]), channel=row["channel"], touchpoint=row["touchpoint"],
        scale=feedback.Scale(row["scale"]) if "scale" in row else None,
        score=Decimal(row["score"]) if "score" in row else None, title=row.get("title", ""), text=row.get("text", ""),
        language=row["language"], customer_id=customer_id, record_id=record_id, order_id=order_id,
        product_id=stage.product(row), outlet_id=stage.outlet(row["outlet_key"]), invitation_id=invited,
        occurred_at=now, source=row["source"], source_key=row["source_key"],
    )  # fmt: skip
    feedback.record_feedback(feedback=said, by=stage.by, now=now)


_ACTIONS: dict[str, Callable[[Stage, Act, datetime], None]] = {
    "receipt": _place,
    "order": _place,
    "hand_over": _hand_over,
    "scan": _scan,
    "deliver": _deliver,
    "ready": _put_on_shelf,
    "not_found": _miss,
    "collect": _collect,
    "cancel": _cancel,
    "return": _return,
    "return_asked": returning.ask,
    "return_came": returning.come,
    "return_looked_at": returning.look_at,
    "contact": _get_in_touch,
    "invite": _invite,
    "respond": _respond,
}
