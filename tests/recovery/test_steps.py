"""Doing the steps of a case: one apology, no step twice, and an end that can be taken back."""

from datetime import timedelta

import pytest

from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Event
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Assignment
from shopkeeper.organization.public import NobodyInRole, Role
from shopkeeper.recovery.actions.endings import reopen_case, resolve_case
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.actions.owners import hand_over_case, reassign_orphans
from shopkeeper.recovery.actions.steps import add_note, complete_step
from shopkeeper.recovery.contracts import Outcome
from shopkeeper.recovery.errors import (
    AlreadyApologized,
    CaseIsOpen,
    CaseIsOver,
    NothingToSay,
    StepAlreadyDone,
    UnknownPerson,
)
from shopkeeper.recovery.models import Apology, Case, Completion, HandOver, Note, Reopening, Step
from tests.recovery.scene import DAY, NOW, SYSTEM, actor, customer, employ, late_delivery, order, score, the_case

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def priya() -> Actor:
    """An agent with one open case: a parcel that came three days late."""
    employee = employ("Priya Shah", Role.CONTACT_CENTER_AGENT)
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    return actor(employee)


def step(position: int) -> Step:
    """A step of the only case."""
    return Step.objects.get(position=position)


def names() -> list[str]:
    """Events since the case was opened."""
    return list(Event.objects.filter(name__startswith="recovery").order_by("id").values_list("name", flat=True))[1:]


def test_an_apology_keeps_who_said_what_to_whom_and_when(priya: Actor) -> None:
    complete_step(step_id=step(1).id, text="I am sorry that it came late.", note="She was kind.", by=priya, now=LATER)
    apology = Apology.objects.get()
    assert (str(apology.employee_id), apology.sent_at, apology.channel) == (priya.id, LATER, "phone")
    assert apology.text == "I am sorry that it came late."
    assert Completion.objects.get().note == "She was kind."
    assert names() == ["recovery.apology_sent", "recovery.step_completed"]


def test_nobody_apologizes_twice_for_one_episode(priya: Actor) -> None:
    complete_step(step_id=step(1).id, by=priya, now=LATER)
    again = Step.objects.create(
        case=the_case(), position=9, kind="apologize", title="Say sorry", channel="email",
        role="contact_center_agent", owner_id=priya.id, due_at=LATER,
    )  # fmt: skip
    with pytest.raises(AlreadyApologized, match="Priya Shah already apologized"):
        complete_step(step_id=again.id, by=priya, now=LATER)
    assert not Completion.objects.filter(step=again).exists()


def test_of_two_who_do_a_step_the_second_is_told_who_was_quicker(priya: Actor) -> None:
    complete_step(step_id=step(2).id, by=priya, now=LATER)
    with pytest.raises(StepAlreadyDone, match="Priya Shah"):
        complete_step(step_id=step(2).id, by=priya, now=LATER)
    assert Completion.objects.count() == 1


def test_a_step_that_cannot_be_done_needs_a_reason_and_is_no_apology(priya: Actor) -> None:
    with pytest.raises(NothingToSay):
        complete_step(step_id=step(1).id, possible=False, by=priya, now=LATER)
    complete_step(step_id=step(1).id, possible=False, note="The number is dead.", by=priya, now=LATER)
    assert Completion.objects.get().outcome == "not_possible"
    assert Apology.objects.get().sent_at is None


def test_a_resolved_case_takes_no_more_steps(priya: Actor) -> None:
    resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=priya, now=LATER)
    with pytest.raises(CaseIsOver):
        complete_step(step_id=step(2).id, by=priya, now=LATER)
    with pytest.raises(CaseIsOver):
        resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=priya, now=LATER)


def test_who_could_not_put_it_right_says_why(priya: Actor) -> None:
    with pytest.raises(NothingToSay):
        resolve_case(case_id=the_case().id, outcome=Outcome.UNABLE, by=priya, now=LATER)
    assert the_case().resolved_at is None
    resolve_case(case_id=the_case().id, outcome=Outcome.UNABLE, note="She moved abroad.", by=priya, now=LATER)
    assert the_case().resolved_at == LATER


