"""Two people to whom things happen in every module, once merged for a while and once not: what each side has then."""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from shopkeeper.core.actors import system_actor
from shopkeeper.core.dispatch import announcement_of
from shopkeeper.core.events import handlers_of, wire_name
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.choosing import choose_contact
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.merging import merge_customers, unmerge_customer
from shopkeeper.customers.actions.pinning import pin_value
from shopkeeper.customers.actions.relating import relate_customers
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.events import CustomersMerged, CustomersParted
from shopkeeper.customers.facts import Held, list_held
from shopkeeper.customers.models import Pin, Profile
from shopkeeper.customers.queries.partings import list_partings
from shopkeeper.customers.rules.relations import RelationKind
from shopkeeper.delivery import public as delivery
from shopkeeper.feedback import public as feedback
from shopkeeper.feedback.contracts import FeedbackKind, NewFeedback, Scale
from shopkeeper.interactions import public as interactions
from shopkeeper.interactions.contracts import Channel, ContactKind, NewContact
from shopkeeper.messages.actions import hold_messages, queue_message
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import NewLine, NewOrder
from tests.delivery.offering import with_carrier
from tests.staging import take_in

BY = system_actor("test")
SIDES = ("A", "B")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_NOT_COMPARED = {"id", "written_xid", "source_key", "recorded_at", "code", "token"}
_COUNTED = {"sequence"}
"""What is counted from a person's other rows: it follows those that nobody can place."""
GOLDEN = ("name", "email", "phone", "card_number", "city", "postcode", "street", "records", "sources", "also")


@dataclass(frozen=True, slots=True)
class Act:
    """Something happens to one side at a time; `known` where its record came along."""

    kind: str
    side: str
    at: datetime
    known: bool
    number: int


