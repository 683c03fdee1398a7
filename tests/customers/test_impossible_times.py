"""Times that no calendar holds everywhere, as older versions stored them, keep no page of a customer from opening."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from shopkeeper.core.actors import system_actor
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.own_links import find_own_link_letter, send_own_link
from shopkeeper.customers.actions.proposing import propose_pairs
from shopkeeper.customers.contracts import ProposalKind, ProposalOrigin, ProposedPair
from shopkeeper.customers.models import SourceRecord
from tests.cast import Cast, with_cast
from tests.customers.test_pages import card_of
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
ENDS = [
    (datetime(1, 1, 1, tzinfo=UTC), "America/New_York"),
    (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "Asia/Tokyo"),
]
ZOE = {"source": "web", "source_key": "1", "full_name": "Zoe Quill", "email": "zoe@mail.test", "city": "York"}
OTHER = {"source": "till", "source_key": "2", "full_name": "Zoe Quill", "phone": "07700 900777"}
SAID = {"customer_key": "1", "purpose": "marketing", "channel": "email"}
SPOKEN = (("web", "granted"), ("club", "denied"))


@pytest.fixture
def cast() -> Cast:
    return with_cast()


@pytest.fixture(params=ENDS, ids=["year 1", "year 9999"])
def zoe(request: pytest.FixtureRequest, cast: Cast) -> Iterator[customers.CustomerCard]:
    """A customer of whose records and statements all times lie at one end of the calendar, told where it overflows."""
    at, zone = request.param
    people = [ZOE, {**ZOE, "source": "club", "city": "Hull"}, OTHER]
    take_in("customers", [{**said, "published_at": at, "changed_at": at} for said in people], now=NOW)
    said = [{"source_key": source, "source": source, "state": state, **SAID} for source, state in SPOKEN]
    take_in("consents", [{**one, "occurred_at": at} for one in said], now=NOW)
    with timezone.override(zone):
        yield card_of("web", "1")


@pytest.mark.parametrize("page", ["", "identity/", "values/", "relations/", "merge/", "export.json"])
def test_every_page_of_a_customer_opens(zoe: customers.CustomerCard, cast: Cast, page: str) -> None:
    shown = cast.sign_in("data_steward").get(f"/customers/{zoe.number}/{page}")
    assert shown.status_code == 200
    assert "Zoe Quill" in shown.content.decode()


def test_pairs_and_consents_in_conflict_are_told(zoe: customers.CustomerCard, cast: Cast) -> None:
    one, other = (SourceRecord.objects.get(full_name="Zoe Quill", source=source).pk for source in ("web", "till"))
    pair = ProposedPair(one, other, 0.8, 1, ProposalOrigin.RELINK, ProposalKind.JOIN)
    propose_pairs(pairs=[pair], by=BY, now=NOW)
    steward = cast.sign_in("data_steward")
    assert "Zoe Quill" in steward.get("/customers/duplicates/").content.decode()
    assert "Zoe Quill" in steward.get("/customers/consent-conflicts/").content.decode()


def test_their_own_page_opens(zoe: customers.CustomerCard) -> None:
    now = datetime.now(UTC)
    letter = find_own_link_letter(send_own_link(customer_id=zoe.id, by=BY, now=now), now=now)
    shown = Client().get("/my/" + letter.link.rpartition("/my/")[2])
    assert shown.status_code == 200
    assert "Zoe Quill" in shown.content.decode()


def test_rest_tells_them(zoe: customers.CustomerCard) -> None:
    client = Client(headers={"Authorization": f"Bearer {create_api_key(name='t', permissions=('*',), by=BY, now=NOW)}"})
    for path in ("", "/timeline", "/export", "/consents"):
        assert client.get(f"/api/customers/{zoe.number}{path}").status_code == 200
