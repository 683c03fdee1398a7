"""Messages go out over real SMTP, once, through the gate, and a broken mail server loses nothing."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from shopkeeper.core.actors import system_actor
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.messages.actions import claim_due_messages, send_due_messages
from shopkeeper.messages.models import Message, Template

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = system_actor("test")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


class Postbox:
    """What a mail server took; refuses while it is closed."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.is_closed = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a letter, or say that there is no room."""
        if self.is_closed:
            return "452 no room"
        self.letters.append(envelope.content.decode())
        return "250 taken"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server of our own, and the setting that leads to it."""
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    mailers = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port},
        }
    }
    with override_settings(MAILERS=mailers):
        yield box
    server.stop()


@pytest.fixture
def ann() -> UUID:
    """Somebody with an e-mail address."""
    data = customers.RecordData(source="web", source_key="ann", full_name="Ann Lee", email="ann@example.org")
    return customers.record_person(data=data, by=BY, now=NOW).customer_id


def text(code: str, purpose: str) -> None:
    """A text in English."""
    Template.objects.create(
        code=code, language="en-gb", channel="email", purpose=purpose, subject="Order {order}", body="Dear {name}"
    )


def write(ann: UUID, code: str, ref: str, now: datetime = NOW) -> Message:
    """Queue a message."""
    identifier = messages.queue_message(
        customer_id=ann, template=code, ref=ref, values={"order": "1042", "name": "Ann"}, by=BY, now=now
    )
    return Message.objects.get(pk=identifier)


def test_a_service_message_is_sent_once(postbox: Postbox, ann: UUID) -> None:
    text("late", "service")
    assert write(ann, "late", "order:1").pk == write(ann, "late", "order:1").pk
    assert send_due_messages(by=BY, now=NOW) == 1
    assert send_due_messages(by=BY, now=NOW + timedelta(hours=1)) == 0
    (letter,) = postbox.letters
    assert "Subject: Order 1042" in letter
    assert "Dear Ann" in letter
    assert Message.objects.get().state is messages.MessageState.SENT


def test_marketing_without_consent_is_held_back_and_says_why(postbox: Postbox, ann: UUID) -> None:
    text("offer", "marketing")
    assert write(ann, "offer", "campaign:1").held_back == "no_consent"
    assert send_due_messages(by=BY, now=NOW) == 0
    assert postbox.letters == []
    assert Event.objects.get(name="messages.message_held_back").payload["reason"] == "no_consent"


def test_surveys_share_one_budget(ann: UUID) -> None:
    text("survey", "survey")
    reasons = [write(ann, "survey", f"order:{n}", NOW + timedelta(days=n)).held_back for n in range(5)]
    assert reasons == ["", "", "", "fatigue", "fatigue"]
    assert write(ann, "survey", "order:9", NOW + timedelta(days=31)).held_back == ""


def test_an_open_hold_stops_surveys_but_not_service(ann: UUID) -> None:
    text("survey", "survey")
    text("late", "service")
    messages.hold_messages(
        customer_id=ann, purposes=["survey", "marketing"], ref="case:1", reason="open_case", by=BY, now=NOW
    )
    assert write(ann, "survey", "order:1").held_back == "hold"
    assert write(ann, "late", "order:1").held_back == ""
    assert messages.release_holds(ref="case:1", by=BY, now=NOW) == 1
    assert write(ann, "survey", "order:2", NOW + timedelta(minutes=1)).held_back == ""


def test_a_full_mail_server_loses_nothing(postbox: Postbox, ann: UUID) -> None:
    text("late", "service")
    write(ann, "late", "order:1")
    postbox.is_closed = True
    assert send_due_messages(by=BY, now=NOW) == 1
    message = Message.objects.get()
    assert (message.state, message.due_at) == (messages.MessageState.WAITING, NOW + timedelta(minutes=1))
    assert "452" in message.attempts.get().error
    postbox.is_closed = False
    send_due_messages(by=BY, now=NOW + timedelta(minutes=1))
    assert len(postbox.letters) == 1


def test_a_message_is_given_up_after_its_last_try(postbox: Postbox, ann: UUID) -> None:
    text("late", "service")
    write(ann, "late", "order:1")
    postbox.is_closed = True
    now = NOW
    for _ in range(6):
        send_due_messages(by=BY, now=now)
        now += timedelta(days=2)
    assert Message.objects.get().state is messages.MessageState.FAILED
    assert Event.objects.filter(name="messages.message_failed").count() == 1
    assert send_due_messages(by=BY, now=now) == 0


def test_a_sender_that_dies_gives_its_messages_back(ann: UUID) -> None:
    text("late", "service")
    write(ann, "late", "order:1")
    assert len(claim_due_messages(by=BY, now=NOW)) == 1
    assert claim_due_messages(by=BY, now=NOW + timedelta(minutes=4)) == []
    assert len(claim_due_messages(by=BY, now=NOW + timedelta(minutes=5))) == 1


def test_a_text_with_an_empty_place_is_refused_and_nothing_is_queued(ann: UUID) -> None:
    text("late", "service")
    with pytest.raises(messages.PlaceholdersMissing, match="name"):
        messages.queue_message(
            customer_id=ann, template="late", ref="order:1", values={"order": "1", "name": ""}, by=BY, now=NOW
        )
    with pytest.raises(messages.TemplateNotFound):
        messages.queue_message(customer_id=ann, template="unknown", ref="order:1", values={}, by=BY, now=NOW)
    with pytest.raises(messages.ChannelNotConfigured):
        messages.queue_message(customer_id=ann, template="late", ref="o", values={}, channel="sms", by=BY, now=NOW)
    assert Message.objects.count() == 0


def test_a_text_that_came_along_follows_a_new_release_and_what_the_retailer_wrote_stays(ann: UUID) -> None:
    brought = {"code": "back", "language": "en-gb", "channel": "email", "purpose": "service", "subject": "Back"}
    messages.offer_text(**brought, body="It is back.", by=BY, now=NOW)
    messages.offer_text(**brought, body="It is back: {link}", by=BY, now=NOW)
    assert list(Template.objects.values_list("version", "body")) == [(1, "It is back: {link}")]
    Template.objects.create(**brought, body="Hurray, {name}", version=2)
    messages.offer_text(**brought, body="It is here: {link}", by=BY, now=NOW)
    assert write(ann, "back", "order:1").body == "Hurray, Ann"
