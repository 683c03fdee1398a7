"""Values that too many people hold, so that they join nobody: where each comes from, to be mended there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.queries.shared_values import list_hot_values
from shopkeeper.customers.words import SHARED_VALUES

SEE = "customers.view_quality"


@door(SEE)
def show_shared_values(request: PageRequest) -> HttpResponse:
    """The values that most records hold."""
    hot = [(value, _(SHARED_VALUES[value.kind])) for value in list_hot_values()]
    return render(request, "customers/shared_values.html", {"hot": hot})