def test_reopening_adds_a_step_for_the_owner_and_keeps_the_history(priya: Actor) -> None:
    with pytest.raises(CaseIsOpen):
        reopen_case(case_id=the_case().id, note="Not yet.", by=priya, now=LATER)
    resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=priya, now=LATER)
    reopen_case(case_id=the_case().id, note="She called: one piece is missing.", by=priya, now=LATER + DAY)
    case = the_case()
    assert (case.resolved_at, case.resolutions.count(), case.steps.count()) == (None, 1, 3)
    assert str(step(3).owner_id) == priya.id


def test_a_new_signal_reopens_a_case_and_an_old_one_that_comes_late_does_not(priya: Actor) -> None:
    case = the_case()
    resolve_case(case_id=case.id, outcome=Outcome.PUT_RIGHT, by=priya, now=NOW)
    score(case.customer_id, 1, about=case.episode.order, at=NOW - DAY)
    notice_harm(by=SYSTEM, now=LATER)
    assert the_case().resolved_at == NOW
    score(case.customer_id, 1, about=case.episode.order, at=NOW + timedelta(hours=1))
    notice_harm(by=SYSTEM, now=LATER)
    assert the_case().resolved_at is None
    assert Reopening.objects.get().reason == "new_signal"


def test_what_a_case_says_of_its_state_follows_from_its_facts(priya: Actor) -> None:
    for turn in range(3):
        at = NOW + turn * DAY
        resolve_case(case_id=the_case().id, outcome=Outcome.PUT_RIGHT, by=priya, now=at)
        reopen_case(case_id=the_case().id, note="Again.", by=priya, now=at + timedelta(hours=1))
    case = the_case()
    last = max([*case.resolutions.all(), *case.reopenings.all()], key=lambda fact: fact.at)
    assert isinstance(last, Reopening)
    assert case.resolved_at is None


def test_handing_over_takes_the_open_steps_along_and_leaves_the_done_ones(priya: Actor) -> None:
    ada = employ("Ada", Role.CONTACT_CENTER_AGENT)
    complete_step(step_id=step(1).id, by=priya, now=LATER)
    hand_over_case(case_id=the_case().id, to_id=ada.id, reason="I am off tomorrow.", by=priya, now=LATER)
    assert the_case().owner_id == ada.id
    assert [str(s.owner_id) for s in Step.objects.order_by("position")] == [priya.id, str(ada.id)]
    assert str(Apology.objects.get().employee_id) == priya.id


def test_a_case_is_not_handed_to_somebody_who_left(priya: Actor) -> None:
    gone = employ("Gone", Role.CONTACT_CENTER_AGENT)
    Assignment.objects.filter(employee=gone).update(ends_on=NOW.date())
    with pytest.raises(UnknownPerson):
        hand_over_case(case_id=the_case().id, to_id=gone.id, by=priya, now=LATER)
    assert HandOver.objects.count() == 0


def test_when_the_owner_leaves_somebody_of_the_team_takes_over(priya: Actor) -> None:
    ada = employ("Ada", Role.CONTACT_CENTER_AGENT)
    organization.end_role(
        assignment_id=Assignment.objects.get(employee=priya.id).id, ends_on=NOW.date(), by=SYSTEM, now=NOW
    )
    assert reassign_orphans(by=SYSTEM, now=LATER) == 3
    assert the_case().owner_id == ada.id
    assert set(Step.objects.values_list("owner_id", flat=True)) == {ada.id}
    assert reassign_orphans(by=SYSTEM, now=LATER) == 0


def test_when_nobody_is_left_the_alarm_goes_off_and_nothing_is_half_moved(priya: Actor) -> None:
    Assignment.objects.update(ends_on=NOW.date())
    with pytest.raises(NobodyInRole):
        reassign_orphans(by=SYSTEM, now=LATER)
    assert str(the_case().owner_id) == priya.id


def test_a_note_has_words(priya: Actor) -> None:
    with pytest.raises(NothingToSay):
        add_note(case_id=the_case().id, text="  ", by=priya, now=LATER)
    add_note(case_id=the_case().id, text="Prefers the evening.", by=priya, now=LATER)
    assert Note.objects.get().by_name == "Priya Shah"
    assert Case.objects.count() == 1
