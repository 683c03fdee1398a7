"""The ledger is read by state, kind and node, on a page and by REST, by whoever may see an outlet's promises."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind, Scopes, system_actor
from shopkeeper.customers import public as customers
from shopkeeper.promises import public as promises
from shopkeeper.promises.contracts import PromiseState, PromiseTimes
from shopkeeper.promises.ledger import STATES, Asked, count_by_state, list_ledger, list_nodes
from shopkeeper.promises.models import Promise
from shopkeeper.promises.rules import state_of
from tests.cast import with_cast
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
BY = system_actor("test")
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
KIND = promises.PromiseKind.DELIVERY


def promise(ref: str, *, days: int, node: str = "swift", now: datetime = NOW, **facts: object) -> None:
    """Due so many days from now."""
    due_at = now + timedelta(days=days)
    promises.make_promise(kind=KIND, ref=ref, due_at=due_at, node=node, by=BY, now=now, **facts)  # type: ignore[arg-type]


def test_each_promise_is_in_the_state_that_the_rules_give_it() -> None:
    for n, (days, done, gone, short) in enumerate(product((-2, 2), (None, -3, -1), (None, -1), (False, True))):
        promise(f"order:{n}", days=days)
        Promise.objects.filter(ref=f"order:{n}").update(
            fulfilled_at=NOW + timedelta(days=done) if done else None, is_short=short,
            withdrawn_at=NOW + timedelta(days=gone) if gone else None,
        )  # fmt: skip
    for row in Promise.objects.all():
        times = PromiseTimes(row.due_at, row.fulfilled_at, row.withdrawn_at, row.is_short)
        listed = [
            state for state in STATES
            if row.ref in {card.ref for card in list_ledger(Asked(state), by=BY, now=NOW)}
        ]  # fmt: skip
        assert listed == [state_of(times, now=NOW).value]
    assert sum(count_by_state(Asked(), by=BY, now=NOW).values()) == 24


def test_what_is_at_risk_comes_likeliest_first_and_counts_for_its_node() -> None:
    for ref, chance in (("order:a", 0.3), ("order:b", 0.9), ("order:c", 0.1)):
        promise(ref, days=2)
        Promise.objects.filter(ref=ref).update(late_chance=chance)
    assert [card.ref for card in list_ledger(Asked("at_risk"), by=BY, now=NOW)] == ["order:b", "order:a"]
    [score] = list_nodes(Asked(), by=BY, now=NOW)
    assert (score.node, score.foreseen, score.open, score.settled, score.is_enough) == ("swift", 2, 3, 0, False)


def test_nodes_that_break_most_come_first_and_those_with_few_promises_last() -> None:
    for node, many, broken in (("good", 40, 1), ("bad", 40, 10), ("new", 2, 2)):
        for n in range(many):
            promise(f"{node}:{n}", days=-1, node=node)
            if n >= broken:
                Promise.objects.filter(ref=f"{node}:{n}").update(fulfilled_at=NOW - timedelta(days=2))
    scores = list_nodes(Asked(), by=BY, now=NOW)
    assert [(score.node, score.kept, score.settled) for score in scores] == [
        ("bad", 30, 40), ("good", 39, 40), ("new", 0, 2),
    ]  # fmt: skip
    assert len(list_ledger(Asked("broken", node="bad"), by=BY, now=NOW)) == 10


def test_those_of_an_outlet_see_its_promises_alone() -> None:
    cast = with_cast()
    promise("order:a", days=1, outlet_id=cast.outlets["LDS"])
    promise("order:b", days=1, outlet_id=cast.outlets["YRK"])
    scopes = Scopes(values={"outlet_id": frozenset({str(cast.outlets["LDS"])})})
    there = Actor(ActorKind.EMPLOYEE, "x", "X", frozenset({"promises.view_promises"}), scopes)
    assert [card.ref for card in list_ledger(Asked(), by=there, now=NOW)] == ["order:a"]


def test_the_page_and_the_route_tell_the_same() -> None:
    client, now = with_cast().sign_in("chief_customer_officer"), clock.now()
    promise("visit:a", days=-1, now=now)
    page = client.get("/promises/").content.decode()
    assert "One promise fell due in four weeks; broken: 1. One proves nothing yet." in page
    assert "1 day late" in page
    assert client.get("/promises/?state=nonsense&kind=nonsense&page=x").status_code == 200
    assert PromiseState.BROKEN in page


@pytest.mark.django_db(transaction=True)
def test_what_was_promised_for_one_thing_is_asked_for_by_its_ref_and_another_word_is_refused() -> None:
    promise("visit:a", days=-40, now=clock.now())
    promise("visit:b", days=1, now=clock.now())
    till = Till("promises.view_promises")
    told = till.get("/api/promises?ref=visit:a").json()
    assert ([one["ref"] for one in told["promises"]], told["counts"]["broken"]) == (["visit:a"], 1)
    assert till.get("/api/promises?ref=visit:c").json()["promises"] == []
    assert [one["ref"] for one in till.get("/api/promises").json()["promises"]] == ["visit:b"]
    for asked in ("promises?state=nonsense", "promises?kind=nonsense", "promises/nodes?kind=nonsense"):
        assert till.get(f"/api/{asked}").status_code == 422
    page = with_cast().sign_in("chief_customer_officer").get("/promises/?ref=visit:a").content.decode()
    assert "All that was promised for visit:a." in page


def test_all_that_one_person_was_promised_is_a_page_that_their_own_leads_to() -> None:
    cast, now = with_cast(), clock.now()
    margaret = cast.customers["margaret"]
    promise("order:old", days=-300, now=now - timedelta(days=1), customer_id=margaret)
    promise("order:new", days=3, now=now, customer_id=margaret)
    promise("order:other", days=3, now=now)
    client, number = cast.sign_in("chief_customer_officer"), customers.get_customer_cards([margaret])[margaret].number
    story = client.get(f"/customers/{number}/").content.decode()
    assert f'href="/promises/?customer={number}"' in story
    page = client.get(f"/promises/?customer={number}").content.decode()
    assert f"All that customer {number} was promised: 0 kept, 1 broken, 1 open." in page
    asked = Asked(customer=number)
    assert [card.ref for card in list_ledger(asked, by=BY, now=now)] == ["order:new", "order:old"]
    assert list_ledger(Asked(customer="NOBODY"), by=BY, now=now) == []
