"""The demo's story goes on: each act at its own time, in order, once; what was missed in a pause is made up for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from django.test import override_settings

from shopkeeper.core import schedule
from shopkeeper.core.models import TimerRun
from shopkeeper.customers import public as customers
from shopkeeper.demo import files, living
from shopkeeper.demo.generator.acts import Act
from shopkeeper.demo.living import is_behind, live_on
from shopkeeper.demo.staff import keep_deadlines
from shopkeeper.feedback.models import Feedback, Invitation
from shopkeeper.interactions.models import ShopStep
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.models import Apology, Case, Completion, Step
from shopkeeper.site.home import Home
from tests.recovery.scene import DAY, SYSTEM, always_open, customer, employ, late_delivery, order, outlet

MORNING = datetime(2026, 3, 4, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def said(number: int, at: datetime, text: str = "Where is it?") -> Act:
    """A complaint."""
    row = {
        "source": "reviews", "source_key": f"F-{number}", "kind": "complaint", "channel": "web", "touchpoint": "shop",
        "customer_key": "WEB-7", "outlet_key": "WEB", "language": "en", "text": text,
    }  # fmt: skip
    return Act(number, at.isoformat(), "respond", f"F-{number}", {"feedback": [row]})


def asked(at: datetime) -> Act:
    """Another system asks for an opinion."""
    row = {
        "source": "surveys", "source_key": "inv-1", "customer_key": "WEB-7", "touchpoint": "contact",
        "outlet_key": "WEB",
    }  # fmt: skip
    return Act(0, at.isoformat(), "invite", "inv-1", {"invitations": [row]})


def tell(day: int, *acts: Act) -> None:
    """Write a day of the story."""
    folder = files._folder() / "acts"
    folder.mkdir(exist_ok=True)
    (folder / f"{day}.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, acts)))


def heard() -> list[str]:
    """What was said, in the order in which it came in."""
    return list(Feedback.objects.order_by("recorded_at", "id").values_list("source_key", flat=True))


@pytest.fixture(autouse=True)
def story(tmp_path: Path) -> Iterator[None]:
    """A home in which a story goes on: four acts of this day, one of the next."""
    outlet("WEB", "web_shop")
    data = customers.RecordData(source="web", source_key="WEB-7", full_name="Ann Lee", email="ann@example.org")
    customers.record_person(data=data, by=SYSTEM, now=MORNING - DAY)
    with override_settings(HOME=Home(tmp_path / "home")):
        tell(0, said(1, MORNING), said(2, MORNING), asked(MORNING + MINUTE), said(3, MORNING + 60 * MINUTE))
        tell(1, said(4, MORNING + DAY))
        files.Place().write()
        yield


def test_each_act_happens_at_its_own_time_and_once() -> None:
    assert live_on(by=SYSTEM, now=MORNING - MINUTE) == 0
    assert live_on(by=SYSTEM, now=MORNING + 2 * MINUTE) == 3
    assert live_on(by=SYSTEM, now=MORNING + 3 * MINUTE) == 0
    assert heard() == ["F-1", "F-2"]
    assert set(Feedback.objects.values_list("occurred_at", "recorded_at")) == {(MORNING, MORNING)}
    invitation = Invitation.objects.get()
    assert (invitation.source_key, invitation.sent_at) == ("inv-1", MORNING + MINUTE)
    assert invitation.customer_id == Feedback.objects.earliest("id").customer_id


def test_what_a_sleeping_machine_missed_is_made_up_for_in_order() -> None:
    assert live_on(by=SYSTEM, now=MORNING + 2 * DAY) == 5
    assert heard() == ["F-1", "F-2", "F-3", "F-4"]
    assert Feedback.objects.get(source_key="F-4").occurred_at == MORNING + DAY


def test_a_long_pause_is_made_up_for_in_several_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "AT_ONCE", 2)
    late = MORNING + 2 * DAY
    assert [live_on(by=SYSTEM, now=late), len(heard()), is_behind(now=late)] == [2, 2, True]
    assert [live_on(by=SYSTEM, now=late), len(heard()), is_behind(now=late)] == [2, 3, True]
    assert [live_on(by=SYSTEM, now=late), len(heard()), is_behind(now=late)] == [1, 4, False]


def test_other_timers_wait_until_the_story_has_caught_up() -> None:
    schedule.register("demo.live_on", every=MINUTE, sweep=live_on, is_behind=is_behind)
    schedule.register("test.judge", every=MINUTE, sweep=lambda by, now: 0)
    try:
        assert schedule.list_due(now=MORNING + 6 * MINUTE) == ["demo.live_on"]
        schedule.run("demo.live_on", now=MORNING + 6 * MINUTE)
        assert "test.judge" in schedule.list_due(now=MORNING + 6 * MINUTE)
        assert TimerRun.objects.get(name="demo.live_on").handled == 3
    finally:
        schedule._TIMERS.pop("demo.live_on")
        schedule._TIMERS.pop("test.judge")


def test_an_act_that_was_done_when_its_worker_was_killed_is_not_done_twice() -> None:
    live_on(by=SYSTEM, now=MORNING)
    files.Place().write()  # as if the power had gone before the place was written
    assert live_on(by=SYSTEM, now=MORNING) == 2
    assert heard() == ["F-1", "F-2"]


def test_an_act_that_breaks_does_not_stop_the_story() -> None:
    tell(0, Act(0, MORNING.isoformat(), "deliver", "no-such-order"), said(1, MORNING, text=""), said(2, MORNING))
    broken = Act(0, MORNING.isoformat(), "no_such_kind", "?")
    tell(1, broken, said(4, MORNING))
    assert live_on(by=SYSTEM, now=MORNING) == 5
    assert heard() == ["F-2", "F-4"]


def test_nothing_happens_where_no_story_is_told() -> None:
    (files._folder() / "place.json").unlink()
    assert live_on(by=SYSTEM, now=MORNING + DAY) == 0
    assert not is_behind(now=MORNING + DAY)
    assert heard() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.enable_socket
def test_files_of_a_day_are_taken_in_once_it_is_over() -> None:
    for day in ("2026-03-04", "2026-03-05"):
        night = files._folder() / "nights" / day
        night.mkdir(parents=True)
        (night / "shop_steps.csv").write_text(
            "source,source_key,session_key,step,occurred_at\n"
            f"web_analytics,s1-{day},s1-{day},visit,{day}T10:00:00+00:00\n"
        )
    live_on(by=SYSTEM, now=MORNING + timedelta(hours=14, minutes=59))
    assert ShopStep.objects.count() == 0
    live_on(by=SYSTEM, now=MORNING + timedelta(hours=15))
    assert [step.occurred_at for step in ShopStep.objects.all()] == [datetime(2026, 3, 4, 10, tzinfo=UTC)]
    assert [day.isoformat() for day, _ in files.nights()] == ["2026-03-05"]


class TestStaff:
    """No deadline is breached by waiting: the staff do what they have to."""

    @pytest.fixture(autouse=True)
    def case(self) -> Case:
        """A parcel that came three days late, Priya's to put right."""
        always_open()
        employ("Priya Shah", Role.CONTACT_CENTER_AGENT)
        late_delivery(order(customer("Ruth"), "TW-1"), due_at=MORNING - 5 * DAY, came_at=MORNING - 2 * DAY)
        notice_harm(by=SYSTEM, now=MORNING)
        open_due_cases(by=SYSTEM, now=MORNING)
        return Case.objects.get()

    def test_a_step_is_done_half_an_hour_before_it_falls_due_and_not_earlier(self) -> None:
        due_at = Step.objects.get(position=1).due_at
        assert keep_deadlines(now=due_at - timedelta(minutes=31)) == 0
        assert keep_deadlines(now=due_at - timedelta(minutes=29)) == 1
        done = Completion.objects.get()
        assert (done.by_name, done.at) == ("Priya Shah", due_at - timedelta(minutes=29))
        assert Apology.objects.get().text.startswith("Hello Ruth, this is Priya from Shopkeeper.")

    def test_after_a_pause_steps_are_dated_to_before_they_fell_due(self) -> None:
        due_at = Step.objects.get(position=1).due_at
        keep_deadlines(now=due_at + DAY)
        assert Completion.objects.get().at == due_at - timedelta(minutes=10)

    def test_a_case_ends_with_its_last_step(self, case: Case) -> None:
        for step in list(Step.objects.order_by("position")):
            keep_deadlines(now=step.due_at)
        case.refresh_from_db()
        last = Step.objects.latest("position")
        assert case.resolved_at == last.due_at - timedelta(minutes=10)
        assert Completion.objects.count() == Step.objects.count()
        assert keep_deadlines(now=last.due_at + 30 * DAY) == 0
