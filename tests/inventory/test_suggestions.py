"""What to send and what to order: from sales that were made and sales that an empty shelf lost."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from shopkeeper.catalog.models import Offer, Product, Supplier
from shopkeeper.core import work
from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound, Search, Suggestion
from shopkeeper.inventory.queries.rooms import list_count_tasks
from shopkeeper.inventory.queries.suggestions import list_shelves
from shopkeeper.inventory.rules.replenishing import Shelf, Step, Terms, enough_for, plan_order, plan_transfers
from shopkeeper.inventory.words_of_plans import explain, name_step
from tests.cast import Cast, with_cast
from tests.inventory.shelves import BY, NOW, position, tell, with_location, with_product

A, B, C = (UUID(int=n) for n in (1, 2, 3))


def test_an_empty_shelf_hides_demand() -> None:
    assert Shelf(A, "store", sold=14, empty_days=14, have=0).rate == 1.0
    assert Shelf(A, "store", sold=14, empty_days=14, have=0).lost == 14.0
    assert Shelf(A, "store", sold=7, empty_days=28, have=0).rate == 1.0


def test_enough_lasts_nine_times_in_ten() -> None:
    assert enough_for(2, 8) == pytest.approx(16 + 1.2816 * 4)


def test_places_with_too_much_fill_those_that_run_empty_the_worst_loss_first() -> None:
    shelves = [
        Shelf(A, "store", sold=28, empty_days=0, have=1), Shelf(B, "store", sold=14, empty_days=14, have=0),
        Shelf(C, "warehouse", sold=0, empty_days=0, have=20),
    ]  # fmt: skip
    assert plan_transfers(shelves) == [Step(C, B, 13, 20), Step(C, A, 7, 7)]


def test_nobody_gives_what_lasts_for_less_than_four_weeks_there() -> None:
    needy = Shelf(A, "store", sold=28, empty_days=0, have=0)
    assert plan_transfers([needy, Shelf(B, "store", sold=28, empty_days=0, have=34)]) == []
    assert plan_transfers([needy, Shelf(B, "store", sold=28, empty_days=0, have=36)]) == [Step(B, A, 1, 1)]


def test_an_order_covers_the_lead_time_and_a_week_in_whole_packs_and_no_less_than_the_minimum() -> None:
    shelves = [Shelf(A, "store", 28, 0, 2), Shelf(B, "warehouse", 0, 0, 1)]
    assert plan_order(shelves, Terms(lead_days=9, minimum=1)) == Step(None, B, 19)
    assert plan_order(shelves, Terms(lead_days=9, minimum=1, pack=12)) == Step(None, B, 24)
    assert plan_order(shelves, Terms(lead_days=9, minimum=50)) == Step(None, B, 50)
    assert plan_order([Shelf(A, "store", 28, 0, 13)], Terms(lead_days=9, minimum=1)) is None


pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """York sold its 4 kettles in the first week of four; Leeds has 30 and sells none. A supplier needs three days."""
    made = with_cast()
    with_product()
    for code, pieces in (("YRK", 4), ("LDS", 30)):
        with_location(code, outlet_id=made.outlets[code], name=code.title())
        tell("receive", pieces, location=code, at=NOW - timedelta(days=27))
    for day in range(4):
        tell("sell", 1, location="YRK", at=NOW - timedelta(days=26 - 2 * day))
    supplier = Supplier.objects.create(name="Brightwell", source_key="b", recorded_at=NOW)
    terms = {"cost": Decimal(8), "currency": "GBP", "lead_time_days": 3, "minimum_quantity": 6}
    Offer.objects.create(product=Product.objects.get(), supplier=supplier, source_key="o", recorded_at=NOW, **terms)
    return made


def suggested() -> Suggestion:
    inventory.suggest_stock(by=BY, now=NOW)
    return Suggestion.objects.select_related("product", "origin", "destination", "supplier").get(ended_at=None)


def test_the_ledger_tells_what_sold_and_how_long_a_shelf_was_empty(cast: Cast) -> None:
    [shelves] = list_shelves(now=NOW).values()
    assert {(each.sold, each.empty_days, each.have) for each in shelves} == {(4, 20.0, 0), (0, 0.0, 30)}


def test_the_suggestion_says_why_in_words(cast: Cast) -> None:
    row = suggested()
    assert (row.kind, row.quantity, name_step(row)) == ("transfer", 8, "From Lds to Yrk")
    assert explain(row) == (
        "Yrk sold 4 in four weeks. Its shelf was empty for 20 days; about 10 more would have sold. It has 0; Lds can"
        " spare 30."
    )


def test_accepted_it_waits_for_the_hands_at_the_origin_and_leaves_when_they_say_so(cast: Cast) -> None:
    row = suggested()
    york, leeds = cast.sign_in("YRK"), cast.sign_in("LDS")
    york.post(f"/stock/suggestions/{row.id}/", {"to": "accept", "quantity": "5"})
    assert (position(location="LDS").on_hand, suggested().quantity) == (30, 5)
    waiting = work.list_work_of(people=[cast.actor("LDS")], now=NOW)[cast.actor("LDS").id]
    assert [item.title for item in waiting if item.kind == "send"] == ["Send 5 × Kettle to Yrk"]
    leeds.post(f"/stock/transfers/suggested/{row.id}/", {"found": "4"})
    assert (position(location="LDS").on_hand, Inbound.objects.get().quantity) == (26, 4)
    assert Inbound.objects.get().location.code == "YRK"


def looked_for() -> list[tuple[str, int, int]]:
    return list(Search.objects.order_by("wanted").values_list("location__code", "wanted", "missing"))


def accepted(cast: Cast) -> UUID:
    row = suggested()
    cast.sign_in("YRK").post(f"/stock/suggestions/{row.id}/", {"to": "accept", "quantity": "5"})
    return row.id


def test_what_is_not_sent_at_once_waits_to_be_sent_later(cast: Cast) -> None:
    wanted, leeds = accepted(cast), cast.sign_in("LDS")
    told = leeds.post(f"/stock/transfers/suggested/{wanted}/", {"found": "3", "rest": "later"}, follow=True)
    assert [str(each) for each in told.context["messages"]] == [
        "3 × Kettle: on the way to Yrk. 2 wait here to be sent later."
    ]
    rest = Suggestion.objects.get(ended_at=None)
    assert (rest.quantity, rest.accepted_at is None, rest.inbound_id) == (2, False, None)
    leeds.post(f"/stock/transfers/suggested/{rest.id}/", {"found": "2"})
    assert (position(location="LDS").on_hand, Suggestion.objects.filter(ended_at=None).count()) == (25, 0)
    assert sorted(Inbound.objects.values_list("quantity", flat=True)) == [2, 3]
    assert looked_for() == [("LDS", 2, 0), ("LDS", 3, 0)]


def test_what_is_not_there_to_be_sent_leaves_the_record_and_teaches_it(cast: Cast) -> None:
    wanted = accepted(cast)
    cast.sign_in("LDS").post(f"/stock/transfers/suggested/{wanted}/", {"found": "0", "rest": "missing"})
    assert (position(location="LDS").on_hand, Inbound.objects.count()) == (25, 0)
    assert looked_for() == [("LDS", 5, 5)]
    assert Suggestion.objects.filter(ended_at=None).count() == 0
    assert [task.on_hand for task in list_count_tasks([position(location="LDS").location_id], now=NOW)] == [25]


def test_what_stays_by_choice_teaches_nothing_of_the_pieces_that_stay(cast: Cast) -> None:
    wanted = accepted(cast)
    cast.sign_in("LDS").post(f"/stock/transfers/suggested/{wanted}/", {"found": "4", "rest": "stays"})
    assert (position(location="LDS").on_hand, Suggestion.objects.filter(ended_at=None).count()) == (26, 0)
    assert looked_for() == [("LDS", 4, 0)]


def test_more_than_is_wanted_is_not_sent_and_nothing_changes(cast: Cast) -> None:
    wanted = accepted(cast)
    cast.sign_in("LDS").post(f"/stock/transfers/suggested/{wanted}/", {"found": "6"})
    assert (position(location="LDS").on_hand, Inbound.objects.count(), looked_for()) == (30, 0, [])
    assert Suggestion.objects.get(ended_at=None).quantity == 5


def test_what_nobody_wants_is_not_suggested_again_for_two_weeks(cast: Cast) -> None:
    row = suggested()
    cast.sign_in("supply_chain_manager").post(f"/stock/suggestions/{row.id}/", {"to": "dismiss"})
    Suggestion.objects.update(ended_at=NOW)
    assert inventory.suggest_stock(by=BY, now=NOW + timedelta(days=1)) == 0


def test_where_there_is_too_little_everywhere_an_order_is_suggested_and_expected_once_it_is_placed(cast: Cast) -> None:
    inventory.adjust(sku="KETTLE", location="LDS", pieces=-30, reason="sold to a company", by=BY, now=NOW)
    row = suggested()
    assert (row.kind, row.quantity, row.lead_days) == ("purchase", 8, 3)
    page = cast.sign_in("supply_chain_manager")
    page.post(f"/stock/suggestions/{row.id}/", {"to": "accept"})
    assert Inbound.objects.count() == 0
    page.post(f"/stock/suggestions/{row.id}/", {"to": "carry_out"})
    assert (Inbound.objects.get().quantity, Inbound.objects.get().kind) == (8, "purchase")


def test_those_of_a_store_decide_on_what_concerns_it_only(cast: Cast) -> None:
    row = suggested()
    assert cast.sign_in("associate").post(f"/stock/suggestions/{row.id}/", {"to": "accept"}).status_code == 403
    assert Suggestion.objects.get().accepted_at is None


def test_a_buyer_sees_what_to_order_apart_from_what_to_send(cast: Cast) -> None:
    row = suggested()
    Suggestion.objects.create(
        id=new_id(), kind="purchase", product_id=row.product_id, destination_id=row.destination_id, quantity=24, sold=9,
        empty_days=0, lost=0, have=1, lead_days=5, suggested_at=NOW,
    )  # fmt: skip
    buyer = cast.sign_in("buying_manager")
    counts = {each.url: each.count for each in buyer.get("/stock/suggestions/").context["filters"]}
    assert counts == {"?": 2, "?kind=transfer": 1, "?kind=purchase": 1}
    kinds = {kind: [each.kind for _, rows in buyer.get(f"/stock/suggestions/?kind={kind}").context["groups"]
                        for each, *_ in rows]
             for kind in ("", "transfer", "purchase", "nonsense")}  # fmt: skip
    assert kinds == {
        "": ["transfer", "purchase"], "transfer": ["transfer"], "purchase": ["purchase"],
        "nonsense": ["transfer", "purchase"],
    }  # fmt: skip
