"""One search for everything that the reader may see."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from shopkeeper.core import clock
from shopkeeper.core.search import search
from shopkeeper.core.web.doors import SIGNED_IN, PageRequest, door

EXACT = 1.0


@door(SIGNED_IN)
def show_search(request: PageRequest) -> HttpResponse:
    """The hits of all modules; a single exact one is opened at once."""
    asked = request.GET.get("q", "")
    hits = search(asked, by=request.actor, now=clock.now())
    exact = [hit for hit in hits if hit.score >= EXACT]
    if len(exact) == 1 and not request.htmx:
        return redirect(exact[0].url)
    return render(request, "desk/search.html", {"asked": asked, "hits": hits})
