"""How far a record is believed: what stopped selling may be gone, and some classes go missing."""

from datetime import timedelta

import pytest
from django.db import connection

from shopkeeper.catalog.models import Category, Product
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions import trust
from shopkeeper.inventory.actions.trust import learn_trust
from shopkeeper.inventory.models import Location, Position
from shopkeeper.inventory.queries.rooms import list_count_tasks, list_rooms
from shopkeeper.inventory.rules.trust import Signs, likely_missing, loss_share, times_slower, trust_in, usual_days
from shopkeeper.inventory.words_of_trust import why_count
from tests.cast import with_cast
from tests.inventory.shelves import BY, NOW, position, tell, with_location, with_product, with_stock

STOPPED = Signs(on_hand=4, accuracy=0.8, silent_days=24, sells_every=3, loss_share=0.05)


def test_what_usually_sells_every_three_days_and_has_not_for_24_is_likely_gone() -> None:
    assert likely_missing(STOPPED) == pytest.approx(0.99366, abs=1e-5)
    assert trust_in(STOPPED) == pytest.approx(0.8 * (1 - 0.99366), abs=1e-5)


@pytest.mark.parametrize(
    ("silent", "every", "share", "missing"),
    [
        (3, 3, 0.01, 0.02672), (9, 3, 0.01, 0.16866), (9, 3, 0.05, 0.51389), (24, 30, 0.05, 0.10485),
        (9999, 1, 0.01, 1.0), (24, None, 0.05, 0.05), (24, None, 0.0, 0.0), (0, 3, 0.0, 0.01),
    ],
)  # fmt: skip
def test_silence_weighs_by_the_usual_days_and_by_what_goes_missing_of_the_class(
    silent: float, every: float | None, share: float, missing: float
) -> None:
    assert likely_missing(Signs(4, 0.8, silent, every, share)) == pytest.approx(missing, abs=1e-5)


def test_nothing_is_missing_where_the_record_says_there_is_none() -> None:
    empty = Signs(0, 0.8, 24, 3, 0.05)
    assert (likely_missing(empty), empty.is_silent, STOPPED.is_silent) == (0.0, False, True)


def test_a_rhythm_takes_four_days_with_a_sale() -> None:
    assert (usual_days(3, 30), usual_days(4, 9), usual_days(11, 10)) == (None, 3.0, 1.0)


def test_a_class_of_few_pieces_is_taken_to_lose_as_much_as_all() -> None:
    assert loss_share(lost=0, sold=0, usual=0.02) == 0.02
    assert loss_share(lost=3, sold=7, usual=0.02) == 0.05  # (3 + 2) / 110: 3 of 10 alone would be 0.3
    assert loss_share(lost=300, sold=700, usual=0.02) == 0.27


@pytest.mark.parametrize(
    ("lately", "before", "shelves", "slower"),
    [(0, 76, 9, 15), (14, 76, 9, 1), (6, 76, 9, 2), (30, 76, 9, 1), (0, 76, 4, 1)],
)
def test_a_class_out_of_season_sells_so_many_times_slower_and_a_few_shelves_say_nothing(
    lately: int, before: int, shelves: int, slower: int
) -> None:
    assert times_slower(lately, before, days=28, shelves=shelves) == slower


def sell_every_three_days(sku: str, *, last: int, location: str = "LDS") -> None:
    """Five sales of one piece, the last so many days ago."""
    for n in range(5):
        tell("sell", 1, sku=sku, location=location, at=NOW - timedelta(days=last + 3 * n))


def with_silent_kettles() -> None:
    """Ten kettles came 40 days ago, one of them was sold every three days, and none for 24 days."""
    with_product()
    tell("receive", 10, at=NOW - timedelta(days=40))
    sell_every_three_days("KETTLE", last=24)


def word(sku: str = "KETTLE") -> str:
    return inventory.get_availability([sku], by=BY, now=NOW)[sku].locations[0].confidence


@pytest.mark.django_db
def test_a_night_teaches_the_doubt_and_a_sale_a_count_or_a_delivery_ends_it_at_once() -> None:
    with_location()
    with_silent_kettles()
    assert word() == "probably"
    assert (learn_trust(by=BY, now=NOW), learn_trust(by=BY, now=NOW)) == (1, 0)
    assert (position().sells_every, position().loss_share, word()) == (3.0, 0.0, "call_first")
    [task] = list_count_tasks([Location.objects.get().id], now=NOW, each=5)
    assert (task.sku, task.why, why_count(task)) == ("KETTLE", "silent", "Not sold for 24 days, usually every 3.")
    assert [room.to_count for room in list_rooms(now=NOW)] == [1]
    tell("receive", 2, at=NOW - timedelta(hours=1))
    assert (word(), list_count_tasks([Location.objects.get().id], now=NOW, each=5)) == ("probably", [])
    Position.objects.update(came_at=None)
    assert word() == "call_first"
    tell("sell", 1, at=NOW - timedelta(hours=1))
    assert word() == "probably"


