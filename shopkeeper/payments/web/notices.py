"""Where gateways tell by themselves what became of a payment: signed by the Standard Webhooks scheme, counted once."""

import base64
import hashlib
import hmac
from typing import Annotated

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from shopkeeper.core import clock
from shopkeeper.core.actors import PUBLIC, system_actor
from shopkeeper.core.refusals import InvalidInput, Refusal
from shopkeeper.core.web.rest import problem, respond
from shopkeeper.payments.actions.settling import hear_notice
from shopkeeper.payments.contracts import GatewayAnswer, Verdict
from shopkeeper.payments.errors import NotSigned
from shopkeeper.payments.gateways import get_gateway

_TOLERANCE = 300
_Key = Annotated[str, msgspec.Meta(max_length=120)]


class NoticeIn(msgspec.Struct, frozen=True):
    """What became of a payment: our key for it, the gateway's, or both."""

    verdict: Verdict
    instruction_key: _Key = ""
    gateway_key: _Key = ""
    why: _Key = ""


def sign(key: str, stamp: str, body: bytes) -> str:
    """The signature of a notice by the Standard Webhooks scheme."""
    told = f"{key}.{stamp}.".encode() + body
    digest = hmac.new(settings.PAYMENT_NOTICE_KEY.encode(), told, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


@csrf_exempt
def receive_notice(request: HttpRequest, gateway: str) -> HttpResponse:
    """202 whether it changed something or was known; 401 without a good signature."""
    try:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        key = _checked_key(request)
        told = _read(request)
        answer = GatewayAnswer(told.verdict, told.gateway_key, told.why)
        changed = hear_notice(
            gateway=get_gateway(gateway).name, key=key, instruction_key=told.instruction_key, answer=answer,
            by=system_actor(f"gateway {gateway}"), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return problem(refusal)
    return respond({"changed": changed}, status=202)


receive_notice.permission = PUBLIC  # type: ignore[attr-defined]  # read by the test that walks every door


def _checked_key(request: HttpRequest) -> str:
    key, stamp = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
    fresh = stamp.isdigit() and abs(clock.now().timestamp() - int(stamp)) <= _TOLERANCE
    expected = sign(key, stamp, request.body)
    given = request.headers.get("webhook-signature", "").split(" ")
    if not key or not fresh or not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
        raise NotSigned
    return key


def _read(request: HttpRequest) -> NoticeIn:
    try:
        return msgspec.json.decode(request.body, type=NoticeIn)
    except msgspec.DecodeError as error:
        raise InvalidInput(reason=str(error)) from None
