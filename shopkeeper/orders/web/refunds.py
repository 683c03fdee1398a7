"""The money of an order: set aside, taken, given back, open; goodwill, and who has to agree."""

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders.access import access_order, access_refund
from shopkeeper.orders.actions.paying import find_lacking, pay_anew
from shopkeeper.orders.actions.refunding import approve_refund, deny_refund, give_goodwill
from shopkeeper.orders.actions.returns.steps import name_of
from shopkeeper.orders.actions.taking_back import take_back_refund
from shopkeeper.orders.contracts import RefundCard, RefundKind, RefundState, RefundWay
from shopkeeper.orders.policies import GOODWILL
from shopkeeper.orders.queries.refunds import get_ledger, given_alone, list_refunds
from shopkeeper.orders.rules.refunds import limit_of, may_take_back
from shopkeeper.orders.web.phone import read_means


class GoodwillForm(PlainForm):
    """How much, how, and why."""

    amount = forms.DecimalField(min_value=Decimal("0.01"), max_digits=10, decimal_places=2)
    way = forms.ChoiceField(choices=[(one.value, one.value) for one in (RefundWay.ORIGINAL, RefundWay.STORE_CREDIT)])
    why = forms.CharField(max_length=300)


@door("orders.view_orders")
def show_money(request: PageRequest, order_id: UUID) -> HttpResponse:
    """How the money of an order stands, each move of it, and what goes back."""
    card, by = access_order(request.actor, order_id), request.actor
    limits = agreed(GOODWILL)
    limit = limit_of(by.may, limits)
    refunds = list_refunds(card.id)
    alone = given_alone(card.id, name_of(by))
    context = {
        "card": card, "ledger": get_ledger(card.id), "refunds": refunds, "alone": alone,
        "limit": None if limit is None else max(limit - alone, Decimal(0)),
        "may_give": by.may("orders.refund_little") or limit is None or limit > 0,
        "may_approve": limit is None or limit > limits.serving,
        "lacking": find_lacking(card.id) if by.may("orders.change_orders") else 0,
        "revocable": {one.id for one in refunds if _is_revocable(one, by)},
    }  # fmt: skip
    return render(request, "orders/money.html", context)


def _is_revocable(card: RefundCard, by: Actor) -> bool:
    """Whether it is worth asking: the action knows whether a credit was used."""
    is_open = card.state in (RefundState.ASKED, RefundState.OPEN)
    is_credit = card.state is RefundState.PAID and card.way is RefundWay.STORE_CREDIT
    mine = may_take_back(by.may, asked_by=card.asked_by, name=name_of(by))
    return by.may("orders.refund_little") and card.kind is RefundKind.GOODWILL and mine and (is_open or is_credit)


@door("orders.change_orders")
def pay(request: PageRequest, order_id: UUID) -> HttpResponse:
    """The customer pays by something else."""
    card = access_order(request.actor, order_id)
    pay_anew(order_id=card.id, means=read_means(request.POST), by=request.actor, now=clock.now())
    messages.success(request, _("Asked for. The order may leave as soon as the money is set aside."))
    return redirect("orders:money", order_id=card.id)


@door("orders.refund_little")
def give(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Give money back as goodwill, or ask a second person to."""
    card, form = access_order(request.actor, order_id), GoodwillForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say how much goes back, and why."))
    told = form.cleaned_data
    give_goodwill(
        order_id=card.id, amount=told["amount"], why=told["why"], way=RefundWay(told["way"]), by=request.actor,
        now=clock.now(),
    )  # fmt: skip
    if list_refunds(card.id)[0].state is RefundState.ASKED:
        messages.warning(request, _("Above what you may give alone. A second person is asked."))
    else:
        messages.success(request, _("Given back."))
    return redirect("orders:money", order_id=card.id)


@door("orders.refund_more")
def decide(request: PageRequest, refund_id: UUID) -> HttpResponse:
    """Agree to what somebody else wants to give, or not."""
    card, now = access_refund(request.actor, refund_id), clock.now()
    if request.POST.get("to") == "approve":
        approve_refund(refund_id=card.id, by=request.actor, now=now)
        messages.success(request, _("Approved. The money goes back."))
    else:
        deny_refund(refund_id=card.id, by=request.actor, now=now)
        messages.success(request, _("Denied. The money stays."))
    return redirect("orders:money", order_id=card.order_id) if card.order_id else redirect("orders:returns")


@door("orders.refund_little")
def take_back(request: PageRequest, refund_id: UUID) -> HttpResponse:
    """Goodwill was given by mistake."""
    card = access_refund(request.actor, refund_id)
    take_back_refund(refund_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Taken back. It is as if it had not been given."))
    return redirect("orders:money", order_id=card.order_id) if card.order_id else redirect("orders:returns")
