"""What carriers owe is found, claimed, answered and counted, on a page and by REST."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.agreeing import agree, let_go
from shopkeeper.core.policies import EVERYTHING
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.lines import claim_cost, settle_claim
from shopkeeper.delivery.contracts import ClaimRules
from shopkeeper.delivery.errors import ClaimNotFound
from shopkeeper.delivery.models import Carrier, Claim, Parcel
from shopkeeper.delivery.policies import CLAIMS
from shopkeeper.delivery.queries.claims import count_claimable, list_claimable, list_claims, sum_claims
from tests.cast import with_cast
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
BY = system_actor("test")


def parcel(ref: str, *, late: int, lost: bool = False) -> Parcel:
    """A parcel of Swift's that came so many days late, or was lost."""
    now = (clock.now() - timedelta(days=1)).replace(hour=12)  # at noon a day is the same day by every clock
    Carrier.objects.get_or_create(source_key="swift", defaults={"name": "Swift", "recorded_at": now})
    promised_on = (now - timedelta(days=20)).date()
    made = delivery.prepare_parcel(ref=ref, carrier_key="swift", promised_on=promised_on, by=BY, now=now)
    came = None if lost else now - timedelta(days=20 - late)
    times = {"handed_over_at": now - timedelta(days=22), "delivered_at": came, "lost_at": now if lost else None}
    Parcel.objects.filter(pk=made).update(**times)
    return Parcel.objects.get(pk=made)


def test_what_is_lost_or_very_late_can_be_claimed_until_it_was() -> None:
    with_cast()
    for ref, late in (("order:a", 0), ("order:b", 3), ("order:c", 5)):
        parcel(ref, late=late)
    lost = parcel("order:d", late=0, lost=True)
    found = list_claimable(by=BY, now=clock.now())
    assert sorted((row.ref, row.kind) for row in found) == [("order:c", "late"), ("order:d", "lost")]
    claim_cost(parcel_id=lost.id, kind="lost", amount=Decimal("30.00"), currency="GBP", by=BY, now=clock.now())
    assert [row.ref for row in list_claimable(by=BY, now=clock.now())] == ["order:c"]


def test_each_carrier_answers_by_the_rules_of_its_own_contract() -> None:
    with_cast()
    for ref, late in (("order:a", 3), ("order:b", 5)):
        parcel(ref, late=late)
    swift = str(Carrier.objects.get(source_key="swift").id)
    for subject, days in ((EVERYTHING, 10), (swift, 2)):
        agree(policy=CLAIMS, values=ClaimRules(days_late=days), subject=subject, why="contract", by=BY, now=clock.now())
    assert sorted(row.ref for row in list_claimable(by=BY, now=clock.now())) == ["order:a", "order:b"]
    assert (count_claimable(by=BY, now=clock.now()), len(list_claimable(by=BY, now=clock.now(), limit=1))) == (2, 1)
    let_go(policy=CLAIMS, subject=swift, why="ended", by=BY, now=clock.now())
    assert list_claimable(by=BY, now=clock.now()) == []


def test_the_first_answer_counts() -> None:
    with_cast()
    made = claim_cost(
        parcel_id=parcel("order:a", late=9).id, kind="late", amount=Decimal("3.40"), currency="GBP", by=BY,
        now=clock.now(),
    )  # fmt: skip
    for paid in ("2.00", "3.40"):
        settle_claim(claim_id=made, paid=Decimal(paid), by=BY, now=clock.now())
    sums = sum_claims(by=BY)
    assert (sums.claimed, sums.paid, sums.waiting) == (Decimal("3.40"), Decimal("2.00"), 0)
    assert (list_claims(state="open", by=BY), len(list_claims(state="settled", by=BY))) == ([], 1)
    with pytest.raises(ClaimNotFound):
        settle_claim(claim_id=Parcel.objects.get().id, paid=Decimal(0), by=BY, now=clock.now())


def test_the_supply_chain_claims_and_notes_what_was_paid_on_the_page() -> None:
    client, row = with_cast().sign_in("supply_chain_manager"), parcel("order:a", late=9)
    assert b"One parcel could be claimed." in client.get("/delivery/claims/").content
    client.post(f"/delivery/parcels/{row.id}/claim/", {"kind": "late", "amount": "3.40", "currency": "GBP"})
    assert "£3.40 waits for an answer" in client.get("/delivery/claims/").content.decode()
    client.post(f"/delivery/claims/{Claim.objects.get().id}/answer/", {"paid": "0"})
    assert b"refused" in client.get("/delivery/claims/?state=settled").content


def test_scorecards_risks_trials_and_claims_are_told_by_rest() -> None:
    with_cast()
    row, till = parcel("order:a", late=9), Till("delivery.view_delivery", "delivery.claim_costs")
    assert till.get("/api/delivery/carriers").json()["scores"][0]["key"] == "swift"
    assert till.get("/api/delivery/carriers/swift").json()["score"]["name"] == "Swift"
    assert till.get("/api/delivery/risks").json() == {"likely": [], "silent": [], "unheard": []}
    assert till.get("/api/delivery/trials?from_carrier=nobody").json() == {"trial": None}
    told = {"kind": "late", "amount": "3.40", "currency": "GBP"}
    made = till.post(f"/api/delivery/parcels/{row.id}/claims", told)
    assert made.status_code == 201
    assert till.post(f"/api/delivery/claims/{made.json()['id']}/answer", {"paid": "3.40"}).status_code == 204
    [settled] = till.get("/api/delivery/claims?state=settled").json()["claims"]
    assert (settled["paid"], settled["carrier"]) == ("3.40", "Swift")
