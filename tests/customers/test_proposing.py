"""Pairs about which a model is not sure wait for people, once, and only while there is something to decide."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import merge_customers, part_records, unmerge_customer
from shopkeeper.customers.actions.proposing import propose_pairs, settle_overtaken
from shopkeeper.customers.contracts import ProposalKind, ProposalOrigin, ProposedPair
from shopkeeper.customers.models import Proposal
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test"}
JOANNA = {"source": "till", "source_key": "2", "full_name": "Joanna Reed", "city": "York"}
MAX = {"source": "till", "source_key": "3", "full_name": "Max Orr", "email": "max@mail.test"}
MAXIM = {"source": "web", "source_key": "4", "full_name": "Maxim Orr", "email": "max@mail.test"}


@pytest.fixture(autouse=True)
def people() -> None:
    take_in("customers", [JO, JOANNA, MAX, MAXIM], now=NOW)


def card(source: str, key: str) -> customers.RecordCard:
    found = customers.find_record(source, key)
    assert found is not None
    return found


def record(source: str, key: str) -> UUID:
    return card(source, key).record_id


def pair(
    one: tuple[str, str] = ("web", "1"),
    other: tuple[str, str] = ("till", "2"),
    *,
    sure: float = 0.7,
    version: int = 1,
    kind: ProposalKind = ProposalKind.JOIN,
) -> ProposedPair:
    return ProposedPair(record(*one), record(*other), sure, version, ProposalOrigin.RELINK, kind)


def propose(*pairs: ProposedPair, day: int = 0) -> int:
    return propose_pairs(pairs=pairs, by=BY, now=NOW + timedelta(days=day))


def test_a_pair_waits_once_in_either_order_and_gets_the_newest_probability() -> None:
    assert propose(pair(), pair(("till", "2"), ("web", "1"), sure=0.8)) == 1
    assert propose(pair(sure=0.6, version=2), day=1) == 0
    [waiting] = Proposal.objects.all()
    assert (waiting.probability, waiting.model_version, waiting.proposed_at) == (0.6, 2, NOW)


def test_what_is_one_customer_already_is_not_proposed_to_be_joined() -> None:
    assert propose(pair(("till", "3"), ("web", "4"))) == 0
    merge_customers(one=card("web", "1").customer_id, other=card("till", "2").customer_id, by=BY, now=NOW)
    assert propose(pair()) == 0
    assert not Proposal.objects.exists()


def test_what_people_parted_is_not_proposed_again() -> None:
    jo, joanna = card("web", "1").customer_id, card("till", "2").customer_id
    survivor = merge_customers(one=jo, other=joanna, by=BY, now=NOW)
    unmerge_customer(merged_id=joanna if survivor == jo else jo, by=BY, now=NOW)
    assert propose(pair()) == 0


def test_records_of_one_customer_are_proposed_to_be_parted_unless_people_put_them_together() -> None:
    assert propose(pair(("till", "3"), ("web", "4"), kind=ProposalKind.PART)) == 1
    merge_customers(one=card("web", "1").customer_id, other=card("till", "2").customer_id, by=BY, now=NOW)
    assert propose(pair(kind=ProposalKind.PART)) == 0


def test_a_pair_that_was_joined_elsewhere_is_overtaken() -> None:
    propose(pair())
    assert settle_overtaken(by=BY, now=NOW) == 0
    merge_customers(one=card("web", "1").customer_id, other=card("till", "2").customer_id, by=BY, now=NOW)
    assert settle_overtaken(by=BY, now=NOW) == 1
    assert Proposal.objects.get().outcome == "overtaken"


def test_a_pair_that_was_parted_elsewhere_is_overtaken() -> None:
    propose(pair(("till", "3"), ("web", "4"), kind=ProposalKind.PART))
    part_records(customer_id=card("till", "3").customer_id, record_ids=[record("web", "4")], by=BY, now=NOW)
    assert settle_overtaken(people=[card("till", "3").customer_id], by=BY, now=NOW) == 1


def test_a_pair_is_overtaken_by_a_parting_whose_side_was_merged_before_anybody_looked() -> None:
    propose(pair(("till", "3"), ("web", "4"), kind=ProposalKind.PART))
    stays = card("till", "3").customer_id
    parted = part_records(customer_id=stays, record_ids=[record("web", "4")], by=BY, now=NOW)
    merge_customers(one=card("web", "1").customer_id, other=parted, by=BY, now=NOW)
    assert settle_overtaken(people=[parted], by=BY, now=NOW) == 1


def test_a_skipped_pair_comes_back_after_a_week_or_with_another_model() -> None:
    propose(pair())
    Proposal.objects.update(settled_at=NOW, settled_by="test", outcome="skipped")
    assert propose(pair(), day=1) == 0
    assert propose(pair(version=2), day=1) == 1
    Proposal.objects.update(settled_at=NOW, settled_by="test", outcome="skipped")
    assert propose(pair(version=2), day=8) == 1


def test_nobody_is_asked_about_a_person_who_was_erased() -> None:
    waiting = pair()
    propose(waiting)
    erase_customer(customer_id=card("web", "1").customer_id, by=BY, now=NOW)
    assert Proposal.objects.get().outcome == "overtaken"
    assert propose(waiting, day=30) == 0
