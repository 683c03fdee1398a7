"""A record that arrives is resolved at once by the model in force, as the batch would resolve it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import part_records
from shopkeeper.customers.contracts import RecordData
from shopkeeper.customers.models import BlockingKey, Customer, Link, Merge, Profile, Proposal, StandardForm
from tests.customers.population import Said, make_town
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")

OLD: Said = {
    "full_name": "Margaret Underhill", "born_on": "1961-07-09", "phone": "01904 555 010",
    "street": "4 Mill Lane", "city": "York", "postcode": "YO1 7AB",
}  # fmt: skip
NEW: Said = {**OLD, "full_name": "Peggy Underhill", "phone": None, "street": "4 Mill Ln"}
SISTER: Said = {**OLD, "full_name": "Dorothy Underhill", "phone": None, "born_on": "1964-01-30"}
DOUBTFUL: Said = {"full_name": "M Underhill", "street": "4 Mill Lane", "city": "York"}


@pytest.fixture
def town() -> None:
    """A town on whose records a model was trained; it is in force."""
    records, _ = make_town(120)
    named = [{"source_key": str(place), **said} for place, said in enumerate(records)]
    _, refused = take_in("customers", [*named, {"source_key": "old", **OLD}], now=NOW)
    assert refused == {}
    train_for_use(by=BY, now=NOW)


def arrive(key: str, said: Said, *, source: str = "shop", person_key: str = "") -> UUID:
    """A record comes by itself; gives its customer."""
    born = said.get("born_on")
    texts = {name: value for name, value in said.items() if value and name != "born_on"}
    born_on = date.fromisoformat(born) if born else None
    data = RecordData(source=source, source_key=key, person_key=person_key, born_on=born_on, **texts)
    return customers.record_person(data=data, by=BY, now=NOW).customer_id


def customer_of(key: str, source: str = "shop") -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


def test_a_nickname_at_the_same_address_and_birthday_joins_at_once(town: None) -> None:
    assert arrive("new", NEW) == customer_of("old")
    assert Link.objects.get(record__source_key="new").reason == "model"
    assert Profile.objects.get(customer=customer_of("old")).records == 2


def test_a_sister_becomes_a_customer_of_her_own(town: None) -> None:
    assert arrive("sister", SISTER) != customer_of("old")


def test_a_pair_in_doubt_is_laid_before_people_and_joined_by_nobody(town: None) -> None:
    assert arrive("vague", DOUBTFUL) != customer_of("old")
    proposal = Proposal.objects.get(one__source_key="old")
    assert (proposal.other.source_key, proposal.origin, proposal.kind) == ("vague", "arrival", "join")
    assert proposal.model_version == 1
    assert 0.30 <= proposal.probability < 0.95


def test_an_import_is_resolved_like_records_that_come_alone(town: None) -> None:
    rows = [{"source_key": key, **said} for key, said in (("new", NEW), ("sister", SISTER), ("twice", SISTER))]
    take_in("customers", rows, now=NOW, source="till")
    assert customer_of("new", "till") == customer_of("old")
    assert customer_of("sister", "till") == customer_of("twice", "till") != customer_of("old")


def test_what_somebody_parted_is_not_joined_again_by_an_arrival(town: None) -> None:
    arrive("new", NEW)
    record = customers.find_record("shop", "new")
    assert record is not None
    part_records(customer_id=customer_of("old"), record_ids=[record.record_id], by=BY, now=NOW)
    arrive("again", NEW)
    assert customer_of("new") != customer_of("old")
    assert customer_of("again") in {customer_of("new"), customer_of("old")}
    assert not Merge.objects.exists()


def test_the_source_still_knows_best_which_of_its_records_are_one_person(town: None) -> None:
    one = arrive("p1", {"full_name": "Olga Zeller", "city": "Hull"}, person_key="P")
    assert arrive("p2", {"full_name": "Olga Brandt", "email": "brandt@mail.test"}, person_key="P") == one
    assert Link.objects.get(record__source_key="p2").reason == "person_key"


def test_a_correction_joins_what_its_record_now_says(town: None) -> None:
    before = arrive("fix", {"full_name": "Peggy Underhill", "city": "Leeds"})
    assert before != customer_of("old")
    arrive("fix", NEW)
    assert customer_of("fix") == customer_of("old")
    assert [merge.reason for merge in Merge.objects.all()] == ["model"]
    assert '"margaret"' in StandardForm.objects.get(record__source_key="fix").form
    assert (
        len(StandardForm.objects.get(record__source_key="fix").keys)
        == BlockingKey.objects.filter(record__source_key="fix").count()
    )


def test_an_erasure_takes_form_and_keys_away(town: None) -> None:
    before = StandardForm.objects.count(), BlockingKey.objects.count()
    person = arrive("gone", {"full_name": "Zoe Quist", "email": "zoe@mail.test"})
    assert (StandardForm.objects.count(), BlockingKey.objects.count()) > before
    erase_customer(customer_id=person, by=BY, now=NOW)
    assert (StandardForm.objects.count(), BlockingKey.objects.count()) == before
    later = NOW + timedelta(hours=1)
    assert arrive("later", {"full_name": "Zoe Quist", "email": "zoe@mail.test", "changed_at": later}) != person
    assert Customer.objects.filter(pk=person).exists()
