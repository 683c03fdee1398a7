"""Customers send pieces back by the link of their order, and are told at once what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Label
from shopkeeper.delivery.partners.errands import fetch_label
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.contracts import ReturnState, WayBack
from shopkeeper.orders.models import ReturnRequest
from tests.orders.book import BY, get, hour
from tests.orders.test_return_doors import always_open
from tests.orders.test_returns import ask, delivered

pytestmark = pytest.mark.django_db


def page(client: Client, placed: orders.Placed) -> str:
    return client.get(reverse("orders:own", args=[sign_order(placed.id)])).content.decode()


def send_back(client: Client, placed: orders.Placed, **told: object) -> str:
    lamp = get(placed.id).lines[0].id
    address = reverse("orders:own_return", args=[sign_order(placed.id), lamp])
    return client.post(address, {"way": "parcel", **told}, follow=True).content.decode()


def test_a_return_that_the_policy_allows_may_come_and_has_a_label(client: Client) -> None:
    placed = delivered()
    always_open()
    assert "I want to send something back" in page(client, placed)
    said = send_back(client, placed, pieces=1, comment="too bright")
    fetch_label(label_id=Label.objects.get().id, by=BY, now=hour(21))
    row = ReturnRequest.objects.get()
    assert (row.state, row.channel, row.way) == (ReturnState.APPROVED, "own_page", WayBack.PARCEL)
    assert row.items.get().comment == "too bright"
    label = delivery.find_label(f"return:{row.id}")
    assert label
    shown = page(client, placed)
    assert (f"Write {label} on the parcel" in shown, f"Code of the return {label}" in shown) == (True, True)
    assert "You may send it back" in said


def test_what_comes_too_late_is_refused_with_the_reason(client: Client) -> None:
    placed = delivered()
    said = send_back(client, placed, pieces=1)
    assert ReturnRequest.objects.get().state == ReturnState.DENIED
    assert "We cannot take it back" in said


def test_more_than_they_have_is_refused_and_nothing_is_written(client: Client) -> None:
    placed = delivered()
    always_open()
    send_back(client, placed, pieces=3)
    send_back(client, placed, pieces="")
    assert not ReturnRequest.objects.exists()


def test_they_may_keep_it_after_all_but_only_decide_about_their_own_order(client: Client) -> None:
    placed = delivered()
    always_open()
    made = ask(placed, 1)
    token = sign_order(placed.id)
    stranger = reverse("orders:own_return_withdrawn", args=[token, placed.id])
    assert "of another order" in client.post(stranger, follow=True).content.decode()
    client.post(reverse("orders:own_return_withdrawn", args=[token, made]))
    assert ReturnRequest.objects.get().state == ReturnState.WITHDRAWN
