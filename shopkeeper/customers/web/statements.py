"""Everything that a customer ever allowed or refused, each time with the wording shown and the proof."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from shopkeeper.core import clock
from shopkeeper.core.actors import ActorKind
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.queries.consents import list_statements
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.words import PURPOSE_WORDS, WAYS
from shopkeeper.organization import public as organization

_ABOUT = {**PURPOSE_WORDS, Purpose.SERVICE: gettext_noop("Messages about what they wait for")}
_OWN_HAND = {
    "opt_in": gettext_lazy("They pressed the button behind the link that we sent them."),
    "own_link": gettext_lazy("They chose it on their own page."),
}


@door("customers.view_customers")
def show_statements(request: PageRequest, key: str) -> HttpResponse:
    """The latest first, for whoever has to show that a customer agreed, to what and how."""
    card = access_customer(request.actor, key)
    said = list_statements(card.id)
    writers = [row["proof"] for row in said if _kind(row["proof"]) in list(ActorKind)]
    names, brands = name_deciders(writers, now=clock.now()), dict(organization.list_brands())
    rows = [_tell(row, names=names, brands=brands) for row in said]
    return render(request, "customers/statements.html", {"card": card, "rows": rows})


def _tell(row: dict[str, Any], *, names: dict[str, str], brands: dict[str, str]) -> dict[str, Any]:
    return {
        **row,
        "about": _(_ABOUT[Purpose(row["purpose"])]),
        "by": _(WAYS[row["channel"]]) if row["channel"] in WAYS else row["channel"],
        "brand": brands.get(row["brand"], row["brand"]) or _("every brand"),
        "is_granted": row["state"] == ConsentState.GRANTED,
        "proof": _tell_proof(row["proof"], names),
    }


def _tell_proof(proof: str, names: dict[str, str]) -> str:
    if proof in names:
        return _("%(who)s wrote it down.") % {"who": names[proof]}
    return str(_OWN_HAND.get(_kind(proof), proof))


def _kind(proof: str) -> str:
    return proof.partition(":")[0]
