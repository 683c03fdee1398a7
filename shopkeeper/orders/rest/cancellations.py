"""REST routes of what others have to agree to: cancellations at any stage, pieces of suppliers that go elsewhere."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.orders.access import access_asked_cancellation, access_order, access_redirection
from shopkeeper.orders.actions import asked_cancellations as asking
from shopkeeper.orders.actions import redirecting
from shopkeeper.orders.queries.cancelable import list_asked_cancellations, list_unanswered, preview_cancellation
from shopkeeper.orders.queries.redirected import list_redirections, list_unanswered_redirections

_routes = Router()


class ReasonIn(Schema):
    """Why."""

    reason_code: str = ""


class AnswerIn(Schema):
    """What a supplier says."""

    agreed: bool
    why: str = ""


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.get("/orders/{key}/cancellation-preview", summary="What would become of pieces that are canceled")
@permitted("orders.change_orders")
def get_preview(request: Any, key: str, line_id: UUID | None = None, quantity: int = 0) -> HttpResponse:
    """Without a line, of the whole order. Nothing is written."""
    card = access_order(request.auth, key)
    return respond(preview_cancellation(card.id, now=clock.now(), line_id=line_id, quantity=quantity))


@_routes.post("/orders/{key}/whole-cancellation", summary="Cancel a whole order at whatever stage")
@permitted("orders.change_orders")
@once
def post_whole(request: Any, key: str, said: ReasonIn) -> HttpResponse:
    """Ours at once; suppliers are asked, and carriers to stop what is on its way."""
    card = access_order(request.auth, key)
    done = asking.request_order_cancellation(
        order_id=card.id, reason_code=said.reason_code, by=request.auth, now=clock.now()
    )
    return respond({"plan": done, "asked": list_asked_cancellations(card.id)})


@_routes.post("/orders/{key}/parcels/{parcel_id}/stop", summary="Ask a carrier to stop a parcel on its way")
@permitted("orders.change_orders")
@once
def post_stop(request: Any, key: str, parcel_id: UUID, said: ReasonIn) -> HttpResponse:
    """Stopped, its pieces are paid back and expected back."""
    card = access_order(request.auth, key)
    asking.call_back_parcel(
        order_id=card.id, parcel_id=parcel_id, reason_code=said.reason_code, by=request.auth, now=clock.now()
    )
    return respond(list_asked_cancellations(card.id))


@_routes.get("/asked-cancellations", summary="What suppliers have not answered yet")
@permitted("orders.view_orders")
def get_unanswered(request: Any) -> HttpResponse:
    """Due first."""
    return respond(list_unanswered(by=request.auth))


@_routes.post("/asked-cancellations/{asked_id}/answer", summary="A supplier says whether he lets pieces go")
@permitted("orders.change_orders")
@once
def post_answer(request: Any, asked_id: UUID, said: AnswerIn) -> HttpResponse:
    """What he has sent in the meantime he cannot let go."""
    card = access_asked_cancellation(request.auth, asked_id)
    asking.answer_cancellation(asked_id=card.id, **said.dict(), by=request.auth, now=clock.now())
    return respond(access_asked_cancellation(request.auth, asked_id))


@_routes.get("/orders/{key}/redirections", summary="What suppliers were asked to send elsewhere")
@permitted("orders.view_orders")
def show_redirections(request: Any, key: str) -> HttpResponse:
    """Newest first, with what they said."""
    return respond(list_redirections(access_order(request.auth, key).id))


@_routes.get("/redirections", summary="Which suppliers have not said yet whether they send elsewhere")
@permitted("orders.view_orders")
def get_open_redirections(request: Any) -> HttpResponse:
    """Due first."""
    return respond(list_unanswered_redirections(by=request.auth))


@_routes.post("/redirections/{asked_id}/answer", summary="A supplier says whether it sends its pieces elsewhere")
@permitted("orders.change_orders")
@once
def post_redirection_answer(request: Any, asked_id: UUID, said: AnswerIn) -> HttpResponse:
    """What it has sent in the meantime goes where it went; 404 when nobody waits for this answer any more."""
    card = access_redirection(request.auth, asked_id)
    redirecting.answer_redirection(asked_id=card.id, **said.dict(), by=request.auth, now=clock.now())
    return respond(access_redirection(request.auth, asked_id))
