"""Records of one person become one customer, whatever system they come from; records of two people do not."""

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.intake import IntakeResult
from shopkeeper.customers import public as customers
from shopkeeper.customers.models import Customer, FormerVersion, Link, Merge, Profile, SharedValue, SourceRecord
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")

ANN_TILL = {"source": "till", "source_key": "T1", "given_name": "Ann", "family_name": "Carter", "card_number": "7001"}
ANN_SHOP = {"source": "web", "source_key": "W1", "full_name": "Ann Carter", "email": "Ann.Carter@mail.test"}
ANN_CARD = {
    "source": "loyalty", "source_key": "L1", "given_name": "A.", "family_name": "Carter", "card_number": "70 01",
    "email": "ann.carter@mail.test ", "phone": "07700 900123", "country": "GB",
}  # fmt: skip
ANN_CALL = {
    "source": "calls", "source_key": "C1", "full_name": "Mrs Ann CARTER", "phone": "+44 7700 900 123",
}  # fmt: skip


def owner_of(source_key: str) -> Customer:
    customer = Link.objects.get(record__source_key=source_key, ends_at=None).customer
    return customer.merged_into or customer


def owners(*source_keys: str) -> int:
    return len({owner_of(key).id for key in source_keys})


def test_four_records_that_share_card_email_and_phone_are_one_person() -> None:
    result, refusals = take_in("customers", [ANN_TILL, ANN_SHOP, ANN_CARD, ANN_CALL], now=NOW)
    assert (result, refusals) == (IntakeResult(created=4), {})
    assert owners("T1", "W1", "L1", "C1") == 1
    profile = Profile.objects.get()
    assert (profile.records, profile.sources, profile.email) == (4, 4, "ann.carter@mail.test")


def test_it_does_not_matter_in_which_order_or_batch_the_four_records_come() -> None:
    for record in (ANN_TILL, ANN_SHOP, ANN_CALL, ANN_CARD):
        take_in("customers", [record], now=NOW)
    assert owners("T1", "W1", "L1", "C1") == 1
    assert Merge.objects.count() == 2
    assert Profile.objects.get().records == 4


def test_a_record_that_arrives_by_itself_is_resolved_as_in_a_batch() -> None:
    take_in("customers", [ANN_TILL, ANN_SHOP], now=NOW)
    card = customers.RecordData(**ANN_CARD)
    placed = customers.record_person(data=card, by=BY, now=NOW)
    assert owners("T1", "W1", "L1") == 1
    again = customers.record_person(data=card, by=BY, now=NOW)
    assert again == placed
    assert SourceRecord.objects.count() == 3


def test_the_same_file_again_changes_nothing() -> None:
    rows = [ANN_TILL, ANN_SHOP, ANN_CARD, ANN_CALL]
    take_in("customers", rows, now=NOW)
    before = list(SourceRecord.objects.order_by("id").values())
    result, _ = take_in("customers", rows, now=NOW + timedelta(days=1))
    assert result == IntakeResult(unchanged=4)
    assert list(SourceRecord.objects.order_by("id").values()) == before


def test_a_correction_is_the_next_version_and_the_former_one_is_kept() -> None:
    take_in("customers", [ANN_TILL], now=NOW)
    result, _ = take_in("customers", [{**ANN_TILL, "family_name": "Carter-Lee"}], now=NOW)
    assert result == IntakeResult(updated=1)
    record = SourceRecord.objects.get()
    assert (record.version, record.family_name) == (2, "Carter-Lee")
    assert FormerVersion.objects.get().said["family_name"] == "Carter"
    assert Profile.objects.get().name == "Ann Carter-Lee"


def test_of_duplicate_rows_in_a_file_the_last_one_counts() -> None:
    result, _ = take_in("customers", [ANN_TILL, {**ANN_TILL, "city": "Leeds"}], now=NOW)
    assert result == IntakeResult(created=1, unchanged=1)
    assert SourceRecord.objects.get().city == "Leeds"


def test_a_couple_with_one_email_address_are_two_people() -> None:
    couple = [
        {"source_key": "1", "full_name": "John Smith", "email": "smiths@mail.test"},
        {"source_key": "2", "full_name": "Mary Smith", "email": "smiths@mail.test"},
        {"source_key": "3", "full_name": "M. Smith", "email": "smiths@mail.test"},
    ]
    take_in("customers", couple, now=NOW)
    assert owners("1", "2") == 2
    assert owners("2", "3") == 1


