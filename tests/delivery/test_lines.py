"""A retailer lets a carrier tell it of parcels, on its page or over REST; the secret is shown once."""

from typing import Any

import msgspec
import pytest
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.core.signatures import sign
from shopkeeper.delivery.models import CarrierLine, HeldScan
from shopkeeper.delivery.rules.carriers import ADAPTERS
from shopkeeper.delivery.words import ADAPTER_WORDS
from tests.cast import with_cast
from tests.delivery.offering import with_carrier
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
LINE = "/delivery/carriers/swift/line/"
OPENED = {"adapter": "events", "time_zone": "Europe/London"}


def tell(secret: str) -> int:
    """The carrier tells of a parcel, signed; gives the status of the answer."""
    said = msgspec.json.encode({"events": [{"parcel": "SW1", "code": "HUB", "at": "2026-03-04T08:00:00Z"}]})
    stamp = str(int(clock.now().timestamp()))
    headers = {
        "webhook-id": "m1", "webhook-timestamp": stamp,
        "webhook-signature": sign(secret=secret, message_id="m1", timestamp=stamp, body=said),
    }  # fmt: skip
    answer: Any = Client().post("/hooks/carriers/swift/", said, content_type="application/json", headers=headers)
    return int(answer.status_code)


def test_a_line_is_opened_on_the_carriers_page_and_the_carrier_heard_from_then_on() -> None:
    with_carrier()
    manager = with_cast().sign_in("supply_chain_manager")
    before = manager.get("/delivery/carriers/swift/").content.decode()
    assert "It cannot tell us yet where its parcels are" in before
    opened = manager.post(LINE, OPENED)
    secret = CarrierLine.objects.get().secret
    assert (secret in opened.content.decode(), opened.headers["Cache-Control"]) == (True, "private, no-store")
    after = manager.get("/delivery/carriers/swift/").content.decode()
    assert (secret in after, "a flat list of events" in after) == (False, True)
    assert (tell(secret), HeldScan.objects.get().tracking_number) == (202, "SW1")


def test_a_new_secret_stops_the_one_before() -> None:
    with_carrier()
    manager = with_cast().sign_in("supply_chain_manager")
    manager.post(LINE, OPENED)
    old = CarrierLine.objects.get().secret
    manager.post(LINE, OPENED)
    assert (tell(old), HeldScan.objects.count()) == (401, 0)


def test_only_who_sets_up_services_opens_a_line_and_only_with_a_time_zone() -> None:
    with_carrier()
    cast = with_cast()
    assert cast.sign_in("agent").post(LINE, OPENED).status_code == 403
    cast.sign_in("supply_chain_manager").post(LINE, OPENED | {"time_zone": "Mars/Olympus"})
    assert CarrierLine.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_machines_open_a_line_too() -> None:
    with_carrier()
    shop = Till("delivery.manage_services", "delivery.view_delivery")
    told = shop.put("/api/delivery/carriers/swift/line", OPENED).json()
    assert told["line"]["address"].endswith("/hooks/carriers/swift/")
    assert tell(told["secret"]) == 202
    assert shop.put("/api/delivery/carriers/moon/line", OPENED).status_code == 404
    assert shop.put("/api/delivery/carriers/swift/line", OPENED | {"adapter": "smoke"}).status_code == 422


def test_each_shape_has_words() -> None:
    assert set(ADAPTER_WORDS) == set(ADAPTERS)
