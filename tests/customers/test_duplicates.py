"""People decide about pairs that may be one person: by page, by REST, where they serve, and they can take it back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.test import Client

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.deciding import confirm_proposal, reject_proposal, reopen_proposal, skip_proposal
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.proposing import propose_pairs
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.contracts import LinkReason, ProposalKind, ProposalOrigin, ProposedPair
from shopkeeper.customers.errors import AlreadySettled, KeptApart, NothingToUndo, ProposalNotFound
from shopkeeper.customers.models import Distinction, Link, Merge, Proposal
from shopkeeper.customers.queries.pairs import get_pair
from shopkeeper.customers.queries.proposals import count_waiting, find_proposal_of, list_proposals
from shopkeeper.customers.rules.pairs import Verdict, climb
from shopkeeper.engines.linkage import combine
from tests.cast import with_cast
from tests.connectors.importing import import_rows
from tests.customers.population import make_town
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test", "city": "York"}
JOANNA = {"source": "till", "source_key": "2", "full_name": "Joanna Reed", "city": "York", "phone": "07700 900111"}
MAX = {"source": "till", "source_key": "3", "full_name": "Max Orr", "email": "max@mail.test"}
MAXIM = {"source": "web", "source_key": "4", "full_name": "Maxim Orr", "email": "max@mail.test"}


def card(source: str, key: str) -> customers.RecordCard:
    found = customers.find_record(source, key)
    assert found is not None
    return found


def jo() -> UUID:
    return card("web", "1").customer_id


def joanna() -> UUID:
    return card("till", "2").customer_id


def propose(kind: ProposalKind = ProposalKind.JOIN) -> UUID:
    keys = (("web", "1"), ("till", "2")) if kind is ProposalKind.JOIN else (("till", "3"), ("web", "4"))
    one, other = (card(*key).record_id for key in keys)
    propose_pairs(pairs=[ProposedPair(one, other, 0.7, 1, ProposalOrigin.RELINK, kind)], by=BY, now=NOW)
    return Proposal.objects.get(one__in=[one, other], other__in=[one, other], settled_at=None).id


@pytest.fixture
def people() -> None:
    take_in("customers", [JO, JOANNA, MAX, MAXIM], now=NOW)


def test_a_confirmed_pair_is_one_customer_and_stays_so(people: None) -> None:
    confirm_proposal(proposal_id=propose(), by=BY, now=NOW)
    assert jo() == joanna()
    assert Merge.objects.get().reason == LinkReason.STEWARD
    assert Proposal.objects.get().outcome == "confirmed"


def test_a_rejected_pair_is_two_customers_and_no_rule_joins_them(people: None) -> None:
    reject_proposal(proposal_id=propose(), by=BY, now=NOW)
    take_in("customers", [{**JOANNA, "email": "jo@mail.test"}], now=NOW)
    assert jo() != joanna()
    with pytest.raises(KeptApart):
        merge_customers(one=jo(), other=joanna(), by=BY, now=NOW)


def test_a_skipped_pair_changes_nothing_and_waits_no_more(people: None) -> None:
    skip_proposal(proposal_id=propose(), by=BY, now=NOW)
    assert jo() != joanna()
    assert not Distinction.objects.exists()
    assert count_waiting().pairs == 0


@pytest.mark.parametrize("decide", [confirm_proposal, reject_proposal, skip_proposal])
@pytest.mark.parametrize("kind", list(ProposalKind))
def test_whatever_was_decided_can_be_taken_back(people: None, decide: Any, kind: ProposalKind) -> None:
    before = [customers.find_customer_of_record(*key) for key in (("web", "1"), ("till", "2"), ("till", "3"))]
    proposal = propose(kind)
    decide(proposal_id=proposal, by=BY, now=NOW)
    reopen_proposal(proposal_id=proposal, by=BY, now=NOW)
    assert [customers.find_customer_of_record(*key) for key in (("web", "1"), ("till", "2"), ("till", "3"))] == before
    assert card("web", "4").customer_id == card("till", "3").customer_id
    assert [waiting.id for waiting in list_proposals(limit=5)] == [proposal]
    assert not Distinction.objects.filter(withdrawn_at=None).exists()


def test_nothing_is_decided_twice_or_taken_back_twice(people: None) -> None:
    proposal = propose()
    confirm_proposal(proposal_id=proposal, by=BY, now=NOW)
    with pytest.raises(AlreadySettled):
        reject_proposal(proposal_id=proposal, by=BY, now=NOW)
    reopen_proposal(proposal_id=proposal, by=BY, now=NOW)
    with pytest.raises(NothingToUndo):
        reopen_proposal(proposal_id=proposal, by=BY, now=NOW)
    with pytest.raises(ProposalNotFound):
        confirm_proposal(proposal_id=UUID(int=7), by=BY, now=NOW)


def test_records_that_are_two_people_are_parted_and_those_that_are_one_stay_together(people: None) -> None:
    confirm_proposal(proposal_id=propose(ProposalKind.PART), by=BY, now=NOW)
    assert card("till", "3").customer_id != card("web", "4").customer_id


def test_a_customer_that_came_by_a_merge_is_parted_as_it_was(people: None) -> None:
    first, second = jo(), joanna()
    merge_customers(one=first, other=second, by=BY, now=NOW)
    Merge.objects.update(reason=LinkReason.MODEL)
    one, other = card("web", "1").record_id, card("till", "2").record_id
    pair = ProposedPair(one, other, 0.4, 1, ProposalOrigin.RELINK, ProposalKind.PART)
    propose_pairs(pairs=[pair], by=BY, now=NOW)
    confirm_proposal(proposal_id=Proposal.objects.get().id, by=BY, now=NOW)
    assert (jo(), joanna()) == (first, second)


def test_records_kept_together_are_linked_by_a_persons_decision(people: None) -> None:
    reject_proposal(proposal_id=propose(ProposalKind.PART), by=BY, now=NOW)
    assert set(Link.objects.filter(customer=card("till", "3").customer_id, ends_at=None).values_list("reason")) == {
        ("steward",)
    }
    one, other = card("till", "3").record_id, card("web", "4").record_id
    again = ProposedPair(one, other, 0.4, 2, ProposalOrigin.RELINK, ProposalKind.PART)
    assert propose_pairs(pairs=[again], by=BY, now=NOW) == 0


def test_who_bought_more_is_judged_first(tmp_path: Path) -> None:
    with_cast()
    take_in("customers", [JO, JOANNA, {**MAX, "source_key": "5"}, {**MAXIM, "email": "", "city": "Hull"}], now=NOW)
    order = {"source_key": "o1", "customer_key": "1", "channel": "store", "outlet_key": "LDS", "currency": "GBP"}
    line = {"source_key": "l1", "order_key": "o1", "sku": "lamp", "unit_price": "20", "quantity": 3}
    import_rows(tmp_path, source="web", orders=[{**order, "placed_at": "2026-03-02 12:00"}], order_lines=[line])
    poor = ProposedPair(
        card("till", "5").record_id, card("web", "4").record_id, 0.9, 1, ProposalOrigin.RELINK, ProposalKind.JOIN
    )
    propose_pairs(pairs=[poor], by=BY, now=NOW)
    propose()
    first, second = list_proposals(limit=5)
    assert ("Jo Reed" in (first.one_name, first.other_name), first.worth) == (
        True,
        46.2,
    )  # (1 + 60 spent + 5 for coming) times 70 %
    assert second.worth == 0.9


def test_both_records_are_compared_value_by_value_and_the_stairs_end_at_the_score(people: None) -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    train_for_use(by=BY, now=NOW)
    pair = get_pair(propose(), by=BY, now=NOW)
    verdicts = {row.judged.attribute: row.judged.verdict for row in pair.comparisons}
    assert verdicts["name"] is Verdict.ALIKE
    assert verdicts["email"] is verdicts["phone"] is Verdict.ONE_MISSING
    assert verdicts["city"] is Verdict.SAME
    assert verdicts["born_on"] is Verdict.BOTH_MISSING
    steps = [rung.step for rung in pair.rungs]
    total = combine(sum(step.strangers for step in steps), sum(step.close for step in steps))
    assert pair.rungs[-1].end == pytest.approx(total)
    assert climb([]) == []
    relink(by=BY, now=NOW)
    assert get_pair(pair.id, by=BY, now=NOW).model_version == 1


def test_an_address_that_many_hold_is_no_evidence(people: None) -> None:
    crowd = [
        {"source_key": f"n{n}", "full_name": f"{name} Smith", "email": "info@shop.test"}
        for n, name in enumerate(["Ann", "Bob", "Cyd", "Dee", "Eve", "Fay"])
    ]
    take_in("customers", crowd, now=NOW)
    one, other = card("shop", "n0").record_id, card("shop", "n1").record_id
    pair = ProposedPair(one, other, 0.5, 1, ProposalOrigin.ARRIVAL, ProposalKind.JOIN)
    assert propose_pairs(pairs=[pair], by=BY, now=NOW) == 1
    told = get_pair(Proposal.objects.get().id, by=BY, now=NOW)
    assert {c.judged.attribute: c.judged.verdict for c in told.comparisons}["email"] is Verdict.BOTH_MISSING


def asks_about_jo(page: str) -> bool:
    questions = [f"Are {one} person?" for one in ("Jo Reed and Joanna Reed one", "Joanna Reed and Jo Reed one")]
    return any(question in page for question in questions)


def test_the_queue_shows_one_pair_at_a_time_and_goes_on_by_itself() -> None:
    cast = with_cast()
    take_in("customers", [JO, JOANNA], now=NOW)
    proposal, client = propose(), cast.sign_in("data_steward")
    page = client.get("/customers/duplicates/").content.decode()
    assert asks_about_jo(page)
    swapped = client.post(f"/customers/duplicates/{proposal}/confirmation/", headers={"HX-Request": "true"})
    assert "All pairs are decided" in swapped.content.decode()
    assert jo() == joanna()
    back = client.post(f"/customers/duplicates/{proposal}/undoing/", headers={"HX-Request": "true"})
    assert asks_about_jo(back.content.decode())
    assert jo() != joanna()


def test_a_clerk_meets_the_question_on_the_customers_page_and_decides_in_place() -> None:
    cast = with_cast()
    take_in("customers", [JO, JOANNA], now=NOW)
    proposal, client = propose(), cast.sign_in("agent")
    number = customers.get_customer_cards([jo()])[jo()].number
    assert "These two may be the same person" in client.get(f"/customers/{number}/").content.decode()
    answer = client.post(f"/customers/duplicates/{proposal}/rejection/?in_place", headers={"HX-Request": "true"})
    assert "kept apart" in answer.content.decode()
    assert "These two may be" not in client.get(f"/customers/{number}/").content.decode()
    assert find_proposal_of(jo()) is None


def test_who_may_not_decide_is_not_asked() -> None:
    cast = with_cast()
    take_in("customers", [JO, JOANNA], now=NOW)
    proposal, client = propose(), cast.sign_in("associate")
    number = customers.get_customer_cards([jo()])[jo()].number
    assert "These two may be the same person" not in client.get(f"/customers/{number}/").content.decode()
    assert client.post(f"/customers/duplicates/{proposal}/confirmation/").status_code == 403
    assert jo() != joanna()


def test_pairs_are_listed_and_decided_over_rest_and_on_the_command_line(people: None) -> None:
    proposal = propose()
    key = create_api_key(name="test", permissions=("customers.decide_pairs",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    listed = client.get("/api/customers/proposals").json()
    assert listed["waiting"]["pairs"] == 1
    assert [(row["id"], row["probability"], row["one_name"]) for row in listed["proposals"]] == [
        (str(proposal), 0.7, listed["proposals"][0]["one_name"])
    ]
    told = CliRunner().invoke(commands, ["proposals"], catch_exceptions=False).output
    assert f"{proposal}  join  70.0%" in told
    assert client.post(f"/api/customers/proposals/{proposal}/confirmation").status_code == 201
    again = client.post(f"/api/customers/proposals/{proposal}/rejection")
    assert (again.status_code, again.json()["type"]) == (409, "urn:shopkeeper:already_settled")
    assert jo() == joanna()


def test_one_steps_through_the_queue_without_deciding() -> None:
    cast = with_cast()
    take_in(
        "customers", [JO, JOANNA, {**JO, "source_key": "x", "email": "x@mail.test", "full_name": "Jo Read"}], now=NOW
    )
    one, other, third = (card(*key).record_id for key in (("web", "1"), ("till", "2"), ("web", "x")))
    for record in (other, third):
        pair = ProposedPair(min(one, record), max(one, record), 0.7, 1, ProposalOrigin.ARRIVAL, ProposalKind.JOIN)
        propose_pairs(pairs=[pair], by=BY, now=NOW)
    first, second = Proposal.objects.order_by("-worth", "id").values_list("id", flat=True)
    client = cast.sign_in("data_steward")
    page = client.get(f"/customers/duplicates/{first}/").content.decode()
    assert f'data-key="j" href="/customers/duplicates/{second}/"' in page
    assert 'data-key="k"' not in page
    page = client.get(f"/customers/duplicates/{second}/").content.decode()
    assert f'data-key="k" href="/customers/duplicates/{first}/"' in page
    assert 'data-key="j"' not in page


def test_a_decision_that_two_are_two_is_seen_with_both_and_taken_back_there() -> None:
    cast = with_cast()
    take_in("customers", [JO, JOANNA], now=NOW)
    client = cast.sign_in("data_steward")
    client.post(f"/customers/duplicates/{propose()}/rejection/")
    cards = customers.get_customer_cards([jo(), joanna()])
    for mine, other in ((jo(), joanna()), (joanna(), jo())):
        page = client.get(f"/customers/{cards[mine].number}/identity/").content.decode()
        assert "Kept apart" in page
        assert f'value="{cards[other].number}"' in page
    where = f"/customers/{cards[jo()].number}/distinctions/withdrawal/"
    assert cast.sign_in("agent").post(where, {"other": cards[joanna()].number}).status_code == 403
    assert client.post(where, {"other": cards[joanna()].number}).status_code == 302
    assert "Kept apart" not in client.get(f"/customers/{cards[jo()].number}/identity/").content.decode()
    merge_customers(one=jo(), other=joanna(), by=BY, now=NOW)
    assert jo() == joanna()
