"""Other systems are told what happened: signed, numbered as it was committed, again until it arrives."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.announced import list_events, title_of
from shopkeeper.connectors.dispatch import forget_messages
from shopkeeper.connectors.errors import AddressRefused, NoSuchSequence, UnknownEvents
from shopkeeper.connectors.hearing import carry_in_turn
from shopkeeper.connectors.models import WebhookEndpoint, WebhookMessage
from shopkeeper.connectors.queries import get_endpoint, list_messages
from shopkeeper.connectors.rules.webhooks import choose_address
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.signatures import is_signed
from tests.cast import NOW, SYSTEM, with_cast
from tests.connectors.subscriber import URL, Subscriber, endpoint, placed, send, take

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_is_sent_signed_and_numbered() -> None:
    to, secret = endpoint()
    told, shop = placed(), Subscriber()
    placed(history=True)
    take(1)
    assert (send(to, shop), send(to, shop)) == (1, 0)
    [(headers, body)] = shop.heard
    assert (body["type"], body["sequence"], body["data"]["order_id"]) == ("orders.order_placed", 1, str(told.order_id))
    at = (NOW + timedelta(minutes=2)).timestamp()
    assert is_signed(
        secret=secret, message_id=headers["webhook-id"], timestamp=headers["webhook-timestamp"],
        signatures=headers["webhook-signature"], body=shop.bodies[0], at=at,
    )  # fmt: skip
    [card] = list_messages(to.id, by=SYSTEM)
    assert (card.status, card.tries, card.event_name) == (200, 1, "orders.order_placed")


def test_a_new_secret_signs_beside_the_former_one_for_a_day_and_then_alone() -> None:
    to, former = endpoint()
    for number in range(2):
        placed(number)
    take(2)
    secret = webhooks.renew_secret(endpoint_id=to.id, by=SYSTEM, now=NOW)

    def accepted(minutes: int) -> list[bool]:
        shop = Subscriber()
        shop.answers = [200, 500]
        send(WebhookEndpoint.objects.get(pk=to.id), shop, minutes)
        headers, at = shop.heard[0][0], (NOW + timedelta(minutes=minutes)).timestamp()
        told = {"message_id": headers["webhook-id"], "timestamp": headers["webhook-timestamp"], "body": shop.bodies[0]}
        given = headers["webhook-signature"]
        return [is_signed(secret=one, signatures=given, at=at, **told) for one in (secret, former)]

    assert (accepted(2), accepted(24 * 60 + 1)) == ([True, True], [True, False])


def test_while_one_process_sends_no_other_does() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('connectors.carry_webhooks'))")
        turns: list[int] = []

        def run() -> None:
            turns.append(carry_in_turn(by=SYSTEM, now=NOW))
            connections.close_all()

        other = threading.Thread(target=run)
        other.start()
        other.join()
    assert turns == [0]


def test_every_event_that_can_be_told_says_what_it_means() -> None:
    groups = list_events()
    assert {name for name in groups if title_of(name) == name} == set()
    assert [card.name for cards in groups.values() for card in cards if not card.meaning.endswith(".")] == []
    page = with_cast().sign_in("administrator").get("/webhooks/events/").content.decode()
    assert ("orders.order_placed" in page, "Orders, pick-ups and returns" in page) == (True, True)


def test_what_happened_before_and_what_was_not_asked_for_is_not_sent() -> None:
    placed()
    to, _ = endpoint("payments", "orders.order_shipped")
    placed()
    take(0)
    assert WebhookEndpoint.objects.get(pk=to.id).last_sequence == 0


def test_an_event_of_a_transaction_that_runs_on_comes_once_it_ended_and_nothing_overtakes_it() -> None:
    to, _ = endpoint()
    started, go_on = threading.Event(), threading.Event()

    @action
    def slowly(*, by: Actor, now: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        placed(1)
        started.set()
        assert go_on.wait(20)

    def run() -> None:
        slowly(by=SYSTEM, now=NOW)
        connections.close_all()

    slow = threading.Thread(target=run)
    slow.start()
    assert started.wait(20)
    placed(2)
    placed(3)
    take(0)
    go_on.set()
    slow.join()
    take(3)
    shop = Subscriber()
    send(to, shop)
    assert shop.numbers == [1, 2, 3]
    assert [told["timestamp"][-4:] for _, told in shop.heard] == sorted(
        told["timestamp"][-4:] for _, told in shop.heard
    )


def test_what_does_not_arrive_is_tried_again_later_and_holds_back_what_follows() -> None:
    to, _ = endpoint()
    for number in range(3):
        placed(number)
    take(3)
    shop = Subscriber()
    shop.answers = [200, 500, None, 200, 200]
    assert [send(to, shop, minutes) for minutes in (2, 3, 5)] == [1, 0, 2]
    assert shop.numbers == [1, 2, 2, 2, 3]
    assert len({headers["webhook-id"] for headers, _ in shop.heard}) == 3
    card = get_endpoint(to.id, by=SYSTEM)
    assert (card.state, card.waiting, card.last_sequence) == ("healthy", 0, 3)


def test_who_stays_silent_for_days_is_paused_and_nothing_is_lost() -> None:
    to, _ = endpoint()
    placed()
    take(1)
    shop = Subscriber()
    shop.answers = [503] * 12
    waits = []
    for _ in range(12):
        assert WebhookEndpoint.objects.get(pk=to.id).paused_at is None
        send(to, shop)
        due = WebhookEndpoint.objects.get(pk=to.id).next_try_at
        waits.append(int((due - NOW).total_seconds()) - 120 if due else None)
    assert waits == [5, 60, 300, 1800, 7200, 18000, 36000, 36000, 50400, 72000, 86400, None]
    assert get_endpoint(to.id, by=SYSTEM).state == "silent"
    webhooks.resume_endpoint(endpoint_id=to.id, by=SYSTEM, now=NOW)
    assert send(to, shop) == 1


def test_who_is_gone_is_paused_at_once() -> None:
    to, _ = endpoint()
    placed()
    take(1)
    shop = Subscriber()
    shop.answers = [410]
    send(to, shop)
    assert get_endpoint(to.id, by=SYSTEM).state == "silent"


def test_everything_from_a_number_on_is_sent_once_more_as_it_was() -> None:
    to, _ = endpoint()
    for number in range(4):
        placed(number)
    take(4)
    first, again = Subscriber(), Subscriber()
    send(to, first)
    assert webhooks.replay(endpoint_id=to.id, sequence=3, by=SYSTEM, now=NOW) == 2
    send(to, again)
    assert again.numbers == [3, 4]
    assert [h["webhook-id"] for h, _ in again.heard] == [h["webhook-id"] for h, _ in first.heard[2:]]
    for wrong in (0, 5):
        with pytest.raises(NoSuchSequence):
            webhooks.replay(endpoint_id=to.id, sequence=wrong, by=SYSTEM, now=NOW)
    assert forget_messages(by=SYSTEM, now=NOW + timedelta(days=31)) == 4
    with pytest.raises(NoSuchSequence):
        webhooks.replay(endpoint_id=to.id, sequence=3, by=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    "url",
    ["http://shop.example/", "https://me:pw@shop.example/", "ftp://shop.example", "https://", "x", "https://a:99999/"],
)
def test_an_address_that_is_none_of_another_system_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        webhooks.add_endpoint(name="", url=url, events=["orders"], by=SYSTEM, now=NOW)
    with pytest.raises(UnknownEvents):
        webhooks.add_endpoint(name="", url=URL, events=["orders", "moon"], by=SYSTEM, now=NOW)
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize(
    ("addresses", "chosen"),
    [
        (["93.184.215.14"], "93.184.215.14"),
        (["2606:2800:21f::1"], "2606:2800:21f::1"),
        (["127.0.0.1"], None),
        (["93.184.215.14", "10.0.0.1"], None),
        (["169.254.169.254"], None),
        (["192.168.1.1"], None),
        (["::1"], None),
        (["fe80::1%eth0"], None),
        (["::ffff:127.0.0.1"], None),
        (["0.0.0.0"], None),
        ([], None),
    ],
)
def test_nothing_goes_into_a_private_network(addresses: list[str], chosen: str | None) -> None:
    assert choose_address(addresses, may_be_private=False) == chosen
    assert choose_address(addresses, may_be_private=True) == (addresses[0] if addresses else None)


def test_the_administrator_sets_one_up_and_sees_what_failed() -> None:
    cast = with_cast()
    assert cast.sign_in("agent").get("/webhooks/").status_code == 403
    client = cast.sign_in("administrator")
    page = client.post("/webhooks/", {"name": "Shop", "url": URL, "events": ["orders", "payments"]}).content.decode()
    secret = WebhookEndpoint.objects.get().secret
    assert secret in page
    assert secret not in client.get("/webhooks/").content.decode()
    WebhookEndpoint.objects.update(taken_at=NOW)
    to = WebhookEndpoint.objects.get()
    placed()
    take(1)
    shop = Subscriber()
    shop.answers = [500]
    send(to, shop)
    page = client.get(f"/webhooks/{to.id}/").content.decode()
    assert "Did not arrive" in page
    assert "orders.<wbr>order_<wbr>placed" in page
    client.post(f"/webhooks/{to.id}/pause/", {"to": "pause"})
    assert "Send again, from where it stopped" in client.get(f"/webhooks/{to.id}/").content.decode()
    client.post(f"/webhooks/{to.id}/pause/", {"to": "resume"})
    assert send(to, shop) == 1
    page = client.post(f"/webhooks/{to.id}/secret/").content.decode()
    assert WebhookEndpoint.objects.get().secret in page
    assert WebhookEndpoint.objects.get().secret != secret
    client.post(f"/webhooks/{to.id}/replay/", {"sequence": 1})
    assert send(to, shop) == 1
    assert (
        "do not go to"
        in client.post("/webhooks/", {"name": "x", "url": "http://x/", "events": ["orders"]}).content.decode()
    )
    followed = client.get(f"/webhooks/{to.id}/removal/")  # a link in somebody's mail
    assert (followed.status_code, WebhookEndpoint.objects.filter(pk=to.id).exists()) == (405, True)
    assert "A link changes nothing here." in followed.content.decode()
    client.post(f"/webhooks/{to.id}/removal/")
    assert not WebhookMessage.objects.exists()
