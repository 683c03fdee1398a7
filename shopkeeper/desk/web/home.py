"""Each role's morning, and all that waits."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shopkeeper.core import clock, work
from shopkeeper.core.actors import ActorKind
from shopkeeper.core.web.doors import PUBLIC, SIGNED_IN, PageRequest, door
from shopkeeper.desk.queries import get_morning


@door(PUBLIC)
def show_home(request: PageRequest) -> HttpResponse:
    """The morning of whoever is here; strangers are asked who they are."""
    if request.actor.kind is ActorKind.ANONYMOUS:
        return redirect("desk:who" if settings.DEMO else "account_login")
    return render(request, "desk/home.html", {"morning": get_morning(by=request.actor, now=clock.now())})


@door(SIGNED_IN)
def show_work(request: PageRequest) -> HttpResponse:
    """Everything that waits for the reader."""
    return render(request, "desk/work.html", {"items": work.list_work(by=request.actor, now=clock.now())})
