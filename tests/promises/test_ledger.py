"""What was promised is written once, moved in the open, and a breach is announced once."""

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.models import Event
from shopkeeper.promises import public as promises
from shopkeeper.promises.actions import announce_breaches
from shopkeeper.promises.models import Promise

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = NOW + timedelta(days=2)
BY = system_actor("test")
KIND = promises.PromiseKind.DELIVERY
pytestmark = pytest.mark.django_db


def promise(ref: str = "order:1") -> None:
    """A delivery promised for the day after tomorrow."""
    promises.make_promise(kind=KIND, ref=ref, due_at=DUE, node="swiftline", by=BY, now=NOW)


def names() -> list[str]:
    """The events so far."""
    return list(Event.objects.order_by("recorded_at", "id").values_list("name", flat=True))


def test_a_promise_is_made_once() -> None:
    promise()
    promise()
    assert Promise.objects.count() == 1
    assert names() == ["promises.promise_made"]


def test_moving_a_promise_keeps_the_original_time() -> None:
    promise()
    promises.move_promise(kind=KIND, ref="order:1", due_at=DUE + timedelta(days=1), by=BY, now=NOW)
    (card,) = promises.list_promises_for_ref("order:1", now=NOW)
    assert (card.original_due_at, card.due_at, card.state) == (DUE, DUE + timedelta(days=1), "open")


def test_a_promise_fulfilled_in_time_is_kept_and_the_first_time_counts() -> None:
    promise()
    assert promises.fulfill_promise(kind=KIND, ref="order:1", at=DUE, by=BY, now=DUE)
    assert promises.fulfill_promise(kind=KIND, ref="order:1", at=DUE + timedelta(days=3), by=BY, now=DUE)
    assert names() == ["promises.promise_made", "promises.promise_fulfilled"]


def test_a_breach_is_announced_once_by_whoever_sees_it_first() -> None:
    promise("order:1")
    promise("order:2")
    late = DUE + timedelta(hours=1)
    assert not promises.fulfill_promise(kind=KIND, ref="order:1", at=late, by=BY, now=late)
    assert announce_breaches(by=BY, now=late) == 1
    assert announce_breaches(by=BY, now=late) == 0
    promises.fulfill_promise(kind=KIND, ref="order:2", at=late, by=BY, now=late)
    assert names().count("promises.promise_broken") == 2


def test_a_withdrawn_promise_is_never_broken() -> None:
    promise()
    promises.withdraw_promise(kind=KIND, ref="order:1", by=BY, now=NOW)
    assert announce_breaches(by=BY, now=DUE + timedelta(days=1)) == 0
    assert promises.list_broken_promises(since=NOW, now=DUE + timedelta(days=1)) == []


def test_a_promise_that_is_called_off_after_its_time_stays_broken_and_says_so_once() -> None:
    promise()
    late = DUE + timedelta(hours=30)
    promises.withdraw_promise(kind=KIND, ref="order:1", by=BY, now=late)
    [card] = promises.list_broken_promises(since=NOW, now=late + timedelta(days=9))
    assert (card.state, card.late_by_seconds) == ("broken", 30 * 3600)
    assert announce_breaches(by=BY, now=late) == 0
    assert (names().count("promises.promise_broken"), names().count("promises.promise_withdrawn")) == (1, 0)


def test_what_one_part_was_promised_another_is_promised_instead_by_the_same_time() -> None:
    promise()
    facts = {"kind": KIND, "ref": "order:1", "by": BY, "now": NOW}
    promises.make_promise(due_at=DUE + timedelta(days=5), subject="parcel:2", **facts)
    assert not promises.pass_on_promise(subject="", to="parcel:2", node="swift", **facts)
    assert promises.pass_on_promise(subject="", to="parcel:1", node="swift", **facts)
    assert not promises.pass_on_promise(subject="", to="parcel:3", node="swift", **facts)
    made = promises.list_promises_for_ref("order:1", now=NOW)
    assert sorted((one.subject, one.due_at) for one in made) == [
        ("parcel:1", DUE), ("parcel:2", DUE + timedelta(days=5)),
    ]  # fmt: skip


def test_a_settled_promise_cannot_be_moved() -> None:
    promise()
    promises.fulfill_promise(kind=KIND, ref="order:1", at=DUE, by=BY, now=DUE)
    with pytest.raises(promises.PromiseSettled):
        promises.move_promise(kind=KIND, ref="order:1", due_at=DUE, by=BY, now=NOW)
    with pytest.raises(promises.PromiseNotFound, match="order:9"):
        promises.move_promise(kind=KIND, ref="order:9", due_at=DUE, by=BY, now=NOW)


def test_who_comes_in_vain_was_promised_in_vain_even_if_it_turns_up_later() -> None:
    promise()
    early, vain, late = (DUE - timedelta(hours=hours) for hours in (3, 2, 1))
    of_it = {"kind": KIND, "ref": "order:1", "by": BY}
    assert promises.fulfill_promise(**of_it, at=early, now=early)
    for _ in range(2):
        promises.break_promise(**of_it, at=vain, now=vain)
    [card] = promises.list_promises_for_ref("order:1", now=vain)
    assert (card.state, card.fulfilled_at, names().count("promises.promise_broken")) == ("broken", None, 1)
    assert not promises.fulfill_promise(**of_it, at=late, now=late)
    promises.withdraw_promise(**of_it, now=DUE)
    [card] = promises.list_promises_for_ref("order:1", now=DUE)
    assert (card.state, card.fulfilled_at, card.late_by_seconds) == ("broken", late, 0)
