"""Gift cards and store credit: issued, drawn on by a guarded update, filled up again when money goes back."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.payments.contracts import Means, Method, StoredValueCard
from shopkeeper.payments.errors import MeansMissing, MoreThanYouMayIssue, NotEnoughValue, StoredValueNotFound, ValueUsed
from shopkeeper.payments.models import StoredValue, Tender
from shopkeeper.payments.policies import VALUES
from shopkeeper.payments.queries import value_card
from shopkeeper.payments.rules import check_amount

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@action
def issue_value(
    *, kind: Method, amount: Decimal, currency: str, why: str, by: Actor, now: datetime, customer_id: UUID | None = None
) -> StoredValueCard:
    """Issue a gift card, or credit for a customer. A code that nobody can guess opens a gift card.

    :raises MeansMissing: when it is neither, or credit belongs to nobody
    """
    check_amount(amount)
    if kind not in (Method.GIFT_CARD, Method.STORE_CREDIT) or (kind is Method.STORE_CREDIT and customer_id is None):
        raise MeansMissing
    code = "".join(secrets.choice(_LETTERS) for _ in range(16))
    row = StoredValue.objects.create(
        id=new_id(), kind=kind, code=code, customer_id=customer_id, currency=currency, issued=amount, balance=amount,
        why=why[:120], issued_by=f"{by.kind}:{by.id}"[:120], issued_at=now,
    )  # fmt: skip
    return value_card(row)


@action
def hand_out_value(
    *, kind: Method, amount: Decimal, currency: str, why: str, by: Actor, now: datetime, customer_id: UUID | None = None
) -> StoredValueCard:
    """A person issues a gift card or credit, up to what they may. What goes back for an order has limits of its own.

    :raises MoreThanYouMayIssue: when it is more
    """
    most = agreed(VALUES).alone
    if amount > most and not by.may("payments.issue_any"):
        raise MoreThanYouMayIssue(most=most)
    return issue_value(
        kind=kind, amount=amount, currency=currency, why=why, customer_id=customer_id, by=by, now=now
    )  # fmt: skip


@action
def take_back_value(*, code: str, by: Actor, now: datetime) -> None:
    """What was issued by mistake is worth nothing any more, while nobody has used any of it.

    :raises ValueUsed: when some of it was spent, or it was taken back before
    """
    unused = StoredValue.objects.filter(code=code, balance=F("issued"), taken_back_at=None)
    who = f"{by.kind}:{by.id}"[:120]
    if not unused.update(balance=0, taken_back_by=who, taken_back_at=now):
        raise ValueUsed


def find_value_to_draw(means: Means, currency: str, customer_ids: Sequence[UUID]) -> UUID | None:
    """The gift card of a code, or the store credit of a customer that holds most; none for other means.

    :raises StoredValueNotFound: when there is none in this currency
    """
    if means.method not in (Method.GIFT_CARD, Method.STORE_CREDIT):
        return None
    rows = StoredValue.objects.filter(kind=means.method, currency=currency)
    if means.method is Method.GIFT_CARD:
        rows = rows.filter(code=means.code.replace(" ", "").replace("-", "").upper())
    else:
        rows = rows.filter(customer__in=customer_ids)
        rows = rows.filter(code=means.code) if means.code else rows
    found = rows.order_by("-balance", "id").values_list("id", flat=True).first()
    if found is None:
        raise StoredValueNotFound(key=f"…{means.code[-4:]}" if means.code else currency)
    return found


def lock_values(value_ids: Iterable[UUID | None]) -> None:
    """Hold several gift cards or credits, in one order, so that two who draw on the same never wait for each other."""
    several = {key for key in value_ids if key}
    if len(several) > 1:
        rows = StoredValue.objects.filter(pk__in=several).order_by("id")
        list(rows.select_for_update(no_key=True).values_list("id"))


def draw_on(value_id: UUID | None, amount: Decimal) -> None:
    """Take an amount off, if it is there.

    :raises NotEnoughValue: when it is not
    """
    if value_id is None:
        return
    rows = StoredValue.objects.filter(pk=value_id)
    if not rows.filter(balance__gte=amount).update(balance=F("balance") - amount):
        raise NotEnoughValue(left=rows.values_list("balance", flat=True).get())


def put_back(tender: Tender, amount: Decimal) -> None:
    """Money that was drawn for a tender is on the card again."""
    if tender.stored_value_id:
        StoredValue.objects.filter(pk=tender.stored_value_id).update(balance=F("balance") + amount)
