"""The queue of cases: list and detail side by side, by keyboard."""

from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import ActorKind
from shopkeeper.core.components import Filter
from shopkeeper.core.paging import Pages, page_asked
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.recovery.access import access_case
from shopkeeper.recovery.contracts import CaseCard, Fault
from shopkeeper.recovery.queries.cases import Asked, count_by_fault, list_cases, select_cases
from shopkeeper.recovery.queries.waiting import count_waiting
from shopkeeper.recovery.web.story import brief_of
from shopkeeper.recovery.words import FAULTS, ICONS

AT_ONCE = 60
VIEWS = ("mine", "all", "overdue", "resolved")


@door("recovery.view_cases")
def show_queue(request: PageRequest) -> HttpResponse:
    """Cases that wait, the next due on top; one of them beside the list."""
    now, by = clock.now(), request.actor
    view = request.GET.get("view") or ("mine" if _mine(request) else "all")
    fault, chosen = request.GET.get("fault", ""), request.GET.get("case", "")
    asked, page = _asked(view, fault, request), page_asked(request.GET)
    cards = list_cases(asked, by=by, now=now, limit=AT_ONCE, offset=(page - 1) * AT_ONCE)
    context = {
        "items": [_item(card, view, fault, chosen, page) for card in cards],
        "filters": _filters(request, view, fault),
        "pages": Pages(
            page=page,
            size=AT_ONCE,
            shown=len(cards),
            total=select_cases(asked, by=by, now=now).count(),
            query={"view": view, "fault": fault} if fault else {"view": view},
        ),
        "waiting": count_waiting(by=by, now=now),
        "view": view,
    }
    if chosen:
        context |= brief_of(access_case(by, chosen), by=by, now=now) | {"in_queue": True}
    return render(request, "recovery/queue.html", context)


@door("recovery.view_cases")
def show_brief(request: PageRequest, number: str) -> HttpResponse:
    """One case for its place beside the list."""
    case = access_case(request.actor, number)
    context = brief_of(case, by=request.actor, now=clock.now()) | {"in_queue": True}
    return render(request, "recovery/_case.html", context)


def _asked(view: str, fault: str, request: PageRequest) -> Asked:
    return Asked(
        owner_id=_mine(request) if view == "mine" else None,
        fault=fault if fault in set(Fault) else "",
        overdue=view == "overdue",
        resolved=view == "resolved",
    )


def _mine(request: PageRequest) -> UUID | None:
    by = request.actor
    return UUID(by.id) if by.kind is ActorKind.EMPLOYEE else None


def _filters(request: PageRequest, view: str, fault: str) -> list[Filter]:
    now, by = clock.now(), request.actor
    words = {"mine": _("Mine"), "all": _("All open"), "overdue": _("Overdue"), "resolved": _("Resolved")}
    views = [name for name in VIEWS if name != "mine" or _mine(request)]
    found = [
        Filter(
            label=words[name], url=_url(name, fault), is_on=name == view,
            count=None if name == "resolved" else select_cases(_asked(name, fault, request), by=by, now=now).count(),
        )
        for name in views
    ]  # fmt: skip
    counts = count_by_fault(_asked(view, "", request), by=by, now=now)
    faults = [
        Filter(
            label=_(FAULTS[one]), url=_url(view, "" if one == fault else one), is_on=one == fault, icon=ICONS[one],
            count=counts.get(one),
        )
        for one in Fault
        if one in counts or one == fault
    ]  # fmt: skip
    return found + faults


def _item(card: CaseCard, view: str, fault: str, chosen: str, page: int) -> SimpleNamespace:
    return SimpleNamespace(
        url=_url(view, fault, card.number, page), fragment_url=reverse("recovery:brief", args=[card.number]),
        is_current=card.number == chosen, title=card.customer, detail=card.title,
        due_at=card.due_at, at=card.resolved_at, tag=_("new") if card.state == "new" else "", tone="",
    )  # fmt: skip


def _url(view: str, fault: str, number: str = "", page: int = 1) -> str:
    asked = {"view": view, "fault": fault, "case": number, "page": str(page) if page > 1 else ""}
    return f"{reverse('recovery:queue')}?{urlencode({name: value for name, value in asked.items() if value})}"
