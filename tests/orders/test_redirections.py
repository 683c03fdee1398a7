"""What a supplier sends goes to another address when the supplier agrees; until then, or if not, it goes where it was
to go, and everybody reads so."""

from datetime import date, timedelta

import pytest
from django.test import Client

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.delivery.models import LaneTime, Parcel, Service
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.letters_of_changes import write_of_redirection
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.actions.redirecting import answer_redirection
from shopkeeper.orders.errors import AskedRedirectionNotFound, WithSupplier
from shopkeeper.orders.models import AskedRedirection, Order
from shopkeeper.orders.queries.redirected import list_redirections
from shopkeeper.orders.silent_work import list_silent_to_do
from shopkeeper.orders.stories import tell_order
from shopkeeper.organization.public import Role
from shopkeeper.promises import public as promises
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import YORK, assert_stock_adds_up, open_stocked_shop, open_supplier, place, run_errands
from tests.orders.test_fulfilling import ship
from tests.orders.test_offered import with_services
from tests.orders.test_rerouting import COLLECTED, partly_supplied, revise, undo
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
TO_YORK = "2 Low Street, YO1 7HH, York"


def supplied(*, paid: bool = True) -> orders.Placed:
    """All of it comes from Bright & Co."""
    open_stocked_shop()
    open_supplier(5)
    return place(paid=paid)


def answer(agreed: bool, hours: int = 2, why: str = "") -> None:
    row = AskedRedirection.objects.get(answered_at=None, withdrawn_at=None)
    answer_redirection(asked_id=row.id, agreed=agreed, why=why, by=BY, now=hour(hours))


def areas(placed: orders.Placed) -> dict[str, str]:
    """Into which postcode area each location sends."""
    rows = Parcel.objects.filter(ref=placed.ref, canceled_at=None)
    return dict(rows.values_list("ship_from", "postcode_area"))


def replies(placed: orders.Placed, hours: int = 3) -> list[tuple[str, str]]:
    made = promises.list_promises_for_ref(placed.ref, now=hour(hours))
    return [(one.node, one.state.value) for one in made if one.kind is promises.PromiseKind.REPLY]


def test_ours_goes_to_the_new_address_at_once_and_a_suppliers_when_it_agrees() -> None:
    placed = partly_supplied()
    revise(placed, address=YORK)
    assert (Order.objects.get().city, areas(placed)) == ("York", {"dc": "YO", "bright": "LS"})
    [asked] = list_redirections(placed.id)
    assert (asked.place, asked.what, asked.to, asked.due_at, asked.is_open) == (
        "Bright & Co", "1 × Wool rug", TO_YORK, hour(25), True,
    )  # fmt: skip
    assert replies(placed) == [("bright", "open")]
    answer(agreed=True)
    assert (areas(placed), replies(placed)) == ({"dc": "YO", "bright": "YO"}, [("bright", "kept")])
    told = [(entry.title, entry.detail) for entry in tell_order(get(placed.id), now=hour(3))]
    for title in ("Bright & Co was asked to send to another address", "Bright & Co sends it there"):
        assert (title, f"1 × Wool rug → {TO_YORK}") in told
    with pytest.raises(AskedRedirectionNotFound):
        answer_redirection(asked_id=asked.id, agreed=False, why="", by=BY, now=hour(4))
    assert areas(placed) == {"dc": "YO", "bright": "YO"}
    assert_stock_adds_up()


def test_to_another_area_a_suppliers_parcel_is_promised_as_much_later_as_it_takes_longer() -> None:
    placed = partly_supplied()
    LaneTime.objects.create(
        service=Service.objects.get(code="standard"), node="bright", area="YO", arrived=1_000, waiting=0,
        curve=[0.0, 0.0, 0.0, 0.0, 0.0, 1.0], measured_at=NOW,
    )  # fmt: skip
    revise(placed, address=YORK)
    answer(agreed=True)
    subject = f"parcel:{Parcel.objects.get(ship_from='bright').id}"
    [made] = [one for one in promises.list_promises_for_ref(placed.ref, now=hour(3)) if one.subject == subject]
    # With the carrier for three days into LS, for five into YO.
    assert (made.original_due_at.date(), made.due_at.date()) == (date(2026, 5, 11), date(2026, 5, 13))


def test_a_supplier_who_cannot_sends_to_the_address_before_and_the_customer_chooses() -> None:
    placed = partly_supplied()
    revise(placed, address=YORK)
    answer(agreed=False, why="packed already")
    assert areas(placed) == {"dc": "YO", "bright": "LS"}
    browser, sentence = sign_in(), f"Bright &amp; Co cannot send 1 × Wool rug to {TO_YORK}"
    assert f"{sentence}: it goes to the address before. (packed already)" in browser.get(
        f"/orders/{placed.id}/"
    ).content.decode().replace("\n", " ")
    undo(placed, "address")
    assert (areas(placed), AskedRedirection.objects.count()) == ({"dc": "LS", "bright": "LS"}, 1)
    assert sentence not in browser.get(f"/orders/{placed.id}/").content.decode()
    assert_stock_adds_up()


def test_what_was_undone_before_the_answer_needs_none() -> None:
    placed = supplied()
    revise(placed, address=YORK)
    asked = AskedRedirection.objects.get()
    undo(placed, "address")
    with pytest.raises(AskedRedirectionNotFound):
        answer_redirection(asked_id=asked.id, agreed=True, why="", by=BY, now=hour(3))
    assert (areas(placed), replies(placed)) == ({"bright": "LS"}, [("bright", "withdrawn")])


def test_what_a_supplier_agreed_to_is_asked_back_when_the_change_is_undone() -> None:
    placed = supplied()
    revise(placed, address=YORK)
    answer(agreed=True)
    undo(placed, "address")
    assert (Order.objects.get().city, areas(placed)) == ("Leeds", {"bright": "YO"})
    answer(agreed=True, hours=4)
    assert areas(placed) == {"bright": "LS"}


def test_a_second_change_asks_for_the_last_address_alone() -> None:
    placed = supplied()
    revise(placed, address=YORK)
    revise(placed, address=orders.Address(street="9 Quay", postcode="HU1 1AA", city="Hull", country="GB"))
    assert [one.is_open for one in list_redirections(placed.id)] == [True, False]
    answer(agreed=True)
    assert areas(placed) == {"bright": "HU"}


def test_a_supplier_who_was_not_told_yet_simply_sends_to_the_new_address() -> None:
    placed = supplied(paid=False)
    revise(placed, address=YORK)
    assert (areas(placed), AskedRedirection.objects.count()) == ({"bright": "YO"}, 0)
    run_errands()
    revise(placed, address=orders.Address(street="9 Quay", postcode="HU1 1AA", city="Hull", country="GB"))
    assert (areas(placed), AskedRedirection.objects.count()) == ({"bright": "YO"}, 1)


def test_pieces_that_left_before_the_answer_go_where_they_went() -> None:
    placed = supplied()
    revise(placed, address=YORK)
    ship(placed, "bright")
    asked = AskedRedirection.objects.get()
    assert (asked.agreed, asked.why, replies(placed)) == (False, "sent already", [("bright", "withdrawn")])
    assert list_redirections(placed.id)[0].is_in_force
    orders.deliver_parcel(order_id=placed.id, parcel_id=Parcel.objects.get().id, at=hour(9), by=BY, now=hour(9))
    assert not list_redirections(placed.id)[0].is_in_force


def test_nobody_is_called_about_pieces_that_were_canceled() -> None:
    placed = supplied()
    revise(placed, address=YORK)
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=hour(2))
    assert (list_redirections(placed.id)[0].is_withdrawn, replies(placed)) == (True, [("bright", "withdrawn")])


def test_how_and_when_a_supplier_sends_all_of_it_is_not_chosen_here() -> None:
    placed = supplied()
    for wanted in ({"how": COLLECTED}, {"promised_on": date(2026, 5, 20)}):
        with pytest.raises(WithSupplier, match="Bright & Co sends 2 × Brass lamp, 1 × Wool rug in its own way"):
            revise(placed, **wanted)
    assert AskedRedirection.objects.count() == 0


