"""Somebody who is erased is found nowhere: no row, no file, no kept response, no month of the lake; and stays gone."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from shopkeeper.catalog.models import Product
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.queries import files_of
from shopkeeper.connectors.uploads import forget_files_of_erased
from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.dispatch import announcement_of
from shopkeeper.core.models import Event, IdempotencyKey, TimerRun
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.choosing import choose_contact
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.own_links import send_own_link
from shopkeeper.customers.models import SourceRecord
from shopkeeper.customers.rules.traces import Traces, collect_traces
from shopkeeper.feedback.models import Feedback
from shopkeeper.insight.lake import drop_erased, refresh_lake
from shopkeeper.messages.actions import send_due_messages
from shopkeeper.messages.handlers import send_own_link as mail_own_link
from shopkeeper.messages.models import Attempt
from shopkeeper.orders.models import Order
from shopkeeper.recovery import public as recovery
from tests.cast import with_cast
from tests.connectors.importing import import_rows, write_csv

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ADDRESS, NAME = "zephyrine.quillfeather@mail.test", "Zephyrine Quillfeather"
TRACES = ("zephyrine", "quillfeather", "900 123", "900123", "larkspur", "quillton", "zq-4711", "8812345678")
PERSON = {
    "source_key": "zq-4711", "full_name": NAME, "email": ADDRESS, "phone": "07700 900 123", "card_number": "8812345678",
    "street": "17 Larkspur Yard", "city": "Quillton", "postcode": "QX1 7HH",
}  # fmt: skip
OTHER = {"source_key": "other-1", "full_name": "Max Orr", "email": "max.orr@mail.test"}
SAID = f"I am {NAME} of Larkspur Yard, write to {ADDRESS}"
AT = "2026-04-02T10:00:00Z"
TABLES: dict[str, list[dict[str, Any]]] = {
    "customers": [PERSON, OTHER],
    "consents": [
        {
            "source_key": f"{ADDRESS}-email", "customer_key": "zq-4711", "purpose": "marketing", "channel": "email",
            "contact_point": ADDRESS, "state": "granted", "proof": SAID, "occurred_at": AT,
        },
    ],
    "orders": [
        {
            "source_key": "o1", "customer_key": "zq-4711", "channel": "web", "currency": "GBP", "placed_at": AT,
            "city": "Quillton", "postcode_area": "QX",
        },
    ],
    "order_lines": [
        {"source_key": "l1", "order_key": "o1", "position": 1, "sku": "LAMP", "quantity": 1, "unit_price": 5},
    ],
    "interactions": [
        {"source_key": "i1", "kind": "call", "customer_key": "zq-4711", "text": SAID, "occurred_at": AT},
        {"source_key": "i2", "kind": "email", "order_key": "o1", "text": SAID, "occurred_at": AT},
    ],
    "feedback": [
        {
            "source_key": "f1", "kind": "review", "customer_key": "zq-4711", "title": NAME, "text": SAID,
            "occurred_at": AT,
        },
        {"source_key": "f2", "kind": "complaint", "order_key": "o1", "text": SAID, "occurred_at": AT},
        {"source_key": "f3", "kind": "review", "customer_key": "other-1", "text": "Fine lamp", "occurred_at": AT},
    ],
    "deliveries": [{"source_key": "d1", "order_key": "o1", "tracking_number": "QUILLFEATHER1", "postcode_area": "QX"}],
    "returns": [
        {
            "source_key": "r1", "line_key": "l1", "customer_key": "zq-4711", "quantity": 1, "comment": SAID,
            "occurred_at": AT,
        },
    ],
}  # fmt: skip


def rows_that_name_them() -> dict[str, str]:
    """Every table and column of the database in which a trace stands, whatever its type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"
        )
        found = {}
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            hits = " OR ".join(f"lower({text}) LIKE '%%{trace}%%'" for trace in TRACES)
            cursor.execute(f'SELECT {text} FROM "{table}" WHERE {hits} LIMIT 1'.replace("%%", "%"))
            found |= {f"{table}.{column}": row[0] for row in cursor.fetchall()}
        return found


def texts_of(path: Path) -> Iterator[str]:
    """What a file says: Parquet column by column, what is compressed unpacked, all else as it lies there."""
    if path.suffix == ".parquet":
        yield str(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()).lower()
    elif path.suffix == ".gz":
        yield gzip.decompress(path.read_bytes()).decode(errors="replace").lower()
    yield path.read_bytes().decode(errors="replace").lower()


def files_that_name_them() -> list[str]:
    """Files of the home, the database's own aside, in which a trace stands."""
    files = [path for path in settings.HOME.path.rglob("*") if path.is_file() and "postgres" not in path.parts]
    return [str(p) for p in files if any(trace in text for text in texts_of(p) for trace in TRACES)]


