"""A trained model looks at all records again: what was missed is joined, and what people decided stands."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db.models import F

from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.deciding import confirm_proposal, reject_proposal
from shopkeeper.customers.actions.merging import merge_customers, part_records, unmerge_customer
from shopkeeper.customers.actions.nights import relink_at_night
from shopkeeper.customers.actions.relinking import change_people, relink
from shopkeeper.customers.actions.training import judge
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.contracts import Judgment
from shopkeeper.customers.errors import NoModel
from shopkeeper.customers.models import BlockingKey, Customer, Link, MatchingModel, Profile, Proposal, StandardForm
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.matching import get_model, list_models
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, SURE
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.customers.rules.relinking import Change, plan_changes
from shopkeeper.engines.linkage import TooLittleToLearn
from tests.customers.population import Said, make_town
from tests.customers.trained import switch_on, train_for_use
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


@pytest.fixture
def town() -> None:
    records, _ = make_town(120)
    named = [{"source_key": str(place), **said} for place, said in enumerate(records)]
    extra = [{"source_key": key, **said} for key, said in (("old", OLD), ("new", NEW), ("sister", SISTER))]
    _, refused = take_in("customers", [*named, *extra], now=NOW)
    assert refused == {}


def customer_of(key: str) -> UUID:
    found = customers.find_customer_of_record("shop", key)
    assert found is not None
    return found


def test_without_a_model_nothing_is_looked_at_again(town: None) -> None:
    before = list(Link.objects.values_list("record", "customer", "ends_at"))
    with pytest.raises(NoModel):
        relink(by=BY, now=NOW)
    assert list(Link.objects.values_list("record", "customer", "ends_at")) == before


def test_three_records_teach_nothing() -> None:
    take_in("customers", [{"source_key": "1", **OLD}], now=NOW)
    with pytest.raises(TooLittleToLearn):
        train_for_use(by=BY, now=NOW)
    assert not MatchingModel.objects.exists()


def test_the_first_model_is_in_force_at_once_and_the_next_waits(town: None) -> None:
    first, second = train_for_use(by=BY, now=NOW), train_for_use(by=BY, now=NOW)
    assert (first.version, first.in_force, second.version, second.in_force) == (1, True, 2, False)
    switch_on(2, by=BY, now=NOW)
    assert [(card.version, card.in_force) for card in list_models(now=NOW)] == [(2, True), (1, False)]


def test_a_relink_joins_what_fixed_rules_missed_and_says_why(town: None) -> None:
    assert customer_of("old") != customer_of("new")
    train_for_use(by=BY, now=NOW)
    seen = relink(by=BY, now=NOW, only_look=True)
    assert customer_of("old") != customer_of("new")
    done = relink(by=BY, now=NOW)
    assert (seen.merged, seen.moved, done.merged, done.moved) == (done.merged, done.moved, seen.merged, seen.moved)
    assert customer_of("old") == customer_of("new") != customer_of("sister")
    assert Profile.objects.get(customer=customer_of("old")).records == 2
    assert relink(by=BY, now=NOW).merged == 0


def test_a_relink_takes_apart_what_fixed_rules_joined(town: None) -> None:
    husband = {**OLD, "full_name": "Martin Underhill", "born_on": None, "email": "underhill@mail.test", "phone": None}
    wife = {**husband, "full_name": "Maud Underhill"}
    take_in("customers", [{"source_key": "he", **husband}, {"source_key": "she", **wife}], now=NOW)
    assert customer_of("he") == customer_of("she")
    train_for_use(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert customer_of("he") != customer_of("she")


MAGS: Said = {"full_name": "Margaret Underhill", "email": "mags@mail.test", "phone": "01904 555 022"}
M: Said = {"full_name": "M Underhill", "email": "mags@mail.test"}


@pytest.fixture
def doubtful(town: None) -> None:
    """Two records that the same e-mail address made one, and a model that is not sure of it."""
    take_in("customers", [{"source_key": "mags", **MAGS}, {"source_key": "m", **M}], now=NOW)
    assert customer_of("mags") == customer_of("m")
    train_for_use(by=BY, now=NOW)


def waiting(kind: str) -> list[Proposal]:
    asked = {customers.find_record("shop", key) for key in ("mags", "m")}
    records = {record.record_id for record in asked if record}
    return list(Proposal.objects.filter(kind=kind, settled_at=None, one__in=records, other__in=records))


def test_what_rules_joined_and_the_model_doubts_stays_one_until_somebody_says(doubtful: None) -> None:
    relink(by=BY, now=NOW)
    assert customer_of("mags") == customer_of("m")
    [proposal] = waiting("part")
    assert IN_DOUBT < proposal.probability < SURE
    relink(by=BY, now=NOW)
    assert [again.id for again in waiting("part")] == [proposal.id]
    confirm_proposal(proposal_id=proposal.id, by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert customer_of("mags") != customer_of("m")
    assert waiting("part") == waiting("join") == []


def test_what_somebody_said_is_one_is_asked_no_more(doubtful: None) -> None:
    relink(by=BY, now=NOW)
    [proposal] = waiting("part")
    reject_proposal(proposal_id=proposal.id, by=BY, now=NOW)
    relink(by=BY, now=NOW + timedelta(days=30))
    assert customer_of("mags") == customer_of("m")
    assert waiting("part") == []


def test_what_the_model_in_force_joined_itself_it_takes_apart_again(doubtful: None) -> None:
    Link.objects.filter(record__source_key="m").update(reason="model", starts_at=NOW)
    relink(by=BY, now=NOW)
    assert customer_of("mags") != customer_of("m")
    assert waiting("part") == []
    assert len(waiting("join")) == 1


def test_forms_of_another_version_of_the_program_are_made_anew(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    good = set(StandardForm.objects.values_list("record", "form", "keys__len", "scheme"))
    keys = BlockingKey.objects.count()
    seen = relink(by=BY, now=NOW, only_look=True)
    StandardForm.objects.update(form='["somebody else"]', scheme=1)
    BlockingKey.objects.update(key=7 + F("key"))
    MatchingModel.objects.update(filed_as=1)
    assert relink(by=BY, now=NOW, only_look=True) == seen, "forms of another version were read"
    assert relink_at_night(by=BY, now=NOW) == seen.merged + seen.moved
    assert set(StandardForm.objects.values_list("record", "form", "keys__len", "scheme")) == good
    assert BlockingKey.objects.count() == keys
    assert keys == sum(len(filed) for filed in StandardForm.objects.values_list("keys", flat=True))
    assert MatchingModel.objects.get().filed_as == SCHEME


def test_what_people_joined_and_parted_survives_every_relink(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    merge_customers(one=customer_of("old"), other=customer_of("sister"), by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert customer_of("old") == customer_of("sister") == customer_of("new")
    record = customers.find_record("shop", "new")
    assert record is not None
    part_records(customer_id=customer_of("old"), record_ids=[record.record_id], by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert customer_of("old") == customer_of("sister") != customer_of("new")


def test_an_unmerge_after_a_relink_stands(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    merged = Customer.objects.get(merged_into=customer_of("old"))
    unmerge_customer(merged_id=merged.pk, by=BY, now=NOW)
    relink(by=BY, now=NOW)
    assert customer_of("old") != customer_of("new")


def test_a_record_that_somebody_moved_in_the_meantime_is_left_alone(town: None) -> None:
    old, new = customers.find_record("shop", "old"), customers.find_record("shop", "new")
    assert old is not None
    assert new is not None
    stale = Change(
        old.customer_id, (new.customer_id,), (), {old.record_id: old.customer_id, new.record_id: old.customer_id}
    )
    assert change_people(changes=[stale], version=1, by=BY, now=NOW) == []
    assert customer_of("old") != customer_of("new")


def test_a_model_is_judged_by_what_people_decided(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    merge_customers(one=customer_of("old"), other=customer_of("new"), by=BY, now=NOW)
    merge_customers(one=customer_of("old"), other=customer_of("sister"), by=BY, now=NOW)
    _, model = get_model()
    assert judge(model) == Judgment(found=1, missed=1, parted=0, confused=0)


def test_the_links_are_written_with_the_customer_that_lives_on(town: None, tmp_path: Path) -> None:
    train_for_use(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    target = tmp_path / "links.csv"
    result = CliRunner().invoke(commands, ["links", "--output", str(target)], catch_exceptions=False)
    assert result.exit_code == 0
    with target.open(newline="") as file:
        rows = {row["source_key"]: row for row in csv.DictReader(file)}
    assert rows["old"] == {"source": "shop", "source_key": "old", "customer_id": str(customer_of("old"))}
    assert rows["new"]["customer_id"] == rows["old"]["customer_id"]
    assert len(rows) == len(make_town(120)[0]) + 3


def test_the_reasons_say_what_is_alike_and_what_differs(town: None) -> None:
    moved = {
        **NEW,
        "street": "88 Oak Drive",
        "city": "Hull",
        "postcode": "HU2 8AB",
        "email": None,
        "phone": OLD["phone"],
    }
    take_in("customers", [{"source_key": "moved", "source": "till", **moved}], now=NOW)
    train_for_use(by=BY, now=NOW)
    relink(by=BY, now=NOW)
    told = [reason for reason in explain_identity(customer_of("old")).reasons if "Sure to" in reason]
    assert any("a short form of the first name" in reason and "same date of birth" in reason for reason in told)
    assert customers.find_customer_of_record("till", "moved") == customer_of("old")
    assert any("another street" in reason and "same telephone" in reason for reason in told)


def test_a_customer_stays_where_most_of_their_records_are() -> None:
    a, b, c, d = (UUID(int=n) for n in range(1, 5))
    one, other = UUID(int=10), UUID(int=11)
    owners = {a: one, b: one, c: one, d: other}
    changes = plan_changes([[a, b], [c, d]], owners, {one: 1, other: 2})
    assert changes == [Change(other, (), (c,), {c: one, d: other})]


def test_a_customer_who_is_half_of_one_and_another_is_put_right_in_one_go(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in("customers", [{"source_key": "older", **OLD}, {"source_key": "newer", **NEW}], now=NOW)
    train_for_use(by=BY, now=NOW)
    for owner, keys in (("old", ["older"]), ("sister", ["new", "newer"])):
        links = Link.objects.filter(record__source_key__in=keys, ends_at=None)
        links.update(customer=customer_of(owner))
    monkeypatch.setattr("shopkeeper.customers.actions.relinking._AT_ONCE", 1)
    first = relink(by=BY, now=NOW)
    assert first.skipped == 0
    assert customer_of("old") == customer_of("new") == customer_of("newer") != customer_of("sister")
    second = relink(by=BY, now=NOW)
    assert (second.merged, second.moved, second.proposed) == (0, 0, 0)


def test_the_first_relink_learns_before_it_joins(town: None) -> None:
    first = CliRunner().invoke(commands, ["relink"], catch_exceptions=False)
    assert first.exit_code == 0
    assert first.output.startswith("Model 1: learned from")
    assert customer_of("old") == customer_of("new")
    again = CliRunner().invoke(commands, ["relink"], catch_exceptions=False)
    assert [card.version for card in list_models(now=NOW)] == [1]
    assert "Model 1" not in again.output


def test_two_who_leave_a_customer_together_stay_in_doubt_and_move_no_more(doubtful: None) -> None:
    walter = {**OLD, "full_name": "Walter Pym", "born_on": "1950-02-11", "phone": "01482 555 090", "city": "Hull"}
    take_in("customers", [{"source_key": f"walter{n}", **walter} for n in range(3)], now=NOW)
    Link.objects.filter(record__source_key__in=("mags", "m"), ends_at=None).update(customer=customer_of("walter0"))
    relink(by=BY, now=NOW)
    assert customer_of("mags") == customer_of("m") != customer_of("walter0")
    assert len(waiting("part")) == 1
    second = relink(by=BY, now=NOW)
    assert (second.merged, second.moved, second.proposed) == (0, 0, 0)
    assert customer_of("mags") == customer_of("m")
