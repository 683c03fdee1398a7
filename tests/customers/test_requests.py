"""People ask for their data, a correction or to be erased: checked, by a day, with a receipt."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, override_settings

from shopkeeper.core.actors import Actor, ActorKind, system_actor
from shopkeeper.core.dispatch import announcement_of
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.own_links import find_own_link_letter, send_own_link
from shopkeeper.customers.actions.requests import (
    carry_out_erasure,
    check_request,
    extend_request,
    open_request,
    settle_request,
)
from shopkeeper.customers.errors import (
    AlreadyExtended,
    LinkClosed,
    NotCheckedYet,
    ReasonNeeded,
    RequestSettledAlready,
)
from shopkeeper.customers.models import OwnLink, PrivacyRequest
from shopkeeper.customers.panels import list_requests_to_settle
from shopkeeper.customers.queries.requests import get_request, list_open_requests, open_request_link, sign_request
from shopkeeper.customers.rules.requests import RequestKind, RequestOutcome, add_months
from shopkeeper.messages.actions import record_attempt
from shopkeeper.messages.handlers import tell_of_request
from shopkeeper.messages.models import Message
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ZOE = {"source": "web", "source_key": "1", "full_name": "Zoe Quill", "email": "zoe@mail.test", "city": "York"}
KIN = [
    {"source": "till", "source_key": "4", "full_name": "Ivy Nash", "email": "nash@mail.test"},
    {"source": "till", "source_key": "5", "full_name": "Tom Nash", "email": "nash@mail.test"},
]
SMTP = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1"}}}
KEPT = {"default": {"BACKEND": settings.KEPT_MAIL, "OPTIONS": {"folder": "/nowhere"}}}
ERASURE, ACCESS, CORRECTION = RequestKind.ERASURE, RequestKind.ACCESS, RequestKind.CORRECTION


@pytest.fixture
def zoe() -> UUID:
    take_in("customers", [ZOE, *KIN], now=NOW)
    found = customers.find_customer_of_record("web", "1")
    assert found is not None
    return found


def ask(person: UUID, kind: RequestKind, now: datetime = NOW, **facts: str) -> UUID:
    return open_request(customer_id=person, kind=kind, by=BY, now=now, **facts)  # type: ignore[arg-type]


def hear() -> list[str]:
    """What the messages make of the requests' news; gives the texts that were sent."""
    for event in Event.objects.filter(name__startswith="customers.request").order_by("recorded_at", "id"):
        tell_of_request(announcement_of(event))
    return list(Message.objects.order_by("queued_at", "id").values_list("template__code", flat=True))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(asked: date, due: date) -> None:
    assert add_months(asked, 1) == due


def test_the_same_request_is_one_while_it_is_open_and_its_deadline_is_extended_once(zoe: UUID) -> None:
    request = ask(zoe, ERASURE)
    assert ask(zoe, ERASURE, NOW + timedelta(days=2)) == request
    assert get_request(request).due_on == date(2026, 2, 28)
    with pytest.raises(ReasonNeeded):
        extend_request(request_id=request, reason=" ", by=BY, now=NOW)
    extend_request(request_id=request, reason="Records of nine systems", by=BY, now=NOW)
    assert get_request(request).due_on == date(2026, 4, 30)
    with pytest.raises(AlreadyExtended):
        extend_request(request_id=request, reason="Once more", by=BY, now=NOW)


def test_nothing_is_done_before_it_is_known_who_asks(zoe: UUID) -> None:
    request = ask(zoe, ERASURE)
    with pytest.raises(NotCheckedYet):
        carry_out_erasure(request_id=request, by=BY, now=NOW)
    with pytest.raises(ReasonNeeded):
        check_request(request_id=request, reason="", by=BY, now=NOW)
    with pytest.raises(NotCheckedYet):
        settle_request(request_id=request, outcome=RequestOutcome.DONE, reason="Done", by=BY, now=NOW)
    assert customers.find_customer_card(zoe) is not None
    assert hear() == ["request_check"]


def test_who_gets_the_link_confirms_by_the_button_and_not_by_opening_it(zoe: UUID) -> None:
    request = ask(zoe, ERASURE)
    address = f"/my/request/{sign_request(request)}/"
    assert "Did you ask for this?" in Client().get(address).content.decode()
    assert get_request(request).checked_at is None
    assert "Thank you" in Client().post(address, follow=True).content.decode()
    assert get_request(request).checked_at is not None
    assert Client().get("/my/request/forged/").status_code == 410


def test_what_is_held_is_given_at_once_as_two_files_for_seven_days(zoe: UUID) -> None:
    now = datetime.now(UTC)
    request = ask(zoe, ACCESS, now)
    check_request(request_id=request, reason="Showed her card in York", by=BY, now=now)
    card = get_request(request)
    assert (card.outcome, card.download_until) == ("done", now + timedelta(days=7))
    assert hear() == ["request_export"]
    address = f"/my/data/{sign_request(request)}/"
    assert Client().get(address).headers["Content-Type"].startswith("text/html")
    packed = Client().post(address)
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    assert archive.namelist() == ["data.json", "data.html"]
    assert json.loads(archive.read("data.json"))["profile"]["email"] == "zoe@mail.test"
    page = archive.read("data.html").decode()
    assert "zoe@mail.test" in page
    assert "Nash" not in page
    PrivacyRequest.objects.update(download_until=now - timedelta(seconds=1))
    assert Client().post(address).status_code == 410


