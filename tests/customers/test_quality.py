"""How good the customer record is, and models that are looked at before they are switched on."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers import timers
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.looking import look_at_effect, request_effect, request_training
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.reaching import count_reach
from shopkeeper.customers.actions.training import activate_model
from shopkeeper.customers.contracts import ConsentState, Judgment, Outdated, Purpose
from shopkeeper.customers.errors import (
    EffectOfOtherRecords,
    EffectOutdated,
    EffectTooOld,
    EffectUnknown,
    EffectUnseen,
    ModelCameBetween,
    NoModel,
)
from shopkeeper.customers.figures import list_figures
from shopkeeper.customers.models import Profile, SourceRecord
from shopkeeper.customers.queries.matching import find_effect, list_models, take_stock
from shopkeeper.customers.queries.quality import judge_model_in_force, measure_quality
from shopkeeper.customers.queries.reach import Reach, count_described, recall_described
from shopkeeper.customers.rules.training import check_effect_seen
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.customers.trained import switch_on, train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
OLDEST, REACHED = "Oldest pair waits", "Marketing may reach them"
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
JO = {"source": "web", "source_key": "1", "full_name": "Jo Reed", "email": "jo@mail.test", "born_on": "1980-02-01"}
JOANNA = {"source": "till", "source_key": "2", "full_name": "Joanna Reed", "email": "jo@mail.test"}
MAX = {"source": "till", "source_key": "3", "full_name": "Max Orr", "phone": "07700 900777"}
UNA = {"source": "till", "source_key": "4", "full_name": "Una Bell", "email": "una@mail.test"}


def customer_of(source: str, key: str) -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


def said(
    key: str, source: str, customer_key: str, state: str, day: int = 0, channel: str = "email"
) -> dict[str, object]:
    return {
        "source": source, "source_key": key, "customer_key": customer_key, "purpose": "marketing", "channel": channel,
        "state": state, "occurred_at": NOW + timedelta(days=day),
    }  # fmt: skip


def test_four_records_of_three_people_are_a_quarter_known_already() -> None:
    take_in("customers", [JO, JOANNA, MAX, UNA], now=NOW)
    quality = measure_quality()
    assert (quality.people, quality.records, quality.consolidation) == (3, 4, 0.25)


def test_without_records_nothing_is_claimed() -> None:
    quality = measure_quality()
    assert (quality.consolidation, quality.reach, quality.judgment) == (None, None, Judgment())


def test_who_may_be_reached_is_counted_by_the_same_law_as_mail_goes_out() -> None:
    take_in("customers", [JO, JOANNA, MAX, UNA], now=NOW)
    take_in(
        "consents",
        [
            said("a", "web", "1", "granted"),
            said("b", "till", "2", "denied"),  # the same person: the refusal stands
            said("c", "till", "3", "granted", channel="sms"),
            said("d", "till", "4", "revoked"),
            said("e", "till", "4", "granted", day=1),
        ],
        now=NOW,
    )
    assert count_reach(by=BY, now=NOW) == count_reachable() == 2
    assert measure_quality().reach == counted(2, at=NOW)
    record_consent(
        customer_id=customer_of("web", "1"), purpose=Purpose.MARKETING, state=ConsentState.GRANTED, channel="email",
        by=BY, now=NOW + timedelta(days=2),
    )  # fmt: skip
    assert measure_quality().reach == counted(2, at=NOW), "it says when it was counted"
    later = NOW + timedelta(hours=1)
    assert count_reach(by=BY, now=later) == count_reachable() == 3
    assert measure_quality().reach == counted(3, at=later)
    assert schedule.is_registered(timers.REACH)


def counted(reachable: int, *, at: datetime) -> Reach:
    """Of three people with four records."""
    newest = max(SourceRecord.objects.values_list("pk", flat=True))
    return Reach(reachable=reachable, people=3, records=4, counted_at=at, described=4, newest=newest)


def count_reachable() -> int:
    def may(customer: UUID) -> bool:
        return any(
            customers.may_contact(customer, Purpose.MARKETING, way) and customers.find_contact_point(customer, way)
            for way in ("email", "sms")
        )

    return sum(may(profile.customer_id) for profile in Profile.objects.all())


@pytest.fixture
def town() -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    take_in("customers", [JO, JOANNA, MAX, UNA], now=NOW)


def test_the_model_in_force_is_judged_by_what_people_decided_since(town: None) -> None:
    assert judge_model_in_force() == Judgment()
    train_for_use(by=BY, now=NOW)
    merge_customers(one=customer_of("till", "3"), other=customer_of("till", "4"), by=BY, now=NOW)
    assert judge_model_in_force() == Judgment(found=0, missed=1)
    _, precision, recall, *_ = list_figures(measure_quality(), now=NOW)
    assert (precision.value, precision.is_thin) == (None, True)
    assert (recall.value, recall.n, recall.is_thin) == (0.0, 1, True)


def test_a_judgment_follows_what_a_source_corrects(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    merge_customers(one=customer_of("till", "3"), other=customer_of("till", "4"), by=BY, now=NOW)
    assert judge_model_in_force() == Judgment(found=0, missed=1)
    three = next(row for row in (JO, JOANNA, MAX, UNA) if row["source_key"] == "3")
    take_in("customers", [{**three, "source_key": "4"}], now=NOW)
    assert judge_model_in_force() == Judgment(found=1, missed=0)


def test_a_model_is_looked_at_before_it_is_switched_on(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    second = train_for_use(by=BY, now=NOW)
    request_effect(version=2, by=BY, now=NOW)
    assert Event.objects.filter(name="customers.effect_requested").count() == 1
    [card, _] = list_models(now=NOW)
    assert card.effect is not None
    assert card.effect.looked_at is None
    look_at_effect(version=second.version, by=BY, now=NOW)
    [card, _] = list_models(now=NOW)
    assert card.effect is not None
    assert (card.effect.people, card.effect.looked_at, card.in_force) == (card.effect.people, NOW, False)
    assert card.effect.people > 100
    assert card.effect.records == len(make_town(120)[0]) + 4


def test_a_model_whose_effect_nobody_saw_is_switched_on_by_nobody(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    train_for_use(by=BY, now=NOW)
    with pytest.raises(EffectUnknown) as unknown:
        activate_model(version=2, seen_at=NOW, by=BY, now=NOW)
    assert str(unknown.value) == (
        "Nobody knows yet what model 2 would change. Have that worked out and look at it; then switch it on."
    )
    request_effect(version=2, by=BY, now=NOW)
    with pytest.raises(EffectUnknown):
        activate_model(version=2, seen_at=None, by=BY, now=NOW)
    look_at_effect(version=2, by=BY, now=NOW)
    for seen_at in (None, NOW - timedelta(hours=1)):
        with pytest.raises(EffectUnseen):
            activate_model(version=2, seen_at=seen_at, by=BY, now=NOW)
    assert version_in_force() == 1
    activate_model(version=2, seen_at=NOW, by=BY, now=NOW + timedelta(days=7))
    assert version_in_force() == 2


def test_an_effect_on_other_records_than_those_of_now_is_worked_out_again(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    train_for_use(by=BY, now=NOW)
    look_at_effect(version=2, by=BY, now=NOW)
    twentieth = (len(make_town(120)[0]) + 4) // 20
    take_in("customers", [{"source_key": f"late {n}"} for n in range(twentieth)], now=NOW)
    assert why_not(2, now=NOW) == (None, None)
    take_in("customers", [{"source_key": "one too many"}], now=NOW)
    assert why_not(2, now=NOW) == (EffectOfOtherRecords, Outdated.RECORDS)
    look_at_effect(version=2, by=BY, now=NOW)
    assert why_not(2, now=NOW + timedelta(days=7)) == (None, None)
    assert why_not(2, now=NOW + timedelta(days=7, seconds=1)) == (EffectTooOld, Outdated.OLD)
    switch_on(1, by=BY, now=NOW + timedelta(hours=1))
    assert why_not(2, now=NOW + timedelta(hours=2)) == (ModelCameBetween, Outdated.MODEL)
    assert version_in_force() == 1


def test_pages_go_by_the_records_that_were_counted_last_and_those_that_came_since(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    train_for_use(by=BY, now=NOW)
    count_reach(by=BY, now=NOW)
    look_at_effect(version=2, by=BY, now=NOW)
    twentieth = (len(make_town(120)[0]) + 4) // 20
    take_in("customers", [{"source_key": f"late {n}"} for n in range(twentieth)], now=NOW)
    assert recall_described() == count_described() == len(make_town(120)[0]) + 4 + twentieth
    assert why_not(2, now=NOW) == (None, None)
    take_in("customers", [{"source_key": "one too many"}], now=NOW)
    assert why_not(2, now=NOW) == (EffectOfOtherRecords, Outdated.RECORDS)


def why_not(version: int, *, now: datetime) -> tuple[type[EffectOutdated] | None, Outdated | None]:
    """What refuses to switch a model on, and what the list of models says of it."""
    [told] = [card.outdated for card in list_models(now=now) if card.version == version]
    effect = find_effect(version)
    assert effect is not None
    try:
        check_effect_seen(effect, seen_at=effect.looked_at, version=version, records=take_stock(), now=now)
    except EffectOutdated as refusal:
        return type(refusal), told
    return None, told


def version_in_force() -> int:
    [version] = [card.version for card in list_models(now=NOW) if card.in_force]
    return version


def test_nobody_looks_at_a_model_that_does_not_exist() -> None:
    with pytest.raises(NoModel):
        request_effect(version=7, by=BY, now=NOW)
    assert not Event.objects.filter(name="customers.effect_requested").exists()


def test_a_training_is_asked_for_and_happens_behind_the_page() -> None:
    request_training(by=BY, now=NOW)
    assert Event.objects.filter(name="customers.training_requested").count() == 1


def test_only_those_who_answer_for_it_train_and_switch_on(town: None) -> None:
    cast = with_cast()
    train_for_use(by=BY, now=NOW)
    train_for_use(by=BY, now=NOW)
    page = cast.sign_in("data_steward").get("/customers/quality/").content.decode()
    assert "Train a new one" in page
    assert "Switch on" not in page
    look_at_effect(version=2, by=BY, now=datetime.now(UTC))
    steward = cast.sign_in("data_steward")
    page = steward.get("/customers/quality/").content.decode()
    assert "Switch on" in page
    [seen] = re.findall(r'name="seen" value="([^"]+)"', page)
    assert "Train a new one" not in cast.sign_in("marketing_manager").get("/customers/quality/").content.decode()
    assert cast.sign_in("marketing_manager").post("/customers/models/2/activation/", {"seen": seen}).status_code == 403
    refused = steward.post("/customers/models/2/activation/", follow=True)
    assert "Look first at what model 2 would change" in refused.content.decode()
    assert [card.version for card in list_models(now=NOW) if card.in_force] == [1]
    steward.post("/customers/models/2/activation/", {"seen": seen})
    assert [card.version for card in list_models(now=NOW) if card.in_force] == [2]


def test_models_and_quality_are_read_and_changed_over_rest(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    key = create_api_key(name="test", permissions=("*",), by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert client.get("/api/customers/quality").json()["records"] == len(make_town(120)[0]) + 4
    assert [row["version"] for row in client.get("/api/customers/models").json()] == [1]
    assert client.post("/api/customers/models").status_code == 202
    assert client.post("/api/customers/models/1/effect").status_code == 202
    assert client.post("/api/customers/models/9/activation", content_type="application/json").status_code == 409


def test_a_model_is_switched_on_over_rest_by_whoever_says_which_effect_they_saw(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    train_for_use(by=BY, now=NOW)
    client = Client(headers={"Authorization": f"Bearer {create_api_key(name='t', permissions=('*',), by=BY, now=NOW)}"})
    activation = "/api/customers/models/2/activation"
    assert client.post(activation, content_type="application/json").json()["type"] == "urn:shopkeeper:effect_unknown"
    look_at_effect(version=2, by=BY, now=datetime.now(UTC))
    assert client.post(activation, content_type="application/json").json()["type"] == "urn:shopkeeper:effect_unseen"
    assert version_in_force() == 1
    seen = client.get("/api/customers/models").json()[0]["effect"]["looked_at"]
    answer = client.post(activation, {"effect_seen": seen}, content_type="application/json")
    assert (answer.status_code, version_in_force()) == (201, 2)


def test_the_steward_meets_the_figures_of_the_record_in_the_morning_until_others_are_chosen() -> None:
    cast = with_cast()
    steward, owner = cast.sign_in("data_steward"), cast.sign_in("chief_customer_officer")
    assert OLDEST in steward.get("/").content.decode()
    assert OLDEST not in owner.get("/").content.decode()
    assert REACHED not in steward.get("/").content.decode()  # the marketing manager answers for it
    assert REACHED in steward.get("/customers/quality/").content.decode()
    steward.post("/numbers/", {"metric": ["return_rate"]})
    assert OLDEST not in steward.get("/").content.decode()
