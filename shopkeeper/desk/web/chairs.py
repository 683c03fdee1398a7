"""Who are you today? Only in the demo, where anybody may take anybody's chair."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.desk.queries import list_other_stores, list_personas
from shopkeeper.organization import public as organization


@door(PUBLIC)
def show_chairs(request: PageRequest) -> HttpResponse:
    """The roles as people, each with one number."""
    _only_in_the_demo()
    personas = list_personas(now=clock.now())
    context = {
        "personas": personas,
        "stores": list_other_stores(personas, now=clock.now()),
        "retailer": organization.get_retailer(),
    }
    return render(request, "desk/who.html", context)


@require_POST
@door(PUBLIC)
def take_chair(request: PageRequest, employee_id: UUID) -> HttpResponse:
    """Sign in as somebody of the demo, without a password."""
    _only_in_the_demo()
    user_id = organization.find_user_id_of(employee_id)
    if user_id is None:
        raise Http404
    user = get_object_or_404(get_user_model(), pk=user_id, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("desk:home")


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
