"""A gateway declines, falls silent, decides later, and tells early, late, twice or never; the money stays right."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.core.signatures import sign
from shopkeeper.payments import public as payments
from shopkeeper.payments.contracts import InstructionKind
from shopkeeper.payments.gateways import Errand
from shopkeeper.payments.gateways.errands import chase_errands
from shopkeeper.payments.gateways.trial import TrialGateway
from shopkeeper.payments.models import Instruction, Notice, Payment
from tests.payments.till import BY, NOW, REF, card, pounds, put_up, run_errands, sums

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=3)


def tell(key: str, body: dict[str, Any], *, signature: str = "", age: int = 0) -> Any:
    told, stamp = json.dumps(body).encode(), str(int(clock.now().timestamp()) - age)
    signed = sign(secret=settings.PAYMENT_NOTICE_KEY, message_id=key, timestamp=stamp, body=told)
    headers = {"webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": signature or signed}
    return Client().post(
        "/api/public/payment-notices/trial", told, content_type="application/json", headers=headers
    )  # fmt: skip


def done(verdict: str = "done", **names: str) -> dict[str, str]:
    return {"verdict": verdict, **names}


def instruction() -> Instruction:
    return Instruction.objects.latest("given_at")


def test_a_declined_card_sets_nothing_aside() -> None:
    put_up("60.00", card("declined"))
    run_errands()
    [tender] = payments.list_tenders(REF)
    assert (tender.declined, tender.why, sums()[0]) == (True, "declined by the bank", "0.00")
    assert payments.get_balance(REF).asked == 0


def test_a_silent_gateway_is_asked_what_became_of_it_and_the_money_moves_once() -> None:
    put_up("60.00", card("silent"))
    run_errands()
    assert (sums()[0], payments.get_balance(REF).asked) == ("0.00", 60)
    assert chase_errands(by=BY, now=NOW + timedelta(seconds=30)) == 0
    assert chase_errands(by=BY, now=LATER) == 1
    assert (sums()[0], Payment.objects.count(), chase_errands(by=BY, now=LATER)) == ("60.00", 1, 0)


def test_an_errand_that_never_arrived_is_told_again_with_the_same_key() -> None:
    put_up("60.00", card("lost"))
    run_errands()
    key = instruction().id
    assert chase_errands(by=BY, now=LATER) == 1
    assert (sums()[0], instruction().id) == ("60.00", key)


def test_a_notice_twice_counts_once_and_two_notices_of_one_thing_too() -> None:
    put_up("60.00", card("slow"))
    run_errands()
    body = done(instruction_key=str(instruction().id))
    assert [tell("n1", body).json()["changed"], tell("n1", body).json()["changed"]] == [True, False]
    assert tell("n2", body).json() == {"changed": False}
    assert (sums()[0], Payment.objects.count()) == ("60.00", 1)


def test_a_notice_that_never_comes_is_not_needed() -> None:
    put_up("60.00", card("slow"))
    run_errands()
    assert chase_errands(by=BY, now=LATER) == 1
    assert sums()[0] == "60.00"


def test_a_notice_before_the_order_waits_for_it() -> None:
    assert tell("n1", done(gateway_key="auth_7")).json() == {"changed": False}
    put_up("60.00", card("", authorization="auth_7"))
    run_errands()
    assert (sums()[0], Notice.objects.get().heard_at) == ("60.00", NOW)


def test_a_notice_that_comes_before_the_answer_is_the_one_that_counts() -> None:
    put_up("60.00", card())
    tell("n1", done("declined", instruction_key=str(instruction().id), why="stolen"))
    run_errands()
    [tender] = payments.list_tenders(REF)
    assert (tender.declined, tender.why, sums()[0]) == (True, "stolen", "0.00")


def test_an_authorization_that_the_gateway_does_not_know_is_worth_nothing() -> None:
    put_up("60.00", card("", authorization="made up"))
    run_errands()
    assert payments.list_tenders(REF)[0].declined


def test_nobody_but_the_gateway_is_believed() -> None:
    put_up("60.00", card())
    body = done(instruction_key=str(instruction().id))
    assert tell("n1", body, signature="v1,AAAA").status_code == 401
    assert tell("n1", body, age=301).status_code == 401
    assert tell("n1", {"verdict": "perhaps"}).status_code == 422
    assert Client().get("/api/public/payment-notices/trial").status_code == 405
    assert (sums()[0], Notice.objects.count()) == ("0.00", 0)


def test_a_declined_capture_leaves_the_money_set_aside() -> None:
    put_up("60.00", card())
    run_errands()
    payments.capture(ref=REF, amount=pounds("60"), by=BY, now=NOW)
    declined = payments.GatewayAnswer(payments.Verdict.DECLINED, why="limit")
    waiting = Instruction.objects.get(settled_at=None).id
    payments.settle(instruction_id=waiting, answer=declined, by=BY, now=NOW)
    assert sums() == ("60.00", "0.00", "0.00", "0.00")
    assert payments.get_balance(REF).capturable == 60


def test_the_trial_gateway_does_an_errand_once_by_its_key() -> None:
    gateway = TrialGateway()
    errand = Errand("key", InstructionKind.AUTHORIZE, pounds("5"), "GBP", "ok", "")
    assert gateway.carry_out(errand) == gateway.carry_out(errand) == gateway.look_up(errand)
