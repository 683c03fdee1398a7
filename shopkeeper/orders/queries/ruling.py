"""What the policy says of a return before anybody writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Sum

from shopkeeper.catalog import public as catalog
from shopkeeper.core.policies import EVERYTHING, agreed, list_agreed
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import BackLine, MovementKind, PolicySpec, ReturnState, Ruling
from shopkeeper.orders.errors import LineNotFound, NoQuantity, NotDelivered
from shopkeeper.orders.models import Movement, Order, OrderLine, Return, ReturnItem
from shopkeeper.orders.policies import OFTEN_BACK, RETURNS
from shopkeeper.orders.queries.book import ref_of
from shopkeeper.orders.rules.money import PricedLine, worth
from shopkeeper.orders.rules.returning import Habits, Wish, policy_of, rule_on

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class WishedLine:
    """A line with what is wished of it."""

    line: OrderLine
    wish: Wish


def list_policies() -> dict[UUID | None, PolicySpec]:
    """What may come back, by category; that of everything under None."""
    by_key = {None if key == EVERYTHING else UUID(key): policy for key, policy in list_agreed(RETURNS).items()}
    return {category_id: replace(policy, category_id=category_id) for category_id, policy in by_key.items()}


def policy_for(product_id: UUID, policies: dict[UUID | None, PolicySpec]) -> PolicySpec:
    """What may come back of a product."""
    product = catalog.find_product(product_id)
    path = catalog.list_path(product.category_id) if product and product.category_id else []
    return policy_of([node.id for node in path], policies)


def list_wishes(
    order: Order, lines: Sequence[OrderLine], wanted: Sequence[BackLine], *, now: datetime
) -> list[WishedLine]:
    """What is wished, with what decides about it, in the order in which it was said.

    :raises LineNotFound: when a line is of another order
    :raises NoQuantity: when no piece is meant
    :raises NotDelivered: when the customer has fewer pieces, those of other open returns counted out
    """
    if not wanted:
        raise NoQuantity
    known, policies = {line.id: line for line in lines}, list_policies()
    waiting, arrived = _waiting(lines), _arrived(order, lines, now=now)
    found = []
    for said in wanted:
        line = known.get(said.line_id)
        if line is None:
            raise LineNotFound(key=said.line_id)
        before = line.returned + waiting.get(line.id, 0)
        if said.quantity < 1:
            raise NoQuantity
        if said.quantity > line.delivered - before:
            raise NotDelivered(have=max(0, line.delivered - before))
        waiting[line.id] = waiting.get(line.id, 0) + said.quantity
        value = _worth(order, line, before, said.quantity)
        policy = policy_for(line.product_id, policies)
        found.append(WishedLine(line, Wish(value, arrived.get(line.id), said.is_faulty, policy)))
    return found


def rule(wishes: Sequence[Wish], customer_id: UUID | None, *, now: datetime) -> Ruling:
    """What the policy says of them together."""
    limits = agreed(OFTEN_BACK)
    habits = _habits(customer_id, since=now - timedelta(days=limits.days))
    return rule_on(wishes, habits, limits, now=now)


def _waiting(lines: Sequence[OrderLine]) -> dict[UUID, int]:
    """Pieces of other returns that have not come yet, by line."""
    open_ones = (ReturnState.REQUESTED, ReturnState.APPROVED)
    rows = ReturnItem.objects.filter(line__in=[line.id for line in lines], request__state__in=open_ones)
    return dict(rows.values_list("line").annotate(pieces=Sum("quantity")))


def _worth(order: Order, line: OrderLine, before: int, pieces: int) -> Decimal:
    """What the next pieces of a line are worth back, with their share of the order's own discount."""
    priced = PricedLine(line.unit_price, line.discount, line.ordered, line.canceled, line.shipped)
    value = worth(priced, before + pieces) - worth(priced, before)
    if order.discount_total and order.goods_total:
        value -= value * order.discount_total / order.goods_total
    return max(Decimal(0), value).quantize(_CENT)


def _arrived(order: Order, lines: Sequence[OrderLine], *, now: datetime) -> dict[UUID, datetime]:
    """When the last piece of each line reached the customer, as far as anybody has told."""
    rows = Movement.objects.filter(line__order=order, kind=MovementKind.DELIVERED)
    told = dict(rows.values_list("line").annotate(at=Max("occurred_at")))
    parcels = delivery.list_parcels_for_ref(ref_of(order.id), now=now)
    latest = max((parcel.delivered_at for parcel in parcels if parcel.delivered_at), default=order.placed_at)
    return {line.id: told.get(line.id, latest) for line in lines}


def _habits(customer_id: UUID | None, *, since: datetime) -> Habits:
    if customer_id is None:
        return Habits()
    selves = customers.ids_of(customer_id)
    got = OrderLine.objects.filter(order__customer__in=selves, order__placed_at__gte=since)
    back = Return.objects.filter(customer__in=selves, occurred_at__gte=since)
    return Habits(
        got.aggregate(pieces=Sum("delivered"))["pieces"] or 0, back.aggregate(pieces=Sum("quantity"))["pieces"] or 0
    )
