"""Days and times that cannot be, and deliveries whose day is over: shown, never promised, in nobody's way."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.errors import DayTooFar, SamePlace
from shopkeeper.inventory.models import HeldMovement, Inbound, Movement
from tests.inventory.shelves import BY, NOW, demand, movement, tell, with_location, with_stock
from tests.inventory.test_rest import ALL, Till

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW, LATER = date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 9)


def expect(pieces: int, day: date) -> UUID:
    return inventory.expect(sku="KETTLE", location="LDS", quantity=pieces, due_on=day, by=BY, now=NOW)


def by_date(now: datetime = NOW) -> list[tuple[date, int]]:
    found = inventory.get_availability(["KETTLE"], by=BY, now=now)["KETTLE"]
    return [(one.due_on, one.available) for one in found.by_date]


def test_what_is_late_is_promised_to_nobody_until_it_has_another_day() -> None:
    with_stock(1)
    late = expect(5, YESTERDAY)
    expect(2, LATER)
    assert by_date() == [(LATER, 3)]
    assert inventory.reserve_when_it_comes(demand=demand("a", 4), by=BY, now=NOW).is_queued
    inventory.move_inbound(inbound_id=late, due_on=TOMORROW, by=BY, now=NOW)
    assert by_date() == [(TOMORROW, 4), (LATER, 4)]


def test_everybody_is_told_when_it_comes_as_long_as_that_day_is_not_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    with_stock(1)
    expect(5, YESTERDAY)
    expect(2, LATER)
    there = Client().get("/api/public/availability/KETTLE").json()
    assert (there["delivery"], there["comes_on"], there["stores"][0]["comes_on"]) == ("few", None, None)
    tell("sell", 1)
    gone = Client().get("/api/public/availability/KETTLE").json()
    assert (gone["delivery"], gone["comes_on"], gone["stores"][0]["comes_on"]) == ("none", "2026-03-09", "2026-03-09")
    page = Client().get("/in-stock/KETTLE/").content.decode()
    assert ("It comes on Monday 9 March." in page, "comes on 9 March" in page) == (True, True)


def test_what_was_promised_out_of_a_delivery_that_is_late_stays_so() -> None:
    with_stock(1)
    late = expect(5, TOMORROW)
    kept = inventory.reserve_when_it_comes(demand=demand("a", 3), by=BY, now=NOW)
    assert (kept.there, kept.due_on, by_date()) == (1, TOMORROW, [(TOMORROW, 3)])
    assert by_date(NOW + timedelta(days=2)) == []
    inventory.receive(inbound_id=late, quantity=5, by=BY, now=NOW + timedelta(days=2))
    [card] = [one for one in inventory.list_reservations("a") if one.due_on is None]
    assert card.open == 3


def test_a_time_that_cannot_be_is_held_and_everybody_can_still_read_what_is_held() -> None:
    with_stock(5)
    until = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
    told = [movement("sell", 1, at=at) for at in until]
    assert inventory.record_movements(movements=told, by=BY, now=NOW).held == 2
    till = Till(*ALL)
    early = '{"movements": [{"kind": "sell", "sku": "KETTLE", "location": "LDS", "quantity": 1, "source": "till",'
    early += ' "source_key": "x", "occurred_at": "0001-01-01T00:00:00+14:00"}]}'
    assert till.post("/api/inventory/movements", early).json()["held"] == 1
    assert sorted(row.occurred_at.year for row in HeldMovement.objects.all()) == [1, 1, 9999]
    assert inventory.replay_held_movements(by=BY, now=NOW) == 0
    assert till.get("/api/inventory/held-movements").status_code == 200


def test_pieces_are_not_sent_to_where_they_are_and_nothing_is_due_on_a_day_that_nobody_means() -> None:
    with_stock(5)
    with_location("YRK")
    how = {"sku": "KETTLE", "quantity": 1, "by": BY, "now": NOW}
    before = Movement.objects.count()
    with pytest.raises(SamePlace):
        inventory.transfer(origin="LDS", destination="LDS", due_on=TOMORROW, **how)
    for day in (date(2999, 12, 31), date(9999, 12, 31)):
        with pytest.raises(DayTooFar):
            inventory.transfer(origin="LDS", destination="YRK", due_on=day, **how)
        with pytest.raises(DayTooFar):
            expect(1, day)
    assert (Movement.objects.count(), Inbound.objects.count()) == (before, 0)


def test_a_sign_that_no_database_keeps_is_refused_at_every_door() -> None:
    with_stock(5)
    till = Till(*ALL)
    body = {"movements": [{"kind": "sell", "sku": "A\x00B", "location": "LDS", "quantity": 1, "source": "till",
                           "source_key": "n", "occurred_at": NOW.isoformat()}]}  # fmt: skip
    told = till.post("/api/inventory/movements", body)
    assert (told.status_code, told.json()["outcomes"][0]["errors"][0]["why"]) == (
        207,
        "A text cannot hold the sign NUL.",
    )
    kept = till.post("/api/reservations", {"demands": [{"ref": "cart:1/1", "sku": "A\x00", "location": "LDS"}]})
    assert (kept.status_code, "body.demands.0.sku" in kept.json()["title"]) == (422, True)
    assert till.get("/api/availability/A%00B").status_code == 404
    assert till.get("/api/public/availability/%00").status_code == 404
    assert till.get("/in-stock/%00/").status_code == 404
    assert till.get("/api/inventory/ledger?sku=%00&location=LDS").status_code == 404
    assert HeldMovement.objects.count() == 0
