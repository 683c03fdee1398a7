"""A yes that has to be confirmed is none before the person presses the button behind the link in their own mail."""

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client, override_settings

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.dispatch import announcement_of
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers, unmerge_customer
from shopkeeper.customers.actions.opt_ins import confirm_opt_in, link_of, open_opt_in, set_opt_in_rules
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.errors import ChannelNeeded, ContactPointUnknown, LinkClosed, NoContactPoint
from shopkeeper.customers.models import Consent, OptIn
from shopkeeper.customers.queries.opt_ins import list_opt_in_terms, list_pending
from shopkeeper.customers.rules.opt_ins import OptInTerm, find_term, is_same_point
from shopkeeper.messages.actions import send_due_messages
from shopkeeper.messages.handlers import ask_to_confirm
from shopkeeper.messages.models import Message
from tests.cast import Cast, with_cast
from tests.staging import take_in

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
GRANTED, REVOKED, MARKETING = ConsentState.GRANTED, ConsentState.REVOKED, Purpose.MARKETING
TERM = OptInTerm("", "email", 14)
ZOE = {"source": "web", "source_key": "1", "full_name": "Zoe Quill", "email": "zoe@mail.test"}
MAX = {"source": "till", "source_key": "2", "full_name": "Max Orr", "email": "max@mail.test"}


@pytest.fixture
def zoe(db: None) -> Any:
    take_in("customers", [ZOE, MAX], now=NOW)
    set_opt_in_rules(terms=[TERM], by=BY, now=NOW)
    return customers.find_customer_of_record("web", "1")


def say_yes(customer: Any, now: datetime = NOW, **facts: Any) -> Any:
    facts = {"purpose": MARKETING, "state": GRANTED, "channel": "email", **facts}
    return record_consent(customer_id=customer, **facts, by=BY, now=now)


def may_write_to(customer: Any) -> bool:
    return customers.may_contact(customer, MARKETING, "email", contact_point="zoe@mail.test")


def confirm(now: datetime) -> Any:
    return confirm_opt_in(opt_in_id=OptIn.objects.get().id, by=BY, now=now)


def test_a_yes_is_pending_until_it_is_confirmed_and_keeps_its_proof(zoe: Any) -> None:
    assert say_yes(zoe, text_version="form 7") is None
    assert not may_write_to(zoe)
    [pending] = list_pending(zoe, now=NOW)
    assert (pending.contact_point, pending.expires_at) == ("zoe@mail.test", NOW + timedelta(days=14))
    confirm(NOW + timedelta(hours=3))
    assert may_write_to(zoe)
    assert list_pending(zoe, now=NOW + timedelta(hours=4)) == []
    row, proof = Consent.objects.get(), OptIn.objects.get()
    assert (row.state, row.channel, row.contact_point, row.text_version) == (
        "granted", "email", "zoe@mail.test", "form 7"
    )  # fmt: skip
    assert row.proof == f"opt_in:{proof.id}"
    assert (proof.asked_at, proof.asked_by, proof.confirmed_at) == (NOW, "system:test", NOW + timedelta(hours=3))


def test_who_was_asked_by_a_clerk_without_a_form_has_read_the_page_behind_the_link(zoe: Any) -> None:
    say_yes(zoe)
    confirm(NOW + timedelta(hours=3))
    assert Consent.objects.get().text_version == "opt_in/1"


def test_a_link_that_is_used_twice_writes_one_statement(zoe: Any) -> None:
    say_yes(zoe)
    assert confirm(NOW + timedelta(hours=1)) == confirm(NOW + timedelta(days=30))
    assert Consent.objects.count() == 1


def test_a_link_expires(zoe: Any) -> None:
    say_yes(zoe)
    with pytest.raises(LinkClosed):
        confirm(NOW + timedelta(days=14))
    assert Consent.objects.count() == 0
    assert list_pending(zoe, now=NOW + timedelta(days=14)) == []


