"""Delivery offers of what suppliers send: ready by their terms in working days, then by the measured lane."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shopkeeper.catalog.models import Category, Offer, Product, Supplier
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.rules.calendars import Departure, Rhythm
from shopkeeper.delivery.rules.supplying import Terms, list_supplied, slowest
from shopkeeper.inventory.models import Location, Position
from shopkeeper.promises import public as promises
from tests.delivery.offering import BY, LEEDS, NOW, TODAY, offers, with_parcels, with_service
from tests.inventory.shelves import deliver, with_location, with_stock

KIND = delivery.ServiceKind
TEN = time(10)
WEEK = Rhythm(frozenset(range(5)))
VANS = Rhythm(frozenset(range(6)))


def with_supplied(sku: str = "KETTLE", *, days: int | None = 2, cut_off: time | None = TEN) -> None:
    """Five pieces at Acme, who agreed to have them ready in so many days, ordered until ten."""
    acme, is_new = Supplier.objects.get_or_create(name="Acme", source_key="acme", defaults={"recorded_at": NOW})
    if is_new:
        with_location("ACME", kind="supplier", supplier=acme)
    with_stock(5, sku=sku, location="ACME")
    product = Product.objects.get(sku=sku)
    Offer.objects.create(
        product=product, supplier=acme, lead_time_days=days, cut_off_at=cut_off, source_key=sku, recorded_at=NOW
    )


def with_next_day_van(code: str = "standard", **told: object) -> None:
    """A service that arrives on the day after it leaves, from Monday to Saturday."""
    with_service(code, brochure_days=1, promise_percent=80, **told)


@pytest.mark.django_db
def test_what_a_supplier_has_is_promised_after_its_working_days_by_its_cut_off() -> None:
    with_supplied()
    with_next_day_van()
    [offer] = offers()
    # Wednesday and two working days: ready on Friday, brought on Saturday.
    assert (offer.node, offer.leaves_on, offer.promised_on) == ("ACME", date(2026, 3, 6), date(2026, 3, 7))
    assert (offer.order_by, offer.seconds_left) == (datetime(2026, 3, 4, 10, tzinfo=UTC), 5400)
    [later] = offers(now=NOW + timedelta(minutes=90))
    # Ten has struck: Thursday's order is ready on Monday.
    assert (later.leaves_on, later.promised_on) == (date(2026, 3, 9), date(2026, 3, 10))
    assert later.order_by == datetime(2026, 3, 5, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_a_day_on_which_the_supplier_does_not_work_moves_the_promise() -> None:
    with_supplied()
    with_next_day_van()
    delivery.close_day(closure=delivery.ClosureSpec(date(2026, 3, 5), node="ACME"), by=BY, now=NOW)
    assert [offer.promised_on for offer in offers()] == [date(2026, 3, 10)]


@pytest.mark.django_db
def test_a_basket_of_our_own_and_a_suppliers_comes_in_two_parcels_by_the_later_day() -> None:
    with_stock(1)
    with_supplied("LAMP")
    with_next_day_van()
    [offer] = offers(("KETTLE", 1), ("LAMP", 1))
    assert [(part.node, part.skus, part.leaves_on) for part in offer.parts] == [
        ("LDS", ("KETTLE",), TODAY), ("ACME", ("LAMP",), date(2026, 3, 6)),
    ]  # fmt: skip
    assert (offer.node, offer.promised_on) == ("ACME", date(2026, 3, 7))
    assert offer.order_by == datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_what_leaves_a_supplier_together_waits_for_the_slowest() -> None:
    with_supplied("KETTLE", cut_off=time(9))
    with_supplied("LAMP", days=3)
    with_next_day_van()
    [offer] = offers(("KETTLE", 1), ("LAMP", 1))
    assert [part.skus for part in offer.parts] == [("KETTLE", "LAMP")]
    assert (offer.promised_on, offer.order_by) == (date(2026, 3, 10), datetime(2026, 3, 4, 9, tzinfo=UTC))


@pytest.mark.django_db
def test_our_own_shelves_are_sold_first() -> None:
    with_stock(1)
    with_stock(1, sku="LAMP", location="YRK")
    with_supplied("KETTLE", days=0)
    with_supplied("LAMP", days=0)
    with_next_day_van()
    [offer] = offers(("KETTLE", 1), ("LAMP", 1))
    assert [part.node for part in offer.parts] == ["LDS", "YRK"]
    assert [part.node for part in offers(("KETTLE", 2))[0].parts] == ["ACME"]


@pytest.mark.django_db
def test_nothing_that_is_quick_is_promised_from_a_supplier() -> None:
    with_stock(1, sku="LAMP")
    with_supplied(days=0)
    Location.objects.update(may_pick_up=True, postcode="LS1 1AA")
    for kind in KIND:
        with_next_day_van(kind.value, kind=kind, **({"carrier": "", "rates": ()} if kind is KIND.COLLECT else {}))
    slow = {KIND.STANDARD, KIND.LOCKER, KIND.NOMINATED_DAY}
    assert {offer.kind for offer in offers(("LAMP", 1))} >= {KIND.NEXT_DAY, KIND.COLLECT, *slow}
    found = offers(("KETTLE", 1))
    assert {offer.kind for offer in found} == {KIND.COLLECT, *slow}
    [brought] = [offer for offer in found if offer.kind is KIND.COLLECT]
    assert (brought.sent_from.node, brought.comes_on) == ("ACME", TODAY + timedelta(days=2))
    assert {offer.kind for offer in offers(("KETTLE", 1), ("LAMP", 1))} == {KIND.COLLECT, *slow}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told", [{"may_ship": False}, {"switched_off_at": NOW}, {"stale_after_minutes": 59}, {"supplier": None}], ids=str
)
def test_a_supplier_that_may_not_send_or_fell_silent_is_not_offered(told: dict[str, object]) -> None:
    with_supplied()
    with_next_day_van()
    Position.objects.update(fed_at=NOW - timedelta(hours=1))
    Location.objects.update(**{"fed_at": NOW - timedelta(hours=1), **told})
    assert offers() == ()


@pytest.mark.django_db
def test_what_takes_nobody_knows_how_long_is_not_offered() -> None:
    with_supplied(days=None)
    with_next_day_van()
    assert offers() == ()


@pytest.mark.django_db
def test_a_supplier_that_is_slower_than_agreed_is_promised_as_it_is() -> None:
    with_supplied()
    Product.objects.update(supplier=Supplier.objects.get())
    with_location("LDS", may_ship=False)
    for _ in range(10):
        deliver(5)
    with_next_day_van()
    # Five working days from Wednesday, not two.
    assert [(offer.leaves_on, offer.promised_on) for offer in offers()] == [(date(2026, 3, 11), date(2026, 3, 12))]


def with_sent_parcels(days: int, count: int = 10) -> None:
    """Acme's parcels to customers left so many days after they were ordered."""
    for n in range(count):
        ordered = NOW - timedelta(days=30, minutes=n)
        [parcel] = with_parcels(days=1, left_on=(ordered + timedelta(days=days)).date(), node="ACME")
        promises.make_promise(
            kind=promises.PromiseKind.DELIVERY, ref=parcel.ref, due_at=NOW, by=BY, now=ordered
        )  # fmt: skip


