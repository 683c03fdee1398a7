"""Carriers tell where parcels are: signed, in their own shapes, in any order, more than once."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.core.models import Event
from shopkeeper.core.signatures import is_signed, sign
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.lines import claim_cost, notice_silence, open_line, report_lost, settle_claim
from shopkeeper.delivery.actions.tracking import record_scans, replay_held_scans
from shopkeeper.delivery.contracts import CarrierScan, TrackingStatus
from shopkeeper.delivery.models import CarrierLine, Claim, HeldScan, Parcel, Scan
from shopkeeper.delivery.rules.carriers import ADAPTERS
from shopkeeper.delivery.rules.tracking import latest
from shopkeeper.promises import public as promises
from tests.delivery.offering import BY, NOW, with_carrier

BODIES = Path(__file__).parent / "bodies"
S = TrackingStatus


def body(name: str) -> bytes:
    """A body as a carrier sent it."""
    return (BODIES / f"{name}.json").read_bytes()


def parcel(number: str = "SW1") -> Parcel:
    """A parcel on its way with this tracking number, promised for Friday."""
    with_carrier()
    made = delivery.prepare_parcel(
        ref="order:1", carrier_key="swift", promised_on=date(2026, 3, 6), ship_from="LDS", by=BY, now=NOW
    )
    Parcel.objects.filter(pk=made).update(tracking_number=number)
    return Parcel.objects.get(pk=made)


def hear(*scans: CarrierScan, now: datetime = NOW + timedelta(days=3)) -> Any:
    """The carrier tells."""
    return record_scans(carrier_id=with_carrier().id, scans=scans, by=BY, now=now)


def scan(status: S, hours: float, number: str = "SW1", code: str = "") -> CarrierScan:
    """A scan so many hours after the parcel was made ready."""
    return CarrierScan(number, status, code or status.value, NOW + timedelta(hours=hours))


def test_each_carriers_body_is_read_in_our_words() -> None:
    read = {
        name: [(s.status.value, s.occurred_at.astimezone(UTC).strftime("%d %H:%M")) for s in adapter(body(name), zone)]
        for (name, adapter), zone in zip(ADAPTERS.items(), ("UTC", "UTC", "Europe/Berlin"), strict=True)
    }
    assert read == {
        "events": [
            ("out_for_delivery", "05 07:40"), ("in_transit", "04 16:20"), ("in_transit", "04 16:21"),
            ("note", "05 11:02"), ("delivered", "05 11:02"),
        ],
        "checkpoints": [
            ("label", "04 08:00"), ("in_transit", "04 16:00"), ("out_for_delivery", "05 08:00"),
            ("attempted", "05 11:00"),
        ],
        "consignments": [
            ("label", "04 08:15"), ("in_transit", "04 17:30"), ("note", "05 05:00"), ("returned", "06 11:00"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_a_body_of_another_shape_is_refused_whole(name: str) -> None:
    for wrong in (
        b"",
        b"[]",
        b'{"events": 1, "shipment": 1, "consignments": 1}',
        b'{"consignments": [{"barcode": ""}]}',
    ):
        with pytest.raises(msgspec.DecodeError):
            ADAPTERS[name](wrong, "UTC")


def test_whatever_order_scans_come_in_the_last_thing_that_happened_holds() -> None:
    told = [(NOW, S.LABEL), (NOW, S.IN_TRANSIT), (NOW + timedelta(hours=9), S.DELIVERED), (NOW, S.NOTE)]
    assert {latest(order) for order in permutations(told)} == {told[2]}
    # A late scan after the delivery moves nothing; a return does.
    after = [*told, (NOW + timedelta(hours=20), S.IN_TRANSIT)]
    assert latest(after) == told[2]
    assert latest([*after, (NOW + timedelta(hours=30), S.RETURNED)]) == (NOW + timedelta(hours=30), S.RETURNED)
    assert latest([(NOW, S.NOTE)]) is None


@pytest.mark.django_db
def test_scans_in_any_order_and_twice_lead_to_one_end() -> None:
    known = parcel()
    scans = [scan(S.LABEL, 1), scan(S.IN_TRANSIT, 8), scan(S.OUT_FOR_DELIVERY, 24), scan(S.ATTEMPTED, 28),
             scan(S.OUT_FOR_DELIVERY, 48, code="again"), scan(S.DELIVERED, 52)]  # fmt: skip
    shuffled = scans * 3
    random.Random(7).shuffle(shuffled)
    for told in shuffled:
        hear(told)
    known.refresh_from_db()
    assert (known.scan_status, known.scanned_at, known.attempts) == ("delivered", NOW + timedelta(hours=52), 1)
    assert known.delivered_at == NOW + timedelta(hours=52)
    assert Scan.objects.count() == 6
    assert Event.objects.filter(name="delivery.parcel_delivered").count() == 1
    [promise] = promises.list_promises_for_ref("order:1", now=NOW + timedelta(days=3))
    assert promise.state == "kept"


@pytest.mark.django_db
def test_a_scan_hands_the_parcel_over_where_nobody_did() -> None:
    known = parcel()
    assert hear(scan(S.LABEL, 1), scan(S.LABEL, 1)).recorded == 1
    known.refresh_from_db()
    assert known.handed_over_at is None
    hear(scan(S.IN_TRANSIT, 8))
    known.refresh_from_db()
    assert known.handed_over_at is not None


@pytest.mark.django_db
def test_scans_of_an_unknown_parcel_wait_for_it_and_wild_times_are_refused() -> None:
    early = hear(scan(S.IN_TRANSIT, 8, "LATER"), scan(S.IN_TRANSIT, 24 * 99), scan(S.LABEL, -24 * 500))
    assert (early.recorded, early.held, early.refused) == (0, 1, 2)
    assert replay_held_scans(by=BY, now=NOW) == 0
    known = parcel("LATER")
    assert replay_held_scans(by=BY, now=NOW + timedelta(days=1)) == 1
    known.refresh_from_db()
    assert (known.scan_status, HeldScan.objects.count()) == ("in_transit", 0)


@pytest.mark.django_db
def test_a_silent_carrier_is_noticed_once_and_a_word_ends_it() -> None:
    known = parcel()
    open_line(carrier="swift", adapter="events", time_zone="UTC", by=BY, now=NOW)
    hear(scan(S.IN_TRANSIT, 2), now=NOW + timedelta(hours=3))
    assert notice_silence(by=BY, now=NOW + timedelta(days=2, hours=5)) == 0
    # Wednesday to Saturday: three delivery days.
    saturday = NOW + timedelta(days=3, hours=5)
    assert (notice_silence(by=BY, now=saturday), notice_silence(by=BY, now=saturday)) == (1, 0)
    hear(scan(S.IN_TRANSIT, 70, code="hub"), now=saturday)
    known.refresh_from_db()
    assert known.silent_at is None


@pytest.mark.django_db
def test_a_lost_parcel_is_claimed_once_and_the_carrier_pays_part() -> None:
    known = parcel()
    report_lost(parcel_id=known.id, by=BY, now=NOW)
    report_lost(parcel_id=known.id, by=BY, now=NOW)
    assert Event.objects.filter(name="delivery.parcel_lost").count() == 1
    asked = {"parcel_id": known.id, "kind": "lost", "currency": "GBP", "by": BY, "now": NOW}
    one = claim_cost(amount=Decimal(40), **asked)
    assert claim_cost(amount=Decimal(90), **asked) == one
    settle_claim(claim_id=one, paid=Decimal(25), by=BY, now=NOW)
    assert Claim.objects.values_list("amount", "paid").get() == (40, 25)


def test_a_signature_is_over_id_time_and_body_and_does_not_last() -> None:
    # The example of the specification's own reference library.
    given = sign(
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp="1614265330", body=b'{"test": 2432232314}',
    )  # fmt: skip
    assert given == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    said = {
        "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "timestamp": "1614265330", "body": b'{"test": 2432232314}', "at": 1614265330.0 + 200,
    }  # fmt: skip
    assert is_signed(signatures=f"v1,other {given}", **said)
    later = {"at": 1614265330.0 + 301}
    for wrong in (later, {"body": b"{}"}, {"message_id": "m"}, {"timestamp": "x"}, {"secret": "whsec_AA"}):
        assert not is_signed(signatures=given, **{**said, **wrong})


@pytest.mark.django_db
def test_a_carrier_tells_by_webhook_and_nobody_else_does() -> None:
    with_carrier()
    now = clock.now()
    parcel()
    secret = open_line(carrier="swift", adapter="events", time_zone="UTC", by=BY, now=now)
    told = msgspec.json.encode({"events": [{"parcel": "SW1", "code": "OFD", "at": now}]})

    def post(told: bytes, key: str = secret, carrier: str = "swift") -> Any:
        stamp = str(int(now.timestamp()))
        headers = {
            "webhook-id": "m1", "webhook-timestamp": stamp,
            "webhook-signature": sign(secret=key, message_id="m1", timestamp=stamp, body=told),
        }  # fmt: skip
        return Client(enforce_csrf_checks=True).post(
            f"/hooks/carriers/{carrier}/", told, content_type="application/json", headers=headers
        )

    assert (post(told).status_code, post(told).json()) == (
        202, {"recorded": 0, "repeated": 1, "held": 0, "refused": 0},
    )  # fmt: skip
    assert [post(told, key="whsec_AAAA").status_code, post(told, carrier="nobody").status_code] == [401, 401]
    assert post(b"{}").status_code == 422
    assert Client().get("/hooks/carriers/swift/").status_code == 405
    assert (Scan.objects.count(), CarrierLine.objects.get().heard_at is not None) == (1, True)