def test_who_refused_in_the_meantime_is_not_won_back_by_an_old_link(zoe: Any) -> None:
    say_yes(zoe)
    record_consent(
        customer_id=zoe, purpose=MARKETING, state=REVOKED, channel="email", by=BY, now=NOW + timedelta(hours=1)
    )
    with pytest.raises(LinkClosed):
        confirm(NOW + timedelta(hours=2))
    assert not may_write_to(zoe)


def test_who_was_erased_cannot_confirm(zoe: Any) -> None:
    say_yes(zoe)
    erase_customer(customer_id=zoe, by=BY, now=NOW + timedelta(hours=1))
    with pytest.raises(LinkClosed):
        confirm(NOW + timedelta(hours=2))
    assert OptIn.objects.get().contact_point == ""


def test_a_yes_that_waits_goes_with_the_address_when_two_people_are_parted(zoe: Any) -> None:
    other = customers.find_customer_of_record("till", "2")
    assert other is not None
    survivor = merge_customers(one=zoe, other=other, by=BY, now=NOW)
    say_yes(survivor, contact_point="max@mail.test", now=NOW + timedelta(minutes=1))
    parted = other if survivor == zoe else zoe
    unmerge_customer(merged_id=parted, by=BY, now=NOW + timedelta(minutes=2))
    assert list_pending(zoe, now=NOW + timedelta(hours=1)) == []
    assert [row.contact_point for row in list_pending(other, now=NOW + timedelta(hours=1))] == ["max@mail.test"]


