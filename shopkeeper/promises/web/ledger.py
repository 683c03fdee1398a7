"""The promise ledger: every promise with who made it, what it is now, and what became of it."""

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.components import Filter
from shopkeeper.core.paging import Pages, page_asked
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.promises.contracts import PromiseKind
from shopkeeper.promises.ledger import ENOUGH, STATES, Asked, NodeScore, count_by_state, list_ledger, list_nodes
from shopkeeper.promises.naming import name_nodes, name_refs

PAGE = 60
WORDS = {
    "": gettext_lazy("All"), "at_risk": gettext_lazy("At risk"), "broken": gettext_lazy("Broken"),
    "open": gettext_lazy("Open"), "kept": gettext_lazy("Kept"), "withdrawn": gettext_lazy("Fell away"),
}  # fmt: skip
KINDS = {
    PromiseKind.DELIVERY: gettext_lazy("Deliveries"), PromiseKind.PICKUP: gettext_lazy("Pick-ups"),
    PromiseKind.CALL_BACK: gettext_lazy("Call backs"), PromiseKind.REPLY: gettext_lazy("Replies"),
    PromiseKind.REFUND: gettext_lazy("Refunds"), PromiseKind.PRICE: gettext_lazy("Prices"),
    PromiseKind.STOCK: gettext_lazy("Stock"),
}  # fmt: skip


@door("promises.view_promises")
def show_ledger(request: PageRequest) -> HttpResponse:
    """As asked for in the address; without a state, what is at risk, else what was broken."""
    now, by, asked = clock.now(), request.actor, _read(request)
    counts = count_by_state(asked, by=by, now=now)
    if "state" not in request.GET and not (asked.ref or asked.customer):
        asked = replace(asked, state="at_risk" if counts["at_risk"] else "broken")
    page = page_asked(request.GET)
    cards = list_ledger(asked, by=by, now=now, limit=PAGE + 1, offset=(page - 1) * PAGE)
    names = name_refs({card.ref for card in cards}, by=by)
    people = _people(cards) if by.may("customers.view_customers") else {}
    scores = list_nodes(replace(asked, node=""), by=by, now=now)
    nodes = name_nodes({card.node for card in cards} | {score.node for score in scores}, by=by)
    rows = [
        (card, nodes.get(card.node, card.node), names.get(card.ref, []), people.get(card.customer_id))
        for card in cards[:PAGE]
    ]
    settled = counts["kept"] + counts["broken"]
    return render(request, "promises/ledger.html", {
        "rows": rows, "asked": asked, "counts": counts, "settled": settled,
        "broken_share": counts["broken"] / settled if settled else None, "is_enough": settled >= ENOUGH,
        "states": _states(asked, counts), "kinds": _kinds(asked), "nodes": _nodes(asked, scores, nodes),
        "node": nodes.get(asked.node, asked.node),
        "without_node": _address(replace(asked, node="")), "without_ref": _address(replace(asked, ref="")),
        "without_customer": _address(replace(asked, customer="")),
        "ref": next((named.label for named in names.get(asked.ref, ())), asked.ref),
        "pages": Pages(page=page, size=PAGE, shown=len(rows), has_more=len(cards) > PAGE, query=_query(asked)),
    })  # fmt: skip


def _read(request: PageRequest) -> Asked:
    told = request.GET
    state, kind = told.get("state", ""), told.get("kind", "")
    return Asked(
        state=state if state in STATES else "", kind=kind if kind in KINDS else "", node=told.get("node", "")[:80],
        ref=told.get("ref", "")[:120], customer=told.get("customer", "")[:20],
    )  # fmt: skip


def _people(cards: Any) -> dict[Any, customers.CustomerCard]:
    return dict(customers.get_customer_cards(card.customer_id for card in cards if card.customer_id))


def _states(asked: Asked, counts: dict[str, int]) -> list[Filter]:
    return [
        Filter(
            label=str(words), url=_address(replace(asked, state=state)), is_on=asked.state == state,
            count=counts.get(state),
        )
        for state, words in WORDS.items()
    ]  # fmt: skip


def _kinds(asked: Asked) -> list[Filter]:
    every = Filter(label=_("Every kind"), url=_address(replace(asked, kind="")), is_on=not asked.kind)
    return [every, *(
        Filter(label=str(words), url=_address(replace(asked, kind=kind.value)), is_on=asked.kind == kind)
        for kind, words in KINDS.items()
    )]  # fmt: skip


def _nodes(asked: Asked, scores: list[NodeScore], names: dict[str, str]) -> list[tuple[NodeScore, str, str, str]]:
    return [
        (score, names.get(score.node, score.node), str(KINDS[score.kind]), _address(replace(asked, node=score.node)))
        for score in scores
    ]


def _address(asked: Asked) -> str:
    return f"?{urlencode(_query(asked))}"


def _query(asked: Asked) -> dict[str, str]:
    return {name: value for name, value in asdict(asked).items() if name != "days" and (value or name == "state")}
