"""Mail that comes back is told to the customer record, and the next mail goes to another address."""

from datetime import UTC, datetime
from smtplib import SMTPRecipientsRefused
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers.models import ValueTrial
from shopkeeper.messages import carriers
from shopkeeper.messages.actions import offer_text, queue_message, record_bounce, send_due_messages
from shopkeeper.messages.contracts import Letter, MessageState
from shopkeeper.messages.errors import MessageNotFound
from shopkeeper.messages.models import Message
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
BY = system_actor("test")


class Postman:
    """Brings mail, but knows no mailbox `nobody`."""

    def carry(self, letter: Letter) -> None:
        if letter.contact_point.startswith("nobody"):
            raise carriers.NobodyThere("5.1.1 no such mailbox")


@pytest.fixture
def jo(monkeypatch: pytest.MonkeyPatch) -> UUID:
    with_cast()
    monkeypatch.setitem(carriers._CARRIERS, "email", Postman())
    monkeypatch.setattr("shopkeeper.messages.actions.keeps", lambda channel: False)
    same = {"full_name": "Jo Reed", "card_number": "9001"}
    said = [
        {"source": "shop", "source_key": "1", **same, "email": "jo@mail.test", "changed_at": NOW},
        {"source": "till", "source_key": "1", **same, "email": "nobody@mail.test", "changed_at": NOW.replace(hour=9)},
    ]
    take_in("customers", said, now=NOW)
    offer_text(
        code="hello", language="en", channel="email", purpose="service", subject="Hello", body="Hello", by=BY, now=NOW
    )
    found = customers.find_customer_of_record("shop", "1")
    assert found is not None
    return found


def write(customer_id: UUID, ref: str) -> Message:
    message = queue_message(customer_id=customer_id, template="hello", ref=ref, values={}, by=BY, now=NOW)
    send_due_messages(by=BY, now=NOW)
    return Message.objects.get(pk=message)


def test_an_address_that_the_server_does_not_know_is_given_up_at_once_and_another_one_used(jo: UUID) -> None:
    first = write(jo, "case:1")
    assert (first.contact_point, first.state, first.attempts.count()) == ("nobody@mail.test", MessageState.FAILED, 1)
    second = write(jo, "case:2")
    assert (second.contact_point, second.state) == ("jo@mail.test", MessageState.SENT)
    tried = ValueTrial.objects.order_by("record__source").values_list("record__source", "tries", "failed_at")
    assert list(tried) == [("shop", 1, None), ("till", 1, NOW)]


def test_mail_that_comes_back_later_counts_once(jo: UUID) -> None:
    write(jo, "case:1")
    second = write(jo, "case:2")
    for _ in range(2):
        record_bounce(message_id=second.id, by=BY, now=NOW)
    assert ValueTrial.objects.filter(record__source="shop").values_list("tries", "failed_at").get() == (2, NOW)
    with pytest.raises(MessageNotFound):
        record_bounce(message_id=jo, by=BY, now=NOW)


def test_a_mailbox_of_returns_reports_over_rest(jo: UUID) -> None:
    message = write(jo, "case:2")
    key = create_api_key(name="returns", permissions=("messages.report_bounces",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert client.post(f"/api/messages/{message.id}/bounce").status_code == 200
    other = create_api_key(name="other", permissions=("messages.view_outbox",), by=BY, now=NOW)
    refused = Client(headers={"Authorization": f"Bearer {other}"}).post(f"/api/messages/{message.id}/bounce")
    assert refused.status_code == 403


def test_only_what_the_server_says_of_the_mailbox_is_held_against_it() -> None:
    def understood(code: int, text: bytes) -> bool:
        return isinstance(carriers._understand(SMTPRecipientsRefused({"a@b.test": (code, text)})), carriers.NobodyThere)

    assert understood(550, b"5.1.1 no such user")
    assert understood(550, b"5.2.1 mailbox closed")
    assert not understood(554, b"5.7.1 we think that you send spam")
    assert not understood(450, b"4.2.0 try later")
