"""Cases from every door: page, REST, command line, other modules' pages; each only for those who may."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopkeeper.core import panels, work
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.remembering import remembering
from shopkeeper.messages.models import Hold, Message
from shopkeeper.organization.models import Employee, Outlet
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.actions.opening import open_due_cases
from shopkeeper.recovery.commands import cases
from shopkeeper.recovery.models import Apology, Case, Episode, Remedy
from tests.recovery.scene import (
    DAY,
    NOW,
    SYSTEM,
    actor,
    customer,
    employ,
    late_delivery,
    missed_pickup,
    order,
    outlet,
    score,
    signed_in,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "case"}


@pytest.fixture(autouse=True)
def _at_this_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doors read the clock once; here it stands still."""
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def leeds() -> Outlet:
    """A store."""
    return outlet("leeds")


@pytest.fixture
def priya() -> Employee:
    """An agent of the contact center."""
    return employ("Priya Shah", Role.CONTACT_CENTER_AGENT)


@pytest.fixture
def ruth(priya: Employee) -> Case:
    """A case of Priya's: a parcel three days late, and the score for it."""
    parcel = order(customer("Ruth Adeyemi"), "TW-1")
    late_delivery(parcel, due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    score(parcel.customer_id, 1, about=parcel)  # type: ignore[arg-type]
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    return Case.objects.get()


def test_the_queue_shows_who_waits_and_the_case_says_what_to_do_next(priya: Employee, ruth: Case) -> None:
    client = signed_in(priya)
    listed = client.get("/cases/").content.decode()
    assert "Ruth Adeyemi" in listed
    assert "Order TW-1, 3 days late" in listed
    page = client.get(f"/cases/{ruth.number}/").content.decode()
    assert "Call Ruth Adeyemi about the late delivery" in page
    assert "Hello Ruth, this is Priya from Shopkeeper. Your order TW-1 came 3 days late." in page
    assert "£1,000 left this month" in page
    assert "Nobody said a word." in page


def test_doing_a_step_swaps_in_the_next_one(priya: Employee, ruth: Case) -> None:
    client = signed_in(priya)
    response = client.post(f"/cases/{ruth.number}/steps/1/completion/", {"note": "She was kind."}, **HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert "Ask Ruth Adeyemi whether everything is right now" in page
    assert Apology.objects.get().sent_at is not None


def test_without_scripts_the_page_comes_back(priya: Employee, ruth: Case) -> None:
    response = signed_in(priya).post(f"/cases/{ruth.number}/notes/", {"text": "Call after five."})
    assert (response.status_code, response.headers["Location"]) == (302, f"/cases/{ruth.number}/")


def test_a_refusal_keeps_the_page_and_says_why(priya: Employee, ruth: Case) -> None:
    client = signed_in(priya)
    refused = client.post(f"/cases/{ruth.number}/steps/1/completion/", {"impossible": "1", "note": ""}, **HTMX)
    assert refused.status_code == 422
    assert "Write a few words first." in refused.content.decode()
    assert refused.headers["HX-Retarget"] == "#refusal"
    assert Apology.objects.get().sent_at is None


def test_an_apology_by_mail_is_in_the_outbox_once(priya: Employee, ruth: Case) -> None:
    client, url = signed_in(priya), f"/cases/{ruth.number}/steps/1/completion/"
    unreachable = client.post(url, {"channel": "email", "text": "I am sorry."}, **HTMX)
    assert "We know no e-mail address of this customer" in unreachable.content.decode()
    assert Apology.objects.get().sent_at is None
    ruth.customer.profile.__class__.objects.filter(customer=ruth.customer_id).update(email="ruth@example.org")
    assert client.post(url, {"channel": "email", "text": "I am sorry."}, **HTMX).status_code == 200
    message = Message.objects.get()
    assert (message.contact_point, message.body, message.ref) == (
        "ruth@example.org", "I am sorry.", f"case:{ruth.number}",
    )  # fmt: skip


def test_nobody_advertises_to_somebody_whose_case_is_open(priya: Employee, ruth: Case) -> None:
    assert (Hold.objects.get().purposes, Hold.objects.get().ends_at) == (["marketing", "survey"], None)
    signed_in(priya).post(f"/cases/{ruth.number}/resolution/", {"note": "Settled."})
    assert Hold.objects.get().ends_at is not None


def test_a_store_sees_its_own_cases_and_nobody_else_s(leeds: Outlet, priya: Employee, ruth: Case) -> None:
    tom = employ("Tom Hale", Role.STORE_MANAGER, leeds)
    missed_pickup(order(customer("Owen Price"), "TW-9", at=leeds), leeds, not_found_at=NOW)
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    client = signed_in(tom)
    listed = client.get("/cases/?view=all").content.decode()
    assert "Owen Price" in listed
    assert "Ruth Adeyemi" not in listed
    assert client.get(f"/cases/{ruth.number}/").status_code == 404
    assert client.post(f"/cases/{ruth.number}/notes/", {"text": "Hello"}).status_code == 302
    assert ruth.notes.count() == 0


def test_who_only_looks_changes_nothing(ruth: Case) -> None:
    buyer = signed_in(employ("Bill", Role.BUYING_MANAGER))
    assert "What came of it" not in buyer.get(f"/cases/{ruth.number}/").content.decode()
    assert buyer.post(f"/cases/{ruth.number}/notes/", {"text": "Hello"}).status_code == 403
    assert ruth.notes.count() == 0


def test_those_without_a_case_are_listed_and_can_be_taken_on(priya: Employee) -> None:
    score(customer("Ann Lee"), 2)
    notice_harm(by=SYSTEM, now=NOW)
    client = signed_in(priya)
    assert "1 person was harmed in the last 60 days" in client.get("/cases/waiting/").content.decode()
    people = client.get("/cases/waiting/low_score/?outlet=company").content.decode()
    assert "Ann Lee" in people
    assert client.get("/cases/waiting/nonsense/").status_code == 404
    assert client.get("/cases/waiting/low_score/?outlet=x&page=-1").status_code == 200
    episode = Episode.objects.get()
    taken = client.post(f"/cases/waiting/{episode.id}/case/")
    assert taken.headers["Location"] == f"/cases/{Case.objects.get().number}/"
    assert client.post(f"/cases/waiting/{episode.id}/case/").status_code == 302
    assert Case.objects.count() == 1


def test_giving_something_back_from_the_page(priya: Employee, ruth: Case) -> None:
    client = signed_in(priya)
    client.post(f"/cases/{ruth.number}/remedies/", {"kind": "voucher", "amount": "12,50"}, **HTMX)
    remedy = Remedy.objects.get()
    assert (str(remedy.amount), remedy.state) == ("12.50", "reserved")
    client.post(f"/cases/{ruth.number}/remedies/{remedy.id}/gift/", **HTMX)
    assert Remedy.objects.get().state == "given"
    wrong = client.post(f"/cases/{ruth.number}/remedies/", {"kind": "voucher", "amount": "much"}, **HTMX)
    assert wrong.status_code == 422


def test_the_same_over_rest_with_one_response_for_a_retry(ruth: Case) -> None:
    key = create_api_key(name="test", permissions=("*",), scopes=None, by=SYSTEM, now=NOW)
    client, headers = Client(), {"Authorization": f"Bearer {key}", "Idempotency-Key": "one"}
    listed = client.get("/api/cases", headers=headers).json()
    assert [(case["number"], case["owner"]) for case in listed] == [(ruth.number, "Priya Shah")]
    body = json.dumps({"kind": "voucher", "amount": "5.00"})
    url = f"/api/cases/{ruth.number}/remedies"
    first = client.post(url, body, content_type="application/json", headers=headers)
    again = client.post(url, body, content_type="application/json", headers=headers)
    assert (first.status_code, first.content) == (201, again.content)
    assert Remedy.objects.count() == 1
    missing = client.get("/api/cases/NOPE", headers=headers)
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:shopkeeper:case_not_found")


def test_a_key_for_one_outlet_sees_no_other(leeds: Outlet, ruth: Case) -> None:
    key = create_api_key(name="leeds", permissions=("*",), scopes={"outlet_id": [str(leeds.id)]}, by=SYSTEM, now=NOW)
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/cases", headers=headers).json() == []
    assert Client().get(f"/api/cases/{ruth.number}", headers=headers).status_code == 404


def test_the_command_line_lists_cases_as_json(ruth: Case) -> None:
    printed = json.loads(CliRunner().invoke(cases, ["list", "--json"]).output)
    assert [(case["number"], case["title"]) for case in printed] == [(ruth.number, "Order TW-1, 3 days late")]


def test_the_morning_has_the_next_step_with_the_words_to_say(priya: Employee, ruth: Case) -> None:
    (item,) = work.list_work(by=actor(priya), now=NOW)
    assert (item.title, item.url) == ("Call Ruth Adeyemi about the late delivery", f"/cases/{ruth.number}/")
    assert item.say.startswith("Hello Ruth, this is Priya")


def test_a_morning_with_many_cases_asks_no_more_than_one_with_one(priya: Employee, ruth: Case) -> None:
    with CaptureQueriesContext(connection) as with_one, remembering():
        assert len(work.list_work(by=actor(priya), now=NOW)) == 1
    for name in ("Max Orr", "Ida Bell", "Tom Reed"):
        parcel = order(customer(name), f"TW-{name}")
        late_delivery(parcel, due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
        score(parcel.customer_id, 1, about=parcel)  # type: ignore[arg-type]
    notice_harm(by=SYSTEM, now=NOW)
    open_due_cases(by=SYSTEM, now=NOW)
    with CaptureQueriesContext(connection) as with_four, remembering():
        assert len(work.list_work(by=actor(priya), now=NOW)) == 4
    assert len(with_four) == len(with_one)


def test_the_customer_s_page_shows_the_case_and_the_timeline_tells_it(priya: Employee, ruth: Case) -> None:
    (panel,) = [
        p for p in panels.render_slot("customer", ruth.customer_id, by=actor(priya), now=NOW) if "cases-of" in p
    ]
    assert "Priya Shah: Call Ruth Adeyemi about the late delivery" in panel
    page = signed_in(priya).get(f"/customers/{ruth.customer.number}/").content.decode()
    assert f"Case {ruth.number} opened" in page
