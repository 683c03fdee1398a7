"""The door at which carriers tell about parcels: signed, without a key, as often as they like."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from shopkeeper.core import clock
from shopkeeper.core.actors import PUBLIC, Actor, ActorKind
from shopkeeper.core.refusals import InvalidInput, Refusal
from shopkeeper.core.signatures import is_signed
from shopkeeper.core.web.bodies import UNREADABLE
from shopkeeper.core.web.complaints import misread
from shopkeeper.core.web.rest import problem, respond
from shopkeeper.delivery.actions.tracking import record_scans
from shopkeeper.delivery.errors import NotSigned
from shopkeeper.delivery.models import CarrierLine
from shopkeeper.delivery.rules.carriers import ADAPTERS

_LARGEST = 2_000_000


@csrf_exempt
def hear_carrier(request: HttpRequest, carrier: str) -> HttpResponse:
    """Scans of a carrier: 202 with what became of them. Headers by the Standard Webhooks scheme."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        return _hear(request, carrier)
    except Refusal as refusal:
        return problem(refusal)


hear_carrier.permission = PUBLIC  # type: ignore[attr-defined]  # read by the test that walks every door


def _hear(request: HttpRequest, carrier: str) -> HttpResponse:
    now = clock.now()
    line = CarrierLine.objects.filter(carrier__source_key=carrier).select_related("carrier").first()
    if int(request.headers.get("Content-Length") or 0) > _LARGEST:
        raise InvalidInput(reason="A message is at most 2 MB.")
    if line is None or not _is_signed(request, line, now.timestamp()):
        raise NotSigned
    try:
        scans = ADAPTERS[line.adapter](request.body, line.time_zone)
    except UNREADABLE as error:
        raise misread(error) from None
    by = Actor(ActorKind.API_CLIENT, f"carrier:{carrier}"[:120])
    return respond(record_scans(carrier_id=line.carrier_id, scans=scans, by=by, now=now), status=202)


def _is_signed(request: HttpRequest, line: CarrierLine, at: float) -> bool:
    return is_signed(
        secret=line.secret,
        message_id=request.headers.get("webhook-id", ""),
        timestamp=request.headers.get("webhook-timestamp", ""),
        signatures=request.headers.get("webhook-signature", ""),
        body=request.body,
        at=at,
    )
