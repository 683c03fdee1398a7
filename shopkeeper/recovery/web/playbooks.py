"""Reading and changing what is done about each kind of fault, with the words as a customer would hear them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.organization import public as organization
from shopkeeper.recovery.actions.playbooks import revise_playbook
from shopkeeper.recovery.contracts import Fault
from shopkeeper.recovery.errors import PlaybookNotFound
from shopkeeper.recovery.models import Playbook
from shopkeeper.recovery.queries.cases import names_of
from shopkeeper.recovery.queries.playbooks import find_example, list_in_force, list_versions
from shopkeeper.recovery.queries.teams import plan_of
from shopkeeper.recovery.rules.playbooks import StepPlan, fill
from shopkeeper.recovery.web.playbook_form import HeadForm, StepForm, change_forms, forms_of, plans_of
from shopkeeper.recovery.words import (
    CHANNELS,
    FAULTS,
    ICONS,
    STEP_ICONS,
    episode_heading,
    example_words,
    working_time_in_words,
)

MANAGE = "recovery.manage_playbooks"


@door("recovery.view_cases")
def show_playbooks(request: PageRequest) -> HttpResponse:
    """What is done about each kind of fault."""
    rows = [
        {
            "playbook": row, "fault": _(FAULTS[Fault(row.fault)]), "icon": ICONS[Fault(row.fault)],
            "steps": [_step_in_words(plan_of(step)) for step in row.steps.all()],
        }
        for row in list_in_force()
    ]  # fmt: skip
    context = {"rows": rows, "may_change": _may_change(request), "crumbs": [_cases()]}
    return render(request, "recovery/playbooks.html", context)


@door(MANAGE)
def show_playbook(request: PageRequest, fault: str) -> HttpResponse:
    """One playbook, to read and to change."""
    versions = list_versions(_fault(fault))
    current = versions[0]
    if request.method == "POST":
        head, steps = HeadForm(request.POST), forms_of(request.POST)
        lacking = [step for step in steps if not step.is_valid()]
        if head.is_valid() and not lacking:
            version = revise_playbook(
                fault=Fault(fault), name=head.cleaned_data["name"], steps=[step.plan() for step in steps],
                after_version=head.cleaned_data["after_version"], by=request.actor, now=clock.now(),
            )  # fmt: skip
            said = _("Version %(version)s is in force. Open cases keep the steps that they began with.")
            messages.success(request, said % {"version": version})
            return redirect("recovery:playbook", fault)
    else:
        head = HeadForm(initial={"name": current.name, "after_version": current.version})
        steps = [StepForm.of(plan_of(step), place) for place, step in enumerate(current.steps.all())]
    return render(request, "recovery/playbook.html", _page(request, versions, head, steps))


@require_POST
@door(MANAGE)
def show_draft(request: PageRequest, fault: str) -> HttpResponse:
    """The steps with one added, moved or taken away; nothing is in force yet."""
    steps = change_forms(forms_of(request.POST), request.POST.get("change", ""))
    example = _example(_fault(fault), plans_of(steps), me=request.actor.name)
    context = {"steps": steps, "fault": fault, "example": example, "is_draft": True}
    return render(request, "recovery/_playbook_steps.html", context)


@require_POST
@door(MANAGE)
def show_example(request: PageRequest, fault: str) -> HttpResponse:
    """The words of the steps as they are being written, said to the last customer whom this happened to."""
    example = _example(_fault(fault), plans_of(forms_of(request.POST)), me=request.actor.name)
    return render(request, "recovery/_playbook_example.html", {"example": example})


def _page(request: PageRequest, versions: Sequence[Playbook], head: HeadForm, steps: list[StepForm]) -> dict[str, Any]:
    current = versions[0]
    fault = Fault(current.fault)
    return {
        "playbook": current, "head": head, "steps": steps, "fault": fault.value, "may_change": _may_change(request),
        "title": _(FAULTS[fault]), "example": _example(fault, plans_of(steps), me=request.actor.name),
        "earlier": [(row, [_step_in_words(plan_of(step)) for step in row.steps.all()]) for row in versions[1:]],
        "crumbs": [_cases(), Link(_("Playbooks"), reverse("recovery:playbooks"))],
    }  # fmt: skip


def _example(fault: Fault, plans: Sequence[StepPlan], *, me: str) -> dict[str, Any] | None:
    episode = find_example(fault)
    if episode is None:
        return None
    name = names_of([episode.customer_id]).get(episode.customer_id, "")
    return {
        "name": name, "heading": episode_heading(episode),
        "steps": [(_step_in_words(plan), *example_words(plan, episode, name=name, me=me)) for plan in plans],
    }  # fmt: skip


def _step_in_words(plan: StepPlan) -> dict[str, str]:
    who = organization.role_in_words(plan.role)
    store = organization.role_in_words(plan.store_role) if plan.store_role else ""
    both = _("%(store)s where it happened in a store, else %(role)s") % {"store": store, "role": who.lower()}
    return {
        "title": fill(plan.title, {"customer": _("the customer"), "order": "…"}), "who": both if store else who,
        "when": working_time_in_words(plan.due_minutes), "how": _(CHANNELS.get(plan.channel, plan.channel)),
        "icon": STEP_ICONS[plan.kind],
    }  # fmt: skip


def _may_change(request: PageRequest) -> bool:
    return request.actor.may(MANAGE) and request.actor.scopes.company_wide


def _cases() -> Link:
    return Link(_("Cases"), reverse("recovery:queue"))


def _fault(text: str) -> Fault:
    if text not in set(Fault):
        raise PlaybookNotFound(what="playbook", key=text)
    return Fault(text)
