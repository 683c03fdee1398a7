"""How often the record told the truth, what is kept back because of it, and what a search in vain changes at once."""

from datetime import timedelta
from uuid import UUID

import pytest

from shopkeeper.catalog.models import Category, Product
from shopkeeper.core.models import Event
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import BufferRule, Lesson, Location, Movement, Search
from shopkeeper.inventory.queries.rooms import list_count_tasks
from shopkeeper.inventory.queries.truth import list_class_truths
from shopkeeper.inventory.rules.truth import Tally, expected_share, interval, next_step, pieces_to_keep_back
from shopkeeper.inventory.words_of_truth import explain
from tests.cast import Cast, with_cast
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, position, with_location, with_stock


@pytest.mark.parametrize(
    ("share", "pieces"), [(0.0, 0), (0.01, 0), (0.02, 1), (0.1, 1), (0.11, 2), (0.2, 2), (0.3, 3), (0.5, 5), (1.0, 5)]
)
def test_a_record_that_is_wrong_more_often_keeps_more_back_and_five_at_most(share: float, pieces: int) -> None:
    assert pieces_to_keep_back(share) == pieces


def test_few_searches_borrow_from_everybody_and_many_speak_for_themselves() -> None:
    usual = Tally(1000, 50)
    assert expected_share(Tally(0, 0), usual) == pytest.approx(0.05)
    assert expected_share(Tally(60, 9), usual) == pytest.approx(10 / 80)
    assert expected_share(Tally(980, 98), usual) == pytest.approx(99 / 1000)


def test_the_interval_is_wilsons() -> None:
    assert interval(Tally(60, 9)) == pytest.approx((0.0810, 0.2611), abs=1e-4)
    assert interval(Tally(0, 0)) == (0.0, 1.0)


def test_the_first_lesson_is_taken_whole_and_each_later_one_a_piece_at_a_time() -> None:
    assert next_step(now=0, wanted=3, is_first=True) == 3
    assert [next_step(now=1, wanted=wanted, is_first=False) for wanted in (4, 1, 0)] == [2, 1, 0]


pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Kettles of a class of their own in Leeds, the store of the cast."""
    made = with_cast()
    with_location("LDS", outlet_id=made.outlets["LDS"], name="Leeds")
    with_stock(8)
    small = Category.objects.create(name="Small electricals", source_key="small", recorded_at=NOW)
    Product.objects.update(category=small)
    return made


def found(
    cast: Cast, ref: str = "order:1/1", *, wanted: int = 1, missing: int = 0, days_ago: int = 0
) -> inventory.Found:
    product = Product.objects.values_list("id", flat=True).get(sku="KETTLE")
    return inventory.Found(ref, product, cast.outlets["LDS"], wanted, missing, NOW - timedelta(days=days_ago))


def told(cast: Cast, searches: int, missed: int, *, prefix: str = "old") -> int:
    rows = [found(cast, f"{prefix}:{n}", missing=int(n < missed), days_ago=5) for n in range(searches)]
    return inventory.record_searches(found=rows, by=BY, now=NOW)


def search(cast: Cast, **how: object) -> bool:
    return inventory.record_search(found=found(cast, **how), by=BY, now=NOW)  # type: ignore[arg-type]


def test_pieces_kept_and_not_found_leave_the_record_at_once_and_a_count_is_due(cast: Cast) -> None:
    keep(demand("order:1/1", 2))
    assert search(cast, wanted=2, missing=1)
    there = position()
    assert (there.on_hand, there.reserved) == (7, 1)
    assert [task.sku for task in list_count_tasks([there.location_id], now=NOW)] == ["KETTLE"]
    assert Event.objects.filter(name="inventory.picked_short").count() == 1
    assert drifts() == []


def test_the_same_miss_told_again_takes_nothing_off_again(cast: Cast) -> None:
    search(cast, missing=1)
    search(cast, missing=1)
    assert (position().on_hand, Movement.objects.filter(kind="short").count(), Search.objects.count()) == (7, 1, 1)


def test_what_was_found_on_the_shelf_and_is_gone_when_the_customer_comes_was_not_found(cast: Cast) -> None:
    search(cast)
    assert position().on_hand == 8
    search(cast, missing=1)
    search(cast)
    assert (Search.objects.get().missing, position().on_hand) == (1, 7)


def test_a_piece_that_has_left_the_record_already_is_not_taken_off_twice(cast: Cast) -> None:
    keep(demand("order:1/1"))
    inventory.consume(claims=[inventory.Claim("order:1/1")], by=BY, now=NOW)
    search(cast, missing=1)
    assert position().on_hand == 7


def test_more_missing_than_the_record_has_leaves_none_and_never_less(cast: Cast) -> None:
    search(cast, wanted=20, missing=20)
    assert position().on_hand == 0


def test_what_files_tell_of_the_past_teaches_and_corrects_nothing(cast: Cast) -> None:
    assert told(cast, 30, 4) == 30
    assert told(cast, 30, 4) == 0
    assert (position().on_hand, Search.objects.filter(missing=1).count()) == (8, 4)


def test_a_place_that_nobody_knows_is_left_out(cast: Cast) -> None:
    stray = inventory.Found("order:9/1", UUID(int=1), UUID(int=2), 1, 1, NOW)
    assert not inventory.record_search(found=stray, by=BY, now=NOW)
    assert inventory.record_searches(found=[stray], by=BY, now=NOW) == 0


def learn(days: float = 0) -> int:
    return inventory.learn_buffers(by=BY, now=NOW + timedelta(days=days))


def why() -> str:
    [found] = list_class_truths(Location.objects.get(code="LDS").id, now=NOW)
    return explain(found)


def free() -> int:
    return inventory.get_availability(["KETTLE"], by=BY, now=NOW)["KETTLE"].available


def test_a_location_that_was_wrong_keeps_more_back_than_was_said_for_all_and_says_why(cast: Cast) -> None:
    inventory.set_buffer(kind="buffer", pieces=1, percent=0, why="all", by=BY, now=NOW)
    told(cast, 60, 9)
    assert (free(), learn(), free()) == (7, 1, 6)
    assert why() == "9 of 60 not found, so 2 are held back instead of 1."


def test_a_location_that_is_right_keeps_less_back(cast: Cast) -> None:
    inventory.set_buffer(kind="buffer", pieces=1, percent=0, why="all", by=BY, now=NOW)
    told(cast, 120, 0)
    assert (learn(), free()) == (1, 8)
    assert why() == "0 of 120 not found, so nothing is held back any more instead of 1."


def test_what_is_kept_back_moves_by_one_piece_a_day(cast: Cast) -> None:
    told(cast, 40, 0)
    learn()
    told(cast, 60, 50, prefix="bad")
    assert [(learn(days), Lesson.objects.get().pieces) for days in (0.5, 1, 1.5, 2)] == [(0, 0), (1, 1), (0, 1), (1, 2)]


def test_few_searches_change_nothing(cast: Cast) -> None:
    told(cast, 19, 19)
    assert (learn(), free()) == (0, 8)
    assert why() == "19 searches of 20 needed; until then nothing changes."


def test_what_people_set_by_hand_for_a_class_at_a_location_stays(cast: Cast) -> None:
    told(cast, 60, 9)
    small = Category.objects.get().id
    inventory.set_buffer(
        kind="buffer", pieces=4, percent=0, why="thieves", location="LDS", category_id=small, by=BY, now=NOW
    )
    assert (learn(), BufferRule.objects.get().pieces) == (0, 4)
    assert why() == "9 of 60 not found. Somebody set by hand how many are held back."


def test_the_page_of_a_location_shows_the_reason_to_everybody_who_may_see_stock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    told(cast, 60, 9)
    learn()
    page = cast.sign_in("associate").get("/locations/LDS/truth/").content.decode()
    assert "9 of 60 not found, so 2 are held back instead of none." in page
    assert "Small electricals 2" in cast.sign_in("LDS").get("/stock/truth/").content.decode()
