"""A retailer names the free columns of a record, and finds its names wherever they are shown, and in files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.agreeing import PolicyOutOfBounds, agree
from shopkeeper.core.policies import list_versions
from shopkeeper.customers import public as customers
from shopkeeper.customers.models import SourceRecord
from shopkeeper.customers.policies import DETAILS, DetailLabels
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.telling import name_attribute, tell_level
from tests.cast import with_cast
from tests.connectors.importing import import_rows
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ANN = {"source_key": "1", "full_name": "Ann Lee", "email": "ann@mail.test"}


def call(first: str = "", second: str = "", *, why: str = "as the till has it") -> None:
    labels = DetailLabels(detail_1=first, detail_2=second)
    agree(policy=DETAILS, values=labels, why=why, by=BY, now=NOW)


def test_without_a_name_a_detail_is_called_by_its_place() -> None:
    assert (name_attribute("detail_1"), name_attribute("email")) == ("First detail", "E-mail")
    assert tell_level("detail_1", "other") == "another first detail"


def test_its_name_stands_in_comparisons_and_explanations_with_who_and_why() -> None:
    call("Employer")
    assert (name_attribute("detail_1"), name_attribute("detail_2")) == ("Employer", "Second detail")
    assert [tell_level("detail_1", level) for level in ("same", "alike", "other")] == [
        "same Employer", "a similar Employer", "another Employer"
    ]  # fmt: skip
    assert [(row.why, row.set_by_name) for row in list_versions(DETAILS)] == [("as the till has it", "Shopkeeper")]


def test_what_it_holds_stands_with_the_record() -> None:
    take_in("customers", [{**ANN, "detail_1": "Harbour Ltd", "detail_2": "44"}], now=NOW)
    call("Employer")
    customer = customers.find_customer_of_record("shop", "1")
    assert customer
    assert explain_identity(customer).records[0].more == (("Employer", "Harbour Ltd"),)


def test_a_file_may_use_it_as_the_header(tmp_path: Path) -> None:
    call("Employer", "Email")
    import_rows(tmp_path, customers=[{**ANN, "EMPLOYER": "Harbour Ltd"}])
    [record] = SourceRecord.objects.all()
    assert (record.detail_1, record.detail_2, record.email) == ("Harbour Ltd", "", "ann@mail.test")
    import_rows(tmp_path, customers=[{**ANN, "detail_1": "Mill Ltd", "employer": "nobody"}])
    assert SourceRecord.objects.get().detail_1 == "Mill Ltd"


def test_a_steward_names_it_on_the_page_and_reads_it_among_the_formats() -> None:
    client = with_cast().sign_in("data_steward")
    said = {"detail_1": "Employer", "detail_2": "", "detail_3": "", "why": "the till's column"}
    page = client.post("/policies/customers.details/decision/", said, follow=True).content.decode()
    assert "has no name yet" in page
    assert "the till&#x27;s column" in page
    assert name_attribute("detail_1") == "Employer"
    assert "<strong>Employer.</strong>" in client.get("/imports/formats/").content.decode()


def test_a_name_is_short() -> None:
    with pytest.raises(PolicyOutOfBounds):
        call("x" * 41)
