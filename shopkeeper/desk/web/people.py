"""People and roles: who holds which role, and giving or ending one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.organization import public as organization


class RoleForm(PlainForm):
    """Give somebody a role."""

    employee = forms.ChoiceField(label=gettext_lazy("Person"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    outlet = forms.ChoiceField(label=gettext_lazy("Outlet"), required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))

    def offer_choices(self, people: list[organization.Person], outlets: list[organization.OutletCard]) -> None:
        """Who and where, as they are today."""
        everywhere = _("Whole company")
        choices = {
            "employee": sorted({(str(p.id), p.name) for p in people}, key=lambda choice: choice[1]),
            "role": [(role.value, organization.role_in_words(role)) for role in organization.Role],
            "outlet": [("", everywhere), *[(str(o.id), o.name) for o in outlets]],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values


@door("organization.manage_people")
def show_people(request: PageRequest) -> HttpResponse:
    """Everybody by role; a form to give another role."""
    now = clock.now()
    people = organization.list_people(now=now)
    form = RoleForm(request.POST or None)
    form.offer_choices(people, organization.list_outlets(by=request.actor))
    if request.method == "POST" and form.is_valid():
        organization.give_role(
            employee_id=form.cleaned_data["employee"],
            role=organization.Role(form.cleaned_data["role"]),
            outlet_id=form.cleaned_data["outlet"] or None,
            starts_on=form.cleaned_data["starts_on"],
            by=request.actor,
            now=now,
        )
        messages.success(request, _("The role is given."))
        return redirect("desk:people")
    rows = [(person, organization.role_in_words(person.role)) for person in people]
    return render(request, "desk/people.html", {"people": rows, "form": form})