@dataclass(frozen=True, slots=True)
class World:
    """What each side has in the end: rows, profile, whom one may write to; and what the page says was left."""

    rows: dict[str, Counter[tuple[Any, ...]]]
    profiles: dict[str, dict[str, Any]]
    allowed: dict[str, dict[tuple[str, str], bool]]
    left: dict[str, int]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Acts in their order, and when the two were one."""

    acts: tuple[Act, ...]
    merged_at: datetime
    parted_at: datetime

    def is_between(self, at: datetime) -> bool:
        """Whether the two were one then."""
        return self.merged_at <= at < self.parted_at


def make_scenario(seed: int, start: datetime) -> Scenario:
    """Three phases of two to five acts each: before, while they are one, after."""
    chance, acts = random.Random(seed), []
    for phase in range(3):
        for _ in range(chance.randint(2, 5)):
            at = start + timedelta(days=10 * phase, hours=len(acts) + 1)
            kind, side = chance.choice(sorted(ACTS)), chance.choice(SIDES)
            acts.append(Act(kind, side, at, chance.random() < 0.6, len(acts)))
    return Scenario(tuple(acts), start + timedelta(days=10), start + timedelta(days=20))


def live(scenario: Scenario, *, merged: bool) -> World:
    """Let everything happen and look at both sides; nothing of it stays."""
    point = transaction.savepoint_create()
    try:
        return _live(scenario, merged=merged)
    finally:
        transaction.savepoint_rollback(point)


def _live(scenario: Scenario, *, merged: bool) -> World:
    take_in("customers", [_record(side) for side in SIDES], now=scenario.acts[0].at - timedelta(days=1))
    lone = scenario.merged_at, scenario.parted_at
    merged_id: UUID | None = None
    for act in scenario.acts:
        if merged and merged_id is None and act.at >= lone[0]:
            merged_id = _merge(at=lone[0])
        if merged_id and act.at >= lone[1]:
            _part(merged_id, at=lone[1])
            merged = False
            merged_id = None
        ACTS[act.kind](act)
    if merged and merged_id is None:
        merged_id = _merge(at=lone[0])
    if merged_id:
        _part(merged_id, at=lone[1])
    return _look()


def _record(side: str, **more: object) -> dict[str, object]:
    return {
        "source": f"shop{side}", "source_key": "1", "full_name": f"{side} Reed", "email": f"{side.lower()}@mail.test",
        "phone": f"07700 90000{SIDES.index(side)}", "city": f"Town {side}", "postcode": f"{side}1 1AA", **more,
    }  # fmt: skip


def _owner(side: str) -> UUID:
    found = customers.find_customer_of_record(f"shop{side}", "1")
    assert found is not None
    return found


def _own(side: str) -> UUID:
    found = customers.find_record(f"shop{side}", "1")
    assert found is not None
    return found.record_id


def _merge(*, at: datetime) -> UUID:
    one, other = _owner("A"), _owner("B")
    survivor = merge_customers(one=one, other=other, by=BY, now=at)
    _spread(CustomersMerged, at)
    return other if survivor == one else one


def _part(merged_id: UUID, *, at: datetime) -> None:
    unmerge_customer(merged_id=merged_id, by=BY, now=at)
    _spread(CustomersParted, at)


def _spread(news: type, at: datetime) -> None:
    """Every module hears of it, as it does after a commit."""
    for row in Event.objects.filter(name=wire_name(news), recorded_at=at):
        for handler in handlers_of(row.name, history=False):
            handler.function(announcement_of(row))


def _look() -> World:
    owners = {_owner(side): side for side in SIDES}
    rows: dict[str, Counter[tuple[Any, ...]]] = {side: Counter() for side in SIDES}
    for held in list_held():
        if held.customer:
            for row in held.of_customers(owners).select_related(None):
                rows[owners[_value(row, held.customer)]][_say(held, row)] += 1
    profiles = {side: Profile.objects.values(*GOLDEN).get(customer=owner) for owner, side in owners.items()}
    allowed = {
        side: {
            (purpose, channel): customers.may_contact(owner, purpose, channel)
            for purpose in Purpose for channel in ("email", "sms")
        }
        for owner, side in owners.items()
    }  # fmt: skip
    left = Counter[str]()
    for parting in list_partings(_owner("A")):
        left.update(dict(parting.left))
    return World(rows, profiles, allowed, dict(left))


def _value(row: Any, path: str) -> UUID:
    for name in path.split("__"):
        row = getattr(row, f"{name}_id") if name == path.rpartition("__")[2] else getattr(row, name)
    return row  # type: ignore[no-any-return]


def _say(held: Held, row: Any) -> tuple[Any, ...]:
    fields = [f for f in row._meta.concrete_fields if not f.is_relation and f.name not in _NOT_COMPARED | _COUNTED]
    said = tuple((f.name, _UUID.sub("*", str(getattr(row, f.attname)))) for f in fields)
    # Whom a value set by hand was meant for, its record tells only while they were not merged.
    known = held.model is not Pin and bool(held.record) and getattr(row, f"{held.record}_id") is not None
    return (held.label, getattr(row, held.at), known, said)


def _who(act: Act) -> dict[str, UUID | None]:
    return {"customer_id": _owner(act.side), "record_id": _own(act.side) if act.known else None}


def _call(act: Act) -> None:
    contact = NewContact(
        kind=ContactKind.CALL, channel=Channel.PHONE, occurred_at=act.at, text=f"{act.number}", **_who(act)
    )  # type: ignore[arg-type]
    interactions.record_contact(contact=contact, by=BY, now=act.at)


def _buy(act: Act) -> None:
    line = NewLine(sku="MUG", quantity=1, unit_price=Decimal(10))
    order = NewOrder(
        number=f"N{act.number}", channel=Channel.WEB, currency="GBP", placed_at=act.at, lines=(line,),
        source_key=f"o{act.number}", **_who(act),  # type: ignore[arg-type]
    )  # fmt: skip
    orders.record_order(order=order, by=BY, now=act.at)


def _send_parcel(act: Act) -> None:
    with_carrier()
    delivery.prepare_parcel(
        ref=f"order:{act.number}", carrier_key="swift", promised_on=date(2026, 6, 30), by=BY, now=act.at, **_who(act)
    )


def _answer(act: Act) -> None:
    said = NewFeedback(
        kind=FeedbackKind.SURVEY,
        occurred_at=act.at,
        scale=Scale.NPS,
        score=Decimal(act.number % 11),
        **_who(act),  # type: ignore[arg-type]
    )
    feedback.record_feedback(feedback=said, by=BY, now=act.at)


def _write(act: Act) -> None:
    queue_message(customer_id=_owner(act.side), template="hello", ref=f"act:{act.number}", values={}, by=BY, now=act.at)


def _hold(act: Act) -> None:
    hold_messages(
        customer_id=_owner(act.side), purposes=["survey"], ref=f"act:{act.number}", reason="case", by=BY, now=act.at
    )


def _state(act: Act, state: ConsentState) -> None:
    if act.known:
        said = {
            "source": f"shop{act.side}", "source_key": f"c{act.number}", "customer_key": "1", "purpose": "marketing",
            "channel": "email", "state": state.value, "occurred_at": act.at,
        }  # fmt: skip
        take_in("consents", [said], now=act.at)
    else:
        record_consent(
            customer_id=_owner(act.side), purpose=Purpose.MARKETING, state=state, channel="email", by=BY, now=act.at
        )


def _pin(act: Act) -> None:
    value = {"city": f"Right {act.number}"}
    pin_value(customer_id=_owner(act.side), attribute="address", value=value, reason="told us", by=BY, now=act.at)


def _correct(act: Act) -> None:
    more = {"phone": f"07700 9001{act.number:02}", "changed_at": act.at}
    take_in("customers", [_record(act.side, **more)], now=act.at)


def _relate(act: Act) -> None:
    facts = {"kind": RelationKind.EMPLOYEE, "company": f"Company {act.number}", "starts_on": act.at.date()}
    relate_customers(one=_owner(act.side), other=None, **facts, by=BY, now=act.at)  # type: ignore[arg-type]


def _choose(act: Act) -> None:
    choose_contact(preferred_channel="email", quiet_until=None, by=BY, now=act.at, **_who(act))  # type: ignore[arg-type]


ACTS: dict[str, Callable[[Act], None]] = {
    "calls": _call, "buys": _buy, "is sent a parcel": _send_parcel, "answers": _answer, "is written to": _write,
    "is held": _hold, "allows": partial(_state, state=ConsentState.GRANTED), "is put right": _pin,
    "refuses": partial(_state, state=ConsentState.REVOKED), "corrects": _correct, "works": _relate, "chooses": _choose,
}  # fmt: skip
