"""Agreeing on how many cases a person of a team carries, with what that means for those who wait today."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.tables import Column, Row, Table
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.organization import public as organization
from shopkeeper.recovery.actions.allowances import drop_capacity, set_capacity
from shopkeeper.recovery.contracts import Team
from shopkeeper.recovery.errors import TeamNotFound
from shopkeeper.recovery.queries.capacity import TeamLoad, find_load, list_loads, may_see

MANAGE = "recovery.manage_playbooks"


class LimitsForm(PlainForm):
    """What one person of the team carries."""

    new_a_day = forms.IntegerField(label=gettext_lazy("New cases a day, for each person"), min_value=0, max_value=1000)
    open_at_once = forms.IntegerField(label=gettext_lazy("Open at once, for each person"), min_value=0, max_value=1000)


@door(MANAGE)
def show_teams(request: PageRequest) -> HttpResponse:
    """Every team with what it carries and how many people wait for it."""
    loads = list_loads(by=request.actor, now=clock.now())
    table = Table(
        columns=[
            Column("team", _("Team")),
            Column("people", _("People"), number=True),
            Column("new_a_day", _("New a day each"), number=True),
            Column("open_at_once", _("At once each"), number=True),
            Column("open_now", _("Open now"), number=True),
            Column("waiting", _("Wait to be called"), number=True),
            Column("days", _("Days until all are called"), number=True),
        ],
        rows=[_team_row(one) for one in loads],
        caption=_("Teams and what they carry"), empty_title=_("No team leads cases yet"),
        empty_text=_("Teams appear here once playbooks give them steps."), empty_icon="users",
    )  # fmt: skip
    crumbs = [Link(_("Cases"), reverse("recovery:queue"))]
    return render(request, "recovery/teams.html", {"table": table, "crumbs": crumbs})


@door(MANAGE)
def show_team(request: PageRequest) -> HttpResponse:
    """One team's limits, and changing them."""
    team, now = _team_asked(request), clock.now()
    known = find_load(team, by=request.actor, now=now)
    limits = {"new_a_day": known.load.new_a_day, "open_at_once": known.load.open_at_once}
    form = LimitsForm(request.POST or None, initial=limits)
    if request.method == "POST" and "drop" in request.POST:
        drop_capacity(team=team, by=request.actor, now=now)
        return redirect("recovery:teams")
    if request.method == "POST" and form.is_valid():
        set_capacity(team=team, by=request.actor, now=now, **form.cleaned_data)
        messages.success(request, _("Agreed. From the next round on, the team takes on that many."))
        return redirect("recovery:teams")
    crumbs = [Link(_("Cases"), reverse("recovery:queue")), Link(_("What teams carry"), reverse("recovery:teams"))]
    context = {"form": form, "title": _name(team), "known": known, "would": known, "crumbs": crumbs}
    return render(request, "recovery/team.html", context | {"preview_url": _url("recovery:team_preview", team)})


@door(MANAGE)
def preview_team(request: PageRequest) -> HttpResponse:
    """What the limits, as they are being filled in, would mean today."""
    known, form = find_load(_team_asked(request), by=request.actor, now=clock.now()), LimitsForm(request.GET)
    context: dict[str, Any] = {"known": known}
    if form.is_valid():
        context["would"] = known.with_limits(**form.cleaned_data)
    return render(request, "recovery/_team_preview.html", context)


def _team_row(one: TeamLoad) -> Row:
    cells = {
        "team": _name(one.team), "people": one.load.people, "new_a_day": one.load.new_a_day,
        "open_at_once": one.load.open_at_once, "open_now": one.load.open_now, "waiting": one.waiting, "days": one.days,
    }  # fmt: skip
    return Row(cells, url=_url("recovery:team", one.team))


def _name(team: Team) -> str:
    role = organization.role_in_words(team.role)
    return f"{role}, {organization.get_outlet(team.outlet_id).name}" if team.outlet_id else role


def _url(name: str, team: Team) -> str:
    outlet = {"outlet": str(team.outlet_id)} if team.outlet_id else {}
    return f"{reverse(name)}?{urlencode({'role': team.role} | outlet)}"


def _team_asked(request: PageRequest) -> Team:
    role, outlet = request.GET.get("role", ""), request.GET.get("outlet", "")
    try:
        team = Team(organization.Role(role), UUID(outlet) if outlet else None)
    except ValueError:
        raise TeamNotFound(what="team", key=role) from None
    if not may_see(team, by=request.actor):
        raise TeamNotFound(what="team", key=role)
    return team
