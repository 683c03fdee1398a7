"""Visitors ask to be told when a product is back: it counts once they confirm it from the address that they gave."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.customers import public as customers
from shopkeeper.customers.models import SourceRecord
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.asking import ask_from_outside, end_unconfirmed
from shopkeeper.inventory.models import RestockRequest
from shopkeeper.inventory.web import in_stock
from shopkeeper.inventory.web.limits import Limit
from shopkeeper.messages.models import Message
from tests.cast import Cast, with_cast
from tests.inventory.shelves import BY, NOW, tell, with_location, with_product

pytestmark = pytest.mark.django_db
ADDRESS = "visitor@example.org"


@pytest.fixture(autouse=True)
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """No kettle anywhere, and callers who have not asked yet."""
    monkeypatch.setattr(in_stock, "LIMIT", Limit(requests=60, seconds=60))
    monkeypatch.setattr(in_stock, "ASKING", Limit(requests=5, seconds=60))
    made = with_cast()
    with_product()
    with_location("LDS", outlet_id=made.outlets["LDS"], name="Leeds")
    return made


def ask(address: str = ADDRESS, sku: str = "KETTLE") -> Client:
    browser = Client()
    page = browser.post(f"/in-stock/{sku}/", {"address": address, "location": "LDS"})
    assert "Look into your mail" in page.content.decode()
    return browser


def link() -> str:
    [found] = re.findall(r"/in-stock/confirmation/\S+/", Message.objects.latest("queued_at").body)
    return str(found)


def told(*, hours: float = 1) -> int:
    asked = RestockRequest.objects.latest("asked_at").asked_at
    return inventory.tell_who_waits(by=BY, now=asked + timedelta(hours=hours))


def test_a_visitor_is_told_only_after_the_button_behind_the_link_was_pressed() -> None:
    browser = ask()
    tell("receive", 4)
    assert told() == 0
    assert "Tell you when Kettle is back?" in browser.get(link()).content.decode()
    assert told() == 0
    browser.post(link())
    confirmation = link()
    assert told() == 1
    assert list(Message.objects.order_by("queued_at").values_list("contact_point", flat=True)) == [ADDRESS, ADDRESS]
    assert "You do not wait" in browser.get(confirmation).content.decode()


def test_an_address_that_nobody_confirmed_is_gone_after_two_days_with_whoever_was_known_by_it_alone() -> None:
    ask()
    asked = RestockRequest.objects.get()
    confirmation = link()
    for hours in (47, 48, 49):
        end_unconfirmed(by=BY, now=asked.asked_at + timedelta(hours=hours))
    assert customers.find_customer_card(asked.customer_id) is None
    assert not SourceRecord.objects.filter(email=ADDRESS).exists()
    assert not Message.objects.filter(contact_point=ADDRESS).exists()
    assert not RestockRequest.objects.exclude(contact_point="").exists()
    assert Client().get(confirmation).status_code == 410


def test_a_customer_whom_we_know_stays_when_somebody_types_their_address_and_does_not_confirm() -> None:
    ask("margaret.okafor@example.org")
    asked = RestockRequest.objects.get()
    known = customers.record_person(
        data=customers.RecordData(source="loyalty", source_key="m", email="margaret.okafor@example.org"), by=BY, now=NOW
    )
    RestockRequest.objects.update(customer=known.customer_id)
    end_unconfirmed(by=BY, now=asked.asked_at + timedelta(hours=48))
    assert customers.find_customer_card(known.customer_id) is not None


def test_a_link_closes_after_two_days_and_a_false_one_opens_nothing() -> None:
    ask()
    assert told(hours=48) == 0
    end_unconfirmed(by=BY, now=RestockRequest.objects.get().asked_at + timedelta(hours=48))
    assert RestockRequest.objects.get().why_ended == "unconfirmed"
    assert Client().get("/in-stock/confirmation/forged/").status_code == 410


def test_who_confirmed_can_take_it_back_with_the_same_link() -> None:
    browser = ask()
    browser.post(link())
    browser.post(link(), {"to": "withdraw"})
    assert RestockRequest.objects.get().why_ended == "withdrawn"


def test_an_address_gets_one_letter_a_product_and_three_in_all() -> None:
    for _ in range(2):
        ask()
    for sku in ("POT", "PAN", "LID"):
        with_product(sku)
        ask(sku=sku)
    assert Message.objects.filter(contact_point=ADDRESS).count() == 3


def test_letters_to_all_addresses_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.inventory.actions.asking.MOST_FROM_OUTSIDE", 2)
    sent = [ask_from_outside(sku="KETTLE", address=f"{n}@example.org", by=BY, now=NOW) for n in range(3)]
    assert sent == [True, True, False]


def test_one_caller_asks_five_times_a_minute() -> None:
    answers = [Client().post("/in-stock/KETTLE/", {"address": f"{n}@example.org"}).status_code for n in range(6)]
    assert answers == [200] * 5 + [429]


def test_the_page_says_where_it_is_and_what_there_is_instead() -> None:
    tell("receive", 9)
    assert "In stock" in Client().get("/in-stock/KETTLE/").content.decode()
    assert Client().get("/in-stock/NOTHING/").status_code == 404


def test_staff_who_note_a_customer_need_no_confirmation_and_confirm_what_was_asked_from_outside(cast: Cast) -> None:
    ask("margaret.okafor@example.org")
    waiting = RestockRequest.objects.get()
    inventory.request_restock(sku="KETTLE", customer_id=waiting.customer_id, location="LDS", by=BY, now=NOW)
    waiting.refresh_from_db()
    assert waiting.confirmed_at == NOW