@pytest.mark.django_db
def test_products_learn_some_at_a_time_and_none_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust, "PRODUCTS_AT_ONCE", 2)
    for sku in ("CUP", "KETTLE", "LAMP", "PAN", "POT"):
        with_stock(10, sku=sku)
        sell_every_three_days(sku, last=24)
    Position.objects.update(came_at=None)
    assert (learn_trust(by=BY, now=NOW), learn_trust(by=BY, now=NOW)) == (5, 0)
    assert set(Position.objects.values_list("sells_every", "came_at")) == {(3.0, NOW - timedelta(hours=1))}


@pytest.mark.django_db
def test_pieces_lost_in_counts_and_corrections_lower_the_trust_in_their_class() -> None:
    for sku, sold, found in (("RAZOR", 60, 100), ("BRICK", 140, 60)):
        kind = Category.objects.create(name=sku, source_key=sku, recorded_at=NOW)
        with_stock(200, sku=sku)
        Product.objects.filter(sku=sku).update(category=kind)
        tell("sell", sold, sku=sku, at=NOW - timedelta(minutes=30))
        inventory.count(sku=sku, location="LDS", counted=found, by=BY, now=NOW)
    with_stock(5, sku="LAMP")
    learn_trust(by=BY, now=NOW)
    # 40 of 240 pieces went missing in all: (40 + 16.7) / 200 and (0 + 16.7) / 240.
    assert [position(sku).loss_share for sku in ("RAZOR", "BRICK", "LAMP")] == [0.28, 0.07, 0.17]


@pytest.mark.django_db
def test_rules_and_database_agree_on_how_far_a_record_is_believed() -> None:
    with_stock(4)
    for on_hand, silent, every, share in ((4, 24, 3.0, 0.05), (4, 2, 3.0, 0.0), (4, 9, None, 0.2), (0, 9, 3.0, 0.2),
                                          (4, 900, 1.0, 0.0), (4, -1, 1.0, 0.1)):  # fmt: skip
        at = NOW - timedelta(days=silent)
        Position.objects.update(on_hand=on_hand, came_at=at, sells_every=every, loss_share=share)
        with connection.cursor() as cursor:
            cursor.execute("SELECT inventory_trust(p, %s) FROM inventory_position p", [NOW])
            [said] = cursor.fetchone()
        assert said == pytest.approx(trust_in(Signs(on_hand, 0.8, silent, every, share)), rel=1e-12)


@pytest.mark.django_db
def test_the_ledger_of_a_shelf_says_why_its_record_is_doubted() -> None:
    made = with_cast()
    with_location(outlet_id=made.outlets["LDS"])
    with_silent_kettles()
    learn_trust(by=BY, now=NOW)
    Position.objects.update(loss_share=0.05)
    associate = made.sign_in("LDS")
    page = associate.get("/stock/ledger/KETTLE/?location=LDS").content.decode()
    for words in ("look before you promise", "Nobody has counted it here yet.", "usually every 3.",
                  "1 in 20 of this class goes missing."):  # fmt: skip
        assert words in page
    assert "/stock/ledger/KETTLE/?location=LDS#how-sure" in associate.get("/products/KETTLE/").content.decode()


@pytest.mark.django_db
def test_parasols_in_november_are_not_doubted_and_one_that_stopped_while_the_others_sell_is() -> None:
    parasols = Category.objects.create(name="Parasols", source_key="parasols", recorded_at=NOW)
    for number in range(6):
        sku = f"PARASOL-{number}"
        with_stock(4, sku=sku)
        Product.objects.filter(sku=sku).update(category=parasols)
        for sold in range(20):
            tell("sell", 1, sku=sku, at=NOW - timedelta(days=40 + 3 * sold))
            tell("receive", 1, sku=sku, at=NOW - timedelta(days=40 + 3 * sold, hours=1))
    Position.objects.update(came_at=None)
    learn_trust(by=BY, now=NOW)
    summer = float(position("PARASOL-0").sells_every or 0)
    for number in range(1, 6):
        for sold in range(9):
            tell("sell", 1, sku=f"PARASOL-{number}", at=NOW - timedelta(days=1 + 3 * sold))
    learn_trust(by=BY, now=NOW)
    assert (summer > 24, position("PARASOL-0").sells_every) == (True, 3.0)