def test_nobody_is_asked_twice_within_a_day(zoe: Any) -> None:
    for hours in (0, 1, 23, 25):
        say_yes(zoe, now=NOW + timedelta(hours=hours))
    assert OptIn.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"channel": ""}, ChannelNeeded),
        ({"contact_point": "elsewhere@mail.test"}, ContactPointUnknown),
        ({"contact_point": "max@mail.test"}, ContactPointUnknown),
    ],
)
def test_only_an_address_on_record_is_written_to(zoe: Any, facts: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        say_yes(zoe, **facts)
    assert OptIn.objects.count() == Consent.objects.count() == 0


def test_without_an_address_nobody_can_be_asked(zoe: Any) -> None:
    take_in("customers", [{"source": "till", "source_key": "9", "full_name": "Ivy Nash"}], now=NOW)
    with pytest.raises(NoContactPoint):
        say_yes(customers.find_customer_of_record("till", "9"))


@pytest.mark.parametrize(
    ("terms", "brand", "channel", "found"),
    [
        ([], "", "email", None),
        ([TERM], "", "email", TERM),
        ([TERM], "nordic", "email", TERM),
        ([TERM], "", "sms", None),
        ([OptInTerm("nordic", "email", 3)], "nordic", "email", OptInTerm("nordic", "email", 3)),
        ([OptInTerm("nordic", "email", 3)], "south", "email", None),
        ([OptInTerm("nordic", "email", 3)], "", "email", OptInTerm("nordic", "email", 3)),
        ([TERM, OptInTerm("nordic", "email", 3)], "nordic", "email", OptInTerm("nordic", "email", 3)),
        ([TERM], "", "", TERM),
    ],
)
def test_brand_and_channel_say_whether_a_yes_has_to_be_confirmed(
    terms: list[OptInTerm], brand: str, channel: str, found: OptInTerm | None
) -> None:
    assert find_term(terms, purpose=MARKETING, state=GRANTED, brand=brand, channel=channel) == found
    assert find_term(terms, purpose=MARKETING, state=REVOKED, brand=brand, channel=channel) is None
    assert find_term(terms, purpose=Purpose.SURVEY, state=GRANTED, brand=brand, channel=channel) is None


def test_addresses_are_one_however_they_were_typed() -> None:
    assert is_same_point("email", " Zoe@Mail.test", "zoe@mail.test")
    assert is_same_point("sms", "07700 900-123", "07700900123")
    assert not is_same_point("email", "", "")
    assert not is_same_point("sms", "+", "-")


def test_a_scanner_that_opens_the_link_confirms_nothing_and_the_button_does(zoe: Any) -> None:
    say_yes(zoe, now=datetime.now(UTC))
    address, browser = "/c/" + link_of(OptIn.objects.get().id).rpartition("/c/")[2], Client()
    page = browser.get(address)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert browser.head(address).status_code == 200
    assert not may_write_to(zoe)
    done = browser.post(address, follow=True)
    assert "Confirmed" in done.content.decode()
    assert may_write_to(zoe)


def test_a_link_that_is_not_ours_is_closed(zoe: Any) -> None:
    assert Client().get("/c/forged/").status_code == 410
    with pytest.raises(LinkClosed):
        open_opt_in("forged", now=NOW)


def test_over_rest_a_yes_is_accepted_but_not_in_force(zoe: Any) -> None:
    key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    said = {"purpose": "marketing", "state": "granted", "channel": "email"}
    number = client.get(f"/api/customers/{zoe}").json()["customer"]["number"]
    asked = client.post(f"/api/customers/{number}/consents", said, content_type="application/json")
    assert asked.status_code == 202
    [standing] = [row for row in asked.json() if row["purpose"] == "marketing"]
    assert (standing["allowed"], standing["state"], bool(standing["pending_until"])) == (False, None, True)
    refused = client.post(f"/api/customers/{number}/consents", {**said, "channel": ""}, content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:shopkeeper:channel_needed")


def test_terms_are_agreed_on_over_rest(zoe: Any) -> None:
    key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    said = [{"brand": "", "channel": "email", "days": 7}, {"brand": "", "channel": "sms"}]
    assert client.put("/api/customers/opt-in-rules", said, content_type="application/json").status_code == 200
    assert client.get("/api/customers/opt-in-rules").json() == [
        {"brand": "", "channel": "email", "days": 7},
        {"brand": "", "channel": "sms", "days": 14},
    ]
    wrong = [{"brand": "", "channel": "pigeon"}]
    assert client.put("/api/customers/opt-in-rules", wrong, content_type="application/json").status_code == 422


@pytest.fixture
def cast(db: None) -> Cast:
    return with_cast()


def test_a_steward_agrees_on_a_page_and_an_agent_may_not(cast: Cast) -> None:
    steward = cast.sign_in("data_steward")
    steward.post("/customers/opt-in-rules/", {"what": "add", "brand": "", "channel": "email", "days": "10"})
    assert list_opt_in_terms() == [OptInTerm("", "email", 10)]
    assert "the link works for 10 days" in steward.get("/customers/opt-in-rules/").content.decode()
    steward.post("/customers/opt-in-rules/end/", {"brand": "", "channel": "email"})
    assert list_opt_in_terms() == []
    assert cast.sign_in("LDS").get("/customers/opt-in-rules/").status_code == 403


class Postbox:
    """A mail server that keeps what it took."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(envelope.content.decode())
        return "250 taken"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    options = {"host": "127.0.0.1", "port": port}
    mailers = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    with override_settings(MAILERS=mailers):
        yield box
    server.stop()


@pytest.mark.enable_socket
def test_the_link_comes_by_real_mail_once_and_works(zoe: Any, postbox: Postbox) -> None:
    now = datetime.now(UTC)
    say_yes(zoe, now=now)
    [asked] = Event.objects.filter(name="customers.opt_in_asked")
    for _ in range(2):
        ask_to_confirm(announcement_of(asked))
    assert Message.objects.get().contact_point == "zoe@mail.test"
    assert send_due_messages(by=BY, now=now) == 1
    [letter] = postbox.letters
    text = message_from_string(letter, policy=policy.default).get_content()
    [link] = re.findall(r"https?://\S+/c/\S+", text)
    assert Client().post("/c/" + link.rpartition("/c/")[2]).status_code == 302
    assert may_write_to(zoe)
