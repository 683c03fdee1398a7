"""People are found by what a clerk hears or reads, with slips."""

from datetime import UTC, datetime

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.customers.queries.search import search_customers
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
PEOPLE = [
    {"source_key": "1", "full_name": "Jonathan Smith", "email": "jsmith@mail.test", "phone": "07700 900461"},
    {"source_key": "2", "full_name": "Zoë Müller-Price", "email": "zoe@price.test", "card_number": "6330 0042"},
    {"source_key": "3", "full_name": "Amara Okafor", "phone": "+44 20 7946 0018"},
    {"source_key": "4", "full_name": "Percent 100% Shop", "email": "a_b@mail.test", "card_number": "AB70-815"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Jonathan Smith", "Jonathan Smith"),
        ("jonathon smyth", "Jonathan Smith"),
        ("smith jonathan", "Jonathan Smith"),
        ("okafor", "Amara Okafor"),
        ("Amra Okafour", "Amara Okafor"),
        ("zoe muller", "Zoë Müller-Price"),
        ("price", "Zoë Müller-Price"),
        ("okaf", "Amara Okafor"),
        ("jon smi", "Jonathan Smith"),
        ("amara lee okafor", "Amara Okafor"),
        ("jsmith@mail.test", "Jonathan Smith"),
        ("JSMITH@MAIL", "Jonathan Smith"),
        ("900461", "Jonathan Smith"),
        ("0770 0900 461", "Jonathan Smith"),
        ("020 7946 0018", "Amara Okafor"),
        ("63300042", "Zoë Müller-Price"),
        ("6330 0042", "Zoë Müller-Price"),
        ("0042", "Zoë Müller-Price"),
        ("00-42", "Zoë Müller-Price"),
        ("30-00 42", "Zoë Müller-Price"),
        ("b7 0815", "Percent 100% Shop"),
        ("aB-70 815", "Percent 100% Shop"),
    ],
)
def test_a_person_is_found_by_name_address_part_of_a_number_or_card(asked: str, name: str) -> None:
    take_in("customers", PEOPLE, now=NOW)
    assert search_customers(asked, by=BY)[0].card.name == name


def test_an_address_that_nobody_has_finds_nobody_however_many_share_its_ending() -> None:
    take_in("customers", PEOPLE, now=NOW)
    for nobody in ("nobody@mail.test", "amara.okafor@mail.test", "jonathan.smith@price.test"):
        assert search_customers(nobody, by=BY) == []
    assert [hit.card.name for hit in search_customers("jsmith@mail.test", by=BY)] == ["Jonathan Smith"]
    assert {hit.card.name for hit in search_customers("@mail.test", by=BY)} == {"Jonathan Smith", "Percent 100% Shop"}


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "x",
        "12",
        "042",
        "0043",
        "6330",
        "004",
        "0815 7",
        "%%%%",
        "____",
        "nobody at all like that",
        "q x z",
        "'; DROP TABLE x; --",
    ],
)
def test_what_fits_nobody_finds_nobody(asked: str) -> None:
    take_in("customers", PEOPLE, now=NOW)
    assert search_customers(asked, by=BY) == []


def test_a_number_read_aloud_finds_exactly_one() -> None:
    take_in("customers", PEOPLE, now=NOW)
    card = search_customers("Amara Okafor", by=BY)[0].card
    assert [(hit.card.id, hit.score) for hit in search_customers(card.number.lower(), by=BY)] == [(card.id, 1.0)]
