"""Customers send pieces back by the link of their order: what, why, and where to. The policy answers at once."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.orders.actions.returns.asking import request_return, withdraw_return
from shopkeeper.orders.actions.returns.picturing import add_photos
from shopkeeper.orders.contracts import BackLine, NewReturn, OrderCard, ReturnState, WayBack
from shopkeeper.orders.queries.returns import list_returns_of_order
from shopkeeper.orders.web.own import decide
from shopkeeper.orders.web.photos import read_pictures

_CHANNEL = "own_page"


class PiecesForm(PlainForm):
    """How many pieces of a line come back, and why."""

    pieces = forms.IntegerField(min_value=1, max_value=9999)
    reason = forms.CharField(max_length=80, required=False)
    comment = forms.CharField(max_length=2000, required=False)
    faulty = forms.BooleanField(required=False)
    way = forms.ChoiceField(choices=[(way, way) for way in WayBack])


@door(PUBLIC)
def ask(request: PageRequest, token: str, line_id: UUID) -> HttpResponse:
    """Pieces of one line are to go back."""
    form = PiecesForm(request.POST)

    def ask_for(card: OrderCard, by: Actor, now: datetime) -> str:
        if not form.is_valid():
            raise InvalidInput(reason=_("Say how many pieces come back."))
        told = form.cleaned_data
        line = BackLine(
            line_id=card.line(line_id).id, quantity=told["pieces"], reason_code=told["reason"],
            comment=told["comment"], is_faulty=told["faulty"],
        )  # fmt: skip
        wish = NewReturn(order_id=card.id, lines=(line,), channel=_CHANNEL, way=WayBack(told["way"]))
        made = request_return(wish=wish, by=by, now=now)
        if request.FILES:
            add_photos(request_id=made, pictures=read_pictures(request), by=by, now=now)
        return _answer(card.id, made)

    return decide(request, token, "return", ask_for)


@door(PUBLIC)
def withdraw(request: PageRequest, token: str, request_id: UUID) -> HttpResponse:
    """They keep the pieces after all."""

    def keep(card: OrderCard, by: Actor, now: datetime) -> str:
        if request_id not in {one.id for one in list_returns_of_order(card.id)}:
            raise InvalidInput(reason=_("This return is of another order."))
        withdraw_return(request_id=request_id, by=by, now=now)
        return _("You keep it. Nothing else changes.")

    return decide(request, token, "keep pieces", keep)


def _answer(order_id: UUID, request_id: UUID) -> str:
    made = next(one for one in list_returns_of_order(order_id) if one.id == request_id)
    if made.state is ReturnState.DENIED:
        return _("We cannot take it back. The reason is below; call us if you see it differently.")
    if made.state is ReturnState.REQUESTED:
        return _("Thank you. Somebody looks at it first and writes to you.")
    return _("You may send it back. What to do is below.")