@pytest.mark.django_db
def test_a_product_is_promised_by_what_its_own_deliveries_took_where_enough_of_them_came() -> None:
    for sku, days in (("KETTLE", 5), ("LAMP", 3), ("RUG", 4)):
        with_supplied(sku)
        with_location("LDS", may_ship=False) if sku == "KETTLE" else None
        Product.objects.filter(sku=sku).update(supplier=Supplier.objects.get())
        for _ in range(9 if sku == "RUG" else 10):
            deliver(days, sku=sku)
    with_sent_parcels(6)
    with_next_day_van()
    # Five and three working days; nine deliveries of rugs do not tell, so these take six, as its parcels do.
    promised = {sku: offers((sku, 1))[0].leaves_on for sku in ("KETTLE", "LAMP", "RUG")}
    assert promised == {"KETTLE": date(2026, 3, 11), "LAMP": date(2026, 3, 9), "RUG": date(2026, 3, 12)}
    [together] = offers(("KETTLE", 1), ("LAMP", 1))
    assert (together.leaves_on, together.promised_on) == (date(2026, 3, 11), date(2026, 3, 12))


@pytest.mark.django_db
def test_a_new_product_is_promised_by_its_category_before_all_of_its_supplier() -> None:
    slow, quick = (Category.objects.create(name=name, source_key=name, recorded_at=NOW) for name in ("oak", "tin"))
    for sku, kind in (("KETTLE", quick), ("BED", slow), ("CHAIR", slow)):
        with_supplied(sku)
        Product.objects.filter(sku=sku).update(supplier=Supplier.objects.get(), category=kind)
    with_location("LDS", may_ship=False)
    for sku, days in (("BED", 7), ("KETTLE", 3)):
        for _ in range(10):
            deliver(days, sku=sku)
    with_next_day_van()
    # A chair has never been delivered; beds, of oak too, take seven working days.
    assert [offer.leaves_on for offer in offers(("CHAIR", 1))] == [date(2026, 3, 13)]
    assert [offer.leaves_on for offer in offers(("KETTLE", 1))] == [date(2026, 3, 9)]


