"""What the retailer decided for itself: every policy with what holds; one of them with its form and its history."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.agreeing import agree, let_go
from shopkeeper.core.components import Link
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.models import PolicyVersion
from shopkeeper.core.policies import (
    EVERYTHING,
    Knob,
    Policy,
    Unit,
    access_policy,
    list_agreed,
    list_policies,
    list_versions,
    read_version,
)
from shopkeeper.core.web.doors import PageRequest, door

_COUNTED_IN = {
    Unit.MINUTES: gettext_lazy("In minutes."), Unit.DAYS: gettext_lazy("In days."),
    Unit.PERCENT: gettext_lazy("In percent."),
}  # fmt: skip

type Values = list[tuple[Knob, Any]]


@dataclass(frozen=True, slots=True)
class Decision:
    """A version as people read it: for what, and which values it changed."""

    row: PolicyVersion
    name: str
    values: Values


@door("core.view_policies")
def show_policies(request: PageRequest) -> HttpResponse:
    """Everything that somebody may decide, with what holds and since when."""
    rows = []
    for policy in list_policies():
        known, versions = list_agreed(policy), list_versions(policy, limit=1)
        rows.append((policy, _told(policy, known[EVERYTHING]), len(known) - 1, versions[0] if versions else None))
    return render(request, "core/policies.html", {"rows": rows})


@door("core.view_policies")
def show_policy(request: PageRequest, code: str) -> HttpResponse:
    """What holds, a form for those who may decide, and every earlier decision."""
    policy = access_policy(code)
    subject, names = request.GET.get("for", EVERYTHING), _names(policy)
    known = list_agreed(policy)
    form = _form_of(policy)(initial=_initial(policy, known, subject if subject in names else EVERYTHING))
    return render(request, "core/policy.html", _context(request, policy, form, subject=subject))


@door("core.view_policies")
def decide(request: PageRequest, code: str) -> HttpResponse:
    """From now on this holds; or nothing of its own for this subject any more."""
    policy, form, now = access_policy(code), _form_of(access_policy(code))(request.POST), clock.now()
    if not form.is_valid():
        request.actor.require(policy.permission)
        return render(request, "core/policy.html", _context(request, policy, form, subject=EVERYTHING), status=422)
    told = form.cleaned_data
    why, subject = told.pop("why"), told.pop("subject", EVERYTHING)
    if "let_go" in request.POST:
        let_go(policy=policy, subject=subject, why=why, by=request.actor, now=now)
    else:
        values = type(policy.standard)(**told)
        agree(policy=policy, values=values, subject=subject, why=why, by=request.actor, now=now)
    messages.success(request, _("Decided. It holds from now on."))
    return redirect("core:policy", code=policy.code)


def _context(request: PageRequest, policy: Policy[Any], form: PlainForm, *, subject: str) -> dict[str, Any]:
    names, known, now = _names(policy), list_agreed(policy), clock.now()
    own = [(key, names.get(key, key), _told(policy, known[key])) for key in known if key != EVERYTHING]
    return {
        "policy": policy, "form": form, "everything": _told(policy, known[EVERYTHING]), "own": own, "subject": subject,
        "own_keys": [key for key in known if key != EVERYTHING],
        "history": _history(policy, names),
        "may_decide": request.actor.may(policy.permission), "effect": policy.effect(now) if policy.effect else "",
        "crumbs": [Link(_("What we decided"), reverse("core:policies"))],
    }  # fmt: skip


def _history(policy: Policy[Any], names: dict[str, str]) -> list[Decision]:
    """Every decision, newest first, each with what it changed."""
    decisions: list[Decision] = []
    before: dict[str, Any] = {}
    for row in reversed(list_versions(policy)):
        values = read_version(policy, row)
        was = before.get(row.subject) or before.get(EVERYTHING) or policy.standard
        changed = [(knob, value) for knob, value in _told(policy, values) if value != getattr(was, knob.name)]
        before[row.subject] = values
        decisions.insert(0, Decision(row, names.get(row.subject, row.subject), changed))
    return decisions


def _names(policy: Policy[Any]) -> dict[str, str]:
    own = policy.list_subjects() if policy.list_subjects else ()
    return {EVERYTHING: _("Everything")} | dict(own)


def _told(policy: Policy[Any], values: Any) -> Values:
    return [] if values is None else [(knob, getattr(values, knob.name)) for knob in policy.knobs]


def _initial(policy: Policy[Any], known: dict[str, Any], subject: str) -> dict[str, Any]:
    holds = known.get(subject, known[EVERYTHING])
    return {knob.name: getattr(holds, knob.name) for knob in policy.knobs} | {"subject": subject}


def _form_of(policy: Policy[Any]) -> type[PlainForm]:
    """A form with a field for each knob, for which subject, and why."""
    fields: dict[str, forms.Field] = {}
    if policy.list_subjects:
        fields["subject"] = forms.ChoiceField(label=gettext_lazy("For"), choices=list(_names(policy).items()))
    fields |= {knob.name: _field_of(knob) for knob in policy.knobs}
    fields["why"] = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("Kept beside your name, for those who ask.")
    )
    return type("DecisionForm", (PlainForm,), fields)


def _field_of(knob: Knob) -> forms.Field:
    label = _(knob.label)
    if knob.unit is Unit.YES_NO:
        return forms.BooleanField(label=label, required=False)
    if knob.unit is Unit.CHOICE:
        return forms.ChoiceField(label=label, choices=[(value, _(words)) for value, words in knob.choices])
    if knob.unit is Unit.TEXT:
        return forms.CharField(label=label, max_length=knob.most, required=not knob.when_empty)
    if knob.unit is Unit.MONEY:
        return forms.DecimalField(label=label, max_digits=10, decimal_places=2, **_bounds_of(knob))
    return forms.IntegerField(label=label, **_bounds_of(knob))


def _bounds_of(knob: Knob) -> dict[str, Any]:
    empty = _("Empty: %(words)s.") % {"words": _(knob.when_empty)} if knob.when_empty else ""
    words = " ".join(filter(None, [str(_COUNTED_IN.get(knob.unit, "")), empty]))
    return {
        "min_value": knob.least, "max_value": knob.most, "required": not knob.when_empty, "help_text": words,
    }  # fmt: skip
