"""REST routes of the promise ledger."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from shopkeeper.core import clock
from shopkeeper.core.web.rest import permitted, respond
from shopkeeper.promises.ledger import Asked, count_by_state, list_ledger, list_nodes

router = Router()


@router.get("/promises", summary="What was promised, kept, broken, or is at risk")
@permitted("promises.view_promises")
def show_promises(
    request: Any, state: str = "", kind: str = "", node: str = "", days: int = Query(28, ge=1, le=800),
    limit: int = Query(60, ge=1, le=500), offset: int = Query(0, ge=0, le=100_000),
) -> HttpResponse:  # fmt: skip
    """State is `at_risk`, `broken`, `open`, `kept` or `withdrawn`; `days` back from now by when they fell due."""
    asked, by, now = Asked(state, kind, node, days), request.auth, clock.now()
    found = list_ledger(asked, by=by, now=now, limit=limit, offset=offset)
    return respond({"counts": count_by_state(asked, by=by, now=now), "promises": found})


@router.get("/promises/nodes", summary="How carriers, warehouses, stores and suppliers keep their promises")
@permitted("promises.view_promises")
def show_nodes(request: Any, kind: str = "", days: int = Query(28, ge=1, le=800)) -> HttpResponse:
    """Those that break the largest share first; with fewer than 30 that fell due, last."""
    return respond(list_nodes(Asked(kind=kind, days=days), by=request.auth, now=clock.now()))
