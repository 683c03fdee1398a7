"""Customers whose payment did not go through pay again by their order's link."""

from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.orders.actions.paying import ask_card_again, find_unpaid, pay_anew
from shopkeeper.orders.contracts import OrderCard
from shopkeeper.orders.web.own import decide
from shopkeeper.payments import public as payments

_SAME_CARD = "same_card"


@door(PUBLIC)
def pay(request: PageRequest, token: str) -> HttpResponse:
    """By the same card once more, another one, or a gift card."""

    def carry_out(card: OrderCard, by: Actor, now: datetime) -> str:
        if request.POST.get("method") == _SAME_CARD:
            ask_card_again(order_id=card.id, by=by, now=now)
        else:
            pay_anew(order_id=card.id, means=[_read(request.POST)], by=by, now=now)
        if find_unpaid(card.id):
            return _("Thank you.")
        return _("Paid. Your order leaves as soon as it is ready.")

    return decide(request, token, "pay", carry_out)


def _read(told: QueryDict) -> payments.Means:
    """What a customer may pay by, without anybody of ours beside them."""
    method = told.get("method", "")
    if method == payments.Method.GIFT_CARD:
        return payments.Means(method=payments.Method.GIFT_CARD, code=told.get("code", "").strip()[:40])
    if method == payments.Method.CARD:
        return payments.Means(method=payments.Method.CARD, token=told.get("token", "").strip()[:120])
    raise InvalidInput(reason=_("Choose how you pay."))
