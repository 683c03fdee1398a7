"""Back in stock: as many are told as there are pieces, in order, once, and only those who may be written to."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import RestockRequest
from shopkeeper.messages.models import Message
from tests.cast import Cast, with_cast
from tests.inventory.shelves import BY, NOW, tell, with_location, with_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """No kettle anywhere; Margaret, Imran and Elspeth (of whom we have no address) wait for one, in this order."""
    made = with_cast()
    with_product()
    with_location("LDS", outlet_id=made.outlets["LDS"])
    with_location("YRK", outlet_id=made.outlets["YRK"], name="York", may_ship=False)
    return made


def ask(cast: Cast, who: str, *, minutes: int = 0, location: str = "") -> None:
    at = NOW + timedelta(minutes=minutes)
    inventory.request_restock(sku="KETTLE", customer_id=cast.customers[who], location=location, by=BY, now=at)


def tell_them(at: datetime = NOW) -> int:
    return inventory.tell_who_waits(by=BY, now=at + timedelta(hours=1))


def written_to() -> list[str]:
    return list(
        Message.objects.filter(held_back="").order_by("queued_at", "id").values_list("contact_point", flat=True)
    )


def test_nobody_is_told_while_there_is_nothing(cast: Cast) -> None:
    ask(cast, "margaret")
    assert (tell_them(), written_to()) == (0, [])


def test_one_piece_is_told_to_the_one_who_asked_first_and_to_the_next_only_a_day_later(cast: Cast) -> None:
    ask(cast, "imran", minutes=2)
    ask(cast, "margaret", minutes=1)
    tell("receive", 1)
    assert [tell_them(), tell_them()] == [1, 0]
    assert written_to() == ["margaret.okafor@example.org"]
    first = Message.objects.get()
    assert "Kettle is back" in first.subject
    assert ("Others wait for it too" in first.body, f"{settings.PUBLIC_URL}/in-stock/KETTLE/" in first.body) == (
        True,
        True,
    )
    assert tell_them(NOW + timedelta(hours=24)) == 1
    assert "Others wait" not in Message.objects.latest("queued_at").body
    assert RestockRequest.objects.filter(ended_at=None).count() == 0


def test_asked_twice_is_asked_once_and_told_once(cast: Cast) -> None:
    ask(cast, "margaret")
    ask(cast, "margaret", minutes=1)
    tell("receive", 9)
    assert [tell_them(), tell_them(NOW + timedelta(days=2))] == [1, 0]


def test_who_cannot_be_written_to_takes_nobodys_turn(cast: Cast) -> None:
    ask(cast, "elspeth")
    ask(cast, "imran", minutes=1)
    tell("receive", 1)
    assert (tell_them(), written_to()) == (1, ["imran.sheikh@example.org"])
    why = dict(RestockRequest.objects.values_list("customer_id", "why_ended"))
    assert why == {cast.customers["elspeth"]: "held_back", cast.customers["imran"]: "told"}


def test_who_waits_for_a_store_is_told_of_that_store_and_who_waits_for_a_parcel_of_what_can_be_sent(cast: Cast) -> None:
    ask(cast, "margaret")
    ask(cast, "imran", location="YRK")
    tell("receive", 5, location="YRK")
    assert (tell_them(), written_to()) == (1, ["imran.sheikh@example.org"])
    assert "in York" in Message.objects.get().body


def test_nobody_waits_longer_than_half_a_year(cast: Cast) -> None:
    ask(cast, "margaret")
    tell_them(NOW + timedelta(days=181))
    assert RestockRequest.objects.get().why_ended == "too_late"


def test_staff_note_a_customer_by_number_and_see_how_many_wait(cast: Cast) -> None:
    from_care = cast.sign_in("agent")
    number = RestockRequest._meta.get_field("customer").related_model.objects.get(pk=cast.customers["imran"]).number
    from_care.post("/stock/awaited/requests/", {"code": "KETTLE", "customer": number, "location": "YRK"})
    from_care.post("/stock/awaited/requests/", {"code": "KETTLE", "customer": "nobody"})
    page = from_care.get("/stock/awaited/").content.decode()
    assert "1 person waits for something to come back." in page
    assert "1 person waits for it" in from_care.get("/products/KETTLE/").content.decode()