def test_a_first_name_that_is_missing_joins_nobody_where_two_people_share_the_address() -> None:
    rows = [
        {"source_key": "1", "full_name": "John Smith", "email": "smiths@mail.test"},
        {"source_key": "2", "full_name": "Mary Smith", "email": "smiths@mail.test"},
        {"source_key": "3", "email": "smiths@mail.test"},
    ]
    take_in("customers", rows, now=NOW)
    assert owners("1", "2", "3") == 3


def test_twins_with_one_telephone_are_two_people() -> None:
    twins = [
        {"source_key": "1", "full_name": "Jo Marsh", "phone": "01632 960001", "born_on": "1990-01-02"},
        {"source_key": "2", "full_name": "Jack Marsh", "phone": "01632 960001", "born_on": "1990-01-03"},
    ]
    take_in("customers", twins, now=NOW)
    assert owners("1", "2") == 2


def test_the_source_knows_best_which_of_its_records_are_one_person() -> None:
    rows = [{"source_key": str(n), "person_key": "P", "city": "Ribeirão Preto"} for n in range(3)]
    take_in("customers", rows, now=NOW)
    assert owners("0", "1", "2") == 1
    take_in("customers", [{"source_key": "9", "person_key": "P"}], now=NOW, source="elsewhere")
    assert owners("0", "9") == 2


def test_the_shops_own_telephone_and_placeholder_address_make_no_mega_person() -> None:
    names = ["Ada Boyd", "Ben Cole", "Cy Dean", "Di Eaton", "Ed Finch", "Flo Gray", "Gus Hill", "Hal Irwin"]
    rows = [
        {"source_key": str(n), "full_name": name, "email": "noreply@shop.test", "phone": "0113 4960000"}
        for n, name in enumerate(names)
    ]
    take_in("customers", rows, now=NOW)
    assert owners(*map(str, range(8))) == 8
    assert sorted(SharedValue.objects.values_list("kind", "names")) == [("email", 8), ("phone_and_name", 8)]
    assert set(Profile.objects.values_list("email", "phone")) == {("", "")}
    take_in("customers", [{"source_key": "8", "full_name": "Ada Boyd", "email": "noreply@shop.test"}], now=NOW)
    assert owners("0", "8") == 2


def test_a_stub_is_filled_by_a_later_file_and_keeps_its_customer() -> None:
    consent = {
        "source_key": "S1", "source": "web", "customer_key": "W1", "purpose": "marketing", "channel": "email",
        "state": "granted", "occurred_at": NOW,
    }  # fmt: skip
    result, refusals = take_in("consents", [consent], now=NOW)
    assert (result.created, refusals) == (1, {})
    stub = SourceRecord.objects.get()
    assert not stub.described
    take_in("customers", [ANN_SHOP], now=NOW)
    filled = SourceRecord.objects.get()
    assert (filled.id, filled.described, filled.customer_id) == (stub.id, True, stub.customer_id)
    assert Profile.objects.get().name == "Ann Carter"
    assert take_in("consents", [consent], now=NOW)[0] == IntakeResult(unchanged=1)


def test_a_key_that_only_another_source_knows_means_that_record() -> None:
    take_in("customers", [ANN_SHOP], now=NOW)
    consent = {"source_key": "S1", "source": "mail", "customer_key": "W1", "purpose": "marketing", "state": "denied"}
    take_in("consents", [{**consent, "occurred_at": NOW}], now=NOW)
    assert SourceRecord.objects.count() == 1


def test_a_thousand_corrections_at_once_keep_what_was_said_before_each() -> None:
    said = [{"source": "till", "source_key": f"T{n}", "full_name": f"Person Number{n}"} for n in range(1_000)]
    take_in("customers", said, now=NOW)
    result, _ = take_in("customers", [{**record, "city": "Leeds"} for record in said], now=NOW)
    assert result == IntakeResult(updated=1_000)
    assert FormerVersion.objects.filter(said__city="").count() == 1_000
    assert Profile.objects.filter(city="Leeds").count() == 1_000
