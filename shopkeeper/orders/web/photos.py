"""Pictures of returns: added and seen by customers through their order's link, and by those who take returns."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.orders.access import access_return
from shopkeeper.orders.actions.returns.picturing import MOST, add_photos
from shopkeeper.orders.contracts import OrderCard, ReturnCard
from shopkeeper.orders.errors import NoPicture, ReturnNotFound, TooManyPictures
from shopkeeper.orders.pictures import Picture, draw_anew, file_of
from shopkeeper.orders.queries.returns import list_returns_of_order
from shopkeeper.orders.web.own import decide, open_card


@door(PUBLIC)
def add_own(request: PageRequest, token: str, request_id: UUID) -> HttpResponse:
    """A customer shows what is wrong."""

    def add(card: OrderCard, by: Actor, now: datetime) -> str:
        own = _own_return(card, request_id)
        return _thanks(add_photos(request_id=own.id, pictures=read_pictures(request), by=by, now=now))

    return decide(request, token, "photo", add)


@door(PUBLIC)
def show_own(request: PageRequest, token: str, request_id: UUID, photo_id: UUID) -> HttpResponse:
    """A picture that its customer sent."""
    return _picture(_own_return(open_card(token), request_id), photo_id)


@door("orders.take_returns")
def add(request: PageRequest, request_id: UUID) -> HttpResponse:
    """What came looks like this."""
    card = access_return(request.actor, request_id)
    count = add_photos(request_id=card.id, pictures=read_pictures(request), by=request.actor, now=clock.now())
    messages.success(request, _thanks(count))
    return redirect("orders:return_page", key=card.number)


@door("orders.view_orders")
def show(request: PageRequest, request_id: UUID, photo_id: UUID) -> HttpResponse:
    """A picture of a return."""
    return _picture(access_return(request.actor, request_id), photo_id)


def read_pictures(request: PageRequest) -> list[Picture]:
    """The pictures that came with a form, drawn anew.

    :raises NoPicture: when there is none, or a file is no picture
    """
    sent = request.FILES.getlist("photo")
    if not sent:
        raise NoPicture(name="")
    if len(sent) > MOST:
        raise TooManyPictures(most=MOST, there=0)
    return [draw_anew(one, name=one.name or "", size=one.size or 0) for one in sent]


def _own_return(card: OrderCard, request_id: UUID) -> ReturnCard:
    own = next((one for one in list_returns_of_order(card.id) if one.id == request_id), None)
    if own is None:
        raise ReturnNotFound(key=request_id)
    return own


def _picture(card: ReturnCard, photo_id: UUID) -> HttpResponse:
    path = file_of(photo_id)
    if photo_id not in card.photos or not path.is_file():
        raise ReturnNotFound(key=photo_id)
    response = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _thanks(count: int) -> str:
    return ngettext("Thank you. There is one picture now.", "Thank you. There are %(n)s pictures now.", count) % {
        "n": count
    }
