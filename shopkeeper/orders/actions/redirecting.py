"""What suppliers send goes elsewhere when they agree; until then it goes where they were told. One that nobody has told
of the order yet is told the new address at once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed as decided
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.parceling import list_ready
from shopkeeper.orders.errors import AskedRedirectionNotFound
from shopkeeper.orders.events import RedirectionAnswered, RedirectionAsked
from shopkeeper.orders.models import Allocation, AskedRedirection, Change, Order
from shopkeeper.orders.policies import CUT_OFF
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.redirected import SENT_ALREADY, target_of, where_it_goes
from shopkeeper.orders.queries.staying import list_suppliers, name_supplied
from shopkeeper.orders.queries.telling import is_told
from shopkeeper.promises import public as promises

type _Facts = Mapping[str, Any]


def redirect_suppliers(
    order: Order, change: Change, *, is_undoing: bool = False, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Have what suppliers send of a locked order follow a change of its address, or one that was undone."""
    target = change.before if is_undoing else change.after
    origin = change.after if is_undoing else change.before
    if "city" not in target:
        return
    told = is_told(order.id)
    for node in sorted(list_suppliers(order.id)):
        goes_to = where_it_goes(order.id, node, origin)
        _withdraw(order, node, by=by, now=now)
        if not told:
            _send_elsewhere(order, node, target, by=by, now=now)
        elif not _is_same(goes_to, target):
            _ask(order, node, change, is_undoing, by=by, now=now)


@action
def answer_redirection(*, asked_id: UUID, agreed: bool, why: str, by: Actor, now: datetime) -> None:
    """A supplier says whether it sends its pieces elsewhere. What it has sent in the meantime goes where it went.

    :raises AskedRedirectionNotFound: when nobody waits for an answer of its
    """
    order_id = AskedRedirection.objects.filter(pk=asked_id).values_list("order", flat=True).first()
    if order_id is None:
        raise AskedRedirectionNotFound(key=asked_id)
    order, _lines = lock_order(order_id)
    row = (
        AskedRedirection.objects.select_for_update(no_key=True, of=("self",)).select_related("change").get(pk=asked_id)
    )
    if row.answered_at is not None or row.withdrawn_at is not None:
        raise AskedRedirectionNotFound(key=asked_id)
    goes = agreed and row.node in list_suppliers(order.id)
    if goes:
        _send_elsewhere(order, row.node, target_of(row), by=by, now=now)
    promises.fulfill_promise(
        kind=promises.PromiseKind.REPLY, ref=ref_of(order.id), subject=_subject(row), at=now, by=by, now=now
    )
    _settle(order, row, goes, why or ("" if goes or not agreed else SENT_ALREADY), by=by, now=now)


def settle_idle_redirections(order: Order, *, by: Actor, now: datetime) -> None:
    """Questions about pieces that have left a supplier are answered by that; those about none are withdrawn."""
    rows = AskedRedirection.objects.filter(order=order, answered_at=None, withdrawn_at=None)
    sending = list_suppliers(order.id) if rows else set()
    for row in rows:
        sent = Allocation.objects.filter(line__order=order, location__code=row.node, shipped__gt=0)
        if row.node in sending:
            continue
        _withdraw(order, row.node, by=by, now=now)
        if sent.exists():
            _settle(order, row, False, SENT_ALREADY, by=by, now=now)


def _ask(order: Order, node: str, change: Change, is_undoing: bool, *, by: Actor, now: datetime) -> None:
    row = AskedRedirection.objects.create(
        id=new_id(), order=order, change=change, is_undoing=is_undoing, node=node,
        what=name_supplied(order.id, node)["what"][:200], asked_by=f"{by.kind}:{by.id}"[:120], asked_at=now,
        due_at=now + timedelta(hours=decided(CUT_OFF).supplier_hours),
    )  # fmt: skip
    promises.make_promise(
        kind=promises.PromiseKind.REPLY, ref=ref_of(order.id), subject=_subject(row), node=node, due_at=row.due_at,
        record_id=order.record_id, customer_id=order.customer_id, by=by, now=now,
    )  # fmt: skip
    announce(RedirectionAsked(asked_id=row.id, order_id=order.id, node=node), by=by, now=now)


def _withdraw(order: Order, node: str, *, by: Actor, now: datetime) -> None:
    """Nobody waits any more for what a supplier was asked last."""
    for row in AskedRedirection.objects.filter(order=order, node=node, answered_at=None, withdrawn_at=None):
        AskedRedirection.objects.filter(pk=row.pk).update(withdrawn_at=now)
        promises.withdraw_promise(
            kind=promises.PromiseKind.REPLY, ref=ref_of(order.id), subject=_subject(row), by=by, now=now
        )


def _settle(order: Order, row: AskedRedirection, agreed: bool, why: str, *, by: Actor, now: datetime) -> None:
    AskedRedirection.objects.filter(pk=row.pk).update(
        answered_at=now, answered_by=f"{by.kind}:{by.id}"[:120], agreed=agreed, why=why[:200], withdrawn_at=None
    )
    told = RedirectionAnswered(
        asked_id=row.id, order_id=order.id, customer_id=order.customer_id, node=row.node, agreed=agreed
    )
    announce(told, by=by, now=now)


def _send_elsewhere(order: Order, node: str, target: _Facts, *, by: Actor, now: datetime) -> None:
    """The parcel of a supplier goes there; to another area it may take longer, and is promised so."""
    opened = Allocation.objects.filter(line__order=order, open__gt=0, location__code=node)
    skus = list(opened.values_list("line__product__sku", flat=True))
    area, region, country = delivery.area_of(target["ship_postcode"]), target["region"], target["country"]
    to = delivery.Destination(country=country, area=area, region=region)
    for parcel in list_ready(order, now=now):
        if parcel.ship_from != node:
            continue
        longer = delivery.days_longer(parcel_id=parcel.id, skus=skus, address=to, now=now)
        delivery.redirect_parcel(
            parcel_id=parcel.id, postcode_area=area, region=region, country=country, by=by, now=now
        )  # fmt: skip
        if longer and parcel.promised_on:
            day = parcel.promised_on + timedelta(days=longer)
            delivery.move_parcel(parcel_id=parcel.id, promised_on=day, why="changed", by=by, now=now)


def _is_same(one: _Facts, other: _Facts) -> bool:
    named = ("ship_name", "ship_street", "ship_postcode", "city", "country")
    return all(one.get(name) == other.get(name) for name in named)


def _subject(row: AskedRedirection) -> str:
    """What of its order the promise of an answer is about."""
    return f"redirection:{row.id}"
