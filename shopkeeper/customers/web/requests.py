"""What people ask for about their data: the list by deadline, one request, and the pages behind their links."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shopkeeper.core import clock, mail
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions.requests import (
    carry_out_erasure,
    check_request,
    extend_request,
    open_request,
    settle_request,
)
from shopkeeper.customers.errors import LinkClosed
from shopkeeper.customers.models import PrivacyRequest
from shopkeeper.customers.queries.exports import pack_export
from shopkeeper.customers.queries.requests import (
    find_private_point,
    get_request,
    list_requests,
    open_request_link,
)
from shopkeeper.customers.rules.requests import RequestKind, RequestOutcome
from shopkeeper.customers.web.own import by_link, identify, private
from shopkeeper.customers.web.privacy import ErasureForm

HANDLE = "customers.handle_requests"
KINDS = {
    RequestKind.ACCESS: gettext_lazy("See everything we hold"),
    RequestKind.PORTABILITY: gettext_lazy("Take their data along"),
    RequestKind.CORRECTION: gettext_lazy("Have something corrected"),
    RequestKind.ERASURE: gettext_lazy("Be erased"),
}


class RequestForm(PlainForm):
    """What somebody asks for."""

    kind = forms.ChoiceField(label=gettext_lazy("They want to"), choices=list(KINDS.items()))
    wish = forms.CharField(
        label=gettext_lazy("In their words"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReasonForm(PlainForm):
    """A sentence that is kept as proof."""

    reason = forms.CharField(label=gettext_lazy("Why, in a sentence"), max_length=1_000)


@door(HANDLE)
def show_requests(request: PageRequest) -> HttpResponse:
    """What waits by its deadline, then what is settled."""
    rows: list[dict[str, Any]] = [{"card": card, "kind": KINDS[card.kind]} for card in list_requests()]
    context = {"open": [row for row in rows if row["card"].settled_at is None]}
    context["settled"] = [row for row in rows if row["card"].settled_at is not None]
    return render(request, "customers/requests.html", {**context, "today": clock.now().date()})


@require_POST
@door(HANDLE)
def open_for(request: PageRequest, key: str) -> HttpResponse:
    """Somebody asks in a store or on the telephone."""
    card = access_customer(request.actor, key)
    form = RequestForm(request.POST)
    if not form.is_valid():
        return redirect("customers:customer", key=card.number)
    kind = RequestKind(form.cleaned_data["kind"])
    wish = form.cleaned_data["wish"]
    found = open_request(customer_id=card.id, kind=kind, wish=wish, by=request.actor, now=clock.now())
    return redirect("customers:request", request_id=found)


@door(HANDLE)
def show_request(request: PageRequest, request_id: UUID) -> HttpResponse:
    """One request: who asks, until when, what comes next."""
    card = get_request(request_id)
    context = {
        "card": card, "kind": KINDS[card.kind], "form": ReasonForm(), "erasure_form": ErasureForm(),
        "reachable": bool(card.customer_number and find_private_point(card.customer_id)), "mailing": mail.goes_out(),
        "may_erase": request.actor.may("customers.erase_customers"),
        "may_export": request.actor.may("customers.export_customers"),
        "is_export": card.kind in (RequestKind.ACCESS, RequestKind.PORTABILITY),
    }  # fmt: skip
    return render(request, "customers/request.html", context)


@require_POST
@door(HANDLE)
def move(request: PageRequest, request_id: UUID) -> HttpResponse:
    """Checked, extended, done or refused, each with a reason."""
    facts: dict[str, Any] = {"request_id": request_id, "reason": request.POST.get("reason", "")[:1_000]}
    facts |= {"by": request.actor, "now": clock.now()}
    match request.POST.get("step"):
        case "check":
            check_request(**facts)
            messages.success(request, _("Written down: it is they who ask."))
        case "extension":
            extend_request(**facts)
            messages.success(request, _("Two months more."))
        case "done" | "refused" as outcome:
            settle_request(**facts, outcome=RequestOutcome(outcome))
            messages.success(request, _tell_settled())
    return redirect("customers:request", request_id=request_id)


@require_POST
@door("customers.erase_customers")
def erase(request: PageRequest, request_id: UUID) -> HttpResponse:
    """Erase the person who asked for it, after their number was typed."""
    card = get_request(request_id)
    if request.POST.get("number", "").strip().upper() != card.customer_number:
        messages.error(request, _("This is not the number of this customer."))
        return redirect("customers:request", request_id=request_id)
    receipt = carry_out_erasure(request_id=request_id, by=request.actor, now=clock.now())
    return render(request, "customers/erased.html", {"receipt": receipt})


@door("customers.export_customers")
def hand_over(request: PageRequest, key: str) -> HttpResponse:
    """The zip, for somebody who stands here and cannot be mailed."""
    card = access_customer(request.actor, key)
    return _zip(card.id, card.number)


@require_POST
@door(PUBLIC)
def ask_from_own_page(request: PageRequest, token: str) -> HttpResponse:
    """The person asks themselves: their link has shown who they are."""
    link, card = identify(token)
    form = RequestForm(request.POST)
    if form.is_valid():
        kind = RequestKind(form.cleaned_data["kind"])
        wish = form.cleaned_data["wish"]
        open_request(
            customer_id=card.id, kind=kind, wish=wish, link_id=link.id, by=by_link(link.id), now=clock.now()
        )  # fmt: skip
        told = _("We have it. You get a mail about it.") if mail.goes_out() else _("We have it.")
        messages.success(request, told)
    return redirect("customers:own_page", token=token)


@door(PUBLIC)
def check_by_link(request: PageRequest, token: str) -> HttpResponse:
    """Was it you? Only the button says yes."""
    row = open_request_link(token)
    if request.method == "POST" and row.settled_at is None:
        by = Actor(ActorKind.CUSTOMER_LINK, f"request:{row.id}")
        check_request(request_id=row.id, reason="", by=by, now=clock.now())
        return redirect(request.path)
    context = {
        "kind": KINDS[RequestKind(row.kind)], "is_checked": row.checked_at is not None, "due_on": row.due_on,
        "mailing": mail.goes_out(),
    }  # fmt: skip
    return private(render(request, "customers/request_check.html", context))


@door(PUBLIC)
def download(request: PageRequest, token: str) -> HttpResponse:
    """Everything as a zip, while the link works; packed when the button is pressed, and kept nowhere."""
    row = open_request_link(token)
    if not _is_ready(row):
        raise LinkClosed
    if request.method == "POST":
        return private(_zip(row.customer_id, "data"))
    return private(render(request, "customers/request_download.html", {"until": row.download_until}))


def _tell_settled() -> str:
    if mail.goes_out():
        return _("Settled. They are told.")
    return _("Settled. No mail server is set, so nobody is told: tell them yourself.")


def _is_ready(row: PrivacyRequest) -> bool:
    return row.download_until is not None and clock.now() < row.download_until


def _zip(customer_id: UUID, name: str) -> HttpResponse:
    response = HttpResponse(pack_export(customer_id, now=clock.now()), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
