"""Signed links to an order's own page: whoever was sent one may see that order for some weeks, and decide about it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import connection, transaction

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.orders.errors import OrderLinkClosed, TooManyTries
from shopkeeper.orders.models import LinkUse, Order

_SALT = "orders.own_order"
WORKS_FOR = timedelta(days=60)
SPAN, MOST = timedelta(hours=1), 20
"""So much may be decided by one order's link in an hour: more than anybody needs, less than a machine tries."""

_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def sign_order(order_id: UUID) -> str:
    """The end of the address of an order's own page."""
    return signing.dumps(str(order_id), salt=_SALT, compress=True)


def open_order(token: str) -> UUID:
    """The order behind an address.

    :raises OrderLinkClosed: when it is not ours, or too old
    """
    try:
        order_id = UUID(signing.loads(token, salt=_SALT, max_age=WORKS_FOR))
    except signing.BadSignature:
        raise OrderLinkClosed from None
    if not Order.objects.filter(pk=order_id).exists():
        raise OrderLinkClosed
    return order_id


def count_use(order_id: UUID, *, what: str, now: datetime) -> Actor:
    """Who decides by the link, as far as it shows; each decision counts, and is counted after the one before.

    :raises TooManyTries: when there were too many lately
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TURN, [f"orders.link:{order_id}"])
        if LinkUse.objects.filter(order=order_id, used_at__gt=now - SPAN).count() >= MOST:
            raise TooManyTries
        LinkUse.objects.create(order_id=order_id, what=what[:20], used_at=now)
    return Actor(ActorKind.CUSTOMER_LINK, f"order-link:{order_id}")
