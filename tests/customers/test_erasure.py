"""An erased person is gone from every row, and no import brings them back."""

import json
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from shopkeeper.core.actors import system_actor
from shopkeeper.core.intake import IntakeResult
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.distinguishing import keep_apart
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.relating import relate_customers
from shopkeeper.customers.errors import CustomerNotFound, PersonErased
from shopkeeper.customers.models import (
    Consent,
    Distinction,
    FormerVersion,
    MatchKey,
    Merge,
    Profile,
    Relation,
    SourceRecord,
)
from shopkeeper.customers.queries.exports import export_customer
from shopkeeper.customers.rules.relations import RelationKind
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ROW = {
    "source_key": "zoe@mail.test", "full_name": "Zoe Quill", "email": "zoe@mail.test", "phone": "07700 900999",
    "street": "1 Elm Row", "city": "York", "postcode": "YO1 7HH", "card_number": "5550777123", "born_on": "1980-02-03",
}  # fmt: skip
CONSENT = {
    "source_key": "c1", "customer_key": "zoe@mail.test", "purpose": "marketing", "channel": "email", "state": "granted",
    "contact_point": "zoe@mail.test", "proof": "form of zoe quill", "occurred_at": NOW,
}  # fmt: skip


@pytest.fixture
def zoe() -> object:
    take_in("customers", [{**ROW, "city": "Selby"}], now=NOW)
    take_in("customers", [ROW], now=NOW)
    take_in("consents", [CONSENT], now=NOW)
    return customers.find_customer_of_record("shop", "zoe@mail.test")


def everything_stored() -> str:
    """All that the customer record holds, as text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'customers%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} AS t")
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found).lower()


def test_nothing_of_the_person_remains(zoe) -> None:
    assert "zoe" in everything_stored()
    receipt = erase_customer(customer_id=zoe, by=BY, now=NOW)
    assert receipt.rows == {"Consents": 1, "Source records": 1}
    stored = everything_stored()
    for trace in ("zoe", "quill", "900999", "elm row", "selby", "york", "5550777123", "1980-02-03"):
        assert trace not in stored
    assert MatchKey.objects.count() == Profile.objects.count() == FormerVersion.objects.count() == 0
    assert customers.find_customer_card(zoe) is None


def test_no_import_and_no_later_record_revives_an_erased_person(zoe) -> None:
    erase_customer(customer_id=zoe, by=BY, now=NOW)
    assert take_in("customers", [ROW, ROW], now=NOW) == (IntakeResult(), {1: "erased", 2: "erased"})
    assert take_in("consents", [{**CONSENT, "source_key": "c2"}], now=NOW) == (IntakeResult(), {1: "erased"})
    with pytest.raises(PersonErased):
        customers.record_person(
            data=customers.RecordData(source="shop", source_key="zoe@mail.test", full_name="Zoe"), by=BY, now=NOW
        )
    assert SourceRecord.objects.count() == 1
    assert Consent.objects.count() == 1


def test_nobody_is_erased_twice(zoe) -> None:
    erase_customer(customer_id=zoe, by=BY, now=NOW)
    with pytest.raises(CustomerNotFound):
        erase_customer(customer_id=zoe, by=BY, now=NOW)


def test_nobody_is_joined_to_kept_apart_from_or_related_to_somebody_erased(zoe) -> None:
    take_in("customers", [{"source_key": "ann", "full_name": "Ann Orr", "email": "ann@mail.test"}], now=NOW)
    ann = customers.find_customer_of_record("shop", "ann")
    assert ann is not None
    erase_customer(customer_id=zoe, by=BY, now=NOW)
    for one, other in ((zoe, ann), (ann, zoe), (ann, UUID(int=1))):
        with pytest.raises(CustomerNotFound):
            merge_customers(one=one, other=other, by=BY, now=NOW)
        with pytest.raises(CustomerNotFound):
            keep_apart(one=one, other=other, by=BY, now=NOW)
        with pytest.raises(CustomerNotFound):
            relate_customers(kind=RelationKind.HOUSEHOLD, one=one, other=other, starts_on=NOW.date(), by=BY, now=NOW)
    card = customers.find_customer_card(ann)
    assert card is not None
    assert (card.id, card.name) == (ann, "Ann Orr")
    assert [model.objects.count() for model in (Merge, Distinction, Relation)] == [0, 0, 0]


def test_a_person_is_given_all_that_is_held_about_them(zoe) -> None:
    given = json.loads(msgspec.json.encode(export_customer(zoe)))
    assert given["profile"]["email"] == "zoe@mail.test"
    assert [record["city"] for record in given["source_records"]] == ["York"]
    assert [former["said"]["city"] for former in given["former_versions"]] == ["Selby"]
    assert [consent["proof"] for consent in given["Consents"]] == ["form of zoe quill"]


@pytest.mark.parametrize(
    "rewrite",
    [
        "UPDATE customers_sourcerecord SET email = 'else@mail.test'",
        "UPDATE customers_sourcerecord SET source_key = 'other', version = version + 1",
        "UPDATE customers_sourcerecord SET erased_at = now()",
        "DELETE FROM customers_sourcerecord",
    ],
)
def test_a_source_record_cannot_be_rewritten_past_the_record(zoe, rewrite: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rewrite)
    assert SourceRecord.objects.get().email == "zoe@mail.test"
