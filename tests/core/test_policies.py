"""What a retailer decides: a standard until somebody decides, versions with who and why, one's own for a subject."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from shopkeeper.core.actors import Actor, ActorKind, system_actor
from shopkeeper.core.agreeing import PolicyOutOfBounds, agree, let_go
from shopkeeper.core.models import Event, PolicyVersion
from shopkeeper.core.policies import EVERYTHING, Knob, Policy, Unit, access_policy, agreed, list_policies, list_versions
from shopkeeper.core.refusals import NotFound, NotPermitted
from tests.cast import with_cast
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long somebody waits, and for how much."""

    days: int = 7
    above: Decimal | None = Decimal("10.50")
    is_strict: bool = False


PATIENCE = Policy(
    code="test.patience", title="Patience", about="How long.", icon="clock", permission="core.view_system",
    standard=Patience(), list_subjects=lambda: [("north", "The North"), ("south", "The South")],
    knobs=(
        Knob("days", "Days", Unit.DAYS, least=1, most=60),
        Knob("above", "Above", Unit.MONEY, when_empty="never"),
        Knob("is_strict", "Strict", Unit.YES_NO),
    ),
)  # fmt: skip


def decide(subject: str = EVERYTHING, *, hours: int = 0, by: Actor = BY, **values: Any) -> None:
    at = NOW + timedelta(hours=hours)
    agree(policy=PATIENCE, values=Patience(**values), subject=subject, why="so it is", by=by, now=at)


def test_the_standard_holds_until_somebody_decides_and_every_decision_stays() -> None:
    assert agreed(PATIENCE) == Patience()
    decide(days=9, above=None)
    decide(hours=1, days=11)
    assert agreed(PATIENCE) == Patience(days=11)
    assert [row.values["days"] for row in list_versions(PATIENCE)] == [11, 9]
    assert (PolicyVersion.objects.first().why, PolicyVersion.objects.first().set_by_name) == ("so it is", "Shopkeeper")  # type: ignore[union-attr]
    assert list(Event.objects.values_list("name", flat=True)) == ["core.policy_agreed"] * 2


def test_a_subject_has_its_own_until_it_is_let_go() -> None:
    decide("north", days=3)
    assert [agreed(PATIENCE, *path).days for path in (["north"], ["south"], ["x", "north"], [])] == [3, 7, 3, 7]
    let_go(policy=PATIENCE, subject="north", why="over", by=BY, now=NOW + timedelta(hours=1))
    let_go(policy=PATIENCE, subject="north", why="over", by=BY, now=NOW + timedelta(hours=2))
    assert (agreed(PATIENCE, "north"), PolicyVersion.objects.count()) == (Patience(), 2)


def test_what_holds_already_is_not_decided_again() -> None:
    decide(days=7)
    assert PolicyVersion.objects.count() == 0


def test_nobody_decides_nonsense_or_what_is_not_theirs() -> None:
    for values in ({"days": 0}, {"days": 61}, {"above": Decimal("NaN")}):
        with pytest.raises(PolicyOutOfBounds):
            decide(**values)
    with pytest.raises(NotFound):
        decide("west", days=3)
    with pytest.raises(NotPermitted):
        decide(days=3, by=Actor(ActorKind.EMPLOYEE, "ruth"))
    assert agreed(PATIENCE) == Patience()


@pytest.mark.django_db(transaction=True)
def test_a_decision_cannot_be_rewritten() -> None:
    decide(days=9)
    with pytest.raises(DatabaseError):
        PolicyVersion.objects.update(why="another reason")


def test_every_policy_has_a_page_and_its_standard_lies_within_its_own_bounds() -> None:
    client = with_cast().sign_in("chief_customer_officer")
    page = client.get("/policies/").content.decode()
    for policy in list_policies():
        assert f"/policies/{policy.code}/" in page
        assert client.get(f"/policies/{policy.code}/").status_code == 200
        assert [knob.name for knob in policy.knobs if not knob.fits(getattr(policy.standard, knob.name))] == []
    assert access_policy("orders.goodwill").code == "orders.goodwill"


def test_the_page_takes_a_decision_with_its_reason_and_keeps_what_was_typed_without_one() -> None:
    client = with_cast().sign_in("chief_customer_officer")
    without = client.post("/policies/orders.goodwill/decision/", {"serving": "40", "leading": "300", "why": ""})
    assert (without.status_code, 'value="40"' in without.content.decode()) == (422, True)
    client.post("/policies/orders.goodwill/decision/", {"serving": "40", "leading": "300", "why": "prices rose"})
    page = client.get("/policies/orders.goodwill/").content.decode()
    assert ("£40.00" in page, "prices rose" in page, "Ruth Adeyemi" in page) == (True, True, True)


def test_those_who_may_not_decide_read_it_without_a_form() -> None:
    client = with_cast().sign_in("associate")
    assert "Let this hold" not in client.get("/policies/orders.goodwill/").content.decode()
    refused = client.post("/policies/orders.goodwill/decision/", {"serving": "1", "leading": "1", "why": "mine"})
    assert (refused.status_code, PolicyVersion.objects.count()) == (403, 0)


def test_machines_read_and_decide_by_rest_with_the_permission_of_each_policy() -> None:
    with_cast()
    till = Till("core.view_policies", "orders.set_return_policies")
    told = {"values": {"days": 45}, "why": "as the shop of old had it"}
    assert till.put("/api/policies/orders.no_receipt", told).json()["holds"] == {
        "*": {"pieces": 3, "days": 45, "price_days": 60}
    }
    found = {card["code"]: card for card in till.get("/api/policies").json()}
    assert found["orders.goodwill"]["holds"] == {"*": {"serving": "25", "leading": "250"}}
    refused = [
        till.put(f"/api/policies/{code}", body).status_code
        for code, body in (
            ("orders.goodwill", {"values": {"serving": 30}, "why": "more"}),
            ("orders.moon", told),
            ("orders.no_receipt", {"values": {"days": 45}, "why": ""}),
            ("orders.no_receipt", {"values": {"moons": 4}, "why": "why not"}),
            ("orders.no_receipt", {"values": {"days": "soon"}, "why": "why not"}),
            ("orders.no_receipt", {"values": {"days": 0}, "why": "why not"}),
        )
    ]
    assert (refused, PolicyVersion.objects.count()) == ([403, 404, 422, 422, 422, 422], 1)
