"""Without a mail server, mail is kept as files and says so on every door; with one, it goes out."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from shopkeeper.core import mail
from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.models import Event, User
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.messages.actions import send_due_messages
from shopkeeper.messages.commands import messages as messages_commands
from shopkeeper.messages.models import Message
from shopkeeper.organization import public as organization
from shopkeeper.organization.public import Role
from shopkeeper.site.mail import mailers
from tests.recovery.scene import employ

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = system_actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where mail is kept, since no server is named."""
    with override_settings(MAILERS=mailers({}, tmp_path / "mail")):
        yield tmp_path / "mail"


@pytest.fixture
def apology(folder: Path) -> UUID:
    """An apology to Ann that has been handed over."""
    data = customers.RecordData(source="web", source_key="ann", full_name="Ann Lee", email="ann@example.org")
    ann = customers.record_person(data=data, by=BY, now=NOW).customer_id
    messages.offer_text(
        code="sorry", language="en", channel="email", purpose="service", subject="We are sorry, {name}",
        body="Dear {name},\n\nYour parcel is late.", by=BY, now=NOW,
    )  # fmt: skip
    found = messages.queue_message(
        customer_id=ann, template="sorry", ref="case:1", values={"name": "Ann"}, by=BY, now=NOW
    )
    assert send_due_messages(by=BY, now=NOW) == 1
    return found


def test_mail_is_kept_as_a_file_that_a_mail_program_opens(folder: Path, apology: UUID) -> None:
    (file,) = folder.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.name == f"{apology}.eml"
    assert (mail["To"], mail["Subject"]) == ("ann@example.org", "We are sorry, Ann")
    assert mail.get_content() == "Dear Ann,\n\nYour parcel is late.\n"


def test_what_is_kept_was_not_sent_and_is_not_sent_later(folder: Path, apology: UUID) -> None:
    row = Message.objects.get(pk=apology)
    assert (row.state, row.kept_at, row.sent_at) == (messages.MessageState.KEPT, NOW, None)
    assert send_due_messages(by=BY, now=NOW + timedelta(days=1)) == 0
    assert not Event.objects.filter(name="messages.message_sent").exists()


def test_mail_of_the_sign_in_is_kept_too(folder: Path) -> None:
    EmailMessage("Reset your password", "Here is a link.", to=["priya@example.org"]).send()
    (file,) = folder.iterdir()
    assert b"Subject: Reset your password" in file.read_bytes()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, {"port": 25, "use_tls": False, "use_ssl": False, "username": "", "password": ""}),
        (
            {"SHOPKEEPER_SMTP_SECURITY": "starttls", "SHOPKEEPER_SMTP_USER": "shop", "SHOPKEEPER_SMTP_PASSWORD": "s"},
            {"port": 587, "use_tls": True, "use_ssl": False, "username": "shop", "password": "s"},
        ),
        (
            {"SHOPKEEPER_SMTP_SECURITY": "tls", "SHOPKEEPER_SMTP_PORT": "4650"},
            {"port": 4650, "use_tls": False, "use_ssl": True, "username": "", "password": ""},
        ),
    ],
)
def test_mail_goes_over_smtp_once_a_server_is_named(environment: dict[str, str], expected: dict[str, Any]) -> None:
    made = mailers({"SHOPKEEPER_SMTP_HOST": "mail.example.org", **environment}, Path("/nowhere"))["default"]
    assert made["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert made["OPTIONS"] == {"host": "mail.example.org", "timeout": 20, **expected}


def test_an_unknown_kind_of_security_is_refused() -> None:
    with pytest.raises(ValueError, match="SHOPKEEPER_SMTP_SECURITY is “ssl3”: use starttls, tls or leave it out"):
        mailers({"SHOPKEEPER_SMTP_HOST": "mail.example.org", "SHOPKEEPER_SMTP_SECURITY": "ssl3"}, Path("/nowhere"))


def test_without_a_server_mail_is_kept_and_pages_know_it(folder: Path) -> None:
    with override_settings(MAILERS=mailers({}, folder)):
        assert not mail.goes_out()
    with override_settings(MAILERS=mailers({"SHOPKEEPER_SMTP_HOST": "mail.example.org"}, folder)):
        assert mail.goes_out()


def test_the_page_shows_the_mail_and_says_that_it_did_not_go_out(apology: UUID) -> None:
    page = _signed_in(Role.MARKETING_MANAGER).get("/mail/?state=kept").content.decode()
    assert "Mail does not go out from here" in page
    assert "We are sorry, Ann" in page
    assert "<p>Your parcel is late.</p>" in page
    assert "We are sorry, Ann" not in _signed_in(Role.DATA_STEWARD).get("/mail/?state=sent").content.decode()


def test_the_page_is_for_those_who_may_read_all_mail(apology: UUID) -> None:
    assert _signed_in(Role.STORE_MANAGER).get("/mail/").status_code == 403
    assert _signed_in(Role.STORE_MANAGER, "two").get(f"/mail/{apology}/").status_code == 403


def test_rest_gives_the_mail_and_what_became_of_it(apology: UUID) -> None:
    key = create_api_key(name="watch", permissions=["messages.view_outbox"], by=BY, now=NOW)
    head = {"Authorization": f"Bearer {key}"}
    (found,) = json.loads(Client().get("/api/messages?state=kept", headers=head).content)
    assert (found["id"], found["state"], found["kept_at"]) == (str(apology), "kept", "2026-03-02T09:00:00Z")
    assert json.loads(Client().get("/api/messages?state=sent", headers=head).content) == []
    assert Client().get(f"/api/messages/{UUID(int=1)}", headers=head).status_code == 404


def test_the_command_line_lists_the_mail(apology: UUID) -> None:
    said = CliRunner().invoke(messages_commands, ["list"]).output
    assert said == f"2026-03-02 09:00  kept       {'ann@example.org':32}  We are sorry, Ann\n"


def _signed_in(role: Role, name: str = "one") -> Client:
    employee = employ(f"{role} {name}", role)
    organization.give_sign_in(
        employee_id=employee.id, email=f"{role}.{name}@example.org", password=None, by=BY, now=NOW
    )
    client = Client()
    client.force_login(User.objects.get(email=f"{role}.{name}@example.org"))
    return client
