"""A supplier calls: it sends a parcel later. The customer hears of it at once, and the promise stays what it was."""

from datetime import date, timedelta

import pytest

from shopkeeper.catalog.models import Supplier
from shopkeeper.core import clock
from shopkeeper.core.models import Event
from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.errors import DayNotToCome, ParcelLeft, WhyLaterMissing
from shopkeeper.delivery.models import Parcel, PutOff
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.messages.models import Message
from shopkeeper.orders.actions.sending import hand_over_to_carrier
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.stories import tell_order
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.delivery.offering import with_service
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import open_stocked_shop, open_supplier, place
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 5, day) for day in (4, 5, 6, 7))
DELIVERY = promises.PromiseKind.DELIVERY


def at_supplier() -> Parcel:
    """A lamp that Bright & Co is to hand over on Tuesday, promised for Wednesday."""
    open_stocked_shop()
    open_supplier(5)
    place(("LAMP", 1))
    Parcel.objects.update(leaves_on=TUESDAY)
    return Parcel.objects.get()


def put_off(parcel: Parcel, leaves_on: date, hours: int = 2, why: str = "Their dye is late") -> date | None:
    return delivery.put_off_parcel(parcel_id=parcel.id, leaves_on=leaves_on, why=why, by=BY, now=hour(hours))


def promised(parcel: Parcel) -> promises.PromiseCard:
    [card] = promises.list_promises_for_refs([parcel.ref], kind=DELIVERY, now=hour(3))
    return card


def letters() -> list[str]:
    found = Message.objects.filter(template__code="delivery_delay").order_by("queued_at")
    return list(found.values_list("subject", flat=True))


def test_a_supplier_announces_a_later_day_and_the_customer_is_told_of_it_once() -> None:
    parcel = at_supplier()
    before = promised(parcel)
    assert put_off(parcel, THURSDAY) == date(2026, 5, 8)
    assert put_off(parcel, THURSDAY, hours=3) is None
    assert letters() == ["Your delivery will probably come on Friday 8 May"]
    card = promised(parcel)
    assert (card.original_due_at, card.due_at, card.told_due_at) == (
        before.due_at, before.due_at, promises.end_of_day(date(2026, 5, 8), "UTC"),
    )  # fmt: skip
    assert PutOff.objects.values_list("before", "leaves_on", "why").get() == (TUESDAY, THURSDAY, "Their dye is late")
    assert Event.objects.get(name="delivery.parcel_put_off").payload["leaves_on"] == "2026-05-07"


def test_what_comes_in_time_all_the_same_worries_nobody() -> None:
    parcel = at_supplier()
    delivery.move_parcel(parcel_id=parcel.id, promised_on=date(2026, 5, 12), why="changed", by=BY, now=hour(1))
    with_service()
    assert put_off(parcel, THURSDAY) is None
    assert (letters(), promised(parcel).told_due_at, PutOff.objects.count()) == ([], None, 1)


def test_the_day_comes_from_the_days_that_its_service_takes() -> None:
    parcel = at_supplier()
    with_service()
    told_on = put_off(parcel, THURSDAY)
    assert told_on == date(2026, 5, 9)
    assert promised(parcel).late_chance == 0.995


def test_lists_show_the_new_day_and_the_story_says_why() -> None:
    parcel = at_supplier()
    put_off(parcel, THURSDAY)
    [card] = list_to_send(by=BY, now=hour(30))
    assert (card.due_on, card.leaves_on, card.is_late(WEDNESDAY)) == (THURSDAY, TUESDAY, False)
    told = [(one.title, one.detail) for one in tell_order(get(card.order_id), now=hour(3))]
    assert ("Leaves on Thu 7 May instead of Tue 5 May", "Their dye is late") in told
    assert ("The customer was told: rather delivery by Fri 8 May", "as whoever sends it announced") in told


def test_what_was_announced_excuses_nobody_and_teaches_nothing() -> None:
    parcel = at_supplier()
    put_off(parcel, THURSDAY)
    [card] = list_to_send(by=BY, now=hour(3))
    hand_over_to_carrier(order_id=card.order_id, parcel_id=parcel.id, tracking_number="B1", by=BY, now=hour(48))
    delivery.deliver_parcel(parcel_id=parcel.id, at=hour(100), by=BY, now=hour(100))
    assert promised(parcel).state == "broken"
    assert get_parcel_time(Supplier.objects.get().id, now=hour(47), agreed=1).deliveries == 0
    assert get_parcel_time(Supplier.objects.get().id, now=hour(101), agreed=1).deliveries == 1


