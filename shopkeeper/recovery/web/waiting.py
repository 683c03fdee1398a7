"""People who have no case: groups by what went wrong and where, and everybody in them."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.paging import Pages, page_asked
from shopkeeper.core.tables import Column, Row, Table
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.recovery.contracts import Fault, WaitingGroup
from shopkeeper.recovery.errors import EpisodeNotFound
from shopkeeper.recovery.queries.cases import names_of
from shopkeeper.recovery.queries.signals import get_today
from shopkeeper.recovery.queries.waiting import COMPANY, list_groups, list_waiting
from shopkeeper.recovery.words import FAULTS, ICONS, episode_heading, person_words

PAGE = 40


@door("recovery.view_cases")
def show_groups(request: PageRequest) -> HttpResponse:
    """Who was harmed and has no case, in groups."""
    now = clock.now()
    groups = list_groups(by=request.actor, now=now)
    today = get_today(now=now)
    context = {
        "table": Table(
            columns=[
                Column("what", _("What went wrong")),
                Column("outlet", _("Where")),
                Column("people", _("People"), number=True),
                Column("silent", _("Never told us"), number=True),
                Column("harm", _("Harm points"), number=True),
                Column("oldest", _("Since")),
            ],
            rows=[_group_row(group) for group in groups],
            caption=_("People who wait, by what went wrong"),
            empty_title=_("Nobody waits"),
            empty_text=_("Everybody whom we know to be harmed has a case, or was not harmed enough to need one."),
            empty_icon="sun",
        ),
        "people": sum(group.people for group in groups),
        "ended_at": today if today < now else None,
        "crumbs": [Link(_("Cases"), reverse("recovery:queue"))],
    }
    return render(request, "recovery/groups.html", context)


@door("recovery.view_cases")
def show_people(request: PageRequest, fault: str) -> HttpResponse:
    """Everybody in a group, worst hurt first."""
    if fault not in set(Fault):
        raise EpisodeNotFound(what="group", key=fault)
    now, by = clock.now(), request.actor
    place, page = _place_asked(request), page_asked(request.GET)
    groups = [group for group in list_groups(by=by, now=now) if group.fault == fault and place in ("", _place(group))]
    found = list_waiting(fault=Fault(fault), place=place, by=by, now=now, limit=PAGE + 1, offset=(page - 1) * PAGE)
    rows = found[:PAGE]
    names = names_of(row.customer_id for row in rows)
    context = {
        "title": _(FAULTS[Fault(fault)]),
        "people": sum(group.people for group in groups),
        "silent": sum(group.silent for group in groups),
        "rows": [
            (row, names.get(row.customer_id) or person_words(row.customer.number), episode_heading(row)) for row in rows
        ],
        "icon": ICONS[Fault(fault)],
        "may_work": by.may("recovery.work_cases"),
        "pages": Pages(page=page, size=PAGE, shown=len(rows), has_more=len(found) > PAGE, query={"outlet": place}),
        "crumbs": [
            Link(_("Cases"), reverse("recovery:queue")),
            Link(_("Without a case"), reverse("recovery:groups")),
        ],
    }
    return render(request, "recovery/people.html", context)


def _group_row(group: WaitingGroup) -> Row:
    url = f"{reverse('recovery:people', args=[group.fault])}?{urlencode({'outlet': _place(group)})}"
    return Row(
        {
            "what": _(FAULTS[group.fault]), "outlet": group.outlet or _("Whole company"), "people": group.people,
            "silent": group.silent if group.silent else None, "harm": group.harm, "oldest": group.oldest_at,
        },
        url=url,
    )  # fmt: skip


def _place(group: WaitingGroup) -> str:
    return str(group.outlet_id) if group.outlet_id else COMPANY


def _place_asked(request: PageRequest) -> str:
    asked = request.GET.get("outlet", "")
    try:
        return asked if asked in ("", COMPANY) else str(UUID(asked))
    except ValueError:
        return ""
