"""Every night all records are looked at again; pairs in doubt are laid before people."""

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import public as customers
from shopkeeper.customers import timers
from shopkeeper.customers.actions.merging import unmerge_customer
from shopkeeper.customers.actions.nights import NIGHTLY, begin_run, is_due, relink_at_night
from shopkeeper.customers.actions.reaching import REACH
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.models import Customer, MatchingModel, Proposal, RelinkRun, StandardForm
from shopkeeper.customers.queries.matching import find_last_look, find_online_model
from shopkeeper.customers.queries.quality import measure_quality
from shopkeeper.engines.linkage import ForeignModel
from tests.customers.population import make_town
from tests.customers.trained import switch_on, train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BY = system_actor("test")


@pytest.fixture
def town() -> None:
    """A town that came before there was a model."""
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)


def test_without_a_model_the_night_passes_quietly(town: None) -> None:
    assert relink_at_night(by=BY, now=NOW) == 0
    assert not RelinkRun.objects.exists()


def test_it_looks_once_a_night(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    assert relink_at_night(by=BY, now=NOW) > 0
    assert not is_due(now=NOW + timedelta(hours=9))
    assert is_due(now=NOW + timedelta(hours=16))
    assert relink_at_night(by=BY, now=NOW + timedelta(hours=16)) == 0
    assert [run.came_of_it["merged"] > 0 for run in RelinkRun.objects.order_by("started_at")] == [True, False]
    assert schedule.is_registered(NIGHTLY)


def test_after_it_pages_count_the_people_of_now_not_those_of_an_hour_ago(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    assert timers.REACH == REACH
    schedule.run(REACH, now=NOW)
    before = measure_quality().people
    assert relink(by=BY, now=NOW, only_look=True).merged > 0
    assert REACH not in schedule.list_due(now=NOW + timedelta(minutes=1))
    merged = relink(by=BY, now=NOW + timedelta(minutes=1)).merged
    assert REACH in schedule.list_due(now=NOW + timedelta(minutes=1))
    schedule.run(REACH, now=NOW + timedelta(minutes=1))
    assert measure_quality().people == before - merged


def test_one_that_was_cut_off_is_begun_again(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    begin_run(by=BY, now=NOW)
    assert is_due(now=NOW + timedelta(minutes=10))
    assert relink_at_night(by=BY, now=NOW + timedelta(minutes=10)) > 0
    assert RelinkRun.objects.get().finished_at == NOW + timedelta(minutes=10)


def test_another_model_is_not_kept_waiting_for_the_night(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    relink_at_night(by=BY, now=NOW)
    train_model(by=BY, now=NOW + timedelta(hours=1))
    assert not is_due(now=NOW + timedelta(hours=2))
    switch_on(2, by=BY, now=NOW + timedelta(hours=2))
    assert is_due(now=NOW + timedelta(hours=2))
    look = find_last_look()
    assert look is not None
    assert (look.finished_at, look.merged > 0, look.proposed > 0) == (NOW, True, True)


def test_what_an_update_files_anew_does_not_wait_for_the_night(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    relink_at_night(by=BY, now=NOW)
    MatchingModel.objects.update(filed_as=1)  # then came a version that files otherwise
    StandardForm.objects.update(scheme=1, form="[]")
    assert find_online_model() is None
    assert relink_at_night(by=BY, now=NOW + timedelta(minutes=10)) == 0
    assert find_online_model() is not None
    assert not StandardForm.objects.filter(form="[]").exists()
    assert RelinkRun.objects.count() == 1


def test_pairs_in_doubt_wait_for_people_but_not_those_that_somebody_parted(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    relink_at_night(by=BY, now=NOW)
    waiting = Proposal.objects.filter(origin="relink", settled_at=None)
    assert waiting.filter(kind="join").exists()
    assert waiting.count() == RelinkRun.objects.get().came_of_it["proposed"] > 0
    assert all(proposal.probability >= 0.30 for proposal in waiting)
    merged = Customer.objects.exclude(merged_into=None)[0]
    survivor = merged.merged_into_id
    unmerge_customer(merged_id=merged.pk, by=BY, now=NOW)
    relink_at_night(by=BY, now=NOW + timedelta(days=1))
    theirs, others = (set(customers.records_of(person)) for person in (merged.pk, survivor))
    asked = [{proposal.one_id, proposal.other_id} for proposal in waiting]
    assert theirs.isdisjoint(others)
    assert not [pair for pair in asked if pair & theirs and pair & others]


def test_a_model_of_an_older_version_is_refused_in_one_sentence(town: None) -> None:
    train_for_use(by=BY, now=NOW)
    row = MatchingModel.objects.get()
    old = bytes(row.artefact).replace(b'"format":1', b'"format":0')
    MatchingModel.objects.filter(pk=row.pk).update(artefact=old)
    sentence = "This matching model cannot be used: it belongs to another version of the program. Train a new one."
    for use in (lambda: relink_at_night(by=BY, now=NOW), lambda: switch_on(1, by=BY, now=NOW)):
        with pytest.raises(ForeignModel) as refused:
            use()
        assert str(refused.value) == sentence
    assert not RelinkRun.objects.exists()