@pytest.fixture
def person(tmp_path: Path) -> UUID:
    """Somebody of whom every module holds something, and files too."""
    with_cast()
    Product.objects.create(source_key="LAMP", recorded_at=NOW, sku="LAMP", name="Brass lamp")
    import_rows(tmp_path, **{**TABLES, "customers": [{**PERSON, "city": "Old Quillton"}, OTHER]})
    import_rows(tmp_path, **TABLES)
    found = customers.find_customer_of_record("shop", "zq-4711")
    assert found is not None
    by_hand = customers.RecordData(source="calls", source_key="55", full_name=NAME, email="other@quillfeather.test")
    survivor = merge_customers(
        one=found, other=customers.record_person(data=by_hand, by=BY, now=NOW).customer_id, by=BY, now=NOW
    )
    recovery.report_harm(customer_id=survivor, fault=recovery.Fault.LATE_DELIVERY, by=BY, now=NOW)
    write_to(survivor)
    choose_contact(customer_id=survivor, preferred_channel="phone", quiet_until=None, by=BY, now=NOW)
    hand_over_files()
    ask_over_rest(survivor)
    TimerRun.objects.create(name="x", started_at=NOW, due_at=NOW, failure=f"DataError: {ADDRESS}")
    refresh_lake(by=BY, now=NOW)
    return survivor


def write_to(person: UUID) -> None:
    """Kept as a file, since no mail server is set; a server said something of the address before."""
    kept = {"BACKEND": settings.KEPT_MAIL, "OPTIONS": {"folder": str(settings.HOME.path / "mail")}}
    send_own_link(customer_id=person, by=BY, now=NOW)
    mail_own_link(announcement_of(Event.objects.get(name="customers.own_link_asked")))
    with override_settings(MAILERS={"default": kept}):
        assert send_due_messages(by=BY, now=NOW) == 1
    Attempt.objects.update(error=f"SMTPRecipientsRefused: {ADDRESS}")


def hand_over_files() -> None:
    """As the page of imports keeps them: as text and packed, of this source and of another."""
    first, second = ImportRun.objects.order_by("requested_at")
    for run in (first, second):
        (files_of(run) / "files").mkdir(parents=True, exist_ok=True)
    write_csv(files_of(first) / "files", "customers.csv", TABLES["customers"])
    ImportRun.objects.filter(pk=second.pk).update(source="elsewhere")
    packed = gzip.compress(f"name\nAnn\n{NAME.upper()}\n".encode())
    (files_of(second) / "files" / "letters.csv.gz").write_bytes(packed)


def ask_over_rest(person: UUID) -> None:
    key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k1"})
    said = {"purpose": "marketing", "state": "granted", "channel": "email"}
    assert client.post(f"/api/customers/{person}/consents", said, content_type="application/json").status_code == 201


def test_nothing_of_an_erased_person_is_found_anywhere_and_no_file_brings_it_back(person: UUID, tmp_path: Path) -> None:
    before = rows_that_name_them()
    assert {
        "customers_sourcerecord.email", "customers_consent.source_key", "messages_message.body",
        "messages_attempt.error", "feedback_feedback.text", "interactions_interaction.text",
        "orders_order.city", "orders_return.comment",
        "delivery_parcel.tracking_number", "core_idempotencykey.body", "core_timerrun.failure",
    } <= set(before)  # fmt: skip
    assert {Path(name).suffix for name in files_that_name_them()} >= {".eml", ".csv", ".gz"}
    receipt = erase_customer(customer_id=person, by=BY, now=NOW)
    assert (receipt.rows["Files of imports"], receipt.rows["Mail kept as files"]) == (2, 1)
    assert rows_that_name_them() == {}
    refresh_lake(by=BY, now=NOW)
    assert drop_erased(by=BY, now=NOW) > 0
    refresh_lake(by=BY, now=NOW)
    assert files_that_name_them() == []
    assert (Order.objects.count(), IdempotencyKey.objects.count(), Feedback.objects.count()) == (1, 1, 3)

    import_rows(tmp_path, **TABLES)
    forget_files_of_erased(by=BY, now=NOW)
    assert rows_that_name_them() == {}
    assert files_that_name_them() == []
    assert Feedback.objects.exclude(text="").get().text == "Fine lamp"
    assert SourceRecord.objects.filter(erased_at=None).count() == 1 + 3

    import_rows(tmp_path, **tell_under_other_keys())
    forget_files_of_erased(by=BY, now=NOW)
    assert rows_that_name_them() == {}
    assert files_that_name_them() == []
    assert set(Feedback.objects.exclude(text="").values_list("text", flat=True)) == {"Fine lamp"}
    assert Order.objects.count() == 2


def tell_under_other_keys() -> dict[str, list[dict[str, Any]]]:
    """The same files of a system that knew nobody yet."""
    moved = {"zq-4711": "new-1", "other-1": "new-2"}
    renamed = {
        table: [
            {
                **{name: moved.get(value, value) for name, value in row.items()},
                "source": "elsewhere",
                "source_key": moved.get(row["source_key"], f"new {row['source_key'].replace(ADDRESS, 'c')}"),
                **{name: f"new {row[name]}" for name in ("order_key", "line_key") if name in row},
            }
            for row in rows
        ]
        for table, rows in TABLES.items()
    }
    return {**renamed, "deliveries": [{**row, "tracking_number": "NEW1"} for row in renamed["deliveries"]]}


def test_traces_are_telling_and_never_short() -> None:
    said = [
        {"source": "till", "source_key": "7", "given_name": "Jo", "family_name": "Li", "email": "JO@mail.test"},
        {"source": "web", "source_key": "0012345", "full_name": "Jo Li-Smith", "phone": None},
    ]
    traces = collect_traces(said)
    assert traces == Traces(frozenset({"till", "web"}), frozenset({"jo@mail.test", "0012345", "jo li-smith"}))
    assert traces.are_in("…;Jo@Mail.Test;…")
    assert not traces.are_in("jo;li;7")