@pytest.mark.django_db
def test_what_was_agreed_holds_where_a_product_comes_sooner() -> None:
    with_supplied()
    with_location("LDS", may_ship=False)
    Product.objects.update(supplier=Supplier.objects.get())
    for _ in range(10):
        deliver(1)
    with_next_day_van()
    assert [offer.leaves_on for offer in offers()] == [date(2026, 3, 6)]


@pytest.mark.django_db
def test_five_lines_of_a_supplier_take_no_more_statements_than_one() -> None:
    skus = ["KETTLE", "LAMP", "RUG", "BED", "CHAIR"]
    for sku in skus:
        with_supplied(sku)
    with_next_day_van()
    assert len(offers(*[(sku, 1) for sku in skus])) == 1  # the book is read, and the suppliers are measured
    taken = []
    for basket in (skus[:1], skus):
        with CaptureQueriesContext(connection) as asked:
            assert len(offers(*[(sku, 1) for sku in basket])) == 1
        taken.append(len(asked))
    assert taken[0] == taken[1]


@pytest.mark.django_db
def test_an_order_that_names_no_offer_asks_by_when_a_supplier_can_have_it_there() -> None:
    with_supplied()
    with_stock(1, location="LDS")
    with_next_day_van()
    with_next_day_van("express", kind=KIND.NEXT_DAY)
    where = {"nodes": ["LDS", "ACME"], "skus": ["KETTLE"], "address": LEEDS, "now": NOW}
    days = delivery.list_arrivals(carrier="swift", service="standard", **where)
    assert days == {"LDS": date(2026, 3, 5), "ACME": date(2026, 3, 7)}
    assert delivery.list_arrivals(carrier="swift", service="express", **where) == {"LDS": date(2026, 3, 5)}


def test_several_pieces_take_the_most_days_and_the_earliest_cut_off() -> None:
    assert slowest([Terms(2, time(14)), Terms(5), Terms(3, TEN)]) == Terms(5, TEN)
    assert slowest([Terms(2)]) == Terms(2, None)


def test_what_is_ready_at_once_leaves_no_sooner_than_what_lies_on_a_shelf_there() -> None:
    noon, tomorrow = datetime(2026, 3, 4, 12, tzinfo=UTC), date(2026, 3, 5)
    early, late = Departure(noon, tomorrow), Departure(noon + timedelta(days=1), tomorrow + timedelta(days=1))
    found = list_supplied(Terms(0, time(14)), WEEK, VANS, [early, late], zone="UTC", now=NOW)
    assert [(one.leaves_on.day, one.order_by.hour) for one in found[:3]] == [(5, 12), (6, 12), (9, 14)]


def test_an_order_at_the_weekend_counts_as_of_monday() -> None:
    saturday = datetime(2026, 3, 7, 9, tzinfo=UTC)
    shelved = [Departure(saturday + timedelta(hours=5), saturday.date())]
    found = list_supplied(Terms(1, TEN), WEEK, VANS, shelved, zone="UTC", now=saturday)
    assert found[0] == Departure(datetime(2026, 3, 9, 10, tzinfo=UTC), date(2026, 3, 10))
