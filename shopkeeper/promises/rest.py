"""REST routes of the promise ledger."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.rest import permitted, respond
from shopkeeper.promises.contracts import PromiseKind
from shopkeeper.promises.ledger import STATES, Asked, count_by_state, list_ledger, list_nodes

router = Router()
KINDS = tuple(kind.value for kind in PromiseKind)


class AskedIn(Schema):
    """Which promises; empty is all."""

    state: str = ""
    kind: str = ""
    node: str = ""
    days: int = Query(28, ge=1, le=800)
    ref: str = ""
    customer: str = ""


@router.get("/promises", summary="What was promised, kept, broken, or is at risk")
@permitted("promises.view_promises")
def show_promises(
    request: Any, asked: Query[AskedIn], limit: int = Query(60, ge=1, le=500), offset: int = Query(0, ge=0, le=100_000)
) -> HttpResponse:
    """State is `at_risk`, `broken`, `open`, `kept` or `withdrawn`; `days` back from now by when they fell due. `ref`,
    as `order:<id>`, asks for all that was promised for one thing, `customer`, a number, for all that one person was
    promised, whenever it fell due."""
    wish, by, now = _read(asked), request.auth, clock.now()
    found = list_ledger(wish, by=by, now=now, limit=limit, offset=offset)
    return respond({"counts": count_by_state(wish, by=by, now=now), "promises": found})


@router.get("/promises/nodes", summary="How carriers, warehouses, stores and suppliers keep their promises")
@permitted("promises.view_promises")
def show_nodes(request: Any, kind: str = "", days: int = Query(28, ge=1, le=800)) -> HttpResponse:
    """Those that break the largest share first; with fewer than 30 that fell due, last."""
    wish = _read(AskedIn(kind=kind, days=days))
    return respond(list_nodes(wish, by=request.auth, now=clock.now()))


def _read(asked: AskedIn) -> Asked:
    """What is asked for, if it exists: another word would find nothing, or all.

    :raises InvalidInput: when there is no such state or kind
    """
    for name, told, known in (("state", asked.state, STATES), ("kind", asked.kind, KINDS)):
        if told and told not in known:
            raise InvalidInput(reason=_("%(field)s is one of: %(known)s.") % {"field": name, "known": ", ".join(known)})
    return Asked(**asked.dict())
