"""Feeds, rules, checkers and sweeps meet at one position: nobody waits for ever, nothing newer is overwritten."""

from datetime import timedelta

import pytest

from shopkeeper.inventory.actions.checking import check_stock, repair_stock
from shopkeeper.inventory.actions.ledger import lock_positions
from shopkeeper.inventory.actions.levels import Level, set_levels
from shopkeeper.inventory.actions.suggestions import ask_for_transfer
from shopkeeper.inventory.actions.trust import learn_trust
from shopkeeper.inventory.errors import AskedAlready
from shopkeeper.inventory.models import Drift, Position, Suggestion
from tests.gates import crossing, one_after_the_other, queueing
from tests.inventory.shelves import BY, NOW, demand, keep, position, tell, with_location, with_stock
from tests.inventory.test_kept_back import keep_back, kept

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def pair(sku: str = "KETTLE") -> tuple[object, object]:
    return Position.objects.values_list("product_id", "location_id").get(product__sku=sku)


def test_a_rule_for_a_location_is_set_while_somebody_buys_there() -> None:
    with_stock(5)
    crossing(lambda: keep(demand()), lambda: keep_back(2, location="LDS"), lambda: None)
    assert (position().reserved, kept()) == (1, {("KETTLE", "LDS"): 2})


def test_a_rule_for_a_location_is_set_while_its_stock_file_comes() -> None:
    with_stock(5)
    product, place = pair()
    level = Level(product, place, 4, NOW, "system", "file 1")
    queueing(
        lambda: lock_positions([(product, place)]),
        lambda: set_levels(levels=[level], by=BY, now=NOW),
        lambda: keep_back(2, location="LDS"),
    )
    assert (position().on_hand, kept()) == (4, {("KETTLE", "LDS"): 2})


def test_what_is_found_wrong_while_others_are_repaired_is_not_called_repaired() -> None:
    with_stock(5), with_stock(5, sku="LAMP")
    Position.objects.filter(product__sku="KETTLE").update(on_hand=7)
    check_stock(by=BY, now=NOW)

    def find_another() -> None:
        Position.objects.filter(product__sku="LAMP").update(on_hand=8)
        check_stock(by=BY, now=NOW)

    crossing(lambda: lock_positions([pair()]), lambda: repair_stock(by=BY, now=NOW), find_another)
    told = Drift.objects.values_list("product__sku", "repaired_at").order_by("product__sku")
    assert list(told) == [("KETTLE", NOW), ("LAMP", None)]
    assert (position().on_hand, position("LAMP").on_hand) == (5, 8)


def test_what_came_in_while_trust_is_learned_is_not_forgotten() -> None:
    with_stock(5)
    Position.objects.update(loss_share=0.9)
    later = NOW + timedelta(minutes=1)
    one_after_the_other(lambda: tell("receive", 3, at=NOW), lambda: learn_trust(by=BY, now=later))
    assert (position().on_hand, position().came_at) == (8, NOW)


def test_of_two_who_ask_a_store_for_pieces_the_second_hears_of_the_first() -> None:
    with_stock(9, location="YRK"), with_location("LDS")

    def ask(pieces: int) -> object:
        return ask_for_transfer(sku="KETTLE", origin="YRK", destination="LDS", quantity=pieces, by=BY, now=NOW)

    with pytest.raises(AskedAlready):
        one_after_the_other(lambda: ask(2), lambda: ask(3))
    assert list(Suggestion.objects.values_list("quantity", flat=True)) == [2]
