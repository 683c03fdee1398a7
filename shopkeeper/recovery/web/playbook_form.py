"""The steps of a playbook as forms: read from what was sent, added, moved, taken away."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core.forms import PlainForm
from shopkeeper.organization.public import Role, role_in_words
from shopkeeper.recovery.contracts import StepKind
from shopkeeper.recovery.permissions import MANAGERS, SERVICE
from shopkeeper.recovery.rules.playbooks import StepPlan
from shopkeeper.recovery.words import CHANNELS, STEP_KINDS

AT_MOST = 12
_STORE = (Role.STORE_MANAGER, Role.STORE_ASSOCIATE)
_FIELDS = ("kind", "title", "role", "store_role", "channel", "due_minutes", "say")
_FIRST = StepPlan(StepKind.CALL, Role.CONTACT_CENTER_AGENT, "phone", 480, "")


class HeadForm(PlainForm):
    """The name, and which version was read."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    after_version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(PlainForm):
    """One step: what, who, how, by when, with which words."""

    kind = forms.ChoiceField(label=gettext_lazy("What"))
    title = forms.CharField(
        label=gettext_lazy("As the employee reads it"), max_length=200,
        help_text=gettext_lazy("$customer and $order are filled in."),
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("Who"))
    store_role = forms.ChoiceField(label=gettext_lazy("Who, where it happened in a store"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("How"))
    due_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of working time"), min_value=1, max_value=60_000,
        help_text=gettext_lazy("From the opening of the case: 60 is an hour, 480 a working day."),
    )  # fmt: skip
    say = forms.CharField(
        label=gettext_lazy("Words to say"), required=False, max_length=2000, widget=forms.Textarea,
        help_text=gettext_lazy("Filled in: $first_name, $me, $retailer, $outlet, $order, $lateness, $minutes, $times."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [
            (role.value, role_in_words(role)) for role in dict.fromkeys([*SERVICE, *MANAGERS]) if role not in _STORE
        ]
        stores = [("", _("The same")), *((role.value, role_in_words(role)) for role in _STORE)]
        choices = {
            "kind": [(kind.value, _(STEP_KINDS[kind])) for kind in StepKind],
            "role": roles, "store_role": stores, "channel": [(code, _(words)) for code, words in CHANNELS.items()],
        }  # fmt: skip
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values

    @classmethod
    def of(cls, plan: StepPlan, place: int) -> Self:
        """A step as it stands, to be changed."""
        return cls(initial={name: getattr(plan, name) for name in _FIELDS}, prefix=f"steps-{place}")

    def plan(self) -> StepPlan:
        """What was written, once it is valid."""
        return StepPlan(**self.cleaned_data | {"kind": StepKind(self.cleaned_data["kind"])})

    def draft(self) -> StepPlan:
        """What was written so far, whether it is valid or not; for an example only."""
        found: dict[str, Any] = {name: self[name].value() or "" for name in _FIELDS}
        minutes = str(found["due_minutes"])
        found["due_minutes"] = int(minutes) if minutes.isdecimal() and len(minutes) < 6 else 0
        found["kind"] = StepKind(found["kind"]) if found["kind"] in set(StepKind) else StepKind.CALL
        for name in ("role", "store_role"):
            found[name] = (
                found[name] if found[name] in set(Role) else Role.CONTACT_CENTER_AGENT if name == "role" else ""
            )
        return StepPlan(**found)


def forms_of(sent: Mapping[str, Any]) -> list[StepForm]:
    """The steps that a page sent, in its order."""
    places = {name.split("-")[1] for name in sent if name.startswith("steps-") and name.count("-") == 2}
    numbers = sorted(int(place) for place in places if place.isdecimal() and len(place) < 4)
    return [StepForm(sent, prefix=f"steps-{number}") for number in numbers[:AT_MOST]]


def plans_of(steps: list[StepForm]) -> list[StepPlan]:
    """Steps as far as they are written."""
    return [step.draft() for step in steps]


def change_forms(steps: list[StepForm], change: str) -> list[StepForm]:
    """The steps after `add`, `up:2` or `remove:2` (places count from 0), to be written on."""
    plans, (verb, _colon, place) = plans_of(steps), change.partition(":")
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    if verb == "add" and len(plans) < AT_MOST:
        plans.append(_FIRST)
    elif verb == "remove" and 0 <= at < len(plans) > 1:
        plans.pop(at)
    elif verb == "up" and 0 < at < len(plans):
        plans[at - 1], plans[at] = plans[at], plans[at - 1]
    return [StepForm.of(plan, place) for place, plan in enumerate(plans)]