def test_a_family_that_shares_an_address_is_mailed_nothing(zoe: UUID) -> None:
    ivy = customers.find_customer_of_record("till", "4")
    assert ivy is not None
    request = ask(ivy, ACCESS)
    check_request(request_id=request, reason="Passport in York", by=BY, now=NOW)
    assert hear() == []


def test_an_erasure_on_request_sends_a_receipt_and_then_forgets_the_address(zoe: UUID) -> None:
    request = ask(zoe, ERASURE)
    by_link = Actor(ActorKind.CUSTOMER_LINK, f"request:{request}")
    check_request(request_id=request, reason="", by=by_link, now=NOW)
    assert hear() == ["request_received"]
    receipt = carry_out_erasure(request_id=request, by=BY, now=NOW)
    assert receipt.rows["Source records"] == 1
    assert PrivacyRequest.objects.get().receipt_to == "zoe@mail.test"
    with override_settings(MAILERS=SMTP):
        assert hear() == ["request_received", "request_erased"]
        assert hear() == ["request_received", "request_erased"]
        last = Message.objects.get(template__code="request_erased")
        assert (last.contact_point, PrivacyRequest.objects.get().receipt_to) == ("zoe@mail.test", "")
        record_attempt(message_id=last.id, error="", by=BY, now=NOW)
    last.refresh_from_db()
    assert (last.contact_point, last.body, last.state) == ("", "", "sent")
    assert get_request(request).customer_name == ""
    with pytest.raises(LinkClosed):
        open_request_link(sign_request(request))


def test_without_a_mail_server_no_file_keeps_the_address_of_an_erased_person(zoe: UUID) -> None:
    request = ask(zoe, ERASURE)
    check_request(request_id=request, reason="Passport", by=BY, now=NOW)
    carry_out_erasure(request_id=request, by=BY, now=NOW)
    with override_settings(MAILERS=KEPT):
        assert hear() == []
    assert PrivacyRequest.objects.get().receipt_to == ""


@pytest.mark.parametrize(
    ("mailers", "told"),
    [(SMTP, "The receipt is mailed, then their address"), (KEPT, "No mail server is set, so no receipt is mailed.")],
)
def test_a_steward_reads_of_a_receipt_by_mail_only_where_mail_goes_out(
    zoe: UUID, mailers: dict[str, Any], told: str
) -> None:
    request = ask(zoe, ERASURE)
    check_request(request_id=request, reason="Passport", by=BY, now=NOW)
    steward = with_cast().sign_in("data_steward")
    with override_settings(MAILERS=mailers):
        assert told in unescape(steward.get(f"/customers/requests/{request}/").content.decode())


def test_a_refusal_needs_a_reason_and_is_told(zoe: UUID) -> None:
    request = ask(zoe, CORRECTION, wish="My name is Zoë")
    with pytest.raises(ReasonNeeded):
        settle_request(request_id=request, outcome=RequestOutcome.REFUSED, reason="", by=BY, now=NOW)
    settle_request(request_id=request, outcome=RequestOutcome.REFUSED, reason="It is written so", by=BY, now=NOW)
    assert hear() == ["request_refused"]
    assert "It is written so" in Message.objects.get().body
    with pytest.raises(RequestSettledAlready):
        extend_request(request_id=request, reason="Late", by=BY, now=NOW)


def test_who_asks_on_their_own_page_has_shown_who_they_are(zoe: UUID) -> None:
    now = datetime.now(UTC)
    letter = find_own_link_letter(send_own_link(customer_id=zoe, by=BY, now=now), now=now)
    assert letter is not None
    address = "/my/" + letter.link.rpartition("/my/")[2]
    told = Client().post(f"{address}requests/", {"kind": "correction", "wish": "Zoë, not Zoe"}, follow=True)
    assert "You asked for a correction" in told.content.decode()
    [card] = list_open_requests()
    assert (card.wish, card.checked_at is not None) == ("Zoë, not Zoe", True)
    assert PrivacyRequest.objects.get().asked_by == f"customer_link:own-link:{OwnLink.objects.get().id}"


def test_a_steward_works_by_deadline_and_erases_only_after_typing_the_number(zoe: UUID) -> None:
    cast = with_cast()
    steward, person = cast.sign_in("data_steward"), customers.find_customer_card(zoe)
    assert person is not None
    steward.post(f"/customers/{person.number}/requests/", {"kind": "erasure"})
    [card] = list_open_requests()
    page = f"/customers/requests/{card.id}/"
    assert "Is it they who ask?" in steward.get(page).content.decode()
    steward.post(f"{page}step/", {"step": "check", "reason": "Passport"})
    [item] = list_requests_to_settle(people=[cast.actor("data_steward")], now=NOW)
    assert (item.title, item.due_at and item.due_at.date()) == ("Settle a request: Zoe Quill", card.due_on)
    steward.post(f"{page}erasure/", {"number": "WRONG"})
    assert customers.find_customer_card(zoe) is not None
    assert "The person is erased" in steward.post(f"{page}erasure/", {"number": person.number}).content.decode()
    assert customers.find_customer_card(zoe) is None
    assert "Somebody who is erased" in steward.get("/customers/requests/").content.decode()
    assert cast.sign_in("LDS").get("/customers/requests/").status_code == 403
