"""Two customers are asked about once, however many of their records are alike, and one answer settles all of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.deciding import confirm_proposal, reject_proposal, reopen_proposal, skip_proposal
from shopkeeper.customers.actions.proposing import propose_pairs
from shopkeeper.customers.contracts import ProposalKind, ProposalOrigin, ProposedPair
from shopkeeper.customers.models import Distinction, Proposal
from shopkeeper.customers.queries.asked import count_asked_from
from shopkeeper.customers.queries.pairs import get_pair
from shopkeeper.customers.queries.proposals import count_waiting, find_neighbors, find_next_proposal, list_proposals
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test", "city": "York"}
JO_AGAIN = {**JO, "source": "app", "source_key": "5"}
JOANNA = {"source": "till", "source_key": "2", "full_name": "Joanna Reed", "city": "York", "phone": "07700 900111"}
JOANNA_AGAIN = {**JOANNA, "source": "club", "source_key": "6"}
MAX = {"source": "till", "source_key": "3", "full_name": "Max Orr"}


def record(source: str, key: str) -> UUID:
    found = customers.find_record(source, key)
    assert found is not None
    return found.record_id


def alike(one: tuple[str, str], other: tuple[str, str], probability: float) -> ProposedPair:
    return ProposedPair(
        record(*one), record(*other), probability, 1, ProposalOrigin.RELINK, ProposalKind.JOIN
    )  # fmt: skip


@pytest.fixture
def asked() -> None:
    take_in("customers", [JO, JO_AGAIN, JOANNA, JOANNA_AGAIN, MAX], now=NOW)
    pairs = [
        alike(("web", "1"), ("till", "2"), 0.7),
        alike(("club", "6"), ("app", "5"), 0.9),
        alike(("web", "1"), ("club", "6"), 0.6),
        alike(("web", "1"), ("till", "3"), 0.4),
    ]
    assert propose_pairs(pairs=pairs, by=BY, now=NOW) == 4


def likeliest() -> Proposal:
    return Proposal.objects.get(probability=0.9)


def test_two_customers_stand_in_the_queue_once_with_the_pair_that_is_worth_most(asked: None) -> None:
    first, second = list_proposals(limit=10)
    assert (first.id, first.pairs, second.probability, second.pairs) == (likeliest().id, 3, 0.4, 1)
    assert count_waiting().pairs == 2
    assert find_next_proposal() == first.id
    assert (find_neighbors(first.id), find_neighbors(second.id)) == ((None, second.id), (first.id, None))
    assert count_asked_from(50) == {"all": 2, "50": 1}


def test_the_other_pairs_of_their_records_are_told_beside_it(asked: None) -> None:
    pair = get_pair(likeliest().id, by=BY, now=NOW)
    assert [row.probability for row in pair.beside] == [0.7, 0.6]
    assert {row.one.name for row in pair.beside} == {pair.one.record.name}


@pytest.mark.parametrize("decide", [confirm_proposal, reject_proposal, skip_proposal])
def test_one_answer_settles_all_and_is_taken_back_with_all(asked: None, decide: Any) -> None:
    decide(proposal_id=likeliest().id, by=BY, now=NOW)
    outcomes = Proposal.objects.exclude(probability=0.4).values_list("outcome", flat=True)
    assert set(outcomes) == {likeliest().outcome} != {""}
    assert count_waiting().pairs == 1
    reopen_proposal(proposal_id=likeliest().id, by=BY, now=NOW)
    assert count_waiting().pairs == 2
    assert not Proposal.objects.exclude(settled_at=None).exists()
    assert not Distinction.objects.filter(withdrawn_at=None).exists()


def test_what_is_asked_about_somebody_else_stays_open(asked: None) -> None:
    confirm_proposal(proposal_id=Proposal.objects.get(probability=0.4).id, by=BY, now=NOW)
    assert Proposal.objects.filter(settled_at=None).count() == 3
    [left] = list_proposals(limit=10)
    assert (left.id, left.pairs) == (likeliest().id, 3)


def test_the_page_asks_once_and_shows_all_that_speaks_for_it(asked: None) -> None:
    page = with_cast().sign_in("data_steward").get("/customers/duplicates/").content.decode()
    assert "2 pairs wait" in page
    assert "2 other pairs of their records are alike, and are settled by the same answer" in page
