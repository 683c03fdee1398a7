"""Where gateways tell by themselves what became of a payment: signed by the Standard Webhooks scheme, counted once."""

from typing import Annotated

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from shopkeeper.core import clock
from shopkeeper.core.actors import PUBLIC, system_actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.signatures import is_signed
from shopkeeper.core.web.bodies import UNREADABLE
from shopkeeper.core.web.complaints import misread
from shopkeeper.core.web.rest import problem, respond
from shopkeeper.payments.actions.settling import hear_notice
from shopkeeper.payments.contracts import GatewayAnswer, Verdict
from shopkeeper.payments.errors import NotSigned
from shopkeeper.payments.gateways import get_gateway

_Key = Annotated[str, msgspec.Meta(max_length=120)]


class NoticeIn(msgspec.Struct, frozen=True):
    """What became of a payment: our key for it, the gateway's, or both."""

    verdict: Verdict
    instruction_key: _Key = ""
    gateway_key: _Key = ""
    why: _Key = ""


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
    if not is_signed(
        secret=settings.PAYMENT_NOTICE_KEY, message_id=key, timestamp=stamp, body=request.body,
        signatures=request.headers.get("webhook-signature", ""), at=clock.now().timestamp(),
    ):  # fmt: skip
        raise NotSigned
    return key


def _read(request: HttpRequest) -> NoticeIn:
    try:
        return msgspec.json.decode(request.body, type=NoticeIn)
    except UNREADABLE as error:
        raise misread(error) from None
