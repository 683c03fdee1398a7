"""Whoever has to show that a customer agreed finds every answer with brand, address, wording and proof."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.customer_facts import tell_consents
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
JO = {"source": "web", "source_key": "jo", "full_name": "Jo Reed", "email": "jo@mail.test"}


def read_page(clerk: Client) -> str:
    found = customers.find_customer_of_record("web", "jo")
    assert found
    number = customers.find_customer_card(found).number  # type: ignore[union-attr]
    assert f'href="/customers/{number}/statements/"' in clerk.get(f"/customers/{number}/").content.decode()
    return " ".join(clerk.get(f"/customers/{number}/statements/").content.decode().split())


def test_every_answer_stands_with_its_wording_its_address_and_its_proof_the_latest_first() -> None:
    cast = with_cast()
    take_in("customers", [JO], now=NOW)
    said = {"source": "web", "source_key": "c1", "customer_key": "jo", "purpose": "marketing", "channel": "email",
            "contact_point": "jo@mail.test", "brand": "north", "state": "granted", "text_version": "sign-up/3",
            "proof": "form 81, ticked", "occurred_at": NOW}  # fmt: skip
    take_in("consents", [said], now=NOW)
    jo = customers.find_customer_of_record("web", "jo")
    assert jo
    later = NOW + timedelta(days=1)
    record_consent(
        customer_id=jo, purpose=Purpose.SERVICE, state=ConsentState.REVOKED, channel="sms", proof="opt_in:1",
        by=system_actor("test"), now=later,
    )  # fmt: skip
    record_consent(customer_id=jo, purpose=Purpose.SURVEY, state=ConsentState.REVOKED, by=system_actor("test"), now=NOW)
    page = read_page(cast.sign_in("associate"))
    told = ["Messages about what they wait for by text message", "5 May 2026", "the button behind the link",
            "Offers by e-mail", "north", "jo@mail.test", "sign-up/3", "form 81, ticked"]  # fmt: skip
    assert [word for word in told if word not in page] == []
    assert page.index("the button behind the link") < page.index("form 81, ticked")
    assert "Surveys by any channel" in page
    assert "test wrote it down." in page


def test_the_story_tells_an_answer_in_words() -> None:
    cast = with_cast()
    said = {"source": "web_shop", "source_key": "c1", "customer_key": "jo", "purpose": "marketing", "channel": "email",
            "state": "granted", "occurred_at": NOW}  # fmt: skip
    take_in("customers", [{**JO, "source": "web_shop"}], now=NOW)
    take_in("consents", [said], now=NOW)
    jo = customers.find_customer_of_record("web_shop", "jo")
    assert jo
    told = {"purpose": Purpose.SURVEY, "state": ConsentState.REVOKED}
    record_consent(customer_id=jo, **told, by=system_actor("test"), now=NOW + timedelta(days=1))
    assert [
        (entry.title, str(entry.detail), entry.where)
        for entry in tell_consents([jo], by=cast.actor("associate"), now=NOW, limit=9)
    ] == [("Opted out of surveys", "by any channel", ""), ("Allowed marketing", "by e-mail", "web shop")]


def test_who_was_never_asked_has_no_answer_to_show() -> None:
    cast = with_cast()
    take_in("customers", [JO], now=NOW)
    assert "Nobody has asked them yet" in read_page(cast.sign_in("associate"))
