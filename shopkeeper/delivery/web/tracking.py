"""The tracking page that a customer opens by a signed link: no script, no sign-in, nothing about who they are."""

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.delivery.actions.forecasts import read_ref
from shopkeeper.delivery.errors import LinkDead
from shopkeeper.delivery.queries.tracking import track
from shopkeeper.organization import public as organization


@door(PUBLIC)
def show_tracking(request: PageRequest, token: str) -> HttpResponse:
    """Where it is, what was promised, what changed, what to do."""
    try:
        ref = read_ref(token)
    except signing.BadSignature:
        raise LinkDead from None
    parcels = track(ref, now=clock.now())
    if not parcels:
        raise LinkDead
    retailer = organization.get_retailer()
    context = {"brand": retailer.name, "parcels": parcels, "time_zone": retailer.time_zone}
    response = render(request, "delivery/track.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