@pytest.mark.parametrize(
    ("leaves_on", "why", "refusal"),
    [
        (THURSDAY, " ", WhyLaterMissing), (date(2026, 5, 3), "late", DayNotToCome),
        (date(2027, 5, 5), "late", DayNotToCome),
    ],
)  # fmt: skip
def test_a_day_without_a_why_or_out_of_reach_is_refused(leaves_on: date, why: str, refusal: type[Refusal]) -> None:
    parcel = at_supplier()
    with pytest.raises(refusal):
        put_off(parcel, leaves_on, why=why)
    parcel.refresh_from_db()
    assert (parcel.put_off_to, PutOff.objects.count(), letters()) == (None, 0, [])


def test_what_has_left_is_not_put_off() -> None:
    parcel = at_supplier()
    [card] = list_to_send(by=BY, now=hour(1))
    hand_over_to_carrier(order_id=card.order_id, parcel_id=parcel.id, tracking_number="B1", by=BY, now=hour(1))
    with pytest.raises(ParcelLeft):
        put_off(parcel, THURSDAY)
    assert (PutOff.objects.count(), letters()) == (0, [])


def test_on_the_page_somebody_writes_down_what_the_supplier_said() -> None:
    parcel, client = at_supplier(), sign_in()
    coming = clock.now().date() + timedelta(days=3)
    delivery.move_parcel(parcel_id=parcel.id, promised_on=coming, why="changed", by=BY, now=NOW)
    order = list_to_send(by=BY, now=NOW)[0].order_id
    page = f"/sending/{order}/{parcel.id}/"
    assert "Bright &amp; Co announced a delay" in client.get(page).content.decode()
    told = {"leaves_on": f"{coming + timedelta(days=1):%Y-%m-%d}", "why": "Their dye is late"}
    shown = client.post(f"{page}delay/", told, follow=True).content.decode()
    assert "Noted. The customer is told that it comes by" in shown
    assert ("Their dye is late" in shown, len(letters())) == (True, 1)


def test_a_buyer_notes_on_the_page_of_the_order_what_a_supplier_said_on_the_telephone() -> None:
    parcel, client = at_supplier(), with_cast().sign_in("buying_manager")
    coming = clock.now().date() + timedelta(days=3)
    delivery.move_parcel(parcel_id=parcel.id, promised_on=coming, why="changed", by=BY, now=NOW)
    order = list_to_send(by=BY, now=NOW)[0].order_id
    assert "Bright &amp; Co announced a delay" in client.get(f"/orders/{order}/").content.decode()
    told = {"leaves_on": f"{coming + timedelta(days=1):%Y-%m-%d}", "why": "Their dye is late"}
    shown = client.post(f"/sending/{order}/{parcel.id}/delay/", told, follow=True).content.decode()
    assert "Noted. The customer is told that it comes by" in shown
    assert ("Their dye is late" in shown, len(letters())) == (True, 1)
    assert client.post(f"/sending/{order}/{parcel.id}/handover/").status_code == 403


def test_who_looks_after_money_sees_the_order_and_announces_no_delay_of_its_supplier() -> None:
    parcel, client = at_supplier(), with_cast().sign_in("finance_manager")
    order = list_to_send(by=BY, now=NOW)[0].order_id
    assert "announced a delay" not in client.get(f"/orders/{order}/").content.decode()
    told = {"leaves_on": f"{clock.now().date():%Y-%m-%d}", "why": "Their dye is late"}
    assert client.post(f"/sending/{order}/{parcel.id}/delay/", told).status_code == 403
    assert (PutOff.objects.count(), letters()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_suppliers_system_announces_it_by_rest() -> None:
    parcel = at_supplier()
    today = clock.now().date()
    delivery.move_parcel(parcel_id=parcel.id, promised_on=today, why="changed", by=BY, now=NOW)
    order = list_to_send(by=BY, now=NOW)[0].order_id
    path, told = f"/api/orders/{order}/parcels/{parcel.id}/delay", {"leaves_on": f"{today + timedelta(days=2)}"}
    system = Till("orders.note_delays", "orders.view_orders")
    assert Till("orders.move_orders").post(path, told | {"why": "dye"}).status_code == 403
    assert system.post(path, told | {"why": ""}).json()["type"] == "urn:shopkeeper:why_later_missing"
    assert PutOff.objects.count() == 0
    said = system.post(path, told | {"why": "dye"})
    assert (said.status_code, said.json()["told_on"] > f"{today}") == (201, True)
