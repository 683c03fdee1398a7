"""Opening a problem: from a cause that was found, or from what somebody saw; the watch is written here."""

from datetime import datetime
from decimal import Decimal
from typing import Any
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
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.contracts import Direction, Level, ProblemDraft, Terms, WatchPlan
from shopkeeper.improvement.drafts import draft_from_cause, read_filters
from shopkeeper.improvement.queries.standings import today_of
from shopkeeper.improvement.web.measures import read_id
from shopkeeper.improvement.web.parts import PartsInput
from shopkeeper.improvement.words import LEVELS, words_of
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization


class ProblemForm(PlainForm):
    """A problem and its watch."""

    title = forms.CharField(label=gettext_lazy("What keeps happening"), max_length=160)
    story = forms.CharField(
        label=gettext_lazy("What we know"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    level = forms.ChoiceField(label=gettext_lazy("Who can mend it"))
    outlet = forms.ChoiceField(label=gettext_lazy("Outlet"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"))
    metric = forms.ChoiceField(label=gettext_lazy("Metric"))
    filters = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        widget=PartsInput,
        help_text=gettext_lazy("Which part of the metric it is about."),
    )
    threshold = forms.DecimalField(
        label=gettext_lazy("Good enough at"), help_text=gettext_lazy("Shares in percent. Equal counts as reached.")
    )
    weeks = forms.IntegerField(label=gettext_lazy("Weeks in a row"), min_value=1, max_value=52)
    minimum = forms.IntegerField(
        label=gettext_lazy("Records a week, at least"), min_value=1, help_text=gettext_lazy("Fewer cannot tell.")
    )
    promise = forms.CharField(
        label=gettext_lazy("What staff may tell a customer whom it hurts"), max_length=250, required=False
    )

    def offer(self, by: object, now: datetime) -> None:
        """Who, where and what, as they are today."""
        people = {str(person.id): person.name for person in organization.list_people(now=now)}
        outlets = [(str(o.id), o.name) for o in organization.list_outlets(by=by)]  # type: ignore[arg-type]
        choices = {
            "level": [(level.value, _(LEVELS[level])) for level in Level],
            "outlet": [("", _("No single outlet")), *outlets],
            "owner": [("", _("Choose who owns it")), *sorted(people.items(), key=lambda one: one[1])],
            "metric": [(metric.name, _(metric.label)) for metric in insight.list_metrics()],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A part that the metric does not know would be passed over, and all of it watched."""
        asked = self.cleaned_data
        parts = [part.strip() for part in asked.get("filters", "").split(",") if part.strip()]
        nameless = [part for part in parts if "=" not in part]
        if nameless:
            facts = {"part": nameless[0]}
            self.add_error("filters", _("“%(part)s” lacks a name. Write it as region=North, carrier=Swift.") % facts)
        elif asked.get("metric"):
            try:
                insight.filters_of(insight.get_metric(asked["metric"]), read_filters(asked.get("filters", "")))
            except insight.DimensionUnknown as refusal:
                self.add_error("filters", str(refusal))
        return asked


@door("improvement.work_problems")
def open_new(request: PageRequest) -> HttpResponse:
    """Fill in what a cause says, or what somebody saw; then open the problem."""
    now, by = clock.now(), request.actor
    cause_id = read_id(request.GET.get("cause", ""))
    draft = draft_from_cause(insight.get_cause_card(cause_id, by=by), now=now) if cause_id else None
    form = ProblemForm(request.POST or None, initial=_initial(draft) if draft else {"weeks": 4, "minimum": 30})
    form.offer(by, now)
    if request.method == "POST" and form.is_valid():
        number = open_problem(draft=_draft(form.cleaned_data, draft, now=now), by=by, now=now)
        messages.success(request, _("The problem has an owner now, and a watch that its figures decide about."))
        return redirect("improvement:problem", number=number)
    context = {"form": form, "crumbs": [Link(_("Problems"), reverse("improvement:problems"))], "from_cause": draft}
    return render(request, "improvement/new.html", context)


def _initial(draft: ProblemDraft) -> dict[str, object]:
    watch = draft.watch
    shown = watch.terms.threshold * 100 if watch.unit == "share" else watch.terms.threshold
    return {
        "title": draft.title, "story": draft.story, "level": draft.level, "outlet": draft.outlet_id or "",
        "owner": draft.owner_id or "", "metric": watch.metric, "threshold": shown.normalize(),
        "filters": ", ".join(f"{name}={value}" for name, value in (watch.filters or {}).items()),
        "weeks": watch.terms.weeks, "minimum": watch.terms.minimum,
    }  # fmt: skip


def _draft(asked: dict[str, str], known: ProblemDraft | None, *, now: datetime) -> ProblemDraft:
    metric, words = insight.get_metric(asked["metric"]), words_of(asked["metric"])
    good_is_low = words.complement or metric.direction == "down"
    unit = "share" if metric.kind == "share" else "number"
    threshold = Decimal(asked["threshold"]) / (100 if unit == "share" else 1)
    terms = Terms(
        Direction.AT_MOST if good_is_low else Direction.AT_LEAST, threshold, int(asked["weeks"]), int(asked["minimum"])
    )
    watch = WatchPlan(
        metric=metric.name, terms=terms, unit=unit, what=_(words.what), noun=_(words.noun),
        filters=read_filters(asked["filters"]), complement=words.complement,
        baseline=known.watch.baseline if known else None, baseline_n=known.watch.baseline_n if known else 0,
    )  # fmt: skip
    owner_id = UUID(asked["owner"])
    person = organization.find_person(owner_id, now=now)
    return ProblemDraft(
        title=asked["title"], story=asked["story"], level=Level(asked["level"]), watch=watch, owner_id=owner_id,
        owner_role=person.role if person else metric.owner_role, outlet_id=read_id(asked["outlet"]),
        since_on=known.since_on if known else today_of(now), cause_id=known.cause_id if known else "",
        promise_to_customers=asked["promise"], cost_a_year=known.cost_a_year if known else None,
    )  # fmt: skip
