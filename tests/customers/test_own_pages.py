"""A customer sees and decides for themselves, behind a link that only their own address was sent."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core.actors import Actor, ActorKind, system_actor
from shopkeeper.core.dispatch import announcement_of
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.opt_ins import set_opt_in_rules
from shopkeeper.customers.actions.own_links import ask_for_own_link, find_own_link_letter, open_own_link, send_own_link
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.errors import ContactPointShared, LinkClosed, NoContactPoint, TooManyLinks
from shopkeeper.customers.models import Consent, OptIn, OwnLink
from shopkeeper.customers.queries.consents import find_consent
from shopkeeper.customers.queries.own_pages import find_choice, list_switches, tell_known, wants_quiet
from shopkeeper.customers.rules.consents import Statement, decide_across
from shopkeeper.customers.rules.opt_ins import OptInTerm
from shopkeeper.messages.handlers import send_own_link as mail_own_link
from shopkeeper.messages.models import Message
from shopkeeper.organization.models import Brand
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
OUTSIDE = Actor(ActorKind.ANONYMOUS, "own-page")
HOME = {"street": "1 Elm Row", "city": "York", "postcode": "YO1 7HH"}
PEOPLE = [
    {"source": "web_shop", "source_key": "1", "full_name": "Zoe Quill", "email": "zoe@mail.test", **HOME},
    {"source": "till", "source_key": "2", "full_name": "Zoe Quill", "email": "zoe@mail.test", "phone": "07700 900999"},
    {"source": "till", "source_key": "3", "full_name": "Adam Quill", "email": "adam@mail.test", **HOME},
    {"source": "till", "source_key": "4", "full_name": "Ivy Nash", "email": "nash@mail.test"},
    {"source": "till", "source_key": "5", "full_name": "Tom Nash", "email": "nash@mail.test"},
    {"source": "till", "source_key": "6", "full_name": "Max Orr"},
]  # fmt: skip


@pytest.fixture
def zoe() -> UUID:
    take_in("customers", PEOPLE, now=NOW)
    return person("web_shop", "1")


def person(source: str, key: str) -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


def open_page(customer: UUID) -> tuple[Client, str]:
    now = datetime.now(UTC)
    letter = find_own_link_letter(send_own_link(customer_id=customer, by=BY, now=now), now=now)
    assert letter is not None
    return Client(), "/my/" + letter.link.rpartition("/my/")[2]


def token_of(customer: UUID, now: datetime = NOW) -> str:
    letter = find_own_link_letter(send_own_link(customer_id=customer, by=BY, now=now), now=now)
    assert letter is not None
    return letter.link.rpartition("/my/")[2].strip("/")


def test_the_page_shows_what_is_known_and_who_said_so(zoe: UUID) -> None:
    card = customers.find_customer_card(zoe)
    assert card is not None
    assert [(known.attribute, known.value, known.sources) for known in tell_known(card)] == [
        ("name", "Zoe Quill", ("web shop", "till")),
        ("email", "zoe@mail.test", ("web shop", "till")),
        ("phone", "07700 900999", ("till",)),
        ("address", "YO1 7HH, York", ("web shop",)),
    ]
    browser, address = open_page(zoe)
    page = browser.get(address)
    assert page.headers["Cache-Control"] == "no-store"
    told = page.content.decode()
    assert "Hello Zoe Quill" in told
    assert "from web shop, till" in told


def test_nothing_of_the_family_is_shown(zoe: UUID) -> None:
    browser, address = open_page(zoe)
    told = browser.get(address).content.decode()
    assert "Adam" not in told
    assert "adam@mail.test" not in told


def test_a_switch_is_in_force_at_once_and_opening_the_page_switches_nothing(zoe: UUID) -> None:
    browser, address = open_page(zoe)
    browser.get(address)
    assert Consent.objects.count() == 0
    said = {"brand": "", "purpose": "marketing", "channel": "email", "state": "granted"}
    assert "It is so from now on." in browser.post(f"{address}consents/", said, follow=True).content.decode()
    row = Consent.objects.get()
    assert (row.state, row.contact_point, row.text_version) == ("granted", "zoe@mail.test", "own_page/1")
    assert row.proof == f"own_link:{OwnLink.objects.get().id}"
    browser.post(f"{address}consents/", {**said, "state": "revoked"})
    assert find_consent(zoe, Purpose.MARKETING, "email") is ConsentState.REVOKED


def test_who_came_by_the_link_to_that_address_has_confirmed_it_and_another_number_has_not(zoe: UUID) -> None:
    set_opt_in_rules(terms=[OptInTerm("", "email"), OptInTerm("", "sms")], by=BY, now=NOW)
    browser, address = open_page(zoe)
    said = {"brand": "", "purpose": "marketing", "state": "granted"}
    browser.post(f"{address}consents/", {**said, "channel": "email"})
    assert find_consent(zoe, Purpose.MARKETING, "email") is ConsentState.GRANTED
    told = browser.post(f"{address}consents/", {**said, "channel": "sms"}, follow=True).content.decode()
    assert "We have sent you a link to confirm it." in told
    assert find_consent(zoe, Purpose.MARKETING, "sms") is None
    assert OptIn.objects.get().contact_point == "07700 900999"


def test_each_brand_has_its_own_switches_and_one_brands_yes_is_not_anothers(zoe: UUID) -> None:
    for key in ("nordic", "south"):
        Brand.objects.create(source_key=key, name=key.title(), recorded_at=NOW)
    browser, address = open_page(zoe)
    said = {"purpose": "marketing", "channel": "email"}
    browser.post(f"{address}consents/", {**said, "brand": "nordic", "state": "revoked"})
    browser.post(f"{address}consents/", {**said, "brand": "south", "state": "granted"})
    on = {
        one.brand: one.is_on for one in list_switches(zoe, now=NOW) if (one.purpose, one.channel) == (*said.values(),)
    }
    assert on == {"nordic": False, "south": True}
    assert not customers.may_contact(zoe, Purpose.MARKETING, "email")
    assert customers.may_contact(zoe, Purpose.MARKETING, "email", brand="south")


def test_of_several_brands_any_refusal_stands_against_a_question_without_brand() -> None:
    yes = Statement(None, ConsentState.GRANTED, NOW + timedelta(days=1))
    no = Statement(None, ConsentState.REVOKED, NOW)
    assert decide_across([("nordic", no), ("south", yes)]) is ConsentState.REVOKED
    assert decide_across([("nordic", no), ("south", yes)], brand="south") is ConsentState.GRANTED
    assert decide_across([("", no), ("south", yes)]) is ConsentState.GRANTED
    assert decide_across([("south", no), ("", yes)]) is ConsentState.GRANTED
    assert decide_across([]) is None


def test_quiet_holds_back_offers_and_the_wish_is_seen_by_those_who_serve(zoe: UUID) -> None:
    browser, address = open_page(zoe)
    told = browser.post(f"{address}contact/", {"preferred_channel": "phone", "quiet": "30"}, follow=True)
    assert "We keep to that from now on." in told.content.decode()
    today = datetime.now(UTC)
    choice = find_choice(zoe)
    assert (choice.preferred_channel, choice.quiet_until) == ("phone", today.date() + timedelta(days=30))
    assert wants_quiet(zoe, now=today + timedelta(days=29))
    assert not wants_quiet(zoe, now=today + timedelta(days=30))
    agent = with_cast().sign_in("LDS")
    card = customers.find_customer_card(zoe)
    assert card is not None
    assert "Best reached by telephone" in agent.get(f"/customers/{card.number}/").content.decode()


def test_a_link_expires_and_closes_when_the_address_is_somebody_elses_too(zoe: UUID) -> None:
    token = token_of(zoe)
    assert open_own_link(token, now=NOW + timedelta(hours=47)).customer_id == zoe
    with pytest.raises(LinkClosed):
        open_own_link(token, now=NOW + timedelta(hours=48))
    take_in(
        "customers", [{"source": "x", "source_key": "9", "full_name": "Bo Lind", "email": "zoe@mail.test"}], now=NOW
    )
    with pytest.raises(LinkClosed):
        open_own_link(token, now=NOW + timedelta(hours=1))


def test_a_forged_or_erased_link_shows_a_closed_page(zoe: UUID) -> None:
    browser, address = open_page(zoe)
    forged = browser.get("/my/forged/")
    assert forged.status_code == 410
    assert 'action="/my/"' in forged.content.decode(), "a new link is asked for right there"
    erase_customer(customer_id=zoe, by=BY, now=datetime.now(UTC))
    assert browser.get(address).status_code == 410
    assert browser.post(f"{address}contact/", {}).status_code == 410


def test_a_family_that_shares_an_address_gets_no_link_to_each_other(zoe: UUID) -> None:
    with pytest.raises(ContactPointShared):
        send_own_link(customer_id=person("till", "4"), by=BY, now=NOW)
    assert not ask_for_own_link(address="nash@mail.test", by=OUTSIDE, now=NOW)
    with pytest.raises(NoContactPoint):
        send_own_link(customer_id=person("till", "6"), by=BY, now=NOW)
    assert OwnLink.objects.count() == 0


def test_three_links_an_hour_and_no_more(zoe: UUID) -> None:
    for minute in range(3):
        assert ask_for_own_link(address=" Zoe@Mail.test ", by=OUTSIDE, now=NOW + timedelta(minutes=minute))
    assert not ask_for_own_link(address="zoe@mail.test", by=OUTSIDE, now=NOW + timedelta(minutes=9))
    with pytest.raises(TooManyLinks):
        send_own_link(customer_id=zoe, by=BY, now=NOW + timedelta(minutes=9))
    assert ask_for_own_link(address="zoe@mail.test", by=OUTSIDE, now=NOW + timedelta(minutes=61))


def test_nobody_outside_learns_who_is_a_customer(zoe: UUID) -> None:
    def ask(address: str) -> Any:
        return Client().post("/my/", {"address": address}).content

    assert ask("zoe@mail.test") == ask("nobody@mail.test") == ask("nash@mail.test")
    assert OwnLink.objects.count() == 1


def test_the_link_is_mailed_to_the_address_on_record_only(zoe: UUID) -> None:
    send_own_link(customer_id=zoe, by=BY, now=NOW)
    for _ in range(2):
        mail_own_link(announcement_of(Event.objects.get(name="customers.own_link_asked")))
    message = Message.objects.get()
    assert (message.contact_point, message.subject) == ("zoe@mail.test", "Your data at Shopkeeper")
    assert "/my/" in message.body


def test_every_form_of_a_customers_page_can_be_sent_off_without_scripts(zoe: UUID) -> None:
    steward = with_cast().sign_in("data_steward")
    page = steward.get(f"/customers/{customers.get_customer_cards([zoe])[zoe].number}/").content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert any("/own-link/" in form for form in forms)
    assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []
