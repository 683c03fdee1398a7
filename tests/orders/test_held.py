"""An order is held for a reason, by somebody who looks after it, and let go by whoever answers for that reason."""

import pytest
from django.test import Client

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.holding import hold_order
from shopkeeper.orders.actions.releasing import release_hold
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.errors import OrderHeld
from shopkeeper.orders.held_work import list_held_to_do
from shopkeeper.orders.models import Hold
from shopkeeper.orders.queries.latest import Latest, Stage, list_latest_orders
from shopkeeper.organization.public import Role
from tests.cast import Cast, with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, hour
from tests.orders.shop import open_stocked_shop, place
from tests.orders.test_refunds import person
from tests.orders.test_sending import hand_over

pytestmark = pytest.mark.django_db


def held(reason: HoldReason) -> orders.Placed:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    hold_order(order_id=placed.id, reason=reason, owner="Fraud desk", why="three cards", by=BY, now=hour(1))
    return placed


def is_held() -> bool:
    return Hold.objects.get().released_at is None


@pytest.mark.parametrize(
    ("reason", "right", "lets_go"),
    [
        (HoldReason.FRAUD, "orders.change_orders", False), (HoldReason.FRAUD, "orders.release_holds", True),
        (HoldReason.CREDIT, "orders.change_orders", False), (HoldReason.CREDIT, "orders.release_holds", True),
        (HoldReason.ADDRESS, "orders.change_orders", True), (HoldReason.MANUAL, "orders.change_orders", True),
        (HoldReason.MANUAL, "orders.view_orders", False),
    ],
)  # fmt: skip
def test_fraud_and_credit_are_let_go_by_who_answers_for_them(reason: HoldReason, right: str, lets_go: bool) -> None:
    placed = held(reason)
    told = {"order_id": placed.id, "hold_id": Hold.objects.get().id, "by": person("ruth", right), "now": hour(2)}
    if lets_go:
        release_hold(**told)
    else:
        with pytest.raises(NotPermitted):
            release_hold(**told)
    assert is_held() is not lets_go


def page(client: Client, placed: orders.Placed) -> str:
    return client.get(f"/orders/{placed.id}/").content.decode()


def test_the_page_offers_it_to_those_who_may_and_says_who_looks_after_it() -> None:
    placed, cast = held(HoldReason.FRAUD), with_cast()
    agent, manager = cast.sign_in("agent"), cast.sign_in("contact_center_manager")
    assert "Fraud desk · three cards" in page(agent, placed)
    heading = page(agent, placed).partition('class="actions mt-2"')[2].partition("</div>")[0]
    assert "held: it may be a fraud" in heading
    assert "Somebody who may decide about this lets it go." in page(agent, placed)
    release = f"/orders/{placed.id}/holds/{Hold.objects.get().id}/release/"
    assert release not in page(agent, placed)
    agent.post(release)
    assert is_held()
    assert release in page(manager, placed)
    manager.post(release)
    assert not is_held()


def test_held_orders_are_one_list() -> None:
    placed, cast = held(HoldReason.ADDRESS), with_cast()
    other = place(key="web-2")
    assert [card.id for card in list_latest_orders(Latest(stage=Stage.HELD), by=BY, limit=9)] == [placed.id]
    shown = _owner(cast).get("/orders/?stage=held").content.decode()
    assert (placed.number in shown, other.number in shown) == (True, False)


def _owner(cast: Cast) -> Client:
    return cast.sign_in("chief_customer_officer")


@pytest.mark.django_db(transaction=True)
def test_machines_let_go_what_their_key_allows() -> None:
    placed = held(HoldReason.FRAUD)
    at = f"/api/orders/{placed.number}/holds/{Hold.objects.get().id}"
    assert Till("orders.view_orders", "orders.change_orders").delete(at).status_code == 403
    assert is_held()
    assert Till("orders.view_orders", "orders.release_holds").delete(at).json() == []


def clerk(role: Role, name: str) -> Actor:
    rights = frozenset({"orders.view_orders", "orders.change_orders"})
    return Actor(ActorKind.EMPLOYEE, role, name, rights, Scopes(company_wide=True), (str(role),))


def work_of(person: Actor, *, hours: int) -> list[tuple[str, str, str]]:
    items = list_held_to_do(people=[person], now=hour(hours))
    return [(item.title, item.why, item.url) for item in items]


def test_a_held_order_is_the_work_of_whoever_looks_after_it_and_of_the_manager_after_a_day() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    flo, callum = clerk(Role.CONTACT_CENTER_AGENT, "Flo"), clerk(Role.CONTACT_CENTER_MANAGER, "Callum")
    other = clerk(Role.CONTACT_CENTER_AGENT, "Ben")
    held = hold_order(
        order_id=placed.id, reason=HoldReason.ADDRESS, owner="Flo", why="no such street", by=BY, now=hour(1)
    )  # fmt: skip
    asked = (
        f"Ask Ann Lee where {placed.number} is to go", "Held: the address is in doubt · no such street",
        f"/orders/{placed.id}/",
    )  # fmt: skip
    assert (work_of(flo, hours=2), work_of(other, hours=2), work_of(callum, hours=24)) == ([asked], [], [])
    assert work_of(callum, hours=25) == [asked]
    release_hold(order_id=placed.id, hold_id=held, by=flo, now=hour(26))
    assert (work_of(flo, hours=26), work_of(callum, hours=26)) == ([], [])


def test_what_is_held_says_so_in_words_to_whoever_would_send_it() -> None:
    placed = held(HoldReason.ADDRESS)
    with pytest.raises(OrderHeld) as refused:
        hand_over(placed, "SW1")
    assert str(refused.value) == (
        "This order is held: the address is in doubt. Whoever looks after it has to let it go first."
    )
