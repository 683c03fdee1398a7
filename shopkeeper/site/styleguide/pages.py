"""The pages of the style guide."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from shopkeeper.core.components import Action, list_chip_kinds
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import NotFound
from shopkeeper.core.web.doors import PUBLIC, door
from shopkeeper.site.styleguide import charts, samples, stories


@dataclass(frozen=True)
class Place:
    """A navigation entry as the shell wants it."""

    label: str
    url: str
    icon: str
    count: int | None = None
    at_hand: bool = False


def _navigation() -> list[tuple[str, str, list[Place]]]:
    def at(name: str) -> str:
        return reverse(f"styleguide:{name}")

    return [
        ("today", "Today", [Place("Today", at("overview"), "sunrise")]),
        ("hear", "Hear", [Place("Feedback", "#", "message-square-quote"), Place("Promises", "#", "handshake")]),
        (
            "cause",
            "Find the cause",
            [Place("Scorecard", "#", "gauge"), Place("Causes", at("analysis"), "search-check")],
        ),
        ("right", "Put right", [Place("Cases", at("work"), "life-buoy", 12)]),
        ("prevent", "Prevent", [Place("Problems", at("refusal"), "triangle-alert", 3)]),
        (
            "people",
            "People and orders",
            [Place("Customers", at("story"), "users-round"), Place("Orders", "#", "package")],
        ),
        ("setup", "Set-up", [Place("Imports", at("form"), "upload"), Place("Roles", "#", "key-round")]),
    ]


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    shell = {
        "navigation": _navigation(),
        "path": request.path,
        "search_url": "#",
        "retailer": {"name": "Thorne & Wren", "currency": "GBP"},
        "roles": samples.ROLES,
    }
    actor = SimpleNamespace(name="Amara Okafor")
    return render(request, f"site/styleguide/{template}.html", context | {"shell": shell, "actor": actor})


@door(PUBLIC)
def overview(request: HttpRequest) -> HttpResponse:
    """Tiles, chips, tags, banners, tables, filters, actions, empty states."""
    now = timezone.now()
    return _show(
        request,
        "overview",
        figures=samples.figures(now),
        kinds=list_chip_kinds(),
        table=samples.table(now, request.GET),
        empty_table=samples.empty_table(),
        filters=samples.FILTERS,
        hurt=samples.HURT,
        actions=samples.ACTIONS,
        todo=samples.todo(now),
    )


@door(PUBLIC)
def work(request: HttpRequest) -> HttpResponse:
    """A queue and a board."""
    now = timezone.now()
    return _show(request, "work", items=samples.queue(now), columns=samples.board(now), actions=samples.ACTIONS)


@door(PUBLIC)
def analysis(request: HttpRequest) -> HttpResponse:
    """Charts of every kind."""
    return _show(request, "analysis", **charts.all_charts())


@door(PUBLIC)
def story(request: HttpRequest) -> HttpResponse:
    """A customer's page."""
    now = timezone.now()
    return _show(
        request, "story", entries=stories.story(now), figures=samples.figures(now)[:2], actions=stories.ACTIONS
    )


class SampleForm(PlainForm):
    """One field of each kind."""

    name = forms.CharField(label="Name of the measure", help_text="As people will say it in a meeting.")
    owner = forms.ChoiceField(label="Owner", choices=[("1", "Amara Okafor, supply chain"), ("2", "Tom Hale, stores")])
    starts_on = forms.DateField(label="Starts on", widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(
        label="Level", choices=[("outlet", "One outlet"), ("company", "The company")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Why", required=False, widget=forms.Textarea)
    tell = forms.BooleanField(label="Tell the outlets concerned", required=False)


@door(PUBLIC)
def form(request: HttpRequest) -> HttpResponse:
    """Forms: fresh, and with errors."""
    wrong = SampleForm({"name": "Second depot near Leeds", "owner": "9", "starts_on": "14/25/2026"})
    return _show(request, "form", form=SampleForm(), wrong=wrong)


@door(PUBLIC)
def refusal(request: HttpRequest) -> HttpResponse:
    """Why something is refused, and what will make it possible."""
    close = Action("Close", reverse("styleguide:closing"), icon="check", post=True)
    return _show(request, "refusal", actions=[close], sentence=stories.SENTENCE)


@require_POST
@door(PUBLIC)
def closing(request: HttpRequest) -> HttpResponse:
    """What pressing Close meets."""
    raise stories.StillHappening(stories.refusal(timezone.now()))


@door(PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    """A page for customers."""
    return render(request, "site/styleguide/public.html", {"brand": "Thorne & Wren", "scores": range(11)})


@door(PUBLIC)
def error(request: HttpRequest) -> HttpResponse:
    """A page for what is not there."""
    raise NotFound(what="order", key="TW-4471")