def test_who_takes_calls_asks_a_supplier_who_has_not_said_in_time_where_it_sends() -> None:
    placed = supplied()
    revise(placed, address=YORK)
    held = frozenset({"orders.change_orders", "orders.view_orders"})
    agent = Actor(ActorKind.EMPLOYEE, "a", "a", held, Scopes(company_wide=True), (str(Role.CONTACT_CENTER_AGENT),))
    assert list_silent_to_do(people=[agent], now=hour(25) - timedelta(minutes=1)) == []
    [item] = list_silent_to_do(people=[agent], now=hour(25))
    assert (item.title, item.url) == (
        f"Call Bright & Co: can they send 2 × Brass lamp, 1 × Wool rug to {TO_YORK}?", f"/orders/{placed.id}/change/",
    )  # fmt: skip
    page = sign_in().get(f"/orders/{placed.id}/").content.decode()  # the clock is long past
    assert "was to say by" in page
    assert "The contact center calls them; unless they agree, it goes to the address before." in page
    answer(agreed=True, hours=26)
    assert list_silent_to_do(people=[agent], now=hour(27)) == []


def test_a_clerk_asks_reads_and_notes_the_answer_on_the_page() -> None:
    open_stocked_shop()
    with_services()
    open_supplier(5)
    placed = place()
    browser, path = sign_in(), f"/orders/{placed.id}/"
    page = browser.get(f"{path}change/").content.decode()
    assert "With another address they are asked, and it goes to the address before until they agree." in page
    told = {"street": "2 Low Street", "postcode": "YO1 7HH", "city": "York", "name": "Ann Lee"}
    assert browser.post(f"{path}changes/", told).status_code == 302
    asked = AskedRedirection.objects.get()
    assert f"/redirections/{asked.id}/answer/" in browser.get(f"{path}change/").content.decode()
    assert browser.post(f"/redirections/{asked.id}/answer/", {"to": "yes"}).status_code == 302
    late = browser.post(f"/redirections/{asked.id}/answer/", {"to": "no"}, follow=True).content.decode()
    assert "it was given, or the order has changed again" in late
    assert areas(placed) == {"bright": "YO"}


def test_a_customer_asks_by_link_and_reads_that_a_supplier_has_to_agree() -> None:
    placed, browser = supplied(), Client()
    path = f"/order/{sign_order(placed.id)}/"
    told = {"street": "2 Low Street", "postcode": "YO1 7HH", "city": "York"}
    assert "If you want it at another address we ask them" in browser.get(f"{path}change/").content.decode()
    assert "Goes to 2 Low Street, York" in browser.post(f"{path}change/", told).content.decode()
    browser.post(f"{path}changes/", told)
    page = browser.get(path).content.decode()
    assert "We asked Bright &amp; Co to send 2 × Brass lamp, 1 × Wool rug to the new address too" in page
    assert "High Street" not in page
    answer(agreed=False)
    assert "cannot send 2 × Brass lamp, 1 × Wool rug to the new address" in browser.get(path).content.decode()


@pytest.mark.parametrize(
    ("agreed", "template", "says"),
    [
        (True, "redirection_agreed", "they send 2 × Brass lamp, 1 × Wool rug"),
        (False, "redirection_refused", "They cannot, and we are sorry"),
    ],
)
def test_the_customer_is_written_to_what_the_supplier_said(agreed: bool, template: str, says: str) -> None:
    placed = supplied()
    revise(placed, address=YORK)
    answer(agreed=agreed)
    assert write_of_redirection(asked_id=AskedRedirection.objects.get().id, by=BY, now=hour(2))
    assert says in Message.objects.get(template__code=template).body


@pytest.mark.django_db(transaction=True)
def test_machines_change_the_address_and_tell_the_answer_by_rest() -> None:
    placed, machine = supplied(), Till("orders.view_orders", "orders.change_orders")
    there = {"street": "2 Low Street", "postcode": "YO1 7HH", "city": "York", "country": "GB"}
    assert machine.post(f"/api/orders/{placed.number}/revision", {"address": there}).status_code == 200
    [asked] = machine.get("/api/redirections").json()
    assert (asked["place"], asked["to"], asked["agreed"]) == ("Bright & Co", TO_YORK, None)
    path = f"/api/redirections/{asked['id']}/answer"
    assert machine.post(path, {"agreed": False, "why": "packed"}).json()["agreed"] is False
    assert machine.post(path, {"agreed": True}).status_code == 404
    [told] = machine.get(f"/api/orders/{placed.number}/redirections").json()
    assert (told["agreed"], told["why"], told["is_in_force"]) == (False, "packed", True)
    assert areas(placed) == {"bright": "LS"}
