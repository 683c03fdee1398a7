"""How much harm was done, and who is the more pressing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.recovery.contracts import Fault, HarmSignal, SignalKind, Team
from shopkeeper.recovery.rules.episodes import Span, find_episode
from shopkeeper.recovery.rules.harm import fault_of, harm_of, is_silent, is_too_late, points_of, pressing
from shopkeeper.recovery.rules.opening import Load, Waiting, choose, find_today, room_for_new

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
AGENTS = Team("agent")
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("kind", "size", "points"),
    [
        (SignalKind.PICKUP_NOT_FOUND, "1", "8.0"),
        (SignalKind.LATE_DELIVERY, "1", "4.0"),
        (SignalKind.LATE_DELIVERY, "30", "10.0"),
        (SignalKind.WRONG_ITEM, "5", "5.0"),
        (SignalKind.LONG_WAIT, "10", "0.0"),
        (SignalKind.LONG_WAIT, "25", "3.0"),
        (SignalKind.LONG_WAIT, "180", "6.0"),
        (SignalKind.REPEAT_CONTACT, "2", "3.0"),
        (SignalKind.REPEAT_CONTACT, "9", "9.0"),
        (SignalKind.LOW_SCORE, "0", "2.0"),
        (SignalKind.LOW_SCORE, "1", "6.0"),
        (SignalKind.COMPLAINT, "1", "6.0"),
    ],
)
def test_points_of_a_signal(kind: SignalKind, size: str, points: str) -> None:
    assert points_of(kind, Decimal(size)) == Decimal(points)


def test_the_same_thing_told_twice_does_not_hurt_twice() -> None:
    told = [
        (SignalKind.LOW_SCORE, Decimal(2)),
        (SignalKind.LOW_SCORE, Decimal(6)),
        (SignalKind.LATE_DELIVERY, Decimal(5)),
    ]
    assert harm_of(told, again=False) == Decimal("11.0")
    assert harm_of(told, again=True) == Decimal("16.5")


def test_what_went_wrong_comes_before_how_it_was_shown() -> None:
    assert fault_of([SignalKind.LOW_SCORE, SignalKind.LATE_DELIVERY]) is Fault.LATE_DELIVERY
    assert fault_of([SignalKind.COMPLAINT]) is Fault.LOW_SCORE


def test_silence_is_the_absence_of_a_word_and_never_makes_harm_smaller() -> None:
    assert is_silent([SignalKind.LATE_DELIVERY])
    assert not is_silent([SignalKind.LATE_DELIVERY, SignalKind.REPEAT_CONTACT])


def test_harm_presses_half_as_much_after_two_weeks_and_not_at_all_after_sixty_days() -> None:
    assert pressing(Decimal(10), 14 * DAY) == 5.0
    assert not is_too_late(NOW - 60 * DAY, NOW)
    assert is_too_late(NOW - 61 * DAY, NOW)


@given(
    st.sampled_from([kind for kind in SignalKind if kind is not SignalKind.WRONG_ITEM]),
    st.decimals(0, 1000, places=2),
    st.decimals(0, 1000, places=2),
)
def test_more_never_hurts_less(kind: SignalKind, one: Decimal, other: Decimal) -> None:
    small, large = sorted((one, other))
    assert Decimal(0) <= points_of(kind, small) <= points_of(kind, large) <= Decimal(10)


def signal(*, order: UUID | None, at: datetime = NOW) -> HarmSignal:
    """A complaint about an order or none."""
    return HarmSignal(SignalKind.COMPLAINT, "x", ONE, None, order, None, None, at, Decimal(1))


def test_the_same_order_is_the_same_episode_whenever_it_is_told() -> None:
    span = Span(ONE, TWO, NOW - 50 * DAY, NOW - 50 * DAY)
    assert find_episode(signal(order=TWO), [span]) == span
    assert find_episode(signal(order=THREE), [span]) is None


def test_a_word_without_an_order_belongs_to_the_newest_episode_within_two_weeks() -> None:
    old, new = Span(ONE, TWO, NOW - 13 * DAY, NOW - 13 * DAY), Span(TWO, THREE, NOW - 2 * DAY, NOW - DAY)
    assert find_episode(signal(order=None), [old, new]) == new
    assert find_episode(signal(order=None, at=NOW + 20 * DAY), [old, new]) is None


def waiting(number: int, harm: int, *, team: Team = AGENTS, age: int = 0) -> Waiting:
    """Somebody with harm of some age."""
    return Waiting(UUID(int=number), team, Decimal(harm), NOW - age * DAY)


def test_each_team_takes_its_own_most_pressing_people() -> None:
    store = Team("manager", ONE)
    people = [waiting(1, 5), waiting(2, 9), waiting(3, 7, age=14), waiting(4, 6, team=store)]
    assert choose(people, {Team("agent"): 2, store: 1}, today=NOW) == [UUID(int=2), UUID(int=4), UUID(int=1)]


@pytest.mark.parametrize(
    ("load", "room"),
    [
        (Load(people=2, opened_today=0, open_now=0), 8),
        (Load(people=2, opened_today=8, open_now=8), 0),
        (Load(people=2, opened_today=1, open_now=17), 3),
        (Load(people=1, opened_today=0, open_now=30), 0),
    ],
)
def test_room_is_what_the_day_and_the_desk_leave(load: Load, room: int) -> None:
    assert room_for_new(load) == room


def test_age_counts_from_now_while_data_comes_and_from_its_end_where_it_ended() -> None:
    assert find_today(newest_at=NOW - 7 * DAY, bulk_at=None, now=NOW) == NOW
    assert find_today(newest_at=None, bulk_at=None, now=NOW) == NOW
    assert find_today(newest_at=NOW - 300 * DAY, bulk_at=NOW - 320 * DAY, now=NOW) == NOW - 320 * DAY


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 90), st.sampled_from("abc")), max_size=40),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 8)),
)
def test_nobody_is_chosen_twice_and_no_team_beyond_its_room(
    people: list[tuple[int, int, str]], rooms: dict[str, int]
) -> None:
    lined_up = [waiting(n, harm, age=age, team=Team(team)) for n, (harm, age, team) in enumerate(people)]
    chosen = choose(lined_up, {Team(team): room for team, room in rooms.items()}, today=NOW)
    teams = {one.episode_id: one.team.role for one in lined_up}
    assert len(chosen) == len(set(chosen))
    assert all([teams[one] for one in chosen].count(team) <= rooms.get(team, 0) for team in "abc")
